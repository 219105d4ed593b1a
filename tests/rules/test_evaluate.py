"""Three values by hand: each case is small enough to be followed with a finger."""

import pytest

from sammeter.errors import DataError
from sammeter.facts import Fact, Seen, World
from sammeter.rules.evaluate import evaluate
from sammeter.rules.functions import age, before, calculate, compare, covers, days, maxgap, sev, share
from sammeter.rules.parse import parse
from sammeter.rules.values import UNKNOWN, Bag, Number, Result
from tests.answers.small import world
from tests.rules.conditions import LIMITS, SMALL, moment
from tests.rules.second import AS_OF


def ask(text: str, seen: World, this: Fact | None = None) -> Result:
    return evaluate(parse(text, SMALL, frozenset(LIMITS)), seen, LIMITS, this)


def val(text: str, seen: World) -> bool | None:
    found = ask(text, seen).value
    return found if isinstance(found, bool) else None


YES, NO, DARK = world({"a.x": [{"b": True, "n": 1}]}), world({"a.x": []}), world({})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true || a.y.exists(v, v.b)", True), ("false && a.y.exists(v, v.b)", False), ("true && a.y.exists(v, v.b)", None),
        ("a.y.exists(v, v.b) && false", False), ("a.y.exists(v, v.b) || true", True), ("!a.y.exists(v, v.b)", None), ("!!true", True),
        ("a.y.exists(v, true)", None), ("a.y.all(v, true)", None), ("size(a.y) > 0", None), ("size(a.y) >= 0", None), ("this.b", None),
        ("1 == 'a'", None), ("true < false", None), ("a.x == a.x", None), ("1 + 'a' == 1", None), ("sev('odd') > 1", None), ("1 in 1", None),
    ],
)  # fmt: skip
def test_unknown_gives_way_to_what_decides(text: str, value: bool | None) -> None:  # noqa: FBT001
    assert val(text, DARK) is value


def test_a_kind_that_nobody_looked_for_and_one_that_is_empty_differ() -> None:
    assert (val("a.x.exists(v, v.b)", DARK), val("a.x.exists(v, v.b)", NO), val("a.x.exists(v, v.b)", YES)) == (
        None,
        False,
        True,
    )
    assert (val("a.x.all(v, v.b)", DARK), val("a.x.all(v, v.b)", NO), val("a.x.all(v, v.b)", YES)) == (None, True, True)


def test_what_was_missing_is_named() -> None:
    assert ask("a.y.exists(v, v.b)", DARK).missing == ("a.y",)
    assert ask("a.x.exists(v, v.s == 'a')", YES).missing == ("a.x.s",)
    assert ask("share(a.x.filter(v, v.b), a.x) > 0.5", NO).missing == ("an empty population",)
    assert ask("a.x.exists(v, v.b && v.s == 'a') && a.y.exists(w, w.b)", YES).missing == ("a.x.s", "a.y")


def test_an_open_list_proves_what_is_in_it_and_denies_nothing() -> None:
    gapped = world({"a.x": [{"b": True}]}, ("a.x",))
    assert val("a.x.exists(v, v.b)", gapped) is True
    assert val("a.x.exists(v, !v.b)", gapped) is None
    assert val("a.x.all(v, v.b)", gapped) is None
    assert val("a.x.all(v, !v.b)", gapped) is False
    assert val("size(a.x) >= 1", gapped) is True
    assert val("size(a.x) == 1", gapped) is None
    assert val("size(a.x) > 1", gapped) is None
    assert val("size(a.x) < 1", gapped) is False
    assert val("size(a.x) in [0]", gapped) is None
    assert val("1 in [size(a.x)]", gapped) is None


def test_a_member_that_may_belong_counts_for_the_upper_bound_only() -> None:
    seen = world({"a.x": [{"b": True, "n": 1}, {"n": 2}, {"b": False, "n": 3}]})
    assert val("size(a.x.filter(v, v.b)) >= 1", seen) is True
    assert val("size(a.x.filter(v, v.b)) <= 2", seen) is True
    assert val("size(a.x.filter(v, v.b)) == 1", seen) is None
    assert val("a.x.filter(v, v.b).exists(v, v.n == 2)", seen) is None
    assert val("a.x.filter(v, v.b).exists(v, v.n == 3)", seen) is False
    assert val("a.x.filter(v, v.b).all(v, v.n < 3)", seen) is True
    assert val("share(a.x.filter(v, v.b), a.x) >= 0.3", seen) is True
    assert val("share(a.x.filter(v, v.b), a.x) >= 0.5", seen) is None
    assert val("share(a.x.filter(v, v.b), a.x) >= 0.7", seen) is False


def test_witnesses_are_the_facts_that_decide() -> None:
    seen = world({"a.x": [{"b": False, "n": 1}, {"b": True, "n": 2}, {"b": True, "n": 3}]})
    assert [f.where for f in ask("a.x.exists(v, v.b)", seen).facts] == ["a.x:2"]
    assert [f.where for f in ask("a.x.all(v, v.b)", seen).facts] == ["a.x:1"]
    assert [f.where for f in ask("a.x.all(v, v.n > 0)", seen).facts] == ["a.x:1", "a.x:2", "a.x:3"]
    assert [f.where for f in ask("size(a.x.filter(v, v.b)) >= 2", seen).facts] == ["a.x:2", "a.x:3"]
    assert [f.where for f in ask("share(a.x.filter(v, v.b), a.x) >= 0.9", seen).facts] == ["a.x:1"]
    assert [f.where for f in ask("share(a.x.filter(v, v.b), a.x) >= 0.5", seen).facts] == ["a.x:2", "a.x:3"]
    assert [f.where for f in ask("size(a.x.filter(v, v.b)) + 1 >= 2", seen).facts] == ["a.x:2", "a.x:3"]
    assert [f.where for f in ask("size(a.y) == 0 || a.x.exists(v, v.n == 3)", seen).facts] == ["a.x:3"]
    assert ask("a.x.all(v, true)", NO).facts == ()


def test_a_field_of_the_unit_itself_is_a_witness() -> None:
    this = Fact(kind="a.x", where="unit", source="t", fields={"b": True, "l": ("a",), "e": ()})
    assert ask("this.b", DARK, this).facts == (this,)
    assert ask("this.l.exists(v, v == 'a')", DARK, this).facts == (this,)
    assert ask("this.e.all(v, v == 'a')", DARK, this).facts == ()


def test_a_condition_that_would_never_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sammeter.rules.evaluate.STEPS", 1000)
    many = world({"a.x": [{"b": False}] * 200, "a.y": [{"b": False}] * 200})
    with pytest.raises(DataError, match="more than 1,000 steps"):
        ask("a.x.exists(v, a.y.exists(w, w.b && v.b))", many)


def test_at_most_25_witnesses_are_named() -> None:
    assert len(ask("a.x.all(v, v.b)", world({"a.x": [{"b": True}] * 80})).facts) == 25


def test_a_tree_from_elsewhere_evaluates_without_a_parser() -> None:
    assert evaluate(["and", ["lit", True], [">", ["limit", "half"], ["lit", 0]]], DARK, LIMITS).value is True


@pytest.mark.parametrize(
    ("time", "expected"),
    [("", 99_999), (AS_OF, 0), (moment(0.5), 0), (moment(1), 1), (moment(-0.5), -1), (moment(-3), -3), ("odd", UNKNOWN), (5, UNKNOWN),
     ("2025-12-31T23:00:00+00:00", 0), ("2025-12-31T23:00:00-02:00", -1), ("2025-12-31", 1), ("0001-01-01T00:00:00+14:00", 739616)],
)  # fmt: skip
def test_age_in_whole_days(time: str, expected: object) -> None:
    assert age(AS_OF, time) == expected


def test_days_and_before_over_empty_and_odd_times() -> None:
    assert (days("", AS_OF), days(AS_OF, ""), days("x", AS_OF)) == (UNKNOWN, UNKNOWN, UNKNOWN)
    assert (before("", AS_OF), before(AS_OF, ""), before("x", AS_OF), before(AS_OF, AS_OF)) == (
        False,
        False,
        UNKNOWN,
        False,
    )
    assert (before("2025-01-01T00:00:00+02:00", "2025-01-01T00:00:00+01:00"), days(moment(2), moment(0.5))) == (True, 1)
    assert [sev(word) for word in ("none", "critical", "odd", "", "LOW")] == [0, 5, UNKNOWN, UNKNOWN, UNKNOWN]


@pytest.mark.parametrize(
    ("ago", "window", "longest"),
    [
        ((), 100, 99_999),
        ((500,), 100, 99_999),
        ((10,), 100, 10),
        ((10, 40), 100, 30),
        ((10, 40, 500), 100, 60),
        ((0, 100), 100, 100),
        ((-5,), 100, 99_999),
    ],
)
def test_the_longest_silence_counts_both_edges_but_not_the_time_before_the_first_event(
    ago: tuple[int, ...], window: int, longest: int
) -> None:
    assert maxgap(AS_OF, Bag(tuple(moment(days) for days in ago)), window) == longest


def test_a_time_that_cannot_be_read_is_an_event_that_is_not_known() -> None:
    assert maxgap(AS_OF, Bag(("odd",)), 100) is UNKNOWN
    assert maxgap(AS_OF, Bag((moment(10), "odd")), 100) == Number(0, 90)
    assert maxgap(AS_OF, Bag((moment(10), "")), 100) == 10
    assert maxgap("odd", Bag((moment(10),)), 100) is UNKNOWN
    assert maxgap(AS_OF, Bag((moment(10),), (), open=True), 100) == Number(0, 90)


def test_covers_never_holds_of_an_empty_list() -> None:
    a, ab, none, some = Bag(("a",)), Bag(("a", "b")), Bag(), Bag((), (), open=True)
    assert (covers(ab, a), covers(a, ab), covers(a, none), covers(none, none)) == (True, False, False, False)
    assert (covers(a, some), covers(some, a), covers(Bag(("a",), (), open=True), a), covers("a", a)) == (
        UNKNOWN,
        UNKNOWN,
        True,
        UNKNOWN,
    )


def test_a_share_of_nothing_is_not_known() -> None:
    assert share(Bag(), Bag()) is UNKNOWN
    assert share(Bag(), Bag((), ("a",))) is UNKNOWN
    assert share(Bag(), Bag(("a",))) == Number(0.0, 0.0, (), ())


def test_ranges_compare_only_where_they_lie_apart() -> None:
    for operator, low, high, value in (
        ("<", 3, 4, True), ("<", 1, 4, UNKNOWN), ("<", 0, 2, False), ("<=", 2, 9, True), (">", 0, 1, True), (">=", 0, 2, True),
        ("==", 3, 4, False), ("==", 2, 2, True), ("==", 1, 3, UNKNOWN), ("!=", 3, 4, True), ("!=", 2, 2, False), ("!=", 1, 3, UNKNOWN),
    ):  # fmt: skip
        assert compare(operator, 2, Number(low, high)) is value, (operator, low, high)


def test_arithmetic_keeps_bounds() -> None:
    inf = float("inf")
    assert calculate("-", Number(1, 3), Number(1, 2)) == Number(-1, 2)
    assert calculate("*", Number(-1, 3), Number(-2, 2)) == Number(-6, 6)
    assert calculate("*", Number(0, inf), 0) == 0
    assert calculate("-", Number(0, inf), Number(0, inf)) == Number(-inf, inf)
    assert calculate("+", 1, "a") is UNKNOWN


def test_seen_alone_is_open() -> None:
    assert val("a.x.all(v, v.b)", World(as_of=AS_OF, seen={"a.x": Seen()})) is None

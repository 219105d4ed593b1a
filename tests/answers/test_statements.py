"""What stands of what was said: the newest that holds, lapses, proofs, reviews, what is inherited; and the laws over all of it."""

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sammeter.answers import Answer, Declaration, Review, Statement
from sammeter.answers.answer import Scope, answer
from sammeter.answers.statements import Clock, inherit, last_day, review_id, same_person, somebody, statement_id
from sammeter.rules import RuleBook
from tests.answers.sayings import CLOCK, PROOF, TIMES, reviewed, said, sayings, standing, statements
from tests.answers.small import ID, LIMITS, model, world
from tests.answers.test_answer import scopes

Sayings = tuple[tuple[Statement, ...], tuple[Review, ...]]


def same(one: Declaration, other: Declaration) -> bool:
    """Compare what stands, in whatever order it was gathered."""

    def plain(it: Declaration) -> list[list[str]]:
        return [sorted(map(repr, part)) for part in (it.criteria, it.answers, it.excluded, it.waiting, it.returned)]

    return plain(one) == plain(other)


def test_the_newest_statement_stands() -> None:
    old, new = said(answer="0"), said(answer="1", at="2025-07-01T00:00:00Z")
    for order in ((old, new), (new, old)):
        assert [one.position for one in standing(*order).answers] == [3]


def test_two_statements_or_reviews_of_one_second_have_one_order_for_every_reader() -> None:
    one, other = said(answer="0"), said(answer="1")
    assert standing(one, other).answers == standing(other, one).answers
    first, second = reviewed(one), reviewed(one, accepted=False)
    assert standing(one, reviews=(first, second)).returned == standing(one, reviews=(second, first)).returned


def test_a_withdrawal_leaves_nothing_and_not_what_was_said_before() -> None:
    found = standing(
        said(answer="0"),
        said(answer="1", at="2025-07-01T00:00:00Z"),
        said(answer="withdrawn", at="2025-08-01T00:00:00Z"),
    )
    assert not found


def test_what_was_said_later_is_not_there_yet() -> None:
    later = said(answer="1", at="2026-01-02T00:00:00Z")
    assert not standing(later)
    assert [one.position for one in standing(said(answer="0"), later).answers] == [0]


def test_one_unit_is_not_another() -> None:
    found = standing(said(answer="1", unit="app0"), said(answer="0"))
    assert {(one.unit, one.position) for one in found.answers} == {("app0", 3), ("", 0)}
    assert [found.answered(ID, unit).position for unit in ("app0", "app1", "") if found.answered(ID, unit)] == [3, 0, 0]  # type: ignore[union-attr] # asked just before


@pytest.mark.parametrize(
    ("more", "day"),
    [({}, "2026-06-01"), ({"until": "2025-12-31"}, "2025-12-31"), ({"period": "2025-01-01/2025-03-01"}, "2026-03-01"),
     ({"at": "9999-12-01T00:00:00Z"}, "9999-12-31")],
)  # fmt: skip
def test_a_statement_holds_until_its_last_day(more: dict[str, Any], day: str) -> None:
    one = said(**more)
    assert last_day(one, 365) == day
    for as_of, holds in ((f"{day}T23:00:00Z", True), ("9999-12-31T00:00:00Z", day == "9999-12-31")):
        (answered,) = standing(one, clock=Clock(as_of=as_of, days=365)).answers
        assert answered.holds is holds
        assert (f"lapsed on {day}" == answered.weak) is not holds


def test_an_n_a_counts_once_a_second_person_agreed_and_until_then_what_was_said_before() -> None:
    before, without = said(answer="0.5"), said(answer="n/a", at="2025-07-01T00:00:00Z", note="we build nothing")
    waiting = standing(before, without)
    assert ([one.position for one in waiting.answers], waiting.excluded) == ([2], ())
    assert without in waiting.waiting
    sent_back = standing(before, without, reviews=(reviewed(without, accepted=False),))
    assert ([one.position for one in sent_back.answers], sent_back.excluded) == ([2], ())
    agreed = standing(before, without, reviews=(reviewed(without),))
    assert agreed.answers == ()
    assert [(one.reason, one.by, one.approver) for one in agreed.excluded] == [("we build nothing", "Ada", "Bob")]


def test_a_thousand_n_a_in_a_row_are_no_trouble() -> None:
    many = [
        said(answer="n/a", note=str(n), at=f"2025-06-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z")
        for n in range(3000)
    ]
    assert len(standing(*many).waiting) == 3000


def test_what_was_sent_back_neither_holds_nor_proves() -> None:
    one = said(f"{ID}.1", "yes", proof=(PROOF,))
    (stated,) = standing(one, reviews=(reviewed(one, accepted=False),)).criteria
    assert (stated.holds, stated.proof_live, stated.weak) == (False, False, "sent back by Bob: why")


def test_the_latest_review_counts() -> None:
    one = said()
    first, then = reviewed(one, accepted=False), reviewed(one, at="2025-12-03T00:00:00Z")
    for order in ((first, then), (then, first)):
        found = standing(one, reviews=order)
        assert found.answers[0].accepted
        assert found.returned == ()


def test_a_proof_that_changed_proves_nothing_and_says_so() -> None:
    one = said(proof=(PROOF,))
    assert standing(one).answers[0].proof_live
    changed = standing(one, bad="log.txt changed after it was named").answers[0]
    assert (changed.proof_live, changed.holds, changed.weak) == (False, True, "log.txt changed after it was named")


def test_an_id_is_the_digest_of_the_content() -> None:
    one = said(note="x", units=("a", "b"), proof=(PROOF,), until="2026-12-31", period="2025-01-01/2025-06-01")
    assert statement_id(replace(one, id="", where="elsewhere:3")) == one.id
    changes: tuple[dict[str, Any], ...] = (
        {"about": "x"}, {"answer": "1"}, {"by": "x"}, {"role": "x"}, {"at": "x"}, {"unit": "x"}, {"units": ("b", "a")}, {"proof": ()},
        {"until": ""}, {"period": ""}, {"note": ""},
    )  # fmt: skip
    assert len({one.id, *(statement_id(replace(one, **change)) for change in changes)}) == len(changes) + 1
    review = reviewed(one)
    for change in ({"of": "x"}, {"accepted": False}, {"by": "x"}, {"role": "x"}, {"at": "x"}, {"note": "x"}):
        assert review_id(replace(review, **change)) != review.id


@pytest.mark.parametrize(
    ("one", "other", "same_"),
    [("Ada", "ada ", True), ("Ada <a@x.org>", "A. L. <A@X.org>", True), ("a@x.org", "Ada <a@x.org>", True), ("Ada", "A\u200bda", True),
     ("Ada", "\uff21\uff44\uff41", True), ("Ada  L", "ada l", True), ("Ada", "Adam", False), ("Ada <a@x.org>", "Bob <b@x.org>", False)],
)  # fmt: skip
def test_one_person_under_two_spellings_is_one_person(one: str, other: str, *, same_: bool) -> None:
    assert same_person(one, other) is same_
    assert same_person(other, one) is same_


def test_a_name_that_does_not_show_is_nobody() -> None:
    assert not somebody(" \u200b\u2066")
    assert somebody("Ada")


# ---- what is inherited


def test_what_is_inherited_fills_what_ones_own_leaves_open() -> None:
    own, other = standing(said(answer="0.25", unit="app0")), standing(said(answer="1"), said(f"{ID}.1", "yes"))
    found = inherit(own, other)
    assert {(one.unit, one.position) for one in found.answers} == {("app0", 1), ("", 3)}
    assert [one.criterion for one in found.criteria] == [f"{ID}.1"]
    assert found.waiting == own.waiting


def test_what_ones_own_says_of_all_is_said_of_each() -> None:
    assert [
        one.position for one in inherit(standing(said(answer="0")), standing(said(answer="1", unit="app0"))).answers
    ] == [0]


def test_an_inherited_answer_does_not_lie_over_ones_own_ticks_nor_an_inherited_no_over_ones_own_yes() -> None:
    ticked, answered = standing(said(f"{ID}.1", "no")), standing(said(answer="1", unit="app0"))
    assert inherit(ticked, standing(said(answer="1"))).answers == ()
    assert inherit(answered, standing(said(f"{ID}.1", "no"))).criteria == ()
    assert len(inherit(answered, standing(said(f"{ID}.1", "yes"))).criteria) == 1


def test_an_n_a_that_waits_keeps_the_question_ones_own() -> None:
    assert inherit(standing(said(answer="n/a", note="x")), standing(said(answer="1"))).answers == ()


def test_what_is_withdrawn_can_be_inherited_again() -> None:
    own = standing(said(answer="0"), said(answer="withdrawn", at="2025-07-01T00:00:00Z"))
    assert [one.position for one in inherit(own, standing(said(answer="1"))).answers] == [3]


# ---- the laws


def asked(scope: dict[str, Any], declared: Declaration, *, alone: str = "", whole: bool = False) -> Answer:
    rules, one = scope["rules"], scope["one"]
    made = model(len(rules))
    activity = made.activity(ID)
    assert activity is not None
    book = RuleBook(rules=tuple(rules), answerings=(one,), limits=LIMITS)
    return answer(made, book, activity, Scope(org=scope["org"], units={"inv.apps": tuple(scope["units"])}, declared=declared,
                                              unit=alone, whole=whole))  # fmt: skip


@given(sayings(), st.integers(0, 99))
def test_the_order_of_statements_and_reviews_never_matters(found: Sayings, seed: int) -> None:
    said_, reviews = found
    chance = Random(seed)  # noqa: S311 - reproducible, not secret
    mixed = standing(*chance.sample(said_, len(said_)), reviews=tuple(chance.sample(reviews, len(reviews))))
    assert same(standing(*said_, reviews=reviews), mixed)


@given(sayings(), statements())
def test_a_later_withdrawal_is_as_if_nothing_had_been_said_of_it(found: Sayings, one: Statement) -> None:
    said_, reviews = found
    back = said(one.about, "withdrawn", unit=one.unit, at="2025-12-31T00:00:00Z")
    rest = [other for other in said_ if (other.about, other.unit) != (one.about, one.unit)]
    assert same(standing(*said_, one, back, reviews=reviews), standing(*rest, reviews=reviews))


@given(scopes(), st.lists(statements(), max_size=5, unique_by=lambda one: one.id))
def test_a_lapsed_or_changed_proof_never_raises_what_is_evidenced(
    scope: dict[str, Any], said_: list[Statement]
) -> None:
    live = asked(scope, standing(*said_)).evidenced
    assert asked(scope, standing(*said_, bad="changed")).evidenced <= live
    lapsed = [replace(one, until="2025-12-31") for one in said_]
    assert asked(scope, standing(*lapsed)).evidenced <= live
    silent = asked(scope, Declaration()).evidenced
    assert asked(scope, standing(*(replace(one, proof=(), until="2025-12-31") for one in said_))).evidenced <= silent


@given(scopes(), sayings(), st.sampled_from(["", "app0"]), st.booleans())
@settings(max_examples=150)
def test_what_is_supported_never_exceeds_what_is_declared(
    scope: dict[str, Any],
    found: Sayings,
    alone: str,
    whole: bool,  # noqa: FBT001 - drawn
) -> None:
    said_, reviews = found
    result = asked(scope, standing(*said_, reviews=reviews), alone=alone, whole=whole)
    assert result.supported <= (result.declared or 0)
    assert (result.values["supported"] or Fraction(0)) <= (result.values["declared"] or Fraction(0))


@given(sayings(), sayings(), st.sampled_from(["", "app0", "app1"]))
@settings(max_examples=150)
def test_what_is_inherited_never_changes_ones_own(mine: Sayings, theirs: Sayings, unit: str) -> None:
    own, other = standing(*mine[0], reviews=mine[1]), standing(*theirs[0], reviews=theirs[1])
    found = inherit(own, other)
    if own.answered(ID, unit) is not None:
        assert found.answered(ID, unit) == own.answered(ID, unit)
    if own.excluded_from(ID, unit) is not None:
        assert found.excluded_from(ID, unit) == own.excluded_from(ID, unit)
    assert set(own.criteria) <= set(found.criteria)
    assert (found.waiting, found.returned) == (own.waiting, own.returned)


@given(scopes(), sayings(), sayings(), st.sampled_from(["0", "0.25", "0.5", "1"]))
@settings(max_examples=150)
def test_what_is_inherited_never_changes_what_ones_own_answer_declares(
    scope: dict[str, Any], mine: Sayings, theirs: Sayings, worth: str
) -> None:
    last = said(answer=worth, unit="app0", at="2025-12-31T00:00:00Z")
    own, other = standing(*mine[0], last, reviews=mine[1]), standing(*theirs[0], reviews=theirs[1])
    before, after = (asked(scope, one, alone="app0") for one in (own, inherit(own, other)))
    assert after.declared == before.declared
    claimed = {(one.criterion, one.unit) for one in before.standings if one.stated and one.stated.yes}
    denied = {
        (one.criterion, one.unit) for one in after.standings if one.stated and not one.stated.yes and one.unit == "app0"
    }
    assert not claimed & denied


@given(scopes(), st.sampled_from(["0.25", "0.5", "1"]), st.sampled_from(TIMES[1:]))
@settings(max_examples=150)
def test_some_half_or_most_of_an_organisation_accuses_nobody_of_one_application_that_was_not_counted(
    scope: dict[str, Any], worth: str, at: str
) -> None:
    """Nobody listed the applications, and the one that was looked at need not be among those that were meant."""
    found = asked({**scope, "units": scope["units"][:1]}, standing(said(answer=worth, at=at)))
    ours = {rule.id for rule in scope["rules"] if rule.scope == "org" or not scope["one"].population}
    for one in found.contradictions():
        assert not (one.kind == "over-claim" and one.criterion == ID)
        assert one.kind == "under-claim" or one.criterion in ours


def test_an_answer_that_counted_an_application_by_name_can_be_refuted_by_it() -> None:
    from tests.answers.small import answering, rule, unit

    bad = world({"a.x": [{"b": False}]})
    scope = {
        "rules": [rule(1, "a.x.exists(v, v.b)")],
        "one": answering(),
        "units": [(unit("app0"), bad)],
        "org": world({}),
    }
    assert asked(scope, standing(said(answer="0.5"))).contradictions() == ()
    (one,) = asked(scope, standing(said(answer="0.5", units=("app0", "app1")))).contradictions()
    assert (one.kind, one.criterion, one.via) == ("over-claim", f"{ID}.1", ID)
    assert CLOCK.days == 365

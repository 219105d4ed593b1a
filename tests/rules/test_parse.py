"""Conditions to trees: what is not part of the language is refused with what comes nearest, and never with a crash."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sammeter.errors import DataError
from sammeter.rules.parse import DEPTH, parse
from tests.rules.conditions import LIMITS, SMALL, conditions


def refusal(text: str) -> DataError:
    with pytest.raises(DataError) as caught:
        parse(text, SMALL, frozenset(LIMITS), where="r.yaml:7")
    assert caught.value.where == "r.yaml:7"
    return caught.value


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("a.xx.exists(v, v.b)", "a.xx", "a.x"), ("a.x.exist(v, v.b)", "exist", "exists"), ("a.x.al(v, v.b)", "al", "all"),
        ("agee(now()) > 1", "agee", "age"), ("shar(a.x, a.x) > 1", "shar", "share"), ("limits.hlf > 1.0", "limits.hlf", "limits.half"),
        ("a.x.exists(value, valu.b)", "valu.b", "value.b"), ("ths.b", "ths.b", "this.b"), ("b.z.filter(v, v.nn > 1).exists(w, w.b)", "b.z.nn", "b.z.n"),
        ("a.x.filter(v, v.b).all(w, w.bb)", "a.x.bb", "a.x.b"), ("'a'.startWith('b')", "startWith", "startsWith"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_refused_with_the_nearest_one(text: str, name: str, meant: str) -> None:
    error = refusal(text)
    assert f"'{name}'" in error.message
    assert error.hint == f"did you mean '{meant}'?"


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "(", "a.x.exists(v, v.b", "true true", "a.x[0] == 1", "{1: 2} == {1: 2}", "null == null", "1u == 1", "b'x' == b'x'",
        "true ? true : false", "5 % 2 == 1", "4 / 2 == 2", ".a == 1", "a.x.exists(v.n, true)", "a.x.exists(true, true)", "a.x.exists(v)",
        "a.x.map(v, v.b, v.n)", "a.x.exists()", "a.x.size()", "has(a.x)", "a.x.exists_one(v, v.b)", "size()", "size(a.x, a.y)", "now(1) == ''",
        "'a'.startsWith()", "'a'.startsWith('b', 'c')", r"'it\'s' == 'a'", "r'a' == 'a'", "'''a''' == 'a'", "if", "x{a: 1}", "\0",
        "99999999999999999999 > 1", "matches('a', 'b')", "'a'.matches('b')", "attested('x', 1)", "type(1)", "// only a remark", "'open",
    ],
)  # fmt: skip
def test_what_is_not_part_of_the_language_is_refused(text: str) -> None:
    assert refusal(text).message


@pytest.mark.parametrize("link", ["+", "&&", "||"])
def test_long_chains_are_read_or_refused_and_never_crash(link: str) -> None:
    one = "1" if link == "+" else "true"
    text = f" {link} ".join([one] * 3000) + (" == 1" if link == "+" else "")
    if link == "+":
        assert "nested" in refusal(text).message
    else:
        assert len(parse(text, SMALL)) == 3001


@pytest.mark.parametrize(
    "text",
    [
        "!" * 400 + "true",
        "1 + (" * 400 + "1" + ")" * 400 + " == 1",
        "a.x.exists(v, " * 200 + "true" + ")" * 200,
        "[" * 300 + "]" * 300 + " == 1",
    ],
)
def test_deep_nesting_is_refused(text: str) -> None:
    assert f"deeper than {DEPTH}" in refusal(text).message


def test_brackets_alone_are_no_depth() -> None:
    assert parse("(" * 200 + "true" + ")" * 200, SMALL) == ["lit", True]


def test_chains_of_one_operator_are_one_node_and_brackets_keep_the_other() -> None:
    assert parse("true && false && true", SMALL) == ["and", ["lit", True], ["lit", False], ["lit", True]]
    assert parse("true || (false || true)", SMALL) == ["or", ["lit", True], ["lit", False], ["lit", True]]
    assert parse("true || false && true", SMALL) == ["or", ["lit", True], ["and", ["lit", False], ["lit", True]]]
    assert parse("(true || false) && true", SMALL) == ["and", ["or", ["lit", True], ["lit", False]], ["lit", True]]


def test_a_variable_hides_what_it_is_named_after() -> None:
    assert parse("a.x.exists(a, a.b)", SMALL) == ["exists", ["kind", "a.x"], "a", ["field", ["name", "a"], "b"]]
    assert parse("a.x.exists(limits, limits.b)", SMALL) == [
        "exists",
        ["kind", "a.x"],
        "limits",
        ["field", ["name", "limits"], "b"],
    ]


@given(st.text(max_size=30) | st.text(st.sampled_from("a.x()[]{}&|!<>='\"1, vbexists\\-+*/?:"), max_size=40))
@example("a.x.exists(v, v.b).b")
@example("0x")
@example("1.e5")
def test_any_text_gives_a_tree_or_a_data_error(text: str) -> None:
    with suppress(DataError):
        assert isinstance(parse(text, SMALL, frozenset(LIMITS)), list)


@given(conditions())
def test_a_tree_is_plain_lists_that_json_can_keep(text: str) -> None:
    import json

    tree = parse(text, SMALL, frozenset(LIMITS))
    assert json.loads(json.dumps(tree)) == tree

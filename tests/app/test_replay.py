"""Facts kept in a file give the same facts, and the same bytes, again; what is broken is told with its line."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.app.replay import FORM, from_lines, to_lines
from sammeter.errors import DataError
from sammeter.facts import Fact, Gap
from sammeter.facts.collected import Collected

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
VALUE = st.one_of(
    TEXT,
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(TEXT, max_size=3).map(tuple),
)
FACT = st.builds(Fact, kind=TEXT, where=TEXT, source=TEXT, fields=st.dictionaries(TEXT, VALUE, max_size=4))
GAP = st.builds(Gap, where=TEXT, reason=TEXT, detail=TEXT, hint=TEXT, kinds=st.lists(TEXT, max_size=3).map(tuple))
COLLECTED = st.builds(
    Collected, name=TEXT, revision=TEXT, at=TEXT, as_of=TEXT, facts=st.lists(FACT, max_size=4).map(tuple), gaps=st.lists(GAP, max_size=3).map(tuple),
    looked=st.lists(TEXT, max_size=3).map(tuple), complete=st.lists(TEXT, max_size=3).map(tuple),
)  # fmt: skip


def parts(collected: Collected) -> tuple[Any, ...]:
    facts = [(f.kind, f.where, f.source, {k: (type(v), v) for k, v in f.fields.items()}) for f in collected.facts]
    head = (collected.name, collected.revision, collected.at, collected.as_of, collected.looked, collected.complete)
    return (*head, facts, collected.gaps)


@given(COLLECTED)
def test_what_is_written_is_read_again_and_written_as_the_same_bytes(collected: Collected) -> None:
    lines = to_lines(collected)
    read = from_lines(lines, where="f")
    assert parts(read) == parts(collected)
    assert to_lines(read) == lines


@given(COLLECTED)
def test_the_order_in_which_fields_were_put_does_not_show_in_the_bytes(collected: Collected) -> None:
    facts = tuple(
        Fact(kind=f.kind, where=f.where, source=f.source, fields=dict(reversed(list(f.fields.items()))))
        for f in collected.facts
    )
    other = Collected(name=collected.name, revision=collected.revision, at=collected.at, as_of=collected.as_of, facts=facts, gaps=collected.gaps,
                      looked=collected.looked, complete=collected.complete)  # fmt: skip
    assert to_lines(other) == to_lines(collected)


HEAD: dict[str, Any] = {
    "form": FORM,
    "name": "n",
    "revision": "",
    "at": "",
    "as_of": "2026-01-01T00:00:00Z",
    "looked": ["a.x"],
    "complete": [],
}
GOOD: dict[str, Any] = {"fact": {"kind": "a.x", "where": "f:1", "source": "s", "fields": {"b": True}}}


def lines(*rows: Any) -> bytes:
    return b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows)


def refusal(data: bytes) -> DataError:
    with pytest.raises(DataError) as caught:
        from_lines(data, where="f.jsonl")
    return caught.value


def test_empty_lines_and_windows_line_ends_do_no_harm() -> None:
    read = from_lines(lines(HEAD, b"", GOOD).replace(b"\n", b"\r\n"), where="f")
    assert [fact.fields for fact in read.facts] == [{"b": True}]


@pytest.mark.parametrize(
    "row",
    [
        b"{", b"not json", b"[1]", b"null", b"5", b"\xff\xfe", b'{"fact": 1, "fact": 2}', b'{"fact": {"kind": "\\ud800"}}', b"NaN", {},
        {"fcat": GOOD["fact"]}, {"fact": GOOD["fact"], "gap": {"where": "w", "reason": "r"}}, {"fact": None}, {"fact": []}, {"gap": {}},
        {"fact": {"kind": "a.x"}}, {"fact": {**GOOD["fact"], "fields": {"b": None}}}, {"fact": {**GOOD["fact"], "fields": {"b": {"c": 1}}}},
        {"fact": {**GOOD["fact"], "fields": {"b": [1]}}}, {"fact": {**GOOD["fact"], "kind": 5}}, {"gap": {"where": "w", "reason": "r", "kinds": "a.x"}},
        HEAD, b'{"a":' * 70 + b"1" + b"}" * 70,
    ],
)  # fmt: skip
def test_a_broken_line_is_told_with_its_number(row: Any) -> None:
    error = refusal(lines(HEAD, GOOD, b"", row, GOOD))
    assert error.where == "f.jsonl:4"
    assert error.message


@pytest.mark.parametrize(
    "head",
    [
        {**HEAD, "form": "other/1"}, GOOD, {**HEAD, "looked": "a.x"}, {**HEAD, "looked": [1]}, {**HEAD, "name": 5}, {**HEAD, "as_of": None},
        {name: value for name, value in HEAD.items() if name != "complete"}, {name: value for name, value in HEAD.items() if name != "name"},
        [], "text",
    ],
)  # fmt: skip
def test_a_broken_head_is_told_on_line_1(head: Any) -> None:
    assert refusal(lines(head, GOOD)).where == "f.jsonl:1"


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\0", b"PK\x03\x04", b"\xef\xbb\xbf"])
def test_what_is_no_facts_file_is_refused(data: bytes) -> None:
    assert refusal(data).where.startswith("f.jsonl:1")


@given(st.binary(max_size=80), st.integers(0, 200))
def test_any_damage_gives_facts_or_a_data_error(noise: bytes, at: int) -> None:
    sound = lines(HEAD, GOOD)
    fault: DataError | None = None
    try:
        from_lines(sound[:at] + noise + sound[at:], where="f")
    except DataError as error:
        fault = error
    assert fault is None or fault.where.startswith("f:")

"""The score file: the workbook's scores as decimal texts, blanks listed, phases that inherit, and every mistake with its place."""

import json
import time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sammeter.app.score import score_file
from sammeter.errors import DataError
from sammeter.scoring import decimal
from tests.test_scoring import ANSWERS, IDS, sheet


def scored(text: str | bytes, name: str = "s.yaml") -> dict[str, Any]:
    return score_file(text.encode() if isinstance(text, str) else text, where=name)


def mistakes(text: str | bytes, name: str = "s.yaml") -> list[str]:
    with pytest.raises(DataError) as caught:
        scored(text, name)
    assert caught.value.mistakes
    return [f"{one}{f' ({one.hint})' if one.hint else ''}" for one in caught.value.mistakes]


def document(answers: dict[str, Fraction], phases: list[dict[str, Fraction]]) -> str:
    plain = [{name: float(value) for name, value in one.items()} for one in (answers, *phases)]
    return json.dumps({"model": "2.2.0", "answers": plain[0], "phases": plain[1:]})


@given(ANSWERS, st.lists(ANSWERS, max_size=4), st.sampled_from(["s.json", "s.yaml"]))
def test_every_score_is_the_workbooks_and_phases_inherit_what_they_leave_out(
    answers: dict[str, Fraction], phases: list[dict[str, Fraction]], name: str
) -> None:
    found = scored(document(answers, phases), name)
    current = dict(answers)
    assert len(found["phases"]) == len(phases)
    for result, phase in zip((found, *found["phases"]), ({}, *phases), strict=True):
        current |= phase
        texts = {**result["practices"], **result["functions"], "overall": result["overall"]}
        assert texts == {key: decimal(value) for key, value in sheet(current).items()}
        assert len(result["streams"]) == 30
    assert set(found["unanswered"]) == set(IDS) - set(answers)


def test_answers_may_be_written_as_people_write_them() -> None:
    text = "model: 2.2.0\nanswers: {G-SM-1-A: 0.50, G-SM-2-A: '0.25', G-SM-3-A: 1.0, G-SM-1-B: No, G-SM-2-B: 'no', G-SM-3-B: null}\n"
    found = scored(text)
    assert found["streams"]["G-SM-A"] == "1.75"
    assert found["practices"]["G-SM"] == "0.875"
    assert "G-SM-3-B" in found["unanswered"]
    assert "G-SM-2-B" not in found["unanswered"]
    assert scored("model: '2.2.0'\nanswers:\n")["overall"] == "0.00"


def test_a_null_in_a_phase_inherits_and_a_zero_does_not() -> None:
    text = "model: 2.2.0\nanswers: {G-SM-1-A: 1}\nphases: [{G-SM-1-A: }, null, {G-SM-1-A: 0}, {}]\n"
    assert [phase["streams"]["G-SM-A"] for phase in scored(text)["phases"]] == ["1.00", "1.00", "0.00", "0.00"]


HEAD = "model: 2.2.0\nanswers:\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "  G-SM-1-A: 0.3\n", "s.yaml:3: G-SM-1-A: '0.3' is no answer (one of 0, 0.25, 0.5, 1)"),
        (HEAD + "  G-SM-1-A: true\n", "s.yaml:3: G-SM-1-A: true/false is no answer (one of 0, 0.25, 0.5, 1)"),
        (HEAD + "  G-SM-1-A: yes\n", "s.yaml:3: G-SM-1-A: 'yes' is no answer (one of 0, 0.25, 0.5, 1)"),
        (HEAD + "  G-SM-1-A: [1]\n", "s.yaml:3: G-SM-1-A: a list is no answer (one of 0, 0.25, 0.5, 1)"),
        (HEAD + "  G-SM-1-A: {a: 1}\n", "s.yaml:3: G-SM-1-A: a mapping is no answer (one of 0, 0.25, 0.5, 1)"),
        (HEAD + "  G-SM-1-A: -1\n", "s.yaml:3: G-SM-1-A: '-1' is no answer (one of 0, 0.25, 0.5, 1)"),
        (HEAD + "  G-SM-1-A: 2\n", "s.yaml:3: G-SM-1-A: '2' is no answer (one of 0, 0.25, 0.5, 1)"),
        (HEAD + "  G-SM-1-A: ''\n", "s.yaml:3: G-SM-1-A: '' is no answer (one of 0, 0.25, 0.5, 1)"),
        (HEAD + "  G-SM-A-1: 1\n", "s.yaml:3: unknown activity 'G-SM-A-1' (did you mean G-SM-1-A?)"),
        (HEAD + "  G-SM-B-3-1: 1\n", "s.yaml:3: unknown activity 'G-SM-B-3-1' (did you mean G-SM-3-B?)"),
        (HEAD + "  g-sm-1-a: 1\n", "s.yaml:3: unknown activity 'g-sm-1-a' (did you mean G-SM-1-A?)"),
        (HEAD + "  zzz: 1\n", "s.yaml:3: unknown activity 'zzz' (sammeter model list shows the activities)"),
        ("model: 9.9\nanswers: {}\n", "s.yaml:1: model '9.9', this sammeter knows 2.0.0 to 2.2.0 (write: model: 2.2.0)"),
        ("model: [1]\nanswers: {}\n", "s.yaml:1: model '?', this sammeter knows 2.0.0 to 2.2.0 (write: model: 2.2.0)"),
        ("answers: {}\n", "s.yaml:1: model '', this sammeter knows 2.0.0 to 2.2.0 (write: model: 2.2.0)"),
        ("model: 2.2.0\n", "s.yaml:1: there are no answers (write answers: {\"G-SM-1-A\": 0.5})"),
        ("model: 2.2.0\nanswers: [1]\n", "s.yaml:2: a list where answers by activity are expected"),
        ("model: 2.2.0\nanswers: text\n", "s.yaml:2: text where answers by activity are expected"),
        ("model: 2.2.0\nanswers: {}\nphases: {a: 1}\n", "s.yaml:3: a mapping where a list of phases is expected"),
        ("model: 2.2.0\nanswers: {}\nphases: [7]\n", "s.yaml:3: a number where answers by activity are expected"),
        ("model: 2.2.0\nanswers: {}\nphase: []\n", "s.yaml:3: unknown key 'phase' (one of model, answers, phases, organisation, notes, benchmark, source)"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_what_to_do(text: str, expected: str) -> None:
    assert mistakes(text) == [expected]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (HEAD + "  G-SM-1-A: 1\n  G-SM-1-A: 0\n", "stands twice"), ("", "nothing where model and answers"), ("[1]", "a list where model"),
        ("5", "a number where model"), ("a: [", "no YAML"), (b"model: \xff", "not UTF-8 text"), (b"model: \0", "binary"),
        ("a: &a [*a]", "holds itself"), ("[" * 100, "nested deeper"), ("a: 1\n---\nb: 2", "more than one document"), ("x" * 34_000_000, "bytes, more than"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_one_mistake_with_its_place(text: str | bytes, word: str) -> None:
    found = mistakes(text)
    assert word in found[0]
    assert found[0].startswith("s.yaml")


def test_a_json_file_names_the_place_by_pointer_and_refuses_doubles() -> None:
    assert mistakes('{"model": "2.2.0", "answers": {"G-SM-1-A": 0.3}}', "s.json") == [
        "s.json#/answers/G-SM-1-A: G-SM-1-A: '0.3' is no answer (one of 0, 0.25, 0.5, 1)"
    ]
    assert "stands twice" in mistakes('{"model": "2.2.0", "answers": {"G-SM-1-A": 0, "G-SM-1-A": 1}}', "s.json")[0]
    assert "no JSON" in mistakes("model: 2.2.0", "s.json")[0]
    assert "is no answer" in mistakes('{"model": "2.2.0", "answers": {"G-SM-1-A": 1e300}}', "s.json")[0]


def test_all_mistakes_are_told_at_once() -> None:
    text = "model: 1\nanswers:\n  G-SM-1-A: 7\n  X: 1\nphases:\n- {G-SM-1-B: yes}\n- 3\nmore: 1\n"
    assert [one.partition(": ")[0] for one in mistakes(text)] == [
        "s.yaml:8",
        "s.yaml:1",
        "s.yaml:3",
        "s.yaml:4",
        "s.yaml:6",
        "s.yaml:7",
    ]


def test_a_huge_file_of_nonsense_is_refused_in_time_and_in_few_words() -> None:
    started = time.perf_counter()
    found = mistakes(HEAD + "".join(f"  Q-{n}: 1\n" for n in range(60_000)) + f"  G-SM-1-A: {'x' * 300_000}\n")
    assert len(found) == 60_001
    assert max(map(len, found)) < 300
    assert mistakes("model: 2.2.0\nanswers: {}\nphases: [" + "{}," * 100_000 + "]") == [
        "s.yaml:3: 100,000 phases, more than 100"
    ]
    assert time.perf_counter() - started < 20


@given(st.binary(max_size=60) | st.text(st.sampled_from("model: 2.2.0\nanswers{}[]GSM1A-phases,05'"), max_size=80).map(lambda t: t.encode()),
       st.sampled_from(["s.json", "s.yaml"]))  # fmt: skip
@example(b"model: 2.2.0\nanswers: {<<: {G-SM-1-A: 1}}", "s.yaml")
@example(b"model: 2.2.0\nanswers: !x {}", "s.yaml")
def test_any_bytes_give_scores_or_a_data_error(data: bytes, name: str) -> None:
    fault: DataError | None = None
    try:
        score_file(data, where=name)
    except DataError as error:
        fault = error
    assert fault is None or fault.mistakes

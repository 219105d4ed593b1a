"""The .samm format of open-sammy: ids, scores, comments by stream, and what it does not hold."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.errors import DataError, SourceError
from sammeter.exchange import samm_json
from sammeter.exchange.sammwise import ORDER
from sammeter.exchange.types import Filled, Organisation
from tests.exchange.small_workbook import known

TEXT = {"type": "string"}
FORM = {
    "type": "object",
    "required": ["formatVersion", "assessment"],
    "properties": {
        "formatVersion": TEXT,
        "assessment": {
            "type": "object",
            "required": ["version", "organization", "scope", "date", "answers"],
            "properties": {
                "version": TEXT, "organization": TEXT, "scope": TEXT, "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
                "answers": {"type": "array", "items": {"type": "object", "required": ["questionCode"],
                                                       "properties": {"questionCode": TEXT, "answerScore": {"type": "number"}}}},
            },
        },
        "extensions": {"type": "array", "items": {"type": "object", "required": ["name", "version"], "properties": {"name": TEXT, "version": TEXT}}},
    },
}  # fmt: skip
"""What the format's own schema asks for."""


def document(**over: Any) -> dict[str, Any]:
    assessment = {"version": "1.0.0", "organization": "Acme", "scope": "shop", "date": "2025-03-04", "answers": []}
    return {"formatVersion": "1.0.0", "assessment": assessment | over, "extensions": []}


def found(data: Any) -> Filled:
    return samm_json.read(json.dumps(data).encode(), known(), where="a.samm")


def mistakes(data: Any) -> list[str]:
    with pytest.raises(DataError) as caught:
        found(data)
    return [str(one) for one in caught.value.mistakes]


ANSWERS = st.dictionaries(st.sampled_from(ORDER), st.integers(0, 3))
NOTES = st.dictionaries(
    st.sampled_from(ORDER), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), max_size=5
)


@given(ANSWERS, NOTES, st.dates().map(str))
def test_what_is_written_is_read_back_and_is_of_the_form(
    answers: dict[str, int], notes: dict[str, str], date: str
) -> None:
    one = Filled(
        model="2.2.0", answers=answers, notes=notes, organisation=Organisation(name="Acme", scope="ünï", date=date)
    )
    data = samm_json.write(one, ORDER, today="2026-01-01")
    jsonschema.validate(json.loads(data), FORM)
    again = samm_json.read(data, known(), where="a.samm")
    assert (again.answers, again.notes, again.organisation) == (one.answers, one.notes, one.organisation)
    assert [remark.lost for remark in again.remarks] == [False]


def test_ids_and_scores_are_those_of_the_format() -> None:
    data = json.loads(
        samm_json.write(Filled(model="2.2.0", answers={"G-SM-3-B": 1, "G-SM-1-A": 3}), ORDER, today="2026-01-01")
    )
    assert data["assessment"]["answers"] == [
        {"questionCode": "G-SM-A-1", "answerScore": 1.0}, {"questionCode": "G-SM-B-3", "answerScore": 0.25}
    ]  # fmt: skip
    assert data["assessment"]["date"] == "2026-01-01"
    assert data["extensions"] == [{"name": "Assessment Framework", "version": "1.0.0", "assessmentFramework": "SAMM"}]


def test_a_question_without_a_score_is_a_blank_and_not_a_no() -> None:
    answers = [
        {"questionCode": "G-SM-A-1"},
        {"questionCode": "G-SM-A-2", "answerScore": None},
        {"questionCode": "G-SM-A-3", "answerScore": 0},
    ]
    assert found(document(answers=answers)).answers == {"G-SM-3-A": 0}


@pytest.mark.parametrize("score", [0.3, -1, True, "1", 2, [1], {}])
def test_a_score_of_no_answer_is_lost_and_told(score: Any) -> None:
    one = found(document(answers=[{"questionCode": "G-SM-A-1", "answerScore": score}]))
    assert one.answers == {}
    assert [(remark.where, remark.lost) for remark in one.remarks] == [
        ("a.samm", False), ("a.samm#/assessment/answers/0/answerScore", True)
    ]  # fmt: skip


def test_comments_of_a_stream_are_notes_of_its_first_activity() -> None:
    remarks = {"name": "Assessment Stream Remarks", "version": "1.0.0", "assessmentStreamRemarks": {
        "G-SM-A": [{"text": "one", "type": "COMMENT"}, {"text": "two", "type": "VALIDATION"}, {"text": "G-SM-2-A: three", "type": "COMMENT"}]}}  # fmt: skip
    assert found(document() | {"extensions": [remarks]}).notes == {"G-SM-1-A": "one\ntwo", "G-SM-2-A": "three"}
    assert found(document(extensions=[remarks])).notes == {"G-SM-1-A": "one\ntwo", "G-SM-2-A": "three"}


def test_every_mistake_is_told_at_once() -> None:
    answers = [
        {"questionCode": "G-SM-1-A"},
        {"questionCode": "G-SM-A-1"},
        {"questionCode": "G-SM-A-1"},
        {"answerScore": 1},
        {"questionCode": "G-XX-A-1"},
    ]
    framework = {"name": "Assessment Framework", "version": "1", "assessmentFramework": "DSOMM"}
    remarks = {"name": "Assessment Stream Remarks", "version": "1", "assessmentStreamRemarks": {"G-SM": []}}
    assert mistakes(document(answers=answers) | {"formatVersion": "2.0", "extensions": [framework, remarks]}) == [
        "a.samm#/formatVersion: format '2.0' is not read",
        "a.samm#/extensions/0/assessmentFramework: an assessment by 'DSOMM', not by SAMM",
        "a.samm#/assessment/answers/0/questionCode: unknown question 'G-SM-1-A'",
        "a.samm#/assessment/answers/2/questionCode: question G-SM-A-1 is answered twice",
        "a.samm#/assessment/answers/3: unknown question ''",
        "a.samm#/assessment/answers/4/questionCode: unknown question 'G-XX-A-1'",
        "a.samm#/extensions/1/assessmentStreamRemarks/G-SM: unknown stream 'G-SM'",
    ]


@pytest.mark.parametrize("data", [[], 5, {"assessment": []}, {"formatVersion": "1.0.0", "assessment": {"answers": {}}}, {"formatVersion": {}}, document(answers=[1]),
                                  document(answers=[{"questionCode": []}]), document(organization=[]), document() | {"extensions": [1]}])  # fmt: skip
def test_another_shape_is_a_mistake_with_its_place(data: Any) -> None:
    assert mistakes(data)[0].startswith("a.samm#")


def test_what_is_no_json_cannot_be_read() -> None:
    with pytest.raises(SourceError, match="no JSON"):
        samm_json.read(b"{", known(), where="a.samm")

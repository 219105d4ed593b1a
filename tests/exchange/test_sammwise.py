"""The file of sammwise: ninety numbered questions and three texts."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.data import load
from sammeter.errors import DataError
from sammeter.exchange import sammwise
from sammeter.exchange.sammwise import ORDER
from sammeter.exchange.types import Filled, Organisation
from tests.exchange.small_workbook import known


def found(data: Any) -> Filled:
    return sammwise.read(json.dumps(data).encode(), known(), where="s.json")


def test_questions_are_counted_in_the_models_order() -> None:
    assert list(ORDER) == [activity.id for activity in load().model.activities()]
    answers = found({"question1": 0.25, "question2": 0.5, "question4": 1, "question37": 0, "question90": 1}).answers
    assert answers == {"G-SM-1-A": 1, "G-SM-2-A": 2, "G-SM-1-B": 3, "I-SB-1-A": 0, "O-OM-3-B": 3}


@given(
    st.dictionaries(st.sampled_from(ORDER), st.integers(0, 3)),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
)
def test_what_is_written_is_read_back(answers: dict[str, int], text: str) -> None:
    one = Filled(model="2.2.0", answers=answers, organisation=Organisation(name=text, scope=text, description=text))
    again = sammwise.read(sammwise.write(one), known(), where="s.json")
    assert (again.answers, again.organisation) == (one.answers, one.organisation)


def test_a_blank_is_left_out_and_whole_numbers_stay_whole() -> None:
    one = Filled(
        model="2.2.0", answers={"G-SM-1-A": 0, "G-SM-2-A": 3, "G-SM-3-A": 1}, organisation=Organisation(name="Acme")
    )
    assert sammwise.write(one) == b'{"question1": 0, "question2": 1, "question3": 0.25, "Company Name": "Acme"}\n'


@pytest.mark.parametrize("value", [0.3, -1, True, "1", [], {}])
def test_a_value_of_no_answer_is_lost_and_told_and_null_is_a_blank(value: Any) -> None:
    one = found({"question1": value, "question2": None})
    assert one.answers == {}
    assert [(remark.where, remark.lost) for remark in one.remarks] == [("s.json", False), ("s.json#/question1", True)]


def test_unknown_keys_are_all_told_at_once() -> None:
    with pytest.raises(DataError) as caught:
        found({"question0": 1, "question91": 1, "question01": 1, "x": 1, "Company Name": ["x"]})
    assert [str(one) for one in caught.value.mistakes] == [
        f"s.json#/{key.replace(' ', ' ')}: unknown key '{key}'"
        for key in ("question0", "question91", "question01", "x", "Company Name")
    ]


@pytest.mark.parametrize("data", [[], 5, None, "x"])
def test_another_shape_is_a_mistake(data: Any) -> None:
    with pytest.raises(DataError, match="where sammwise saves an object"):
        found(data)

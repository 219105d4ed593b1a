"""Answers as a table that no spreadsheet can be made to run."""

import csv
import io

import pytest

from sammeter.data import load
from sammeter.exchange import answers_csv
from sammeter.exchange.types import Filled
from tests.exchange.small_workbook import texts


def rows(filled: Filled) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answers_csv.write(filled, load().model).decode("utf-8-sig"))))


def test_each_activity_has_a_line_and_a_blank_is_not_a_no() -> None:
    found = rows(Filled(model="2.2.0", answers={"G-SM-1-A": 2, "G-SM-2-A": 0}, notes={"G-SM-3-A": 'a "b"\nc'}))
    assert [row["id"] for row in found] == [activity.id for activity in load().model.activities()]
    assert [(row["answer"], row["value"], row["note"]) for row in found[:3]] == [
        (texts("G-SM-1-A")[2], "0.5", ""), ("No", "0", ""), ("", "", 'a "b"\nc')
    ]  # fmt: skip
    assert all(row["question"].endswith("?") for row in found)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "\n=1", "|x", "%x", "\N{FULLWIDTH EQUALS SIGN}1", "\x00=1"],
)
def test_no_text_starts_a_formula(text: str) -> None:
    assert answers_csv.safe(text) == f"'{text}"
    assert rows(Filled(model="2.2.0", answers={}, notes={"G-SM-1-A": text}))[0]["note"].startswith("'")


@pytest.mark.parametrize("text", ["", "a=1", "1-2", "'x", "ünï"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert answers_csv.safe(text) == text

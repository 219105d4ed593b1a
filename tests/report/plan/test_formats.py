"""Every format of a roadmap: its facts, its bytes, and that no text of a plan gets out of its place."""

import csv
import io
import json
import sys
from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from sammeter.app.score import score_file
from sammeter.errors import DataError
from sammeter.report.plan.formats import EXPORTED, SHOWN, render
from sammeter.scoring import decimal, shown
from tests.report.plan.plans import FULL, QUARTER, view

NOW = {"G-SM-1-A": FULL, "I-SB-1-A": QUARTER}


@pytest.mark.parametrize("form", [*SHOWN, *EXPORTED])
def test_the_same_plan_gives_the_same_bytes(form: str) -> None:
    assert render(view(NOW), form) == render(view(NOW), form)


@pytest.mark.parametrize("form", ["text", "json", "markdown", "csv", "ics", "answers"])
def test_no_control_sign_of_a_plan_comes_through(form: str) -> None:
    made = render(view(NOW), form).decode()
    assert "\x1b" not in made
    assert "\u202e" not in made


def test_the_text_speaks_before_it_counts_and_keeps_to_80_columns() -> None:
    lines = render(view(NOW), "text").decode().splitlines()
    assert max(map(len, lines)) <= 80
    words = " ".join(" ".join(lines).split())
    assert "The plan takes the score from 0.03 to 0.09 in 2 phases, by 2027-12-31, for" in words
    assert "for 32.5 days and 2,500 EUR." in words
    assert "Progress to the target: 0.04 of 0.08: 55 %." in words
    assert "To date 0.05 should be reached, 0.04 is; 1 of 2 due items are done." in words
    assert "Overdue (1)" in words
    assert "! I-SB-1-A should be 0.5 since 2027-06-30, is 0.25; owner: =HYPERLINK" in words
    assert words.index("The plan takes") < words.index("Overdue") < words.index("Score at the end of phase")


def test_the_text_without_answers_asks_for_them() -> None:
    words = " ".join(render(view(), "text").decode().splitlines())
    assert "Progress to the target where it starts: 0.03 of 0.08: 33 %." in words
    assert "--now ANSWERS tells" in words
    assert "Overdue" not in words


def test_many_phases_still_keep_to_80_columns() -> None:
    lines = render(view(NOW, phases=12), "text").decode().splitlines()
    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("Score at the end of phase") for line in lines) == 3


def test_text_and_json_tell_the_same() -> None:
    seen, text = json.loads(render(view(NOW), "json")), render(view(NOW), "text").decode()
    made = view(NOW)
    assert seen["phases"][1]["planned"]["overall"] == decimal(made.planned[1].scores.overall)
    assert shown(made.planned[1].scores.overall) in text
    assert seen["progress"]["to_date"] == {
        "should": "0.05",
        "is": "0.041666666667",
        "due": 2,
        "done": 1,
        "phase": made.plan.phases[1].name,
    }
    assert [(one["activity"], one["to"], one["now"]) for one in seen["overdue"]] == [("I-SB-1-A", "0.50", "0.25")]
    assert [item["effort"] for item in seen["phases"][0]["items"]] == ["1.75", "12.50"]


def test_no_text_in_csv_is_a_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(render(view(NOW), "csv").decode())))
    assert [row["activity"] for row in rows] == ["G-SM-1-A", "I-SB-1-A", "I-SB-1-A", "I-SB-2-A", "V-ST-1-A"]
    assert [row["state"] for row in rows] == ["done", "overdue", "open", "open", "open"]
    assert (rows[1]["effort_days"], rows[0]["cost"], rows[1]["note"]) == ("12.50", "2500.00", "'-1+2")
    assert all(cell[:1] not in ("=", "+", "-", "@", "\t", "\r") for row in rows for cell in row.values())
    assert rows[1]["owner"].startswith("'=HYPERLINK")
    assert rows[0]["why"].startswith("'@boss")


def test_markdown_shows_texts_literally() -> None:
    made = render(view(NOW), "markdown").decode()
    assert "&lt;ada" in made
    assert "\\*now\\*" in made
    assert "<ada" not in made
    rows = [line for line in made.splitlines() if line.startswith("| G-SM-1-A")]
    assert rows[0].replace("\\|", "").count("|") == 8


def test_the_calendar_has_an_all_day_event_on_the_last_day_of_each_items_phase() -> None:
    events: list[Any] = Calendar.from_ical(render(view(NOW), "ics")).walk("VEVENT")
    assert [(str(e["SUMMARY"])[:17], e["DTSTART"].dt, e["DTEND"].dt) for e in events[:2]] == [
        ("G-SM-1-A to 1: Re", date(2027, 6, 30), date(2027, 7, 1)), ("I-SB-1-A to 0.5: ", date(2027, 6, 30), date(2027, 7, 1)),
    ]  # fmt: skip
    assert len({str(e["UID"]) for e in events}) == len(events) == 5
    assert {e["DTSTAMP"].dt.isoformat() for e in events} == {"2027-01-01T00:00:00+00:00"}


def test_an_item_that_moves_stays_the_same_event() -> None:
    uids = [str(e["UID"]) for e in Calendar.from_ical(render(view(), "ics")).walk("VEVENT")]
    later = [str(e["UID"]) for e in Calendar.from_ical(render(view(phases=4), "ics")).walk("VEVENT")]
    assert uids == later


def test_sammeter_score_prices_the_answers_as_the_plan_does() -> None:
    made = view()
    priced = score_file(render(made, "answers"), where="plan.yaml")
    assert priced["overall"] == decimal(made.first.overall)
    assert [phase["overall"] for phase in priced["phases"]] == [decimal(one.scores.overall) for one in made.planned]
    assert [phase["practices"] for phase in priced["phases"]] == [
        {name: decimal(value) for name, value in one.scores.practices.items()} for one in made.planned
    ]


def test_more_phases_than_the_workbook_has_are_refused_or_merged() -> None:
    made = view(phases=6)
    with pytest.raises(DataError) as caught:
        render(made, "answers")
    assert (caught.value.message, "--merge" in caught.value.hint) == (
        "the plan has 6 phases, OWASP's workbook has 4",
        True,
    )
    priced = score_file(render(made, "answers", merge=True), where="plan.yaml")
    assert len(priced["phases"]) == 4
    assert priced["phases"][-1]["overall"] == decimal(made.planned[-1].scores.overall)
    assert render(view(), "answers", merge=True) == render(view(), "answers")


def test_without_icalendar_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(DataError) as caught:
        render(view(), "ics")
    assert caught.value.hint == "pip install 'sammeter[roadmap]'"

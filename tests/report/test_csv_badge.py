"""CSV without formulas, and a badge that never shines for what nobody looked at."""

import csv
import io
from dataclasses import replace
from xml.etree.ElementTree import Element

import defusedxml.ElementTree

from sammeter.report import badge
from sammeter.report.assessment import Assessment
from sammeter.report.csv import HEAD, render
from sammeter.scoring import shown
from tests.report.assessments import HOSTILE, assessment


def rows(given: Assessment) -> list[list[str]]:
    return list(csv.reader(io.StringIO(render(given).decode())))


def texts(given: Assessment) -> list[str]:
    root: Element = defusedxml.ElementTree.fromstring(badge.render(given))
    return [text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")]


def test_every_criterion_and_measure_has_a_row() -> None:
    given = assessment(declared=True)
    found = rows(given)
    assert tuple(found[0]) == HEAD
    assert [row[0] for row in found[1:]] == [*given.model.criteria(), *(one.rule.id for one in given.measures)]
    assert {row[2] for row in found[1:]} >= {"met", "unmet", "indicated", "unknown"}


def test_no_cell_is_a_formula() -> None:
    for start in ("=cmd()", "+1", "-1", "@x", "\t=1"):
        for row in rows(assessment(text=start, where=start, declared=True)):
            assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for cell in row)
    assert rows(assessment(text="".join(HOSTILE), declared=True))


def test_a_badge_shows_what_is_evidenced_and_its_month() -> None:
    given = assessment(declared=True)
    assert texts(given) == ["SAMM evidenced", f"{shown(given.evidenced.overall)} of 3 \N{MIDDLE DOT} 2026-11"]
    assert given.declared is not None
    assert shown(given.declared.overall) not in texts(given)[1]


def test_a_badge_of_nothing_settled_says_so_and_an_old_one_is_stale() -> None:
    given = assessment()
    nothing = replace(given, answers=tuple(replace(one, possible=3, evidenced=0) for one in given.answers))
    assert texts(nothing)[1].startswith("not assessed")
    old = replace(given, subject=replace(given.subject, as_of="2027-02-21T08:00:00Z"))
    assert texts(old)[1] == "stale \N{MIDDLE DOT} seen 2026-11"
    fresh = replace(given, subject=replace(given.subject, as_of="2027-02-20T08:00:00Z"))
    assert "stale" not in texts(fresh)[1]

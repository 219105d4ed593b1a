"""The report as one HTML file: nothing is markup, nothing is asked of a network, and its figures are those of the view."""

import re
from itertools import pairwise

import pytest

from sammeter.report.board.html import render
from sammeter.report.board.view import Board, Extent
from sammeter.scoring import shown
from tests.report.boards import EVIL, NAMES, crowded, undeclared, usual
from tests.report.test_html import Element, Tree, by_id


def tree(board: Board) -> Element:
    made = Tree(render(board))
    assert made.at is made.root
    return made.root


@pytest.mark.parametrize("extent", ["executive", "full"])
def test_the_same_board_gives_the_same_bytes(extent: Extent) -> None:
    assert render(crowded("Ann", extent)) == render(crowded("Ann", extent))


@pytest.mark.parametrize("extent", ["executive", "full"])
def test_every_id_is_there_once_and_nothing_leads_out(extent: Extent) -> None:
    root = tree(crowded(EVIL, extent))
    ids = [one.attributes["id"] for one in root.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    assert not [one for one in root.all() if {"src", "href", "onload", "onerror", "style"} & set(one.attributes)]
    assert not [one for one in root.all() if one.tag in ("script", "img", "link", "iframe")]


@pytest.mark.parametrize("name", NAMES)
def test_what_people_and_repositories_write_is_text(name: str) -> None:
    page = render(crowded(NAMES[name], "full")).decode()
    assert "<script>" not in page
    assert "\u202e" not in page
    assert "\x1b" not in page
    assert "\x00" not in page


def test_hostile_text_is_there_to_be_read() -> None:
    said = tree(crowded(EVIL, "full")).text()
    assert "<script>alert(1)</script>" in said
    assert "\\x202egnp.exe \\x00" in said


def test_headings_do_not_jump_and_there_is_one_first() -> None:
    levels = [int(one.tag[1]) for one in tree(usual("full")).all() if re.fullmatch(r"h[1-6]", one.tag)]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_the_figures_are_those_of_the_view() -> None:
    board = usual()
    root = tree(board)
    figures = {one.text() for one in root.with_class("value")}
    assert figures == {shown(board.overall.evidenced), shown(board.overall.possible), board.overall.declared_shown}
    rows = [one.text() for one in root.all() if one.tag == "tr"]
    for practice in board.practices:
        (row,) = [one for one in rows if practice.id in one]
        assert row.endswith(
            f"{practice.figures.declared_shown} {practice.figures.evidenced_shown} {practice.figures.possible_shown} "
            f"{practice.figures.settled} of 6"
        )


def test_pictures_say_what_they_show() -> None:
    root = tree(usual())
    labels = [one.attributes["aria-label"] for one in root.all() if one.attributes.get("role") == "img"]
    assert labels[0] == "7 met, 4 unmet, 2 indicated, 1 no occasion, 256 unknown"
    assert labels[3].startswith("Implementation: declared 1.50, evidenced 0.17, possible")


def test_where_nothing_is_declared_nothing_is_said_against_it() -> None:
    root = tree(undeclared())
    assert not [one for one in root.all() if one.attributes.get("id") == "conflicts"]
    assert "Nobody has declared anything" in root.text()
    assert not [one for one in root.all() if one.attributes.get("id") in ("plan", "change")]


def test_all_questions_and_criteria_are_in_the_full_report() -> None:
    root = tree(usual("full"))
    question = by_id(root, "I-SB-1-B")
    assert question.parent is not None
    said = question.parent.text()
    assert all(f"I-SB-1-B.{n}" in said for n in (1, 2, 3))
    assert "✗ unmet" in said
    assert ".github/workflows/ci.yml:17" in said
    assert by_id(root, "exceptions").text() == "Exceptions first"

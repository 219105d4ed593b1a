"""The report's HTML in a real browser: two pages on paper, accessible at both widths and in both themes, offline."""

import io
from typing import Any

import pypdf
import pytest

from sammeter.report.board.build import build
from sammeter.report.board.html import render
from tests.report.assessments import assessment
from tests.report.boards import EVIL, NAMES, beside, crowded, undeclared, usual
from tests.report.test_html_browser import both, browser, messages, page, pytestmark, violations

__all__ = ["browser", "messages", "page", "pytestmark"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("board")
    boards = {
        "usual": usual(), "undeclared": undeclared(), "full": crowded("Ann", "full"), "full-evil": crowded(EVIL, "full"),
        "beside": build(assessment(declared=True), "executive", beside()),
        **{name: crowded(text) for name, text in NAMES.items()},
    }  # fmt: skip
    for name, board in boards.items():
        (folder / f"{name}.html").write_bytes(render(board))
    return {name: (folder / f"{name}.html").as_uri() for name in boards}


@pytest.mark.parametrize("name", ["usual", "undeclared", "beside", *NAMES])
def test_the_executive_report_prints_as_two_pages(page: Any, files: dict[str, str], name: str) -> None:
    page.goto(files[name])
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) == 2
    second = printed.pages[1].extract_text()
    assert second.lstrip().startswith("The answers at a glance")
    assert "How to read this" in second


@pytest.mark.parametrize("page", both(), indirect=True)
@pytest.mark.parametrize("name", ["usual", "beside", "full"])
def test_axe_finds_nothing(page: Any, files: dict[str, str], name: str, messages: list[str]) -> None:
    page.goto(files[name])
    assert violations(page) == []
    assert messages == []


def test_axe_finds_a_planted_faint_word(page: Any, files: dict[str, str]) -> None:
    page.goto(files["usual"])
    page.evaluate("document.querySelector('.verdict p').attributeStyleMap.set('color', '#ccc')")
    assert "color-contrast" in " ".join(violations(page, ".verdict"))


@pytest.mark.parametrize("page", both(), indirect=True)
@pytest.mark.parametrize("name", ["usual", "full-evil", "unbroken"])
def test_nothing_scrolls_sideways_whatever_things_are_called(page: Any, files: dict[str, str], name: str) -> None:
    page.goto(files[name])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_no_request_is_made_and_nothing_runs(page: Any, files: dict[str, str], messages: list[str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(files["full-evil"])
    page.wait_for_timeout(200)
    assert asked == [files["full-evil"]]
    assert messages == []

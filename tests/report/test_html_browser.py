"""The HTML report in a real browser: accessible at both widths and in both themes, by keyboard, without script, offline."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sammeter.report.html import render
from tests.report.assessments import BIDI, HOSTILE, assessment

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WIDTHS = (360, 1280)
OPEN = "document.querySelectorAll('details.known, .known details, #seen details, #gaps details').forEach(one => one.open = true)"
THEMES = ("light", "dark")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists() and os.environ.get("CI") != "true", reason="there is no /usr/bin/chromium here"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("report") / "shop.html"
    file.write_bytes(render(assessment(declared=True)))
    return file.as_uri()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("hostile") / "shop.html"
    evil = "".join(HOSTILE)
    file.write_bytes(render(assessment(name=evil, where=evil, text=evil + "wide" * 80 + BIDI, declared=True)))
    return file.as_uri()


@pytest.fixture
def messages() -> list[str]:
    return []


@pytest.fixture
def page(browser: Any, request: pytest.FixtureRequest, messages: list[str]) -> Iterator[Any]:
    """A page with the options that a test names; what it complains of, and what it asks the network for, is kept."""
    options: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, **getattr(request, "param", {})}
    context = browser.new_context(**options)
    one = context.new_page()
    one.on("console", lambda message: messages.append(message.text))
    one.on("pageerror", lambda error: messages.append(str(error)))
    one.on("dialog", lambda dialog: messages.append(f"a dialog says {dialog.message}"))
    yield one
    context.close()


def violations(page: Any, context: str | None = None) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=context).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def both(**more: Any) -> list[Any]:
    return [
        pytest.param({"viewport": {"width": width, "height": 800}, "color_scheme": theme, **more}, id=f"{width}-{theme}")
        for width in WIDTHS for theme in THEMES
    ]  # fmt: skip


@pytest.mark.parametrize("page", both(), indirect=True)
def test_axe_finds_nothing_with_all_that_is_known_opened(page: Any, report: str, messages: list[str]) -> None:
    page.goto(report)
    page.evaluate(OPEN)
    assert violations(page) == []
    assert messages == []


def test_axe_finds_a_planted_image_without_text_and_a_faint_word(page: Any, report: str) -> None:
    page.goto(report)
    page.evaluate("document.querySelector('#seen').append(document.createElement('img'))")
    page.evaluate("document.querySelector('#seen .lead').attributeStyleMap.set('color', '#ccc')")
    found = " ".join(violations(page, "#seen"))
    assert "image-alt" in found
    assert "color-contrast" in found


@pytest.mark.parametrize("page", both(), indirect=True)
def test_nothing_scrolls_sideways_whatever_a_repository_calls_its_files(page: Any, hostile: str) -> None:
    page.goto(hostile)
    page.evaluate(OPEN)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_hostile_repository_runs_nothing(page: Any, hostile: str, messages: list[str]) -> None:
    page.goto(hostile)
    page.wait_for_timeout(100)
    assert messages == []
    assert page.locator("img, iframe, script[src]").count() == 0
    assert "<script>alert(1)</script>" in page.title()


@pytest.mark.parametrize("page", [{}, {"java_script_enabled": False}], ids=["script", "no-script"], indirect=True)
def test_no_request_is_made(page: Any, report: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report)
    page.wait_for_timeout(200)
    assert asked == [report]


@pytest.mark.parametrize("page", [{"java_script_enabled": False}, {}], ids=["no-script", "script"], indirect=True)
@pytest.mark.parametrize("start", ["#grid td a[href='#I-SB-1-B']", "#seen a[href='#I-SB-1-B.1']"])
def test_a_link_opens_what_it_leads_into(page: Any, report: str, start: str) -> None:
    from playwright.sync_api import expect

    page.goto(report)
    target = page.locator("[id='I-SB-1-B.1']" if "B.1" in start else "#I-SB-1-B")
    assert not target.is_visible()
    page.locator(start).first.click()
    target.wait_for(state="visible")
    expect(target).to_be_in_viewport()


@pytest.mark.parametrize(
    "page", [{"java_script_enabled": False, "viewport": {"width": 360, "height": 800}}], indirect=True
)
def test_without_script_everything_opens_down_to_the_line(page: Any, report: str) -> None:
    page.goto(report)
    practice = page.locator("section#I-SB")
    fact = practice.locator("[id='I-SB-1-B.1'] .fact").first
    assert not fact.is_visible()
    page.locator("#scores a[href='#I-SB']").click()
    practice.locator("details.activity", has=page.locator("#I-SB-1-B")).locator("> summary").click()
    practice.locator("details.criterion", has=page.locator("[id='I-SB-1-B.1']")).locator("> summary").click()
    assert fact.is_visible()
    assert ".github/workflows/ci.yml:17" in fact.inner_text()
    assert page.locator("#open-all").is_hidden()


def test_the_keyboard_reaches_a_cell_moves_in_the_grid_and_opens_the_activity(page: Any, report: str) -> None:
    page.goto(report)
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.grid td') !== null"):
            break
    assert page.evaluate("document.activeElement.hash") == "#G-SM-1-A"
    for key, expected in (
        ("ArrowRight", "#G-SM-1-B"),
        ("ArrowDown", "#G-PC-1-B"),
        ("End", "#G-PC-3-B"),
        ("Home", "#G-PC-1-A"),
        ("ArrowLeft", "#G-PC-1-A"),
    ):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.hash") == expected
    page.keyboard.press("Enter")
    page.locator("#G-PC-1-A").wait_for(state="visible")
    assert page.evaluate("document.activeElement.id") == "G-PC-1-A"
    assert page.evaluate("document.querySelector('#G-PC-1-A').closest('details').open")


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_script_tab_walks_the_cells_and_enter_follows(page: Any, report: str) -> None:
    page.goto(report)
    cell = page.locator("#grid td a[href='#I-SB-1-A']")
    cell.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#I-SB-1-B").wait_for(state="visible")
    assert page.url.endswith("#I-SB-1-B")


@pytest.mark.parametrize("page", [{"java_script_enabled": False}, {}], ids=["no-script", "script"], indirect=True)
def test_the_theme_is_chosen_on_the_page(page: Any, report: str) -> None:
    page.goto(report)
    shots = []
    for name in ("light", "dark", "system"):
        page.locator(f"#theme-{name}").check()
        shots.append(page.screenshot(clip={"x": 0, "y": 0, "width": 40, "height": 10}))
    assert shots[0] != shots[1]
    assert shots[0] == shots[2]


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_verdicts_can_be_left_out_without_script(page: Any, report: str) -> None:
    page.goto(report)
    page.locator("#show-unknown").uncheck()
    assert page.locator("#practices .activity:visible").count() == 7
    assert page.locator("#grid td").count() == 90


def test_all_can_be_opened_and_closed(page: Any, report: str) -> None:
    page.goto(report)
    page.locator("#open-all").click()
    assert page.locator("[id='O-OM-3-B.3']").is_visible()
    page.locator("#close-all").click()
    assert not page.locator("[id='O-OM-3-B.3']").is_visible()


def test_paper_shows_what_is_known_without_opening_it_first(page: Any, report: str) -> None:
    page.goto(report)
    page.emulate_media(media="print")
    assert page.locator("[id='I-SB-1-B.1'] .fact").first.is_visible()
    assert not page.locator("[id='I-SB-1-B.3']").is_visible()
    assert not page.locator("nav").is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")

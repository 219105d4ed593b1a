"""A portfolio's HTML: the figures of the JSON, nothing from a catalog as markup, accessible at both widths."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import repository, sammeter

CHROMIUM = Path("/usr/bin/chromium")
EVIL = "<script>alert(1)</script>{{ 7 * 7 }}\u202e"
CATALOG = f"""\
organisation: {json.dumps(EVIL)}
teams: [{{name: payments}}]
applications:
- {{name: shop, team: payments, risk: high, repositories: [shop]}}
- {{name: {json.dumps(EVIL)}, repositories: [nowhere]}}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("portfolio")
    repository(folder / "shop")
    (folder / "sammeter.yaml").write_text(CATALOG, encoding="utf-8")
    for form in ("html", "json"):
        done = sammeter(
            "assess",
            "sammeter.yaml",
            "--workers",
            "1",
            "--as-of",
            "2026-02-01",
            "--format",
            form,
            "-o",
            f"p.{form}",
            cwd=folder,
        )
        assert done.returncode == 0, done.stderr
    return folder


def test_what_a_catalog_says_is_shown_and_never_markup(made: Path) -> None:
    page = (made / "p.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}\\x202e" in page
    assert "49" not in re.sub(r"sha256-\S+|#[0-9a-f]{6}", "", page.partition("<body>")[2])
    assert "\u202e" not in page


def test_the_figures_are_those_of_the_json(made: Path) -> None:
    page = (made / "p.html").read_text(encoding="utf-8")
    found = json.loads((made / "p.json").read_text(encoding="utf-8"))
    shop = next(one for one in found["applications"] if one["name"] == "shop")
    row = re.search(r'<tr><th scope="row">shop</th>(.*?)</tr>', page, re.DOTALL)
    assert row
    indicated = sum(word == "indicated" for name, word in shop["verdicts"].items())
    assert sum(int(n) for n in re.findall(r"</span> (\d+)<span class=\"vh\"> indicated", row[1])) == indicated > 0
    assert "<td>-</td><td>3.00</td><td>-</td>" in row[1]
    assert len(re.findall(r'<th scope="col"><abbr', page)) == 15


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.mark.browser
@pytest.mark.skipif(
    not CHROMIUM.exists() and os.environ.get("CI") != "true", reason="there is no /usr/bin/chromium here"
)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_accessible_and_never_wider_than_the_screen(browser: Any, made: Path, width: int, theme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    page.goto((made / "p.html").as_uri())
    found = [one["id"] for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()

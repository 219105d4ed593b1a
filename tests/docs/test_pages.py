"""Pages, registry and paths agree: what must be equal is compared here and listed nowhere twice."""

import re
from pathlib import Path

import pytest

from sammeter.cli.__main__ import COMMANDS
from sammeter.collect.registry import load

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_collector_has_a_page_and_a_test_and_nothing_else_does() -> None:
    names = {one.name for one in load()}
    assert {page.stem for page in (ROOT / "docs/collectors").glob("*.md")} == names
    tests = {test.stem.removeprefix("test_") for test in (ROOT / "tests/collect").glob("test_*.py")}
    assert names <= tests


@pytest.mark.parametrize("name", sorted(one.name for one in load()))
def test_every_collector_page_says_what_it_reads_yields_needs_and_cannot_see(name: str) -> None:
    text = (ROOT / f"docs/collectors/{name}.md").read_text(encoding="utf-8")
    for heading in ("Reads", "Yields", "Needs", "What it cannot see"):
        assert re.search(rf"^## {heading}$", text, re.MULTILINE), heading


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_and_links_that_a_page_names_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), target
    for path in re.findall(r"`((?:src|tests|docs|bench)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path


def test_every_command_has_a_section_in_the_reference() -> None:
    text = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"## sammeter {name}" in text


def test_decisions_are_numbered_without_a_hole() -> None:
    numbers = sorted(int(page.name[:4]) for page in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))

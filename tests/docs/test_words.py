"""The wording lint (R100): screens, reports and commands speak of checks that pass or stop."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BANNED = re.compile(r"(?<![\w-])gat(?:e|es|ed|ing)(?![\w-])", re.IGNORECASE)


def offences(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if BANNED.search(line)]


def test_nothing_that_users_read_speaks_of_the_banned_word() -> None:
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    files = [
        *pages,
        *(
            p
            for p in (ROOT / "src").rglob("*")
            if p.suffix in {".py", ".yaml", ".html", ".css"} and p.name != "lint.py"
        ),
    ]
    found = {str(file.relative_to(ROOT)): offences(file.read_text(encoding="utf-8")) for file in files}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_lint_finds_a_planted_word() -> None:
    assert offences("The release gate opens.\nA gateway is fine, and so is delegate.") == ["The release gate opens."]

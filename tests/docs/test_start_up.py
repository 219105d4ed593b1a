"""What is promised of the package itself."""

import re
import tomllib
from pathlib import Path

from sammeter import __version__

ROOT = Path(__file__).parents[2]


def test_the_version_stands_at_the_top_of_the_changelog() -> None:
    first = re.search(r"^## (\S+),", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert first is not None
    assert first[1] == __version__


def test_ci_runs_what_the_readme_names_and_nothing_else() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert [line for line in script if line and not line.startswith(("#", "set ", "cd "))] == [
        "CI=true exec make check"
    ]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make assess" in readme
    assert "make check" in readme


def test_constraints_hold_versions_and_hashes_and_no_address() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(r"^([A-Za-z0-9_.-]+(?:\[[a-z,]+\])?)==", text, re.MULTILINE)
    assert len(re.findall(r"--hash=sha256:", text)) >= len(pinned) > 20


def test_every_direct_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    pinned = {
        name.lower()
        for name in re.findall(
            r"^([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?==",
            (ROOT / "constraints.txt").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    }
    assert {re.split(r"[><=\[]", one)[0].lower() for one in named} <= pinned

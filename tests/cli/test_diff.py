"""`sammeter diff` as a command: now against then, in three formats, with an exit code that a pipeline can use."""

import json
from pathlib import Path

import pytest

from tests.cli.command import git, repository, sammeter


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("place")
    shop = repository(folder / "shop")
    assert sammeter("baseline", "make", "q1", "shop", "--as-of", "2026-02-01", cwd=folder).returncode == 0
    (shop / ".github/CODEOWNERS").unlink()
    git(shop, "commit", "-q", "-am", "Nobody owns it")
    return folder


def test_now_is_compared_with_then(place: Path) -> None:
    done = sammeter("diff", "q1", "now", "--repo", "shop", "--as-of", "2026-03-01", cwd=place)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "q1 to now   shop   SAMM 2.2.0   2026-02-01 to 2026-03-01"
    assert "  v V-ST-1-B.1  indicated -> unknown" in lines
    assert any(line.startswith("      seen   - .github/CODEOWNERS:1") for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_the_formats_say_the_same(place: Path) -> None:
    base = ("diff", "now", "baselines/q1.jsonl", "--repo", "shop", "--as-of", "2026-03-01")
    data = json.loads(sammeter(*base, "--format", "json", cwd=place).stdout)
    found = next(one for one in data["changes"] if one["id"] == "V-ST-1-B.1")
    assert (found["before"], found["after"]) == ("unknown", "indicated")
    assert found["causes"][0]["after"][0]["where"] == ".github/CODEOWNERS:1"
    assert sammeter(*base, "--format", "markdown", "-o", "d.md", cwd=place).returncode == 0
    assert "| V\\-ST\\-1\\-B.1 | unknown \\-&gt; indicated |" in (place / "d.md").read_text(encoding="utf-8")


def test_an_exit_code_tells_whether_anything_differs(place: Path) -> None:
    assert sammeter("diff", "q1", "q1", "--exit-code", cwd=place).returncode == 0
    done = sammeter("diff", "q1", "now", "--repo", "shop", "--as-of", "2026-03-01", "--exit-code", cwd=place)
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "code"), [(("q1", "none"), 2), (("q1", "now", "--repo", "none"), 4), (("q1",), 2)]
)
def test_wrong_input_ends_with_its_code(place: Path, arguments: tuple[str, ...], code: int) -> None:
    done = sammeter("diff", *arguments, cwd=place)
    assert done.returncode == code
    assert done.stdout == ""
    assert "Traceback" not in done.stderr

"""`sammeter benchmark` as a command."""

import json
from pathlib import Path

import pytest

from tests.cli.command import sammeter


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text("model: 2.1.0\nanswers: {G-SM-1-A: 0.5}\n", encoding="utf-8")
    (tmp_path / "said").mkdir()
    (tmp_path / "said/g.yaml").write_text(
        "- {about: G-SM-1-A, answer: 1, by: Ada, role: lead, at: 2026-01-10T09:00:00Z}\n", encoding="utf-8"
    )
    return tmp_path


def test_answers_and_statements_are_set_beside_published_figures(place: Path) -> None:
    done = sammeter("benchmark", "a.yaml", cwd=place)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1.44 (30!)" in done.stdout
    said = sammeter("benchmark", "--declared", "said", "--as-of", "2026-02-01", "--format", "json", cwd=place)
    assert json.loads(said.stdout)["own"]["scores"]["G-SM"] == "0.50"
    assert sammeter("benchmark", "-o", "b.txt", cwd=place).returncode == 0
    assert "yours" not in (place / "b.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("none.yaml",), 4),
        (("a.yaml", "--declared", "said"), 2),
        (("--figures", "a.yaml"), 2),
        (("--figures", "none"), 4),
        (("said/g.yaml",), 2),
    ],
)
def test_wrong_input_ends_with_its_code(place: Path, arguments: tuple[str, ...], code: int) -> None:
    done = sammeter("benchmark", *arguments, cwd=place)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_folder_in_place_of_answers_is_told_how_it_is_named(tmp_path: Path) -> None:
    done = sammeter("benchmark", str(tmp_path), cwd=tmp_path)
    assert done.returncode == 2
    assert f"--declared {tmp_path}" in done.stderr

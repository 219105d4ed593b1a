"""`sammeter migrate` as a command: a report first, a file only where one is asked for, nothing written over."""

import json
from pathlib import Path

import pytest

from tests.cli.command import sammeter

ANSWERS = "model: 2.1.0\nanswers: {G-SM-1-A: 0.5, G-SM-2-A: 0.25}\n"
SAID = "- {about: D-TA-3-A, answer: 0.5, by: Ada, role: lead, at: 2026-01-10T09:00:00Z}\n"
MOVE = ("--from", "2.1.0", "--to", "2.2.0")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(ANSWERS, encoding="utf-8")
    (tmp_path / "said").mkdir()
    (tmp_path / "said/d.yaml").write_text(SAID, encoding="utf-8")
    return tmp_path


def test_answers_are_carried_into_a_file_that_score_takes(place: Path) -> None:
    done = sammeter("migrate", "a.yaml", "--to", "2.2.0", "-o", "b.yaml", cwd=place)
    assert (done.returncode, done.stderr) == (0, "b.yaml\n")
    assert done.stdout.startswith("SAMM 2.1.0 to 2.2.0: 1 kept, 1 asked again\n")
    assert sammeter("score", "b.yaml", cwd=place).returncode == 0
    assert (place / "a.yaml").read_text(encoding="utf-8") == ANSWERS


def test_without_a_file_nothing_is_written(place: Path) -> None:
    before = sorted(place.rglob("*"))
    done = sammeter("migrate", "said", *MOVE, cwd=place)
    assert done.returncode == 0
    assert "D-TA-3-A: was 0.5, said by Ada" in done.stdout
    assert sorted(place.rglob("*")) == before


def test_statements_are_taken_back_in_a_new_file_once(place: Path) -> None:
    command = ("migrate", "said", *MOVE, "--by", "Bob", "--role", "lead", "-o", "said")
    done = sammeter(*command, cwd=place)
    assert (done.returncode, done.stderr) == (0, "said/migrated-2.1.0-to-2.2.0.yaml\n")
    assert (place / "said/d.yaml").read_text(encoding="utf-8") == SAID
    assert sammeter(*command, cwd=place).returncode == 5
    report = json.loads(sammeter("migrate", "said", *MOVE, "--format", "json", cwd=place).stdout)
    assert (report["asked_again"], report["scores"]["before"]["overall"]) == ([], "0.00")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("a.yaml", "--to", "9.9"), 2), (("none.yaml", "--to", "2.2.0"), 4), (("a.yaml", "--to", "2.2.0", "-o", "b.json"), 2),
        (("said", "--to", "2.2.0"), 2), (("said", *MOVE, "-o", "said"), 2), (("said/d.yaml", "--to", "2.2.0"), 2), (("a.yaml",), 2),
    ],
)  # fmt: skip
def test_wrong_input_ends_with_its_code_and_writes_nothing(place: Path, arguments: tuple[str, ...], code: int) -> None:
    before = sorted(place.rglob("*"))
    done = sammeter("migrate", *arguments, cwd=place)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(place.rglob("*")) == before

"""`sammeter score` as a command: exit codes, every mistake on its own line, never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOUND = "model: 2.2.0\nanswers: {G-SM-1-A: 0.5, I-SB-1-A: 1}\nphases: [{G-SM-1-A: 1}]\n"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "sammeter.cli", "score", *arguments],
        capture_output=True, text=True, check=False, cwd=cwd, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )  # fmt: skip


def test_scores_are_printed_for_people(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(SOUND)
    done = run("s.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("overall  0.05   (2 of 90 answered)")
    assert "G-SM  0.25" in done.stdout
    assert "phase 1  0.07" in done.stdout


def test_scores_are_written_for_machines_as_texts(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(SOUND)
    assert run("s.yaml", "--format", "json", "-o", "out.json", cwd=tmp_path).returncode == 0
    found = json.loads((tmp_path / "out.json").read_text())
    assert (found["overall"], found["practices"]["G-SM"], found["phases"][0]["practices"]["G-SM"]) == (
        "0.05",
        "0.25",
        "0.50",
    )
    assert len(found["unanswered"]) == 88


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"model: 2.2.0\nanswers: {G-SM-1-A: 0.3, G-SM-A-1: 1}\nphases: {}\n", ["s.yaml:2: G-SM-1-A: '0.3'", "did you mean G-SM-1-A?", "s.yaml:3: a mapping"]),
        (b"model: 1\nanswers: {G-SM-1-A: true}\n", ["s.yaml:1: model '1'", "s.yaml:2: G-SM-1-A: true/false"]),
        (b"\xff\xfe\x00", ["s.yaml:1: not UTF-16"]), (b"a: &a [*a]", ["holds itself"]), (b"", ["nothing where"]),
        (b"answers: {'\\e[31m': 1}", ["unknown activity"]), (b'answers: {"\\e[31mred": 1}', [r"\x1b[31mred"]),
        (b'answers: {"a\\nerror: forged": 1}', [r"a\nerror: forged"]),
    ],
)  # fmt: skip
def test_a_hostile_file_ends_with_2_and_all_its_mistakes(tmp_path: Path, data: bytes, words: list[str]) -> None:
    (tmp_path / "s.yaml").write_bytes(data)
    done = run("s.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_a_json_file_that_is_hostile_ends_with_2_as_well(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"model": "2.2.0", "answers": {"G-SM-1-A": "\\ud800"}}')
    done = run("s.json", cwd=tmp_path)
    assert done.returncode == 2
    assert "s.json#/answers/G-SM-1-A" in done.stderr


def test_a_file_that_is_not_there_ends_with_4(tmp_path: Path) -> None:
    done = run("none.yaml", cwd=tmp_path)
    assert done.returncode == 4
    assert "none.yaml" in done.stderr
    assert "Traceback" not in done.stderr

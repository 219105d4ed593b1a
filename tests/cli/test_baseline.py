"""`sammeter baseline` as a command: kept once, read strictly, and every failure with its exit code."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import SAMMETER, repository, sammeter

CLOCK = ("--as-of", "2026-02-01")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("place")
    repository(folder / "shop")
    (folder / "said").mkdir()
    (folder / "said/a.yaml").write_text(
        "- {about: G-SM-1-A, answer: 0.5, by: Ada, role: lead, at: 2026-01-10T09:00:00Z}\n", encoding="utf-8"
    )
    done = sammeter("baseline", "make", "q1", "shop", "--declared", "said", *CLOCK, "--note", "first", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "baselines/q1.jsonl\n", "")
    return folder


def test_it_is_shown_listed_and_verified(place: Path) -> None:
    shown = sammeter("baseline", "show", "q1", cwd=place)
    assert shown.returncode == 0
    assert shown.stdout.startswith("q1   shop @ ")
    assert "note: first" in shown.stdout
    assert "declared 0.02" in shown.stdout
    listed = sammeter("baseline", "list", cwd=place)
    assert "q1" in listed.stdout
    assert "2026-02-01" in listed.stdout
    verified = sammeter("baseline", "verify", "q1", cwd=place)
    assert (verified.returncode, "the seal holds" in verified.stdout) == (0, True)


def test_json_holds_the_figures_of_then(place: Path) -> None:
    found = json.loads(sammeter("baseline", "show", "q1", "--format", "json", cwd=place).stdout)
    assert found["scores"]["G-SM"]["declared"] == "0.25"
    assert (found["scope"]["name"], found["holds"]["statements"], found["made_at"]) == ("shop", 1, "")
    listed = json.loads(sammeter("baseline", "list", "--format", "json", cwd=place).stdout)
    assert [one["name"] for one in listed["baselines"]] == ["q1"]


def test_the_same_command_gives_the_same_bytes(place: Path) -> None:
    for folder in ("x", "y"):
        done = sammeter("baseline", "make", "q1", "shop", "--declared", "said", *CLOCK, "--folder", folder, cwd=place)
        assert done.returncode == 0
    assert (place / "x/q1.jsonl").read_bytes() == (place / "y/q1.jsonl").read_bytes()


def test_a_taken_name_ends_with_5_and_the_first_stays(place: Path) -> None:
    before = (place / "baselines/q1.jsonl").read_bytes()
    done = sammeter("baseline", "make", "q1", "shop", cwd=place)
    assert done.returncode == 5
    assert "none is ever written over" in done.stderr
    assert (place / "baselines/q1.jsonl").read_bytes() == before


def test_of_two_processes_with_the_same_name_one_ends_with_5(place: Path) -> None:
    command = [str(SAMMETER), "baseline", "make", "race", "shop", *CLOCK]
    env = {**os.environ, "SAMMETER_CACHE": str(place / ".cache-of-the-test.sqlite")}
    both = [subprocess.Popen(command, cwd=place, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in "ab"]
    ends = [one.communicate(timeout=60) for one in both]
    assert sorted(one.returncode for one in both) == [0, 5], ends
    assert sammeter("baseline", "verify", "race", cwd=place).returncode == 0


def test_kept_facts_and_a_plan_go_in_without_a_repository(place: Path) -> None:
    assert sammeter("assess", "shop", *CLOCK, "--facts", "f.jsonl", "-o", "out.txt", cwd=place).returncode == 0
    (place / "roadmap.yaml").write_text("phases: []\n", encoding="utf-8")
    done = sammeter("baseline", "make", "kept", "--facts", "f.jsonl", "--plan", "roadmap.yaml", *CLOCK, cwd=place)
    assert done.returncode == 0, done.stderr
    assert (
        json.loads(sammeter("baseline", "show", "kept", "--format", "json", cwd=place).stdout)["plan"] == "roadmap.yaml"
    )


@pytest.mark.parametrize(
    ("alter", "says"),
    [
        (lambda data: data.replace(b"CODEOWNERS:1", b"CODEOWNERS:2"), "this line was altered"),
        (lambda data: data[: len(data) // 2], "the seal is missing"),
        (lambda data: b"".join(reversed(data.splitlines(keepends=True))), "the seal is missing"),
    ],
    ids=["altered", "truncated", "reordered"],
)
def test_a_damaged_one_ends_with_2_and_names_the_line(place: Path, alter: object, says: str) -> None:
    assert callable(alter)
    (place / "bad").mkdir(exist_ok=True)
    (place / "bad/q1.jsonl").write_bytes(alter((place / "baselines/q1.jsonl").read_bytes()))
    for command in (("show", "q1"), ("verify", "q1"), ("list",)):
        done = sammeter("baseline", *command, "--folder", "bad", cwd=place)
        assert done.returncode == 2, command
        assert says in done.stderr
        assert "q1.jsonl:" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "none"), 2), (("make", "../q2", "shop"), 2), (("make", "now", "shop"), 2), (("make", "q2", "nowhere"), 4),
        (("make", "q2", "shop", "--declared", "none"), 2), (("make", "q2", "shop", "--as-of", "soon"), 2),
        (("make", "q2", "--facts", "said/a.yaml"), 2), (("make", "q2", "shop", "--plan", "none.yaml"), 4),
    ],
)  # fmt: skip
def test_wrong_input_ends_with_its_code_and_leaves_nothing(place: Path, arguments: tuple[str, ...], code: int) -> None:
    done = sammeter("baseline", *arguments, cwd=place)
    assert done.returncode == code, done.stderr
    assert done.stderr.startswith("error: ")
    assert not (place / "baselines/q2.jsonl").exists()


def test_an_empty_folder_is_no_error(tmp_path: Path) -> None:
    done = sammeter("baseline", "list", cwd=tmp_path)
    assert (done.returncode, done.stdout.startswith("No baselines")) == (0, True)

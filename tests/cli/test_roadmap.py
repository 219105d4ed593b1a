"""`sammeter roadmap` as a command: a plan from answers, shown, tried out and exported; never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ANSWERS = "model: 2.2.0\nanswers: {G-SM-1-A: 0.5, I-SB-1-A: 0.25, V-ST-1-A: 0.5, I-SD-1-B: 1}\n"
LATER = "model: 2.2.0\nanswers: {G-SM-1-A: 1, I-SB-1-A: 1, V-ST-1-A: 0.5, I-SD-1-B: 1}\n"
TARGETS = "targets:\n  all: {I-SB-1-A: 1, I-SB-2-A: 0.5, I-DM-1-A: 1}\n  high: {I-SB-3-A: 0.5}\n"


def run(*arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "sammeter.cli", "roadmap", *arguments],
        capture_output=True, text=True, check=False, cwd=cwd, timeout=300,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with answers, targets and the plan made of them."""
    place = tmp_path_factory.mktemp("roadmap")
    for name, text in (("a.yaml", ANSWERS), ("later.yaml", LATER), ("t.yaml", TARGETS)):
        (place / name).write_text(text)
    done = run("plan", "--from", "a.yaml", "--targets", "t.yaml", "--class", "high", "--phases", "2", "--start", "2027-01-01",
               "--budget", "20", "--name", "Shop", "-o", "roadmap.yaml", cwd=place)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "roadmap.yaml\n"), done.stderr
    assert done.stdout.startswith("Shop: from 0.08 to 0.16 of 3 by 2027-12-31, with ")
    assert "Of the targets, 0.10, it reaches 91 %; today it is 8 %." in " ".join(done.stdout.split())
    assert "Proven: within the budgets no plan ends higher" in done.stdout
    assert "raises I-DM by 0.5 and the whole by 0.0333 for 5 days (0.67 per 100 days); opens" in done.stdout.replace(
        "\n      ", " "
    )
    assert max(map(len, done.stdout.splitlines())) <= 80
    return place


def test_a_plan_is_written_that_people_can_edit(folder: Path) -> None:
    text = (folder / "roadmap.yaml").read_text()
    assert 'name: "Shop"' in text
    assert (
        '      - activity: I-DM-1-A   # Show all security defects in one view, 5 days\n        to: 1\n        owner: ""\n'
        in text
    )
    assert text.rstrip().splitlines()[-1].startswith("# I-SB-3-A does not reach 0.5, it comes to 0.25: ")


def test_the_same_call_writes_the_same_bytes_and_without_a_file_they_go_to_standard_output(folder: Path) -> None:
    again = run("plan", "--from", "a.yaml", "--targets", "t.yaml", "--class", "high", "--phases", "2", "--start", "2027-01-01",
                "--budget", "20", "--name", "Shop", cwd=folder)  # fmt: skip
    assert again.stdout == (folder / "roadmap.yaml").read_text()
    assert again.stderr.startswith("Shop: from 0.08")


def test_a_plan_that_is_there_is_not_written_over(folder: Path) -> None:
    before = (folder / "roadmap.yaml").read_bytes()
    done = run("plan", "--from", "a.yaml", "--targets", "t.yaml", "-o", "roadmap.yaml", cwd=folder)
    assert done.returncode == 5
    assert "try: add --replace, or name another file" in done.stderr
    assert (folder / "roadmap.yaml").read_bytes() == before


def test_show_tells_progress_and_what_is_late(folder: Path) -> None:
    done = run("show", "--now", "later.yaml", "--as-of", "2027-07-15", cwd=folder)
    assert done.returncode == 0
    assert "items have no owner" in done.stderr
    assert "Progress to the target: 0.03 of 0.10: 33 %." in done.stdout
    assert "  ! I-DM-1-A should be 1 since 2027-06-30, is 0; owner: nobody" in done.stdout
    assert "Phase 2 is running, until 2027-12-31." in done.stdout
    seen = json.loads(
        run(
            "show", "roadmap.yaml", "--now", "later.yaml", "--as-of", "2027-07-15", "--format", "json", cwd=folder
        ).stdout
    )
    assert [one["activity"] for one in seen["overdue"]] == ["I-DM-1-A", "I-SB-2-A"]
    assert seen["progress"]["to_target"]["share"] == "0.333333333333"


def test_what_if_tells_before_and_after(folder: Path) -> None:
    done = run("what-if", "I-SB-2-A=half", "i-sb-3-a=1", "--now", "a.yaml", "--plan", "roadmap.yaml", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "The score would go from 0.08 to 0.13 (+0.05)." in done.stdout
    assert "Of the target 41 % would be reached instead of 8 %." in done.stdout
    assert "I-SB-3-A stands on I-DM-1-A, which would still be at No." in done.stdout
    assert "I-SB Secure Build                   0.13 -> 0.88  (+0.75)" in done.stdout
    seen = json.loads(run("what-if", "I-SB-2-A=half", "--now", "a.yaml", "--format", "json", cwd=folder).stdout)
    assert (seen["before"]["practices"]["I-SB"], seen["after"]["practices"]["I-SB"], seen["missing"]) == (
        "0.125",
        "0.375",
        {},
    )


@pytest.mark.parametrize("form", ["xlsx", "csv", "markdown", "ics", "answers"])
def test_every_export_is_written_and_stays_the_same(folder: Path, form: str) -> None:
    made = []
    for name in ("one", "two"):
        done = run("export", "--format", form, "--as-of", "2027-07-15", "-o", f"{name}.{form}", cwd=folder)
        assert done.returncode == 0, done.stderr
        made.append((folder / f"{name}.{form}").read_bytes())
    assert made[0] == made[1]
    assert made[0]


def test_the_templates_are_listed_with_for_whom_and_why(folder: Path) -> None:
    done = run("templates", cwd=folder)
    assert "open-source-project\n  Open-source project. Volunteers" in done.stdout
    assert done.stdout == run("plan", "--template", "list", cwd=folder).stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_template_leads_to_a_plan_that_show_takes(folder: Path) -> None:
    done = run(
        "plan",
        "--from",
        "a.yaml",
        "--template",
        "open-source-project",
        "--start",
        "2027-01-31",
        "--months",
        "1",
        "-o",
        "t.out",
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    assert "Not reached" not in done.stdout
    dates = [
        line.split(": ")[1]
        for line in (folder / "t.out").read_text().splitlines()
        if "start:" in line or "until:" in line
    ]
    assert dates[:4] == ["2027-01-31", "2027-02-27", "2027-02-28", "2027-03-30"]
    assert run("show", "t.out", "--now", "a.yaml", cwd=folder).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("plan", "--from", "a.yaml"), 2, "where to? name a template or a file of targets"),
        (("plan", "--from", "a.yaml", "--template", "x", "--targets", "t.yaml"), 2, "one of both"),
        (("plan", "--template", "software-company"), 2, "add --from ANSWERS, a score file"),
        (("plan", "--from", "a.yaml", "--template", "software-compny"), 2, "did you mean software-company?"),
        (("plan", "--from", "a.yaml", "--targets", "t.yaml", "--class", "hihg"), 2, "one of all, high"),
        (("plan", "--from", "a.yaml", "--targets", "t.yaml", "--budget", "lots"), 2, "'lots' is no number of days"),
        (("plan", "--from", "a.yaml", "--targets", "t.yaml", "--start", "soon"), 2, "'soon' is no date"),
        (("plan", "--from", "a.yaml", "--targets", "t.yaml", "--start", "9999-01-01"), 2, "runs out of the calendar"),
        (("plan", "--from", "none.yaml", "--targets", "t.yaml"), 4, "none.yaml: cannot be read"),
        (("plan", "--from", "t.yaml", "--targets", "t.yaml"), 2, "there are no answers"),
        (("show", "a.yaml"), 2, "a.yaml:1: field 'name' is missing"),
        (("show", "none.yaml"), 4, "none.yaml: cannot be read"),
        (("show", "--as-of", "never"), 2, "'never' is no date"),
        (("what-if", "I-SB-2-A=half"), 2, "add --now ANSWERS"),
        (("what-if", "I-SB-2-C=half", "I-SB-2-A=3", "--now", "a.yaml"), 2, "I-SB-2-A=3: '3' is no answer"),
        (("what-if", "I-SB-A-2=half", "--now", "a.yaml"), 2, "did you mean I-SB-2-A?"),
        (("export", "--format", "csv", "-o", "no/such/folder.csv"), 4, "cannot be written"),
    ],
)
def test_what_cannot_be_done_says_why_and_what_to_type(
    folder: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = run(*arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "try: " in done.stderr


def test_a_hostile_plan_cannot_steer_the_terminal(folder: Path) -> None:
    (folder / "evil.yaml").write_text(
        (folder / "roadmap.yaml")
        .read_text()
        .replace('"Shop"', '"\\e[31mShop\\u202e"')
        .replace('owner: ""', 'owner: "\\e[2J"')
    )
    for arguments in (("show", "evil.yaml", "--now", "a.yaml"), ("show", "evil.yaml", "--format", "json")):
        done = run(*arguments, cwd=folder)
        assert done.returncode == 0
        assert "\x1b" not in done.stdout + done.stderr
        assert "\u202e" not in done.stdout

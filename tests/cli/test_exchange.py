"""`sammeter import` and `sammeter export` as commands: answers come in and go home, and wrong input changes nothing."""

import json
from pathlib import Path

import pytest

from sammeter.exchange.sammwise import ORDER
from sammeter.exchange.types import VALUES
from tests.cli.command import sammeter
from tests.exchange.small_workbook import ROW, texts, workbook

FULL = {f"Interview!F{ROW[name]}": texts(name)[number % 4] for number, name in enumerate(ORDER)}


def test_a_workbook_comes_in_is_scored_and_goes_home(tmp_path: Path) -> None:
    (tmp_path / "w.xlsx").write_bytes(
        workbook({**FULL, "Roadmap!J18": texts("G-SM-1-A")[3], "Interview!I18": "=1+1", "Interview!D10": "Acme"})
    )
    done = sammeter("import", "toolbox", "w.xlsx", "-o", "a.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    scored = sammeter("score", "a.yaml", cwd=tmp_path)
    assert scored.stdout.startswith("overall  1.29   (90 of 90 answered)")
    assert "phase 1  1.33" in scored.stdout
    (tmp_path / "t.xlsx").write_bytes(workbook({"Interview!F18": "old"}))
    done = sammeter("export", "toolbox", "a.yaml", "--template", "t.xlsx", "-o", "home.xlsx", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "home.xlsx\n")
    assert sammeter("import", "toolbox", "home.xlsx", "-o", "b.yaml", cwd=tmp_path).returncode == 0
    before, after = (
        (tmp_path / name).read_text(encoding="utf-8").partition("source:")[0] for name in ("a.yaml", "b.yaml")
    )
    assert before == after
    assert 'G-SM-1-A: "=1+1"' in after


@pytest.mark.parametrize(("kind", "name"), [("samm", "a.samm"), ("sammwise", "s.json")])
def test_the_other_formats_go_out_and_come_in(tmp_path: Path, kind: str, name: str) -> None:
    answers = {activity: float(VALUES[number % 4]) for number, activity in enumerate(ORDER)}
    (tmp_path / "a.json").write_text(
        json.dumps({"model": "2.2.0", "answers": answers, "organisation": {"name": "Acme", "date": "2025-03-04"}}),
        encoding="utf-8",
    )
    assert sammeter("export", kind, "a.json", "-o", name, cwd=tmp_path).returncode == 0
    done = sammeter("import", kind, name, "-o", "b.json", cwd=tmp_path)
    assert done.returncode == 0
    found = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert (found["answers"], found["organisation"]["name"]) == (answers, "Acme")
    scores = [sammeter("score", file, "--format", "json", cwd=tmp_path).stdout for file in ("a.json", "b.json")]
    assert scores[0] == scores[1]


def test_a_table_goes_to_standard_output_from_anything_that_is_known(tmp_path: Path) -> None:
    (tmp_path / "w.xlsx").write_bytes(workbook({"Interview!F18": texts("G-SM-1-A")[1]}))
    done = sammeter("export", "csv", "w.xlsx", cwd=tmp_path)
    lines = done.stdout.removeprefix("\ufeff").splitlines()
    assert (done.returncode, len(lines), lines[0]) == (0, 91, "id,question,answer,value,note")
    assert ",0.25," in lines[1]


def test_lost_answers_are_listed_by_cell_and_strict_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "w.xlsx").write_bytes(workbook({"Interview!F18": "N/A\x1b[31m", "Interview!F20": " No "}))
    done = sammeter("import", "toolbox", "w.xlsx", "-o", "a.yaml", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "warning: w.xlsx!imp-questions: the answers to 90 questions are in other words than any known edition; read as 2.2.0, by position",
        "warning: w.xlsx!Interview!F18: G-SM-1-A: 'N/A\\x1b[31m', no answer of its list; left blank",
        "warning: w.xlsx!Interview!F20: ' No ' differs in spaces or signs from the list; taken; the workbook itself scores it 0",
        "warning: 1 answer could not be understood and stayed blank",
        "1 of 90 answers, 0 notes, SAMM 2.2.0", "a.yaml; next: sammeter score a.yaml",
    ]  # fmt: skip
    done = sammeter("import", "toolbox", "w.xlsx", "--strict", "-o", "b.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "error: w.xlsx!Interview!F18: G-SM-1-A: 'N/A" in done.stderr
    assert not (tmp_path / "b.yaml").exists()


@pytest.mark.parametrize(
    ("name", "data", "code", "word"),
    [
        ("w.xlsx", b"", 4, "not a zip archive"), ("w.xlsx", workbook()[:-400], 4, "no readable zip archive"), ("~$w.xlsx", bytes(165), 2, "lock file"),
        ("w.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), 2, "save it as .xlsx"), ("w.xlsx", workbook(without=("Interview",)), 2, "no workbook of OWASP SAMM"),
        ("w.xlsx", workbook({"Interview!A18": None, "Interview!A20": None}), 2, "question G-SM-2-A is gone"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_ends_with_its_code_and_writes_nothing(
    tmp_path: Path, name: str, data: bytes, code: int, word: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "a.yaml").write_text("kept", encoding="utf-8")
    for arguments in (("import", "toolbox", name), ("export", "csv", name)):
        done = sammeter(*arguments, "-o", "a.yaml", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (code, "")
        assert word in done.stderr
        assert "Traceback" not in done.stderr
        assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "kept"


def test_files_that_are_read_are_never_written_over(tmp_path: Path) -> None:
    data = workbook()
    (tmp_path / "w.xlsx").write_bytes(data)
    (tmp_path / "a.yaml").write_text("model: 2.2.0\nanswers: {}\n", encoding="utf-8")
    for arguments in (("import", "toolbox", "w.xlsx", "-o", "w.xlsx"), ("export", "toolbox", "a.yaml", "--template", "w.xlsx", "-o", "./w.xlsx"),
                      ("export", "csv", "w.xlsx", "-o", "w.xlsx")):  # fmt: skip
        done = sammeter(*arguments, cwd=tmp_path)
        assert done.returncode == 2
        assert "would be written over" in done.stderr
    assert (tmp_path / "w.xlsx").read_bytes() == data


def test_what_a_format_has_no_place_for_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "model: 2.2.0\nanswers: {}\nphases: [{G-SM-1-A: 1}]\nnotes: {G-SM-1-A: x}\n", encoding="utf-8"
    )
    done = sammeter("export", "sammwise", "a.yaml", cwd=tmp_path)
    assert done.stdout == "{}\n"
    assert done.stderr.splitlines() == [
        "warning: this format has no place for: phases",
        "warning: this format has no place for: notes",
    ]


def test_help_shows_commands_on_lines_of_their_own(tmp_path: Path) -> None:
    done = sammeter("import", "toolbox", "--help", cwd=tmp_path)
    assert (
        "\n  sammeter import toolbox SAMM_spreadsheet.xlsx -o answers.yaml\n  sammeter score answers.yaml\n"
        in done.stdout
    )

"""`sammeter answer` as a command: ids and values as people type them, proofs, tables, and nothing kept where anything is wrong."""

import csv
import io
from pathlib import Path

import pytest

from sammeter.app.declare import Said, read_said
from sammeter.app.record import about, value
from sammeter.app.say import carried
from sammeter.app.who import Who
from sammeter.data import load
from sammeter.errors import DataError
from sammeter.exchange import Filled
from tests.cli.command import git, sammeter

WHO = {"SAMMETER_BY": "Ada", "SAMMETER_ROLE": "owner"}


def said(folder: Path) -> list[tuple[str, str, str]]:
    path = folder / "statements"
    return [(one.about, one.answer, one.unit) for one in read_said(path, load()).statements] if path.exists() else []


def test_a_filled_workbook_is_carried_over_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "model: 2.2.0\nanswers: {I-SB-1-A: 0.5, G-SM-1-A: 1}\nnotes: {I-SB-1-A: since May}\n", encoding="utf-8"
    )
    for lines in (2, 0):
        done = sammeter("answer", "--from", "a.yaml", "--by", "Ada", "--role", "lead", cwd=tmp_path)
        assert (done.returncode, len(done.stdout.splitlines())) == (0, lines), done.stderr
    assert "since May" in (tmp_path / "statements" / "I-SB.yaml").read_text(encoding="utf-8")
    done = sammeter("answer", "I-SB-1-A", "--from", "a.yaml", "--by", "Ada", "--role", "lead", cwd=tmp_path)
    assert (done.returncode, "ID and --from at once" in done.stderr) == (2, True)
    (tmp_path / "b.yaml").write_text("model: 2.2.0\nanswers: {}\n", encoding="utf-8")
    assert (
        "no answer in it"
        in sammeter("answer", "--from", "b.yaml", "--by", "Ada", "--role", "lead", cwd=tmp_path).stderr
    )


def test_an_answer_is_kept_and_its_place_and_grade_are_told(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("built")
    done = sammeter("answer", "isb2a", "half", "--unit", "shop", "--proof", "log.txt", cwd=tmp_path, **WHO)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "statements/I-SB.yaml:1: I-SB-2-A 'Yes, for half of the applications or more' (0.5) for shop: E1, stated with live proof\n"
    )
    (one,) = read_said(tmp_path / "statements", load()).statements
    assert (one.by, one.role, one.proof[0].what) == ("Ada", "owner", "../log.txt")
    done = sammeter("answer", "I-SB-2-A.1", "yes", "--note", "since May", cwd=tmp_path, **WHO)
    assert done.stdout == "statements/I-SB.yaml:2: I-SB-2-A.1 yes: E0, claimed: no proof named\n"
    (tmp_path / "log.txt").write_text("changed")
    assert "changed after it was named" in sammeter("review", cwd=tmp_path, **WHO).stdout


def test_everything_that_may_go_with_an_answer_is_kept(tmp_path: Path) -> None:
    done = sammeter("answer", "I-SB-2-A", "1", "--units", "shop, crm", "--proof", "https://example.org/a", "--proof-sha256", "AB" * 32,
                    "--period", "2026-01-01/2026-06-30", "--until", "2999-12-31", "--by", "Eve", "--role", "lead", cwd=tmp_path)  # fmt: skip
    assert done.returncode == 0
    (one,) = read_said(tmp_path / "statements", load()).statements
    assert (one.units, one.period, one.until, one.by, one.role) == (
        ("shop", "crm"), "2026-01-01/2026-06-30", "2999-12-31", "Eve", "lead",
    )  # fmt: skip
    assert [(proof.what, proof.sha256) for proof in one.proof] == [("https://example.org/a", "ab" * 32)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["I-SB-2-C", "no"], ["no question or criterion of SAMM 2.2.0", "did you mean I-SB-2-"]),
        (["isb2a", "3"], ["'3' is no answer to a question", "a number is what an answer is worth"]),
        (["isb2a", "yes"], ["a yes has three sizes"]), (["isb2a.1", "half"], ["write yes, no or withdrawn"]),
        (["isb2a", "n/a"], ["n/a without a reason"]), (["isb2a", "no", "--until", "soon"], ["'soon' is no day"]),
        (["isb2a", "no", "--period", "2026"], ["'2026' is no period"]), (["isb2a"], ["ID and VALUE are missing"]),
        (["isb2a", "no", "--proof-sha256", "ab"], ["one digest for 0 addresses"]),
        (["isb2a", "no", "--proof", "https://x/y", "--proof-sha256", "ab"], ["'ab' is no SHA-256"]),
        (["isb2a", "\x1b[31m"], [r"'\x1b[31m' is no answer"]),
    ],
)  # fmt: skip
def test_wrong_input_ends_with_2_says_what_to_type_and_keeps_nothing(
    tmp_path: Path, arguments: list[str], words: list[str]
) -> None:
    done = sammeter("answer", *arguments, cwd=tmp_path, **WHO)
    assert (done.returncode, done.stdout) == (2, "")
    for word in words:
        assert word in done.stderr
    assert "\x1b" not in done.stderr
    assert said(tmp_path) == []


def test_a_proof_that_is_not_there_ends_with_4(tmp_path: Path) -> None:
    done = sammeter("answer", "isb2a", "no", "--proof", "none.pdf", cwd=tmp_path, **WHO)
    assert done.returncode == 4
    assert "none.pdf: is gone" in done.stderr
    assert said(tmp_path) == []


def test_without_a_person_or_a_role_nothing_is_kept(tmp_path: Path) -> None:
    empty = {
        "SAMMETER_BY": "",
        "SAMMETER_ROLE": "",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    assert "--role" in sammeter("answer", "isb2a", "no", "--by", "Ada", cwd=tmp_path, **empty).stderr
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "user.name", "Grace")
    done = sammeter("answer", "isb2a", "no", "--role", "owner", cwd=tmp_path, **empty)
    assert done.returncode == 0, done.stderr
    assert read_said(tmp_path / "statements", load()).statements[0].by.startswith("Grace")


def test_a_folder_with_a_mistake_is_not_added_to(tmp_path: Path) -> None:
    sammeter("answer", "isb2a", "no", cwd=tmp_path, **WHO)
    file = tmp_path / "statements/I-SB.yaml"
    file.write_text(file.read_text().replace('answer: "0"', 'answer: "1"'))
    before = file.read_bytes()
    done = sammeter("answer", "isb1a", "no", cwd=tmp_path, **WHO)
    assert done.returncode == 2
    assert "statements/I-SB.yaml:1: was changed after it was written" in done.stderr
    assert file.read_bytes() == before


# ---- tables


def test_the_empty_table_has_all_questions_and_no_answer(tmp_path: Path) -> None:
    done = sammeter("answer", "--template", "csv", cwd=tmp_path)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["id"] for row in rows] == [one.id for one in load().model.activities()]
    assert {row["answer"] for row in rows} == {""}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    (tmp_path / "t.csv").write_text(done.stdout)
    assert "no row has an answer" in sammeter("answer", "--csv", "t.csv", cwd=tmp_path, **WHO).stderr
    (tmp_path / "t.csv").write_text(done.stdout.replace("I-SB-2-A,,", "I-SB-2-A,most,"))
    assert sammeter("answer", "--csv", "t.csv", cwd=tmp_path, **WHO).returncode == 0
    assert said(tmp_path) == [("I-SB-2-A", "1", "")]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a mark"])
@pytest.mark.parametrize("between", [",", ";"])
def test_a_table_is_read_as_spreadsheets_write_it(tmp_path: Path, mark: bytes, between: str) -> None:
    rows = [["ID", "answer", "unit", "note", "role"], ["isb2a", "half", "shop", "a, b; c", "dev"], ["I-SB-2-A.1", "yes", "", "'=1+1", ""],
            ["vst1a", "", "", "", ""], ["", "", "", "", ""]]  # fmt: skip
    text = "\r\n".join(between.join(f'"{cell}"' if between in cell else cell for cell in row) for row in rows)
    (tmp_path / "t.csv").write_bytes(mark + text.encode())
    done = sammeter("answer", "--csv", "t.csv", "--unit", "crm", cwd=tmp_path, **WHO)
    assert (done.returncode, done.stderr) == (0, "")
    found = read_said(tmp_path / "statements", load()).statements
    assert [(one.about, one.answer, one.unit, one.note, one.role) for one in found] == [
        ("I-SB-2-A", "0.5", "shop", "a, b; c", "dev"), ("I-SB-2-A.1", "yes", "crm", "=1+1", "owner"),
    ]  # fmt: skip


def test_all_mistakes_of_a_table_are_told_by_line_and_nothing_is_kept(tmp_path: Path) -> None:
    rows = ["id,answer,note,proof,until", "isb1a,half,,,", "isb1b,3,,,", "isb9,yes,,,", "isb2b,n/a,,,", "isb3a,no,,,2020-01-01",
            "vst1a,,,,", "vst1b,no,,none.txt,", "isb1a,no,,,", "isb2a,no,,,,,"]  # fmt: skip
    (tmp_path / "t.csv").write_text("\n".join(rows))
    done = sammeter("answer", "--csv", "t.csv", cwd=tmp_path, **WHO)
    assert (done.returncode, done.stdout) == (2, "")
    lines = [line.split(": ")[1] for line in done.stderr.splitlines() if line.startswith("error")]
    assert lines == [f"t.csv:{number}" for number in (3, 4, 5, 6, 8, 9, 10)]
    assert "answered twice" in done.stderr
    assert not (tmp_path / "statements").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"id,anser\nisb1a,no\n", "did you mean answer?"), (b"answer\nno\n", "column id is missing"), (b"", "column id is missing"),
        (b"id,answer,id\nisb1a,no,x\n", "column id stands twice"), (b"id,answer\nisb1a,\xff\n", "save the table as UTF-8"),
        (b'id,answer\nisb1a,"no', "no table"), (b"id,answer\n" + b"x,no\n" * 500, "the rest was not read"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_answers_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    done = sammeter("answer", "--csv", "t.csv", cwd=tmp_path, **WHO)
    assert done.returncode in (2, 4)
    assert words in done.stderr
    assert "Traceback" not in done.stderr


# ---- words


@pytest.mark.parametrize("text", ["I-SB-2-A", "i-sb-2-a", "isb2a", " ISB2A ", "I-SB-A-2-1", "i-sb-a-2", "isba2"])
def test_ids_are_understood_in_all_their_styles(text: str) -> None:
    assert about(text, load().model) == "I-SB-2-A"


@pytest.mark.parametrize("text", ["I-SB-2-A.2", "isb2a.2", "isb2a2", "I-SB-A-2.2"])
def test_ids_of_criteria_too(text: str) -> None:
    assert about(text, load().model) == "I-SB-2-A.2"


@pytest.mark.parametrize("text", ["", "I-SB", "I-SB-4-A", "I-SB-2-A.9", "X-06", "isb2a.1; rm", "\u2160SB2A"])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="no question or criterion"):
        about(text, load().model)


def test_answers_are_understood_as_words_and_as_worths() -> None:
    assert [value(text, "I-SB-2-A") for text in ("No", "some", "HALF", "most", "0", "0.25", "0.50", "1", "n/a", "na", "withdrawn")] == [
        "0", "0.25", "0.5", "1", "0", "0.25", "0.5", "1", "n/a", "n/a", "withdrawn",
    ]  # fmt: skip
    assert [value(text, "I-SB-2-A.1") for text in ("Yes", "no", "withdrawn")] == ["yes", "no", "withdrawn"]


def test_answers_of_a_questionnaire_become_statements_with_their_notes() -> None:
    filled = Filled(model="2.2.0", answers={"I-SB-1-A": 2, "V-ST-1-A": 0}, notes={"I-SB-1-A": "see wiki"})
    rows = carried(filled, Who(by="Ada", role="owner"), Said(), unit="shop")
    assert [(one.about, one.answer, one.unit, one.note) for one in rows] == [
        ("I-SB-1-A", "0.5", "shop", "see wiki"), ("V-ST-1-A", "0", "shop", ""),
    ]  # fmt: skip

"""The report as a workbook: formulas that recompute our scores, texts that stay texts, the same bytes."""

import io
import os
import shutil
import subprocess
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
import python_calamine

from sammeter.report.board.build import build
from sammeter.report.board.view import Board
from sammeter.report.board.xlsx import render
from tests.report.assessments import assessment
from tests.report.boards import EVIL, NAMES, beside, crowded, undeclared, usual

OFFICE = shutil.which("soffice") or ""
Rows = list[list[object]]


def read(data: bytes) -> dict[str, Rows]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def calculated(data: bytes, folder: Path) -> dict[str, Rows]:
    """Let LibreOffice compute every formula anew, all cached values taken out before."""
    (folder / "in").mkdir()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(folder / "in/board.xlsx", "w") as out:
        for info in source.infolist():
            text = source.read(info)
            if info.filename.startswith("xl/worksheets/"):
                import re

                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
            out.writestr(info, text)
    profile = (folder / "profile").as_uri()
    subprocess.run([OFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"),
                    str(folder / "in/board.xlsx")], check=True, capture_output=True, timeout=180)  # fmt: skip
    return read((folder / "out/board.xlsx").read_bytes())


def test_the_same_board_gives_the_same_bytes_in_another_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    first = render(crowded("Ann", "full"))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        assert render(crowded("Ann", "full")) == first
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "2026-11-22T00:00:00Z" in parts(first)["docProps/core.xml"]


def test_an_executive_workbook_has_few_sheets_and_a_full_one_all() -> None:
    assert list(read(render(usual()))) == ["summary", "scores", "answers", "contradictions", "next"]
    full = list(read(render(build(assessment(declared=True), "full", beside()))))
    assert full == ["summary", "scores", "answers", "contradictions", "next", "criteria", "statements", "not applicable", "gaps",
                    "facts", "words", "plan", "change", "others"]  # fmt: skip


def test_answers_and_criteria_are_all_there() -> None:
    sheets = read(render(usual("full")))
    assert len(sheets["answers"]) == 1 + 90
    assert len(sheets["criteria"]) == 1 + 270
    first = dict(zip(sheets["answers"][0], sheets["answers"][37], strict=True))
    assert (first["question"], first["declared"], first["evidenced"], first["possible"]) == ("I-SB-1-A", 0.5, 1, 1)


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_a_formula_or_a_link(name: str) -> None:
    made = parts(render(crowded(f"={NAMES[name]}", "full")))
    assert not [part for part in made if "hyperlink" in made[part].lower() and part.startswith("xl/worksheets")]
    formulas = [one.partition("</f>")[0] for text in made.values() for one in text.split("<f>")[1:]]
    assert formulas
    assert all(one.startswith(("SUMIF(", "AVERAGE(", "IF(", "overall_")) for one in formulas)


def test_a_text_that_looks_like_a_formula_is_marked_as_text() -> None:
    made = parts(render(crowded("=cmd|' /C calc'!A0", "full")))
    assert 'quotePrefix="1"' in made["xl/styles.xml"]
    said = [cell for row in read(render(crowded("=1+1", "full")))["facts"] for cell in row]
    assert "=1+10" in said


def test_hostile_text_is_there_without_controls() -> None:
    sheets = read(render(crowded(EVIL, "full")))
    cells = [str(cell) for rows in sheets.values() for row in rows for cell in row]
    assert any("<script>alert(1)</script>" in cell for cell in cells)
    assert not [cell for cell in cells if "\x1b" in cell or "\u202e" in cell or "\x00" in cell]


def test_heads_stay_in_view_and_filter() -> None:
    made = parts(render(usual("full")))
    sheets = [text for name, text in made.items() if name.startswith("xl/worksheets/sheet")]
    assert sum('state="frozen"' in text for text in sheets) == len(sheets) - 1
    assert sum("<autoFilter" in text for text in sheets) == len(sheets) - 1


def scores(board: Board) -> dict[str, tuple[Fraction, Fraction, Fraction]]:
    named = {one.id: one.figures for one in board.functions} | {one.id: one.figures for one in board.practices}
    named[""] = board.overall
    return {name: (one.declared or Fraction(0), one.evidenced, one.possible) for name, one in named.items()}


@pytest.mark.skipif(not OFFICE and os.environ.get("CI") != "true", reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("declared", [True, False])
def test_the_formulas_give_our_scores_in_another_program(tmp_path: Path, *, declared: bool) -> None:
    board = usual() if declared else undeclared()
    sheets = calculated(render(board), tmp_path)
    ours = scores(board)
    rows = sheets["scores"][1:]
    assert len(rows) == len(ours) == 21
    for row in rows:
        for found, wanted in zip(row[5:8], ours[str(row[1])], strict=True):
            assert isinstance(found, float)
            assert abs(found - float(wanted)) < 1e-9
        assert row[11] == "equal"
    check = [row for row in sheets["summary"] if row[0] == "check"]
    assert check[0][1] == "equal"


@pytest.mark.skipif(not OFFICE and os.environ.get("CI") != "true", reason="LibreOffice (soffice) is not installed")
def test_the_check_sees_an_answer_that_was_changed(tmp_path: Path) -> None:
    data = render(usual())
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for info in source.infolist():
                text = source.read(info)
                if info.filename == "xl/worksheets/sheet3.xml":
                    assert text.count(b"<v>0.5</v>") == 90
                    text = text.replace(b"<v>0.5</v>", b"<v>1</v>", 1)
                target.writestr(info, text)
    sheets = calculated(out.getvalue(), tmp_path)
    assert next(row for row in sheets["summary"] if row[0] == "check")[1] == "differs"

"""The workbook of a roadmap: LibreOffice computes what we say, and texts stay texts."""

import os
import re
import zipfile
from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from sammeter.report.plan.formats import render
from sammeter.scoring import score
from tests.report.plan.plans import FULL, QUARTER, view
from tests.workbook import OFFICE, calculate

NOW = {"G-SM-1-A": FULL, "I-SB-1-A": QUARTER}
Rows = Sequence[Sequence[object]]


def sheets(data: bytes) -> dict[str, Rows]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def scored(rows: Rows, column: int) -> dict[str, Fraction]:
    return {
        str(row[0]): Fraction(str(row[column])).limit_denominator(10_000)
        for row in rows[1:]
        if isinstance(row[column], float)
    }


def test_texts_are_texts_and_numbers_are_numbers() -> None:
    data = render(view(NOW), "xlsx")
    rows = sheets(data)["Plan"]
    assert rows[0][:4] == ["phase", "start", "until", "activity"]
    assert [row[3] for row in rows[1:]] == ["G-SM-1-A", "I-SB-1-A", "I-SB-1-A", "I-SB-2-A", "V-ST-1-A"]
    assert str(rows[2][8]).startswith("=HYPERLINK")
    assert rows[2][9] == 12.5
    with zipfile.ZipFile(BytesIO(data)) as archive:
        plan = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
        assert "<f>" not in plan
        assert "hyperlink" not in plan
        assert 'quotePrefix="1"' in styles
        assert archive.read("docProps/core.xml").count(b"2026-01-01T00:00:00Z") == 2, "no clock"
        assert not [name for name in archive.namelist() if "external" in name.lower() or "vba" in name.lower()]
        for name in ("sheet1", "sheet2", "sheet3"):
            sheet = archive.read(f"xl/worksheets/{name}.xml").decode()
            assert "<pane " in sheet
            assert "<autoFilter " in sheet


def test_every_phase_holds_all_90_answers() -> None:
    rows = sheets(render(view(), "xlsx"))["Phases"]
    assert rows[0][:4] == ["activity", "title", "practice", "Start"]
    assert len(rows) == 91
    for n, one in enumerate(view().planned):
        assert {str(row[0]): Fraction(str(row[4 + n])) for row in rows[1:] if row[4 + n]} == {
            a: w for a, w in one.answers.items() if w
        }


def test_the_values_stored_with_the_formulas_are_our_scores() -> None:
    rows = sheets(render(view(), "xlsx"))["Scores"]
    for n, one in enumerate((view().first, *(p.scores for p in view().planned))):
        assert scored(rows, 2 + n) == {"overall": one.overall, **one.functions, **one.practices} == scored(rows, 6 + n)


@pytest.mark.skipif(not OFFICE and os.environ.get("CI") != "true", reason="LibreOffice (soffice) is not installed")
def test_libreoffice_computes_our_scores_and_those_of_changed_answers(tmp_path: Path) -> None:
    """No result of a formula is stored in what is computed here; the second workbook has another answer in it."""
    made = view()
    (tmp_path / "sound.xlsx").write_bytes(changed(render(made, "xlsx"), "0.5"))
    (tmp_path / "edited.xlsx").write_bytes(changed(render(made, "xlsx"), "0.25"))
    out = tmp_path / "out"
    out.mkdir()
    calculate([tmp_path / "sound.xlsx", tmp_path / "edited.xlsx"], out)
    rows = sheets((out / "sound.xlsx").read_bytes())["Scores"]
    for n, one in enumerate((made.first, *(p.scores for p in made.planned))):
        assert scored(rows, 2 + n) == {"overall": one.overall, **one.functions, **one.practices}
    assert rows[-1][1:5] == ["formulas against sammeter", "agrees", "agrees", "agrees"]
    rows = sheets((out / "edited.xlsx").read_bytes())["Scores"]
    then = score(made.model, {**made.start, "G-SM-1-A": Fraction(1, 4)})
    assert scored(rows, 2) == {"overall": then.overall, **then.functions, **then.practices}
    assert rows[-1][2:5] == ["differs", "agrees", "agrees"]


def changed(data: bytes, answer: str) -> bytes:
    """Return the workbook with this answer for G-SM-1-A where the plan starts, and without the results of formulas."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            part = source.read(info).decode()
            if info.filename == "xl/worksheets/sheet2.xml":
                part, count = re.subn(r'(<c r="D2"[^>]*><v>)0\.5(</v>)', rf"\g<1>{answer}\g<2>", part)
                assert count == 1
            if info.filename == "xl/worksheets/sheet3.xml":
                part, count = re.subn(r"</f><v>[^<]*</v>", "</f>", part)
                assert count == 66
            target.writestr(info, part)
    return out.getvalue()

"""The report as PDF: two pages whatever the names, tagged, the same bytes, the same figures, nothing read as markup."""

import io
import os
import subprocess
import sys
import unicodedata
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest

from sammeter.errors import DataError
from sammeter.report import json
from sammeter.report.board.build import build
from sammeter.report.board.pdf import render
from sammeter.report.board.view import Board
from sammeter.scoring import shown
from tests.report.assessments import assessment
from tests.report.boards import EVIL, NAMES, beside, crowded, undeclared, usual

pytest.importorskip("typst", reason="typst is not installed")
ROOT = Path(__file__).parents[2]


def pdf(board: Board) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render(board)))


def text(reader: pypdf.PdfReader) -> str:
    """Return the text of all pages on one line, marks taken apart, without the places where a long word may break."""
    joined = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(unicodedata.normalize("NFKC", joined).replace("\u200b", "").split())


@cache
def usual_text() -> str:
    return text(pdf(usual()))


@pytest.mark.parametrize("name", ["", *NAMES])
def test_the_executive_report_has_two_pages_whatever_things_are_called(name: str) -> None:
    board = crowded(NAMES[name]) if name else usual()
    data = render(board)
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    assert len(pages) == 2
    assert "Decisions wanted" in pages[0].extract_text()
    assert pages[1].extract_text().startswith("The answers at a glance")
    assert len(data) < 1 << 20


def test_it_has_two_pages_where_nobody_said_anything_and_where_there_is_a_plan() -> None:
    assert len(pdf(undeclared()).pages) == 2
    assert len(pdf(build(assessment(declared=True), "executive", beside())).pages) == 2


def test_a_crowded_report_loses_nothing_silently() -> None:
    said = text(pdf(crowded("Ann")))
    assert "other contradictions, in the full report" in said
    assert "How to read this" in said
    assert "SHA-256 of the assessment as JSON" in said
    assert "more better" in said
    assert "Phase 6" in said


def test_it_is_tagged_titled_in_a_language_and_claims_pdf_ua() -> None:
    reader = pdf(usual())
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own kind of boolean
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata is not None
    assert reader.metadata.title == "shop: software assurance, as of 2026-11-22"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def _tags(node: object, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    one = node.get_object() if isinstance(node, pypdf.generic.IndirectObject) else node
    if isinstance(one, pypdf.generic.ArrayObject):
        for child in one:
            _tags(child, found)
    elif isinstance(one, pypdf.generic.DictionaryObject):
        if "/S" in one:
            found.append((str(one["/S"]), str(one.get("/Alt", ""))))
        if "/K" in one:
            _tags(one["/K"], found)
    return found


def test_every_figure_has_a_text_and_headings_and_tables_are_tagged() -> None:
    root: Any = pdf(usual()).trailer["/Root"]
    tags = _tags(root["/StructTreeRoot"], [])
    figures = [alt for tag, alt in tags if tag == "/Figure"]
    assert len(figures) >= 1 + 5
    assert all(figures)
    assert "7 met, 4 unmet, 2 indicated, 1 no occasion, 256 unknown" in figures
    assert any(alt.startswith("Implementation: declared 1.50, evidenced 0.17, possible") for alt in figures)
    kinds = {tag for tag, _ in tags}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L"} <= kinds


def test_the_figures_are_those_of_the_json() -> None:
    made = assessment(declared=True)
    scores = json.document(made)["scores"]
    said = usual_text()
    for kind, name in (("declared", "Declared"), ("evidenced", "Evidenced"), ("possible", "Possible")):
        assert f"{shown(_fraction(scores['overall'][kind]))} {name}" in said
    for function in made.model.functions:
        figures = scores["functions"][function.id]
        settled = sum(one.settled for one in made.answers if one.activity.startswith(function.id))
        evidenced = shown(_fraction(figures["evidenced"])) if settled else "\u2013"
        row = f"{function.name} {shown(_fraction(figures['declared']))} {evidenced} {shown(_fraction(figures['possible']))}"
        assert row in said, row


def _fraction(text_: str) -> Fraction:
    return Fraction(text_)


def test_no_text_is_markup() -> None:
    plain = text(pdf(crowded("Ann", "full")))
    evil = text(pdf(crowded(EVIL, "full")))
    assert plain != evil
    for part in (
        "#let x = 1 $x^2$ *bold* _it_ @ref <b> `raw` \\ // [x] ~ = - + ' \" #panic()",
        "<script>alert(1)</script>",
    ):
        assert part in evil
    assert "\\x202egnp.exe" in evil
    assert "\\x00" in evil
    assert "\u202e" not in evil


def test_what_no_font_can_show_is_written_as_its_code() -> None:
    said = text(pdf(build(assessment(name="東京 Ἑλένη 😀"), "executive")))
    assert "\u27e8U+6771 U+4EAC\u27e9 Ἑλένη \u27e8U+1F600\u27e9" in said


def test_the_same_board_gives_the_same_bytes_also_in_another_process_place_and_language() -> None:
    code = (
        "import sys\nfrom tests.report.boards import crowded\nfrom sammeter.report.board.pdf import render\n"
        "sys.stdout.buffer.write(render(crowded('東京 Ann')))"
    )
    made = [
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT,
                       env={**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}).stdout
        for zone, locale, seed in (("Pacific/Kiritimati", "C", "1"), ("America/Adak", "C.UTF-8", "2"))
    ]  # fmt: skip
    assert made[0] == made[1] == render(crowded("東京 Ann"))
    assert b"/CreationDate" not in made[0]


def test_the_full_report_has_a_page_a_practice_and_all_questions() -> None:
    data = render(usual("full"))
    assert len(data) < 1 << 20
    reader = pypdf.PdfReader(io.BytesIO(data))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    made = assessment()
    for practice in made.model.practices:
        (page,) = [one for one in pages[2:] if f"What {practice.name} is about." in one]
        assert all(activity.id in page for stream in practice.streams for activity in stream.activities)
    whole = text(reader)
    assert whole.index("Exceptions first") < whole.index("What Strategy and Metrics is about.")
    assert "Statements as they are kept" in whole
    assert "live proof: a document that is there" in whole


def test_proofs_stand_with_their_digests_in_the_full_report() -> None:
    said = text(pdf(build(assessment(declared=True), "full", beside("policy"))))
    assert "a" * 64 in said.replace(" ", "")
    assert "policy changed" in said


def test_without_typst_there_is_an_error_that_names_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(DataError) as raised:
        render(usual())
    assert raised.value.hint == "pip install 'sammeter[pdf]'"

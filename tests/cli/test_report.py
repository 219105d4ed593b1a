"""`sammeter report` from end to end, as a subprocess: the same figures in every format, the same bytes, clear errors."""

import io
import json
import re
import subprocess
import sys
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from pathlib import Path

import pypdf
import pytest
import python_calamine

from tests.cli.command import repository, sammeter

CLOCK = ("--as-of", "2026-01-06")
LINES = """\
- {about: I-SB-1-A, answer: "1", by: Ada <ada@example.org>, role: lead, at: 2026-01-02T10:00:00Z, unit: shop}
- {about: I-SB-1-B, answer: "0.5", by: Bob, role: developer, at: 2026-01-02T10:00:00Z}
- {about: G-SM-1-A, answer: "0.25", by: Ada, role: lead, at: 2025-06-02T10:00:00Z, until: 2025-12-31}
- {about: I-SB-1-A.3, answer: "no", by: Bob, role: developer, at: 2026-01-03T10:00:00Z}
- {about: D-TA-1-A, answer: "0.5", by: '=1+1 #let *x* <b>', role: lead, at: 2026-01-03T10:00:00Z, proof: [{what: model.md, sha256: SHA}]}
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    repository(folder / "shop")
    (folder / "statements").mkdir()
    (folder / "statements/model.md").write_text("threats\n", encoding="utf-8")
    digest = sha256(b"threats\n").hexdigest()
    (folder / "statements/all.yaml").write_text(LINES.replace("SHA", digest), encoding="utf-8")
    return folder


def made(place: Path, extent: str, form: str, *more: str) -> bytes:
    target = place / f"out.{form}"
    done = sammeter(
        "report",
        extent,
        "shop",
        "--declared",
        "statements",
        *CLOCK,
        "--format",
        form,
        "-o",
        str(target),
        *more,
        cwd=place,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == str(target)
    return target.read_bytes()


def pdf_text(data: bytes) -> str:
    joined = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return " ".join(unicodedata.normalize("NFKC", joined).replace("\u200b", "").split())


def two(text: str) -> str:
    return str(Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_the_figures_are_the_same_in_text_json_html_pdf_and_xlsx(place: Path) -> None:
    assess = ("assess", "shop", "--declared", "statements", *CLOCK)
    document = json.loads(sammeter(*assess, "--format", "json", cwd=place).stdout)
    declared = two(document["scores"]["overall"]["declared"])
    possible = two(document["scores"]["overall"]["possible"])
    assert declared not in ("0.00", possible)
    assert f"Declared {declared} of 3.00" in sammeter(*assess, cwd=place).stdout
    said = pdf_text(made(place, "executive", "pdf"))
    page = made(place, "executive", "html").decode()
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made(place, "executive", "xlsx")))
    rows = {str(row[1]) or "overall": row for row in book.get_sheet_by_name("scores").to_python()[1:]}
    assert f"{declared} Declared" in said
    assert f"{possible} Possible" in said
    assert re.search(rf'class="value">{declared}</span> <span class="name">Declared<', page)
    assert re.search(rf'class="value">{possible}</span> <span class="name">Possible<', page)
    for practice, figures in document["scores"]["practices"].items():
        row = rows[practice]
        assert [two(str(cell)) for cell in row[5:8]] == [
            two(figures[kind] or "0") for kind in ("declared", "evidenced", "possible")
        ]
    for name in ("declared", "evidenced", "possible"):
        column = ("declared", "evidenced", "possible").index(name) + 5
        assert abs(float(str(rows["overall"][column])) - float(document["scores"]["overall"][name])) < 1e-9


def test_the_digest_in_the_report_is_that_of_the_json(place: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sammeter.cli", "assess", "shop", "--declared", "statements", *CLOCK, "--format", "json"],
        cwd=place, capture_output=True, check=True,
    )  # fmt: skip
    assert sha256(done.stdout).hexdigest() in made(place, "executive", "html").decode()


@pytest.mark.parametrize("form", ["pdf", "html", "xlsx"])
@pytest.mark.parametrize("extent", ["executive", "full"])
def test_the_same_inputs_give_the_same_bytes_also_replayed(place: Path, extent: str, form: str) -> None:
    first = made(place, extent, form)
    assert made(place, extent, form) == first
    facts = place / "facts.jsonl"
    sammeter("assess", "shop", *CLOCK, "--facts", str(facts), "--format", "json", cwd=place)
    again = place / f"again.{form}"
    done = sammeter(
        "report",
        extent,
        "--replay",
        str(facts),
        "--declared",
        "statements",
        "--format",
        form,
        "-o",
        str(again),
        cwd=place,
    )
    assert done.returncode == 0, done.stderr
    assert again.read_bytes() == first


def test_the_board_reads_who_said_what_where_and_what_was_seen(place: Path) -> None:
    said = pdf_text(made(place, "executive", "pdf"))
    assert "Bob said no to I-SB-1-A.3" in said
    assert "statements/all.yaml:4" in said
    assert "What was seen: indicated" in said
    assert "In 1 place people say less than was seen." in said


def test_the_full_report_shows_lapsed_statements_and_live_proofs(place: Path) -> None:
    said = pdf_text(made(place, "full", "pdf"))
    assert "Statements that lapsed (1)" in said
    assert "lapsed on 2025-12-31" in said
    assert "model.md (holds)" in said
    assert "=1+1 #let *x* <b>" in said
    assert sha256(b"threats\n").hexdigest() in said.replace(" ", "")


def test_an_executive_pdf_has_two_pages(place: Path) -> None:
    assert len(pypdf.PdfReader(io.BytesIO(made(place, "executive", "pdf"))).pages) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("report",), 2, "Missing argument"),
        (("report", "exec", "shop"), 2, "is not one of"),
        (("report", "full", "shop", "--format", "docx"), 2, "is not one of"),
        (("report", "full", "nowhere", "-o", "x.pdf"), 4, "no such folder"),
        (("report", "full", "shop", "--declared", "nothing", "-o", "x.pdf"), 2, "there are no statements"),
        (("report", "full", "shop", "--as-of", "soon", "-o", "x.pdf"), 2, "is no date"),
        (("report", "full", "shop", "-o", "no/such/folder/x.pdf"), 4, "cannot be written"),
    ],
)
def test_wrong_input_gets_a_clear_error_and_no_file(
    place: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    before = sorted(place.iterdir())
    done = sammeter(*arguments, cwd=place)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(place.iterdir()) == before


def test_without_typst_the_hint_names_the_extra_and_the_other_formats_work(place: Path) -> None:
    code = "import sys; sys.modules['typst'] = None; from sammeter.cli.__main__ import main; main()"

    def run(*more: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run([sys.executable, "-c", code, "report", "executive", "shop", *CLOCK, *more], check=False,
                              capture_output=True, cwd=place)  # fmt: skip

    done = run("-o", "x.pdf")
    assert done.returncode == 2
    assert b"try: pip install 'sammeter[pdf]'" in done.stderr
    assert not (place / "x.pdf").exists()
    assert run("--format", "html").stdout.startswith(b"<!doctype html>")


def test_what_a_person_answered_is_not_asked_for_again(place: Path) -> None:
    document = json.loads(
        sammeter("assess", "shop", "--declared", "statements", *CLOCK, "--format", "json", cwd=place).stdout
    )
    (asked,) = [step for step in document["next"] if step["do"].startswith("let a person confirm")]
    assert "I-SB-1-A.3" not in asked["settles"]
    assert "I-SB-1-A.2" in asked["settles"]

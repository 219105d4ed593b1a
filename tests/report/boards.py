"""Boards built by hand: a plan, a change, names that want to do harm, and names that no font has."""

from dataclasses import replace
from fractions import Fraction

from sammeter.answers import Proof, Review, Statement
from sammeter.report.assessment import Assessment
from sammeter.report.board.build import build
from sammeter.report.board.view import (
    BenchmarkRow,
    Beside,
    Board,
    ChangeView,
    Extent,
    Kept,
    Moved,
    PhaseView,
    PlanView,
)
from sammeter.rules import Overlay
from tests.report.assessments import HOSTILE, assessment

MARKUP = "#let x = 1 $x^2$ *bold* _it_ @ref <b> `raw` \\ // [x] ~ = - + ' \" #panic() \u202egnp.exe \x00"
"""What would be markup to typst, HTML, a spreadsheet or a terminal."""
EVIL = "".join(HOSTILE) + MARKUP
NAMES = {
    "evil": EVIL,
    "ideographs": "東京システム株式会社" * 60,
    "arabic": "شركة الأنظمة " * 60,
    "mixed": "Ѿ Ἑλένη עברית ไทย हिन्दी 😀 한국 " * 40,
    "unbroken": "W" * 900,
    "bell": "\x07\x1b[2J\u2066" * 40,
}


def beside(text: str = "pinned", *, many: int = 8) -> Beside:
    """Return a plan, a change and what others have; `text` stands wherever somebody may write."""
    phases = tuple(
        PhaseView(name=f"Phase {n} {text}", until=f"2027-{n:02}-28", projected=Fraction(n, 3), target=Fraction(n, 2), does=(text, text))
        for n in range(1, 7)
    )  # fmt: skip
    moved = tuple(Moved(id=f"I-SB-1-A.{n}", says=text, cause=text) for n in range(1, many + 1))
    return Beside(
        plan=PlanView(target=Fraction(7, 3), phases=phases), change=ChangeView(since="2026-08-01", up=moved, down=moved, lapsed=moved),
        benchmark=(BenchmarkRow(name="overall", count=12, average=Fraction(3, 2), source="somebody", date="2026-01-31", few=True),) * 3,
        kept=kept(text),
    )  # fmt: skip


def kept(text: str = "seen") -> Kept:
    """Return one statement that waits, with a proof that changed."""
    proof = Proof(what=f"{text}.pdf", sha256="a" * 64)
    one = Statement(id="s-000000000001", about="I-SB-1-B.1", answer="yes", by=f"Ann {text}", role="lead", at="2026-11-01T00:00:00Z",
                    proof=(proof,), note=text, where=f"{text}.yaml:3")  # fmt: skip
    review = Review(
        id="r-1", of=one.id, accepted=True, by="Bob <bob@example.org>", role="lead", at="2026-11-02T00:00:00Z"
    )
    return Kept(statements=(one,), reviews=(review,), proofs={proof: f"{text} changed"})


def crowded(text: str, extent: Extent = "executive") -> Board:
    """Return a board that has more of everything than its pages can hold, all of it called `text`."""
    made = assessment(name=text, where=text, text=text, declared=True)
    made = replace(
        made, next=tuple(replace(one, do=text, why=text) for one in made.next), achievable=made.possible,
        book=replace(made.book, overlay=Overlay(name=text, digest="", criteria=3, limits=2), profile=text),
    )  # fmt: skip
    return build(with_conflicts(made, text, 40), extent, beside(text))


def with_conflicts(made: Assessment, text: str, count: int) -> Assessment:
    """Return the assessment with so many contradictions."""
    first = made.contradictions[0]
    many = tuple(replace(first, stated_by=text, where=f"{text}.yaml:{number}") for number in range(count))
    return replace(made, contradictions=many)


def usual(extent: Extent = "executive") -> Board:
    """Return a board with declared answers and nothing beside it."""
    return build(assessment(declared=True), extent)


def undeclared(extent: Extent = "executive") -> Board:
    """Return a board where nobody said anything."""
    return build(assessment(), extent)

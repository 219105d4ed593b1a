"""Statements and reviews of a small model, as Hypothesis draws them: few people, few days, many ties."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from sammeter.answers import Declaration, Proof, Review, Statement
from sammeter.answers.statements import Clock, declare, review_id, statement_id
from tests.answers.small import ID

CLOCK = Clock(as_of="2026-01-01T00:00:00Z", days=365)
PROOF = Proof(what="log.txt", sha256="a" * 64)
TIMES = ("2024-01-01T00:00:00Z", "2025-06-01T00:00:00Z", "2025-06-01T00:00:01Z", "2025-12-01T00:00:00Z")


def said(about: str = ID, answer: str = "0.5", **more: Any) -> Statement:
    """Return a statement under its id."""
    given = {"by": "Ada", "role": "owner", "at": "2025-06-01T00:00:00Z", **more}
    one = Statement(id="", about=about, answer=answer, **given)
    return replace(one, id=statement_id(one))


def reviewed(of: Statement, *, accepted: bool = True, **more: Any) -> Review:
    """Return a second person's word."""
    given = {"by": "Bob", "role": "lead", "at": "2025-12-02T00:00:00Z", "note": "" if accepted else "why", **more}
    one = Review(id="", of=of.id, accepted=accepted, **given)
    return replace(one, id=review_id(one))


def standing(
    *statements: Statement, reviews: tuple[Review, ...] = (), bad: str = "", clock: Clock = CLOCK
) -> Declaration:
    """Return what stands; `bad` says why the proof proves nothing."""
    return declare(statements, reviews, {PROOF: bad}, clock)


@st.composite
def statements(draw: st.DrawFn, *, units: tuple[str, ...] = ("", "app0", "app1")) -> Statement:
    """Draw a statement about the question or one of its first three criteria."""
    number = draw(st.integers(0, 3))
    answers = ("yes", "no", "withdrawn") if number else ("0", "0.25", "0.5", "1", "n/a", "withdrawn")
    return said(f"{ID}.{number}" if number else ID, draw(st.sampled_from(answers)), at=draw(st.sampled_from(TIMES)),
                by=draw(st.sampled_from(["Ada", "Eve"])), unit=draw(st.sampled_from(units)), note="because",
                until=draw(st.sampled_from(["", "2025-12-31", "2026-12-31"])),
                proof=draw(st.sampled_from([(), (PROOF,)])))  # fmt: skip


@st.composite
def sayings(draw: st.DrawFn) -> tuple[tuple[Statement, ...], tuple[Review, ...]]:
    """Draw statements with reviews of some of them."""
    found = draw(st.lists(statements(), max_size=6, unique_by=lambda one: one.id))
    words = draw(st.lists(st.tuples(st.sampled_from(found), st.booleans()), max_size=4)) if found else []
    return tuple(found), tuple({one.id: one for one in (reviewed(of, accepted=yes) for of, yes in words)}.values())

"""Verdicts and statements to answers: grades, shares, cadences, ladders, contradictions."""

from sammeter.answers.types import (
    Answer,
    Answered,
    Contradiction,
    Declaration,
    Excluded,
    Grade,
    Proof,
    Review,
    Standing,
    Stated,
    Statement,
)

__all__ = [
    "Answer",
    "Answered",
    "Contradiction",
    "Declaration",
    "Excluded",
    "Grade",
    "Proof",
    "Review",
    "Standing",
    "Stated",
    "Statement",
]

"""The use case `score`: a file of answers to the scores of OWASP's workbook."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sammeter.app import answers_file
from sammeter.data import load
from sammeter.exchange.types import VALUES, Filled
from sammeter.model import Model
from sammeter.scoring import Scores, decimal, score


def score_file(data: bytes, *, where: str) -> dict[str, Any]:
    """Return overall, functions, practices, streams, unanswered and phases as decimal texts.

    Blanks count as the workbook counts them, 0 in every denominator, and are listed. An answer that a phase leaves out
    is inherited from the phase before. Raises one DataError that lists every mistake of the file with its line.
    """
    return score_filled(answers_file.read(data, where=where), load().model)


def score_filled(filled: Filled, model: Model) -> dict[str, Any]:
    """Return the scores of what is filled in, as `score_file` does."""
    names = [activity.id for activity in model.activities()]
    planned: list[dict[str, Any]] = []
    current = dict(filled.answers)
    for phase in filled.phases:
        current |= phase
        planned.append(_texts(score(model, _worths(current))))
    unanswered = [name for name in names if name not in filled.answers]
    return {**_texts(score(model, _worths(filled.answers))), "unanswered": unanswered, "phases": planned}


def _worths(answers: Mapping[str, int]) -> dict[str, Fraction]:
    return {name: Fraction(VALUES[at]) for name, at in answers.items()}


def _texts(scores: Scores) -> dict[str, Any]:
    return {
        "overall": decimal(scores.overall),
        "functions": {name: decimal(value) for name, value in scores.functions.items()},
        "practices": {name: decimal(value) for name, value in scores.practices.items()},
        "streams": {name: decimal(value) for name, value in scores.streams.items()},
    }

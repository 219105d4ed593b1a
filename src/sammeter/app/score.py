"""The use case `score`: a file of answers to the scores of OWASP's workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any

from sammeter.app import answers_file
from sammeter.app.exchange import filled
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


def score_filled(given: Filled, model: Model) -> dict[str, Any]:
    """Return the scores of what is filled in, as `score_file` does."""
    names = [activity.id for activity in model.activities()]
    planned: list[dict[str, Any]] = []
    current = dict(given.answers)
    for phase in given.phases:
        current |= phase
        planned.append(_texts(score(model, _worths(current))))
    unanswered = [name for name in names if name not in given.answers]
    return {**_texts(score(model, _worths(given.answers))), "unanswered": unanswered, "phases": planned}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Answers of a file: the edition they were given to, worths 0 to 1 by activity now, what each phase says anew, notes."""

    version: str
    now: Mapping[str, Fraction]
    phases: Sequence[Mapping[str, Fraction]]
    notes: Mapping[str, str] = field(default_factory=dict)
    organisation: Mapping[str, str] = field(default_factory=dict)


def read_answers(data: bytes, *, where: str) -> Answers:
    """Return the answers of a file of answers, a workbook, .samm or sammwise. Raises SourceError, DataError."""
    found = filled(data, where=where)
    return Answers(version=found.model, now=_worths(found.answers), phases=tuple(_worths(one) for one in found.phases),
                   notes=found.notes, organisation={name: value for name, value in asdict(found.organisation).items() if value})  # fmt: skip


def _worths(answers: Mapping[str, int]) -> dict[str, Fraction]:
    return {name: Fraction(VALUES[at]) for name, at in answers.items()}


def _texts(scores: Scores) -> dict[str, Any]:
    return {
        "overall": decimal(scores.overall),
        "functions": {name: decimal(value) for name, value in scores.functions.items()},
        "practices": {name: decimal(value) for name, value in scores.practices.items()},
        "streams": {name: decimal(value) for name, value in scores.streams.items()},
    }

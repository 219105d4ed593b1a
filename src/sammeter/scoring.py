"""Answers to scores, exactly as OWASP's workbook computes them, in fractions.

Stream = sum of its three answers; practice = mean of its streams; function = mean of its practices; overall = mean of
the functions. No weights; a blank counts 0 and stays in every denominator, as in the workbook.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sammeter.model import Model

PLACES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Scores 0 to 3 by id, all as fractions."""

    overall: Fraction
    functions: Mapping[str, Fraction]
    practices: Mapping[str, Fraction]
    streams: Mapping[str, Fraction]


def score(model: Model, answers: Mapping[str, Fraction]) -> Scores:
    """Return the scores of `answers`, values 0 to 1 under activity ids; an absent answer counts 0."""
    streams = {
        stream.id: sum((answers.get(activity.id, Fraction(0)) for activity in stream.activities), Fraction(0))
        for practice in model.practices
        for stream in practice.streams
    }
    practices = {p.id: _mean([streams[stream.id] for stream in p.streams]) for p in model.practices}
    functions = {f.id: _mean([practices[p.id] for p in model.practices_of(f.id)]) for f in model.functions}
    return Scores(overall=_mean(list(functions.values())), functions=functions, practices=practices, streams=streams)


def achievable(model: Model, excluded: Collection[str]) -> Scores:
    """Return the highest scores where the activities in `excluded` do not apply; the raw score stays as it is."""
    return score(model, {one.id: Fraction(1) for one in model.activities() if one.id not in excluded})


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values) if values else Fraction(0)


def decimal(value: Fraction) -> str:
    """Return a fraction as a decimal text: exact where it ends, else 12 places rounded half up; at least 2 places."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    places = PLACES if rest != 1 else next(n for n in range(64) if value * 10**n % 1 == 0)
    text = _digits(value, places).rstrip("0") if places > 2 else _digits(value, 2)
    whole, _, part = text.partition(".")
    return f"{whole}.{part.ljust(2, '0')}"


def shown(value: Fraction) -> str:
    """Return a score as it is shown to people: 2 places, rounded half up."""
    return _digits(value, 2)


def shown_text(text: str) -> str:
    """Return a score that is a decimal text as it is shown to people. Raises ValueError if it is none."""
    return shown(Fraction(text))


def _digits(value: Fraction, places: int) -> str:
    scaled = (value.numerator * 10**places * 2 + value.denominator) // (value.denominator * 2)
    return f"{scaled // 10**places}.{scaled % 10**places:0{places}d}"

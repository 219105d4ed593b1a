"""The use case `benchmark`: one's own scores beside figures that others published, each with its date, source and n.

Published figures are of answers that people gave, so one's own are what is declared, never what is evidenced.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sammeter.app.assess import assess
from sammeter.app.baselines import declared_by
from sammeter.app.declare import Said
from sammeter.app.pages import page
from sammeter.app.score import read_answers
from sammeter.data import Pack
from sammeter.data.benchmark import ENOUGH, Figures, read_figures
from sammeter.data.benchmark import shipped as shipped_figures
from sammeter.facts.collected import Collected
from sammeter.model import Model
from sammeter.scoring import Scores, decimal, score, shown

_COLUMNS, _LETTERS = 3, "ABC"
"""How many columns of figures fit on a line of 80."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One's own scores (None where nothing was given) beside published figures, newest first."""

    model: Model
    own: Mapping[str, Fraction] | None
    answered: int
    figures: tuple[Figures, ...]


def figures_of(pack: Pack, own: Sequence[tuple[str, bytes]] = ()) -> tuple[Figures, ...]:
    """Return the shipped figures and those of files (name and content). Raises DataError with every mistake."""
    found = [one for name, data in own for one in read_figures(data, name, pack.model)]
    return (*found, *shipped_figures(pack.model))


def of_answers(data: bytes, where: str, pack: Pack, figures: tuple[Figures, ...]) -> Beside:
    """Return the scores of a file of answers beside the figures. Raises DataError with every mistake."""
    given = read_answers(data, where=where)
    return Beside(model=pack.model, own=_flat(score(pack.model, given.now)), answered=len(given.now), figures=figures)


def of_said(said: Sequence[Said], pack: Pack, figures: tuple[Figures, ...], *, as_of: str) -> Beside:
    """Return what is declared at `as_of` beside the figures."""
    nothing = Collected(name="", revision="", at="", as_of=as_of, facts=(), gaps=(), looked=(), complete=())
    found = assess(nothing, as_of=as_of, pack=pack, declared=declared_by(said, pack, as_of))
    answered = sum(one.declared is not None for one in found.answers)
    own = None if found.declared is None else _flat(found.declared)
    return Beside(model=pack.model, own=own, answered=answered, figures=figures)


def of_nothing(pack: Pack, figures: tuple[Figures, ...]) -> Beside:
    """Return the figures alone."""
    return Beside(model=pack.model, own=None, answered=0, figures=figures)


def _flat(scores: Scores) -> dict[str, Fraction]:
    return {"overall": scores.overall, **scores.functions, **scores.practices}


def document(beside: Beside) -> dict[str, Any]:
    """Return it as plain data; each figure with its n, whether that is too few, and the distance of one's own to it."""
    return {
        "enough": ENOUGH,
        "own": None if beside.own is None else {
            "answered": beside.answered, "scores": {name: decimal(value) for name, value in beside.own.items()}},
        "figures": [{
            "name": one.name, "date": one.date, "n": one.n, "too_few": one.few, "source": one.source,
            "address": one.address, "about": one.about,
            "scores": {name: {"average": decimal(value), "n": one.n, "too_few": one.few, "distance": _distance(beside, name, value)}
                       for name, value in one.by_id().items()},
        } for one in beside.figures],
    }  # fmt: skip


def _distance(beside: Beside, name: str, average: Fraction) -> str | None:
    if beside.own is None:
        return None
    distance = beside.own[name] - average
    return f"-{decimal(-distance)}" if distance < 0 else decimal(distance)


def text_page(beside: Beside) -> str:
    """Return it for a terminal of 80 columns."""
    return page(_text(beside))


def _text(beside: Beside) -> Iterator[str]:
    columns = beside.figures[:_COLUMNS]
    if not columns:
        yield "No published figures: name a file with --figures"
        return
    yield "Averages of other organisations, 0 to 3, as they were published"
    for letter, one in zip(_LETTERS, columns, strict=False):
        few = f", too few (fewer than {ENOUGH})" if one.few else ""
        yield f"  {letter}  {one.name}, {one.date}, n {one.n}{few}"
        yield f"     {one.source}"
        if one.address:
            yield f"  {one.address}"
        if one.about:
            yield f"     {one.about}"
    yield ""
    heads = "".join(f"{letter:>12}" for letter, _ in zip(_LETTERS, columns, strict=False))
    yield f"{'':<36}{'yours' if beside.own is not None else '':>7}{heads}".rstrip()
    for id_, name in _rows(beside.model):
        cells = "".join(f"{_cell(one, id_):>12}" for one in columns)
        own = shown(beside.own[id_]) if beside.own is not None else ""
        yield f"{name:<36}{own:>7}{cells}"
    yield ""
    if len(beside.figures) > _COLUMNS:
        yield f"and {len(beside.figures) - _COLUMNS} more in --format json"
    if beside.own is not None:
        yield f"yours: {beside.answered} of {sum(1 for _ in beside.model.activities())} questions answered; what is open counts 0"
    yield "(n) is the number of assessments, ! too few of them; - was not published. A mean is no target."


def _cell(one: Figures, id_: str) -> str:
    value = one.by_id().get(id_)
    return "-" if value is None else f"{shown(value)} ({one.n}{'!' if one.few else ''})"


def _rows(model: Model) -> Iterator[tuple[str, str]]:
    yield "overall", "overall"
    for function in model.functions:
        yield function.id, function.name
        yield from ((one.id, f"  {one.id} {one.name}") for one in model.practices_of(function.id))

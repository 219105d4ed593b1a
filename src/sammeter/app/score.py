"""The use case `score`: a file of answers to the scores of OWASP's workbook."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sammeter.data import load
from sammeter.data.reader import Mistakes
from sammeter.errors import SourceError
from sammeter.model import Model
from sammeter.scoring import Scores, decimal, score
from sammeter.text import Node, json, yaml

_OTHER = re.compile(r"([A-Z]-[A-Z]{2})-([AB])-([123])(?:-1)?")
"""Ids as the workbook (G-SM-A-1-1) and the .samm format (G-SM-A-1) write them."""
_KEYS = ("model", "answers", "phases")
_PHASES, _ADVISED = 100, 200
"""More phases than anybody plans, and more mistakes than anybody wants advice on."""


def score_file(data: bytes, *, where: str) -> dict[str, Any]:
    """Return overall, functions, practices, streams, unanswered and phases as decimal texts.

    Blanks count as the workbook counts them, 0 in every denominator, and are listed. An answer that a phase leaves out
    is inherited from the phase before. Raises one DataError that lists every mistake of the file with its line.
    """
    model = load().model
    found = read_answers(data, where=where, known={model.version: [activity.id for activity in model.activities()]})
    return _result(model, found.now, found.phases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A file of answers: the model's version, worths 0 to 1 by activity now, and what each phase says anew."""

    version: str
    now: Mapping[str, Fraction]
    phases: Sequence[Mapping[str, Fraction]]


def read_answers(data: bytes, *, where: str, known: Mapping[str, Sequence[str]]) -> Answers:
    """Return a file of answers; `known` holds the activities of each version that may be named.

    Raises one DataError that lists every mistake of the file with its line.
    """
    mistakes = Mistakes()
    node = _read(data, where, mistakes)
    mistakes.settle(where)
    _keys(node, mistakes)
    version = node["model"].text() if not isinstance(node["model"].value, (dict, list)) else "?"
    if version not in known:
        mistakes.add(f"model '{_cut(version)}', this sammeter holds {', '.join(known)}", where=node["model"].where,
                     hint=f"write: model: {[*known][-1]}")  # fmt: skip
    names = list(known.get(version) or [*known.values()][-1])
    now = _answers(node["answers"], names, mistakes)
    phases = [_answers(phase, names, mistakes) for phase in _phases(node["phases"], mistakes)]
    mistakes.settle(where)
    return Answers(version=version, now=now, phases=phases)


def _read(data: bytes, where: str, mistakes: Mistakes) -> Node:
    try:
        node = json.read(data, where=where) if where.endswith(".json") else yaml.read(data, where=where)
    except SourceError as error:
        mistakes.add(error.message, where=error.where, hint=error.hint or "see docs/reference/score-file.md")
        return Node(None, where)
    if not isinstance(node.value, dict):
        mistakes.add(
            f"{node.kind()} where model and answers are expected",
            where=node.where,
            hint="see docs/reference/score-file.md",
        )
    return node


def _keys(node: Node, mistakes: Mistakes) -> None:
    for key, value in node.mapping().items():
        if key not in _KEYS:
            mistakes.add(f"unknown key '{_cut(key)}'", where=value.where, hint=f"one of {', '.join(_KEYS)}")
    if "answers" not in node:
        mistakes.add("there are no answers", where=node.where, hint='write answers: {"G-SM-1-A": 0.5}')


def _phases(node: Node, mistakes: Mistakes) -> list[Node]:
    if node and not isinstance(node.value, list):
        mistakes.add(f"{node.kind()} where a list of phases is expected", where=node.where)
        return []
    phases = node.items()
    if len(phases) > _PHASES:
        mistakes.add(f"{len(phases):,} phases, more than {_PHASES}", where=phases[_PHASES].where)
    return phases[:_PHASES]


def _answers(node: Node, names: list[str], mistakes: Mistakes) -> dict[str, Fraction]:
    """Return the answers that are given; null is a blank."""
    found: dict[str, Fraction] = {}
    if node and not isinstance(node.value, dict):
        mistakes.add(f"{node.kind()} where answers by activity are expected", where=node.where)
        return found
    for name, value in node.mapping().items():
        if name not in names:
            near = _nearest(name, names) if len(mistakes.found) < _ADVISED else ""
            mistakes.add(f"unknown activity '{_cut(name)}'", where=value.where, hint=near)
        elif value:
            worth = _value(value)
            if worth is None:
                mistakes.add(f"{name}: {_cited(value)} is no answer", where=value.where, hint="one of 0, 0.25, 0.5, 1")
            else:
                found[name] = worth
    return found


def _value(node: Node) -> Fraction | None:
    """Read an answer's worth; the text 'No' of YAML is an answer too."""
    if isinstance(node.value, (bool, dict, list)):
        return None
    text = node.text().strip()
    return {"0": Fraction(0), "0.0": Fraction(0), "no": Fraction(0), "0.25": Fraction(1, 4), "0.5": Fraction(1, 2),
            "0.50": Fraction(1, 2), "1": Fraction(1), "1.0": Fraction(1)}.get(text.lower())  # fmt: skip


def _cited(node: Node) -> str:
    return node.kind() if isinstance(node.value, (bool, dict, list)) else f"'{_cut(node.text())}'"


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}..."


def _nearest(name: str, names: list[str]) -> str:
    from difflib import get_close_matches

    other = _OTHER.fullmatch(name.upper())
    near = [f"{other[1]}-{other[3]}-{other[2]}"] if other else get_close_matches(name.upper(), names, n=1)
    return f"did you mean {near[0]}?" if near else "sammeter model list shows the activities"


def _result(model: Model, now: Mapping[str, Fraction], phases: Sequence[Mapping[str, Fraction]]) -> dict[str, Any]:
    names = [activity.id for activity in model.activities()]
    planned: list[dict[str, Any]] = []
    current = dict(now)
    for phase in phases:
        current |= phase
        planned.append(_texts(score(model, current)))
    return {**_texts(score(model, now)), "unanswered": [name for name in names if name not in now], "phases": planned}


def _texts(scores: Scores) -> dict[str, Any]:
    return {
        "overall": decimal(scores.overall),
        "functions": {name: decimal(value) for name, value in scores.functions.items()},
        "practices": {name: decimal(value) for name, value in scores.practices.items()},
        "streams": {name: decimal(value) for name, value in scores.streams.items()},
    }

"""Figures of other organisations, as somebody published them: dated, with their source and the number of assessments."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from importlib.resources import files

from sammeter.data.reader import Mistakes, locate, read, structure
from sammeter.model import Model
from sammeter.text import Node

NAME = "benchmark.yaml"
ENOUGH = 100
"""Fewer assessments are too few: the number that the SAMM project itself wants before it calls its figures comprehensive."""
_DECIMAL = re.compile(r"[0-3](\.[0-9]{1,6})?\Z", re.ASCII)
_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Average scores 0 to 3 as decimal texts, of `n` assessments, by whom they were published and when (RFC 3339 date)."""

    name: str
    date: str
    n: int
    source: str
    overall: str = ""
    functions: Mapping[str, str] = field(default_factory=dict)
    practices: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    about: str = ""

    def by_id(self) -> dict[str, Fraction]:
        """Return all that was published, by ids; overall under *overall*."""
        texts = {"overall": self.overall, **self.functions, **self.practices}
        return {name: Fraction(text) for name, text in texts.items() if text}

    @property
    def few(self) -> bool:
        """Too few assessments stand behind the figures."""
        return self.n < ENOUGH


def shipped(model: Model) -> tuple[Figures, ...]:
    """Return the published figures that ship with sammeter, newest first. Raises DataError if damaged."""
    return read_figures((files("sammeter.data") / NAME).read_bytes(), NAME, model)


def read_figures(data: bytes, where: str, model: Model) -> tuple[Figures, ...]:
    """Return figures of a file, newest first. Raises one DataError with every mistake and its line."""
    mistakes = Mistakes()
    node = read(data, where, mistakes)
    if node and not isinstance(node.value, list):
        mistakes.add(
            f"{node.kind()} where a list of figures is expected",
            where=node.where,
            hint="see docs/reference/benchmark-file.md",
        )
    found = structure(node, list[Figures], mistakes) if not mistakes.found else None
    for number, one in enumerate(found or ()):
        place = locate(node, f"$[{number}]")
        for key, message, hint in _faults(one, model):
            mistakes.add(message, where=_where(place, key), hint=hint)
    mistakes.settle(where)
    return tuple(sorted(found or (), key=lambda one: (one.date, one.name), reverse=True))


def _where(node: Node, key: str) -> str:
    for part in key.split("/"):
        node = node[part] or node
    return node.where


def _faults(one: Figures, model: Model) -> Iterator[tuple[str, str, str]]:
    """Yield the field that is wrong, what is wrong with it, and what to do."""
    if not _day(one.date):
        yield "date", f"'{one.date[:20]}' is no day", "write the day it was published: 2026-01-31"
    if one.n < 1:
        yield "n", f"{one.n} assessments", "say how many assessments stand behind the figures"
    for key, text in (("name", one.name), ("source", one.source)):
        if not text.strip():
            yield key, f"{key} is empty", "say who published the figures, and where they can be read"
    yield from _scores(one, model)
    if not (one.overall or one.functions or one.practices):
        yield "name", "figures without a figure", "give overall, functions or practices"


def _scores(one: Figures, model: Model) -> Iterator[tuple[str, str, str]]:
    known = {"functions": [f.id for f in model.functions], "practices": [p.id for p in model.practices]}
    for key, table in (("functions", one.functions), ("practices", one.practices)):
        for id_, text in table.items():
            if id_ not in known[key]:
                yield f"{key}/{id_}", f"'{id_[:20]}' is none of the {key}", f"one of {', '.join(known[key])}"
            yield from _score(f"{key}/{id_}", text)
    if one.overall:
        yield from _score("overall", one.overall)


def _score(key: str, text: str) -> Iterator[tuple[str, str, str]]:
    if not _DECIMAL.match(text) or Fraction(text) > _MOST:
        yield key, f"'{text[:20]}' is no score", "write an average from 0 to 3: 1.25"


def _day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False

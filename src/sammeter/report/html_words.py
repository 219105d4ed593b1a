"""The words and signs of the HTML report, and facts as one line each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sammeter.answers import Grade
from sammeter.facts import Fact, Vocabulary
from sammeter.facts.record import Value
from sammeter.facts.vocabulary import Reach

SIGNS: Mapping[str, str] = {"met": "✓", "unmet": "✗", "indicated": "◐", "no occasion": "○", "unknown": "?"}
"""One sign a verdict; the word stands beside it wherever there is room, so that neither sign nor colour is alone."""

STATES: Mapping[str, str] = {"settled": "■", "partly": "◪", "indicated": "◐", "no occasion": "○", "unknown": "?"}
"""One sign a state of an answer: no unknown can change it; some criteria are settled; only hints; nothing."""

SOURCES: Mapping[Reach, tuple[str, str]] = {
    "clone": ("a git clone", "what is in the repository and its history: a full clone"),
    "forge": ("the forge and its runs", "branch rules, reviews, deployments, pipeline runs: an export of the forge"),
    "tools": ("tool reports", "scan results, component lists, signatures, tests: the reports of the pipeline"),
    "exports": ("exports", "defects, training, secrets, monitoring: exports of those systems"),
    "registers": ("registers", "risks, threat models, requirements: the registers that people keep"),
    "people": ("people", "what only people know: their statements"),
}
"""Kinds of source: their name, and what is not to be seen where they were not read."""

CLASSES: Mapping[str, str] = {
    "observable": "facts alone decide it",
    "supported": "facts can refute or indicate it, a person confirms it",
    "attested": "only a person's statement, with proof, can show it",
}

GRADES: Mapping[Grade, str] = {
    Grade.MEASURED: "measured",
    Grade.CONFIRMED: "confirmed by a person",
    Grade.PROVED: "stated with live proof",
    Grade.CLAIMED: "stated without proof",
}

PLACES = 10
VALUES = 8
_LONG = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One fact as it is shown: where it was seen, by what, and its fields in one line."""

    where: str
    kind: str
    source: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLines:
    """The first facts of many, and how many are left out."""

    lines: tuple[FactLine, ...]
    more: int

    @property
    def places(self) -> str:
        """The first two places, and the number of the others."""
        names = list(dict.fromkeys(line.where for line in self.lines))
        more = len(self.lines) + self.more - len(names[:2])
        return ", ".join(names[:2]) + (f" and {more} more" if more > 0 else "")


def slug(text: str) -> str:
    """Return a word as the end of a class name."""
    return text.replace(" ", "-")


def fact_lines(facts: Iterable[Fact], vocabulary: Vocabulary, cap: int = PLACES) -> FactLines:
    """Return the first `cap` facts as lines."""
    found = tuple(facts)
    kinds = vocabulary.by_name()
    lines = tuple(
        FactLine(where=one.where, kind=one.kind, source=one.source,
                 says=_says(one, kinds[one.kind].fields if one.kind in kinds else {}))
        for one in found[:cap]
    )  # fmt: skip
    return FactLines(lines=lines, more=max(0, len(found) - cap))


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _says(fact: Fact, types: Mapping[str, str]) -> str:
    shown = (
        f"{name}: {_value(value, types.get(name, ''))}" for name, value in sorted(fact.fields.items()) if name != "app"
    )
    return "; ".join(shown)


def _value(value: Value, type_: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        more = f" and {len(value) - VALUES} more" if len(value) > VALUES else ""
        return ", ".join(_cut(one) for one in value[:VALUES]) + more if value else "none"
    if value == "":
        return "never" if type_ == "time" else "empty"
    return _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[:_LONG] + "…"

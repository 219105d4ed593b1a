"""What a condition computes with: values that may be unknown, lists with members that may belong, numbers with bounds."""

from dataclasses import dataclass
from math import inf
from typing import Final

from sammeter.facts import Fact

WITNESSES: Final = 25
"""How many facts a result names; more would not be read."""


class _Unknown:
    """The third value."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()


@dataclass(frozen=True, slots=True)
class Bag:
    """A list of which `sure` members are in it, `maybe` ones may be, and which more may join where it is `open`."""

    sure: "tuple[Item, ...]" = ()
    maybe: "tuple[Item, ...]" = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number between two bounds, with the facts that speak for it and those that hold it down."""

    low: float
    high: float
    facts: tuple[Fact, ...] = ()
    against: tuple[Fact, ...] = ()


Item = object
Plain = bool | int | float | str
Computed = Plain | Fact | Bag | Number | _Unknown


@dataclass(frozen=True, slots=True)
class Result:
    """A computed value, the facts that made it so, and the kinds and fields that were missing if it is unknown."""

    value: Computed
    facts: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()


def merge(*groups: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Join witnesses in their order, each once, at most `WITNESSES`."""
    groups = tuple(group for group in groups if group)
    if not groups:
        return ()
    if len(groups) == 1 and len(groups[0]) == 1:
        return groups[0]
    seen: dict[int, Fact] = {}
    for group in groups:
        for fact in group:
            seen.setdefault(id(fact), fact)
            if len(seen) >= WITNESSES:
                return tuple(seen.values())
    return tuple(seen.values())


def names(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """Join names in their order, each once."""
    if not any(groups):
        return ()
    return tuple(dict.fromkeys(name for group in groups for name in group))


def as_number(value: Computed) -> Number | None:
    """Read a value as a number with bounds; None if it is none."""
    if isinstance(value, Number):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Number(value, value)
    return None


def exact(value: Computed) -> Computed:
    """Return a number whose bounds meet as a plain one; one that may be several things is not known."""
    if isinstance(value, Number):
        return value.low if value.low == value.high else UNKNOWN
    return value


def size(bag: Bag) -> Number:
    """Count the members of a list, from those that surely belong to all that may."""
    high = inf if bag.open else len(bag.sure) + len(bag.maybe)
    return Number(len(bag.sure), high, facts_of(bag.sure), ())


def facts_of(items: "tuple[Item, ...]") -> tuple[Fact, ...]:
    """Return those items that are facts."""
    return tuple(item for item in items[:WITNESSES] if isinstance(item, Fact))

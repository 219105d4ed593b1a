"""What people state, where a criterion stands, and what the answer to a question is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from sammeter.rules import Decided, Flag, Verdict


class Grade(StrEnum):
    """How well a thing is proved."""

    MEASURED = "E3"
    CONFIRMED = "E2"
    PROVED = "E1"
    CLAIMED = "E0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one person said of one criterion, for one unit or for all; `proof_live` where its proof still holds."""

    criterion: str
    yes: bool
    by: str
    at: str
    unit: str = ""
    proof: str = ""
    proof_live: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A statement and a measurement that exclude each other: over-claim, or under-claim."""

    kind: Literal["over-claim", "under-claim"]
    criterion: str
    unit: str
    stated_by: str
    stated_at: str
    decided: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one criterion of one unit stands: evidenced, declared, and possible if every unknown turned out met."""

    criterion: str
    unit: str
    evidenced: Verdict
    declared: Verdict
    possible: Verdict
    grade: Grade | None
    decided: Decided
    contradiction: Contradiction | None = None

    @property
    def no_occasion(self) -> bool:
        """Somebody looked, and nothing happened that could show it."""
        return Flag.NO_OCCASION in self.decided.flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one question for one scope: positions 0 to 3 in its answer set, values 0 to 1.

    `units` counts the population, `counted` how many of it surely count and `open` how many may. `capped_by` names the
    organisation's criterion that keeps the answer down. `composition` splits the evidenced value by grade.
    """

    activity: str
    evidenced: int
    possible: int
    declared: int | None
    values: Mapping[Literal["evidenced", "possible", "declared"], Fraction | None]
    units: int
    counted: int
    open: int
    without_occasion: int
    capped_by: tuple[str, ...]
    composition: Mapping[Grade, Fraction]
    standings: tuple[Standing, ...]

    @property
    def settled(self) -> bool:
        """Nothing that is unknown could change the evidenced answer any more."""
        return self.evidenced == self.possible

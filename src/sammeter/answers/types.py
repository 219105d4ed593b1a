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


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Proof:
    """A document that a statement stands on: a path or an address, and the SHA-256 it had when it was named."""

    what: str
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one person said of one question or criterion, as it is kept; never changed, only followed by another.

    `about` is an activity (`answer` is its worth: 0, 0.25, 0.5, 1, or n/a) or a criterion (yes, no); *withdrawn* takes
    back what was said. `unit` is the one application it was said of, empty for all; `units` are those that an answer
    was counted over. `period` covers ``from/to``; `until` is the last day it holds. Days are RFC 3339 dates.
    """

    id: str
    about: str
    answer: str
    by: str
    role: str
    at: str
    unit: str = ""
    units: tuple[str, ...] = ()
    proof: tuple[Proof, ...] = ()
    period: str = ""
    until: str = ""
    note: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a second person said of one statement (`of` is its id): accepted, or sent back with a note."""

    id: str
    of: str
    accepted: bool
    by: str
    role: str
    at: str
    note: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What stands of one criterion, for one unit or for all.

    `holds` until it lapses or is sent back; `proof_live` where its proof holds too, else `weak` says why not. `accepted`
    where a second person agreed. `via` names the question whose answer implies it: such a statement confirms nothing
    unless it is proved. `binding` unless it was said of most applications, which no single one can refute.
    """

    criterion: str
    yes: bool
    by: str
    at: str
    unit: str = ""
    role: str = ""
    holds: bool = True
    proof_live: bool = False
    accepted: bool = False
    weak: str = ""
    via: str = ""
    binding: bool = True
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What stands of one question, for one unit or for all: a position 0 to 3 in its answer set.

    `holds` until it lapses or is sent back.
    """

    activity: str
    position: int
    by: str
    at: str
    unit: str = ""
    units: tuple[str, ...] = ()
    role: str = ""
    holds: bool = True
    proof_live: bool = False
    accepted: bool = False
    weak: str = ""
    note: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """A question that does not apply: why, who said so, and who agreed."""

    activity: str
    reason: str
    by: str
    approver: str
    at: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """All that people state, reduced to what stands at one time; `waiting` has not been looked at by a second person."""

    criteria: tuple[Stated, ...] = ()
    answers: tuple[Answered, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    waiting: tuple[Statement, ...] = ()
    returned: tuple[tuple[Statement, Review], ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anybody said anything."""
        return bool(self.criteria or self.answers or self.excluded or self.waiting)

    def weak(self) -> tuple[tuple[str, str, str], ...]:
        """Return what is not proved: what it is about, who said it, and why."""
        criteria = ((one.criterion, one.by, one.weak) for one in self.criteria if one.weak)
        answers = ((one.activity, one.by, one.weak) for one in self.answers if one.weak)
        return tuple(sorted({*criteria, *answers}))

    def units(self) -> tuple[str, ...]:
        """Return the applications that single statements are about."""
        units = (
            *(one.unit for one in self.criteria), *(one.unit for one in self.answers), *(one.unit for one in self.excluded)
        )  # fmt: skip
        return tuple(sorted({unit for unit in units if unit}))

    def answered(self, activity: str, unit: str) -> Answered | None:
        """Return the answer to a question for one unit: its own, else the one given for all."""
        found = [one for one in self.answers if one.activity == activity and one.unit in ("", unit)]
        return max(found, key=lambda one: (one.unit != "", one.at), default=None)

    def excluded_from(self, activity: str, unit: str) -> Excluded | None:
        """Return why a question does not apply to one unit, if it does not."""
        found = (one for one in self.excluded if one.activity == activity and one.unit in ("", unit))
        return max(found, key=lambda one: one.unit != "", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A statement and a measurement that exclude each other: over-claim, or under-claim.

    `criterion` is the activity where the answer to the question itself is contradicted; `via` is the question whose
    answer implies what the criterion was said to be. `unit` is what was seen, `said_of` what was spoken of (empty: all).
    """

    kind: Literal["over-claim", "under-claim"]
    criterion: str
    unit: str
    stated_by: str
    stated_at: str
    decided: Decided
    said_of: str = ""
    via: str = ""
    where: str = ""


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
    stated: Stated | None = None

    @property
    def no_occasion(self) -> bool:
        """Somebody looked, and nothing happened that could show it."""
        return Flag.NO_OCCASION in self.decided.flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one question for one scope: positions 0 to 3 in its answer set, values 0 to 1.

    `units` counts the population, `counted` how many of it surely count and `open` how many may. `capped_by` names the
    organisation's criterion that keeps the answer down. `composition` splits the evidenced value by grade. `supported`
    is what is declared, less what is contradicted or unproved.
    """

    activity: str
    evidenced: int
    possible: int
    declared: int | None
    supported: int
    values: Mapping[Literal["evidenced", "possible", "declared", "supported"], Fraction | None]
    units: int
    counted: int
    open: int
    without_occasion: int
    capped_by: tuple[str, ...]
    composition: Mapping[Grade, Fraction]
    standings: tuple[Standing, ...]
    said: Answered | None = None
    excluded: Excluded | None = None
    contradiction: Contradiction | None = None

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Return where people and facts exclude each other: on the answer, then on its criteria."""
        found = (self.contradiction, *(one.contradiction for one in self.standings))
        return tuple(one for one in found if one is not None)

    @property
    def settled(self) -> bool:
        """Nothing that is unknown could change the evidenced answer any more."""
        return self.evidenced == self.possible

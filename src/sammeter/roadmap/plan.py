"""A roadmap as data: targets, phases, and the items that people take on. No clock: dates are RFC 3339 dates as texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from sammeter.roadmap.effort import Efforts

Answers = Mapping[str, Fraction]
NO = Fraction(0)
WORTHS = (NO, Fraction(1, 4), Fraction(1, 2), Fraction(1))
"""What the four answers are worth, in the order of every answer set."""
EVERY = "all"
"""The targets of every risk class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One activity taken from where it stands to the answer `to`; effort in person-days, both figures None if not stated.

    `anyway` is the reason why it does not wait for what it needs.
    """

    activity: str
    to: Fraction
    owner: str = ""
    effort: Fraction | None = None
    cost: Fraction | None = None
    note: str = ""
    why: str = ""
    anyway: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of time, both days included, and what is done in it; `budget` in person-days, None if there is none."""

    name: str
    start: str
    until: str
    budget: Fraction | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Phases in the order of time, and the targets under risk classes; `base` is what was answered when it was made.

    An activity that `base` leaves out stood at No; None means that the plan does not say where it starts.
    """

    model: str
    name: str
    phases: tuple[Phase, ...]
    efforts: Efforts
    risk_class: str = ""
    targets: Mapping[str, Answers] = field(default_factory=dict)
    base: Answers | None = None
    currency: str = ""

    def target(self) -> dict[str, Fraction]:
        """Return the targets that hold for the plan's risk class."""
        return targets_of(self.targets, self.risk_class)


def targets_of(targets: Mapping[str, Answers], risk_class: str) -> dict[str, Fraction]:
    """Return the targets of a risk class: those of all, and over them those of the class."""
    own = targets.get(risk_class, {}) if risk_class != EVERY else {}
    return {**targets.get(EVERY, {}), **own}


def raised(answers: Answers, items: tuple[Item, ...]) -> dict[str, Fraction]:
    """Return the answers once the items are done; no item ever lowers one."""
    done = dict(answers)
    for item in items:
        done[item.activity] = max(done.get(item.activity, NO), item.to)
    return done

"""How far a plan has come: by a date, and towards the target."""

from dataclasses import dataclass
from fractions import Fraction

from sammeter.model import Model
from sammeter.roadmap.plan import NO, Answers, Item, Phase, Plan, raised
from sammeter.scoring import Scores, score


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTarget:
    """Scores of what was asked for: `reached` counts each answer up to its target, `beyond` is what lies above it.

    `beyond` and activities without a target count nothing, so that one practice cannot make up for another.
    """

    reached: Scores
    of: Scores
    beyond: Fraction

    @property
    def share(self) -> Fraction | None:
        """How much of the target is reached, 0 to 1; None where there is no target above No."""
        return self.reached.overall / self.of.overall if self.of.overall else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """An item whose phase has ended before it was reached, and the answer it stands at."""

    phase: Phase
    item: Item
    now: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDate:
    """What the phases that ended before `as_of` should have brought, against what is there.

    `should` and `now` are the scores; `due` and `done` count items; `current` is the phase that the day falls into.
    """

    as_of: str
    should: Scores
    now: Scores
    due: int
    done: int
    overdue: tuple[Overdue, ...]
    current: Phase | None


def to_target(model: Model, now: Answers, target: Answers) -> ToTarget:
    """Return how far the answers have come towards the target, as OWASP's workbook counts both."""
    reached = {name: min(now.get(name, NO), wanted) for name, wanted in target.items()}
    capped, whole = score(model, reached), score(model, now)
    return ToTarget(reached=capped, of=score(model, target), beyond=whole.overall - capped.overall)


def to_date(model: Model, plan: Plan, now: Answers, as_of: str) -> ToDate:
    """Return what should be there on the day `as_of` and what is; a phase is due when its last day is over.

    An item that a later phase which is due as well takes further is counted once, at what it should have come to.
    """
    should, last = dict(plan.base or {}), dict[str, tuple[Phase, Item]]()
    for phase in plan.phases:
        if phase.until < as_of:
            should = raised(should, phase.items)
            last |= {item.activity: (phase, item) for item in phase.items}
    overdue = tuple(Overdue(phase=phase, item=item, now=now.get(name, NO))
                    for name, (phase, item) in last.items() if now.get(name, NO) < item.to)  # fmt: skip
    return ToDate(as_of=as_of, should=score(model, should), now=score(model, now), due=len(last),
                  done=len(last) - len(overdue), overdue=overdue,
                  current=next((phase for phase in plan.phases if phase.start <= as_of <= phase.until), None))  # fmt: skip

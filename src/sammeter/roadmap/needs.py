"""What has to be there first: the activities that one needs, and the level below in its stream."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sammeter.model import Activity, Model
from sammeter.roadmap.plan import NO, Answers, Plan, raised


@dataclass(frozen=True, slots=True)
class Needs:
    """The prerequisites of all activities of a model: `always` for every step, `first` to leave No at all."""

    always: Mapping[str, tuple[str, ...]]
    first: Mapping[str, tuple[str, ...]]

    def of(self, activity: str, before: Fraction) -> tuple[str, ...]:
        """Return what must be above No for a step of `activity` from `before`."""
        below = () if before > NO else self.first[activity]
        return tuple(dict.fromkeys(self.always[activity] + below))

    def opens(self, activity: str) -> tuple[str, ...]:
        """Return the activities that wait for this one, in the model's order."""
        return tuple(name for name in self.always if activity in self.always[name] + self.first[name])


def needs_of(model: Model) -> Needs:
    """Return the prerequisites: those that the model states, and the level below unless the activity is above No already."""
    below: dict[str, tuple[str, ...]] = {}
    for practice in model.practices:
        for stream in practice.streams:
            lower: Activity | None = None
            for activity in stream.activities:
                below[activity.id] = (lower.id,) if lower else ()
                lower = activity
    return Needs(always={activity.id: activity.needs for activity in model.activities()}, first=below)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An item of phase number `phase` (from 0) that needs an activity which is still at No then.

    `planned` is the phase in which the plan takes that activity on, None if it never does.
    """

    phase: int
    position: int
    activity: str
    needs: str
    planned: int | None
    anyway: str = ""


def missing(model: Model, plan: Plan, base: Answers) -> tuple[Missing, ...]:
    """Return every prerequisite that is not there in time, in the order of the plan."""
    needs, found = needs_of(model), list[Missing]()
    planned: dict[str, int] = {}
    for number, phase in enumerate(plan.phases):
        for item in phase.items:
            if item.to > NO:
                planned.setdefault(item.activity, number)
    before = dict(base)
    for number, phase in enumerate(plan.phases):
        after = raised(before, phase.items)
        found += [
            Missing(phase=number, position=position, activity=item.activity, needs=name, planned=planned.get(name),
                    anyway=item.anyway)
            for position, item in enumerate(phase.items)
            for name in needs.of(item.activity, before.get(item.activity, NO)) if after.get(name, NO) == NO
        ]  # fmt: skip
        before = after
    return tuple(found)

"""A plan played forward: the answers, scores, effort and cost of each phase."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sammeter.model import Activity, Model
from sammeter.roadmap.effort import Efforts
from sammeter.roadmap.needs import Needs, needs_of
from sammeter.roadmap.plan import NO, Answers, Item, Phase, Plan, raised
from sammeter.scoring import Scores, score


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one item brings: `effort` in person-days (stated, else worked out), gains of its practice and overall.

    `needs` is what it stands on, `opens` what was waiting for it; both only where this step is the one that counts.
    """

    item: Item
    practice: str
    before: Fraction
    effort: Fraction
    practice_gain: Fraction
    overall_gain: Fraction
    needs: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()

    @property
    def per_day(self) -> Fraction | None:
        """The overall gain per person-day; None where it costs nothing."""
        return self.overall_gain / self.effort if self.effort else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Projected:
    """A phase at its end: all answers and their scores, and what the phase takes (person-days, and money as stated)."""

    phase: Phase
    answers: Answers
    scores: Scores
    steps: tuple[Step, ...]
    effort: Fraction
    cost: Fraction


def project(model: Model, plan: Plan, now: Answers) -> tuple[Projected, ...]:
    """Return every phase of the plan at its end, if it starts from the answers `now`; an absent answer is No.

    An item that is reached already brings nothing and takes nothing.
    """
    prices = Prices(
        plan.efforts, {activity.id: activity for activity in model.activities()}, weights(model), needs_of(model)
    )
    before, found = dict(now), list[Projected]()
    for phase in plan.phases:
        steps = tuple(prices.step(item, before.get(item.activity, NO)) for item in phase.items)
        before = raised(before, phase.items)
        found.append(Projected(phase=phase, answers=dict(before), scores=score(model, before), steps=steps,
                               effort=sum((step.effort for step in steps), NO),
                               cost=sum((step.item.cost or NO for step in steps if step.overall_gain), NO)))  # fmt: skip
    return tuple(found)


def weights(model: Model) -> Mapping[str, tuple[str, Fraction, Fraction]]:
    """Return for each activity its practice and what a full answer adds to that practice and overall, as scores."""
    found: dict[str, tuple[str, Fraction, Fraction]] = {}
    for practice in model.practices:
        for stream in practice.streams:
            one = score(model, {stream.activities[0].id: Fraction(1)})
            found |= {a.id: (practice.id, one.practices[practice.id], one.overall) for a in stream.activities}
    return found


@dataclass(frozen=True, slots=True)
class Prices:
    """What a step takes and brings, for one model."""

    efforts: Efforts
    activities: Mapping[str, Activity]
    weights: Mapping[str, tuple[str, Fraction, Fraction]]
    needs: Needs

    def step(self, item: Item, before: Fraction) -> Step:
        """Return an item with its price, from the answer `before`; an item that is reached already is free."""
        practice, in_practice, overall = self.weights[item.activity]
        gained = max(item.to - before, NO)
        effort = (
            self.efforts.between(self.activities[item.activity], before, item.to)
            if item.effort is None
            else item.effort
        )
        return Step(item=item, practice=practice, before=before, effort=effort if gained else NO,
                    practice_gain=gained * in_practice, overall_gain=gained * overall,
                    needs=self.needs.of(item.activity, before) if gained else (),
                    opens=self.needs.opens(item.activity) if gained and before == NO else ())  # fmt: skip

"""The items of a roadmap as rows of a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sammeter.report.plan.view import View

HEADS = ("phase", "start", "until", "activity", "title", "practice", "from", "to", "owner", "effort_days", "cost", "now",
         "state", "practice_gain", "overall_gain", "gain_per_100_days", "needs", "opens", "why", "note", "anyway")  # fmt: skip
Cell = str | Fraction | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under `HEADS`: texts, numbers, and None where there is nothing."""

    rows: tuple[tuple[Cell, ...], ...]


def table(view: View) -> Table:
    """Return one row an item, in the order of the plan."""
    return Table(tuple(_rows(view)))


def _rows(view: View) -> Iterator[tuple[Cell, ...]]:
    late = {(one.phase.name, one.item.activity) for one in (view.to_date.overdue if view.to_date else ())}
    for projected in view.planned:
        phase = projected.phase
        for step in projected.steps:
            item, now = step.item, None if view.now is None else view.now.get(step.item.activity, Fraction(0))
            state = (
                ""
                if now is None
                else "done"
                if now >= item.to
                else "overdue"
                if (phase.name, item.activity) in late
                else "open"
            )
            yield (phase.name, phase.start, phase.until, item.activity, view.title(item.activity), step.practice, step.before,
                   item.to, item.owner, step.effort, item.cost, now, state, step.practice_gain, step.overall_gain,
                   None if step.per_day is None else step.per_day * 100, " ".join(step.needs), " ".join(step.opens),
                   item.why, item.note, item.anyway)  # fmt: skip

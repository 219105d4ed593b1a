"""What must agree inside a plan: the order of its phases, rising answers, targets, and what has to be there first."""

from collections.abc import Iterator
from dataclasses import dataclass

from sammeter.app.roadmap_parts import cut
from sammeter.data import Pack
from sammeter.data.reader import Mistakes
from sammeter.roadmap.needs import Missing
from sammeter.roadmap.plan import NO, Answers, Phase, Plan
from sammeter.roadmap.project import project
from sammeter.roadmap.words import days, number
from sammeter.text import Node


@dataclass(frozen=True, slots=True)
class Placed:
    """A phase and its items with the places they stand at."""

    phase: Phase
    node: Node
    items: tuple[Node, ...]


def order(placed: tuple[Placed, ...], mistakes: Mistakes) -> None:
    """Phases run forwards, one after the other, and no activity stands twice in one."""
    before: Phase | None = None
    for one in placed:
        phase, twice = one.phase, set[str]()
        if phase.start and phase.until and phase.until < phase.start:
            mistakes.add(f"phase '{cut(phase.name)}' ends on {phase.until}, before it starts", where=one.node["until"].where,
                         hint=f"start is {phase.start}")  # fmt: skip
        if before and phase.start and before.until and phase.start <= before.until:
            mistakes.add(f"phase '{cut(phase.name)}' starts on {phase.start}, while '{cut(before.name)}' runs until {before.until}",
                         where=one.node["start"].where, hint="phases follow one another in the order of time")  # fmt: skip
        for item, node in zip(phase.items, one.items, strict=True):
            if item.activity in twice:
                mistakes.add(
                    f"{item.activity} stands twice in phase '{cut(phase.name)}'",
                    where=node.where,
                    hint="keep the one that goes further",
                )
            twice.add(item.activity)
        before = phase


def rising(plan: Plan, placed: tuple[Placed, ...], mistakes: Mistakes) -> None:
    """Every item raises its activity above what the plan itself says it is at."""
    at, since = dict(plan.base or {}), dict.fromkeys(plan.base or {}, "from")
    for one in placed:
        for item, node in zip(one.phase.items, one.items, strict=True):
            was = at.get(item.activity, NO)
            if item.to <= was or item.to == NO:
                says = f"goes down to {number(item.to)}" if item.to < was else f"stays at {number(item.to)}"
                mistakes.add(f"{item.activity} {says}; it is at {number(was)} by then ({cut(since.get(item.activity, 'No'))})",
                             where=node["to"].where, hint="take the item out, or let it go higher")  # fmt: skip
            at[item.activity], since[item.activity] = max(was, item.to), f"phase '{one.phase.name}'"


def targets(plan: Plan, node: Node, placed: tuple[Placed, ...], mistakes: Mistakes) -> None:
    """No item goes beyond the target of its activity."""
    target = plan.target()
    for one in placed:
        for item, place in zip(one.phase.items, one.items, strict=True):
            if item.to > target.get(item.activity, item.to):
                owner = plan.risk_class if item.activity in plan.targets.get(plan.risk_class, {}) else "all"
                line = node["targets"][owner][item.activity].where
                mistakes.add(f"{item.activity} goes to {number(item.to)}, its target is {number(target[item.activity])} ({owner}, {line})",
                             where=place["to"].where, hint="raise the target, or let the item go no further")  # fmt: skip


def prerequisites(plan: Plan, late: list[Missing], placed: tuple[Placed, ...], mistakes: Mistakes) -> None:
    """Nothing comes before what it needs; the mistake names the phase that would do."""
    for one in late:
        phases = [cut(phase.name) for phase in plan.phases]
        if one.planned is None:
            says, hint = (
                "which the plan never takes on",
                f"plan {one.needs} in phase '{phases[one.phase]}' or before, write under from: what it is already",
            )
        else:
            says, hint = (
                f"which comes in phase '{phases[one.planned]}' only",
                f"move {one.needs} to phase '{phases[one.phase]}' or before, or {one.activity} to '{phases[one.planned]}'",
            )
        mistakes.add(f"{one.activity} needs {one.needs}, {says}", where=placed[one.phase].items[one.position].where,
                     hint=f"{hint}, or say in anyway: why it need not wait")  # fmt: skip


def warnings(plan: Plan, pack: Pack, base: Answers, late: tuple[Missing, ...]) -> Iterator[str]:
    """Yield what is no mistake, yet worth knowing."""
    items = [item for phase in plan.phases for item in phase.items]
    nobody = [item.activity for item in items if not item.owner.strip()]
    if nobody:
        yield f"{len(nobody)} of {len(items)} items have no owner: {_few(nobody)}"
    for one in late:
        yield f"{one.activity} does not wait for {one.needs}: {one.anyway}"
    projected = project(pack.model, plan, base)
    for end in projected:
        if end.phase.budget is not None and end.effort > end.phase.budget:
            yield f"phase '{end.phase.name}' takes {days(end.effort)}, its budget is {days(end.phase.budget)}"
    last = projected[-1].answers if projected else base
    short = [name for name, worth in plan.target().items() if last.get(name, NO) < worth]
    if short:
        yield f"{len(short)} targets are not reached by the last phase: {_few(short)}"
    if plan.risk_class and plan.targets and plan.risk_class not in plan.targets:
        yield f"there are no targets of class '{plan.risk_class}'; those of all hold"


def _few(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")

"""What a plan that was just made comes to, how sure it is that nothing is better, and the reason of every step."""

from collections.abc import Iterator
from fractions import Fraction

from sammeter.model import Model
from sammeter.roadmap.choose import Choice
from sammeter.roadmap.plan import Plan
from sammeter.roadmap.progress import to_target
from sammeter.roadmap.project import Projected
from sammeter.roadmap.words import days, folded, number, percent
from sammeter.scoring import score, shown
from sammeter.text.escape import terminal


def page(model: Model, plan: Plan, choice: Choice, projected: tuple[Projected, ...]) -> bytes:
    """Return the page for a terminal, 80 columns."""
    return ("\n".join(_page(model, plan, choice, projected)) + "\n").encode()


def _page(model: Model, plan: Plan, choice: Choice, projected: tuple[Projected, ...]) -> Iterator[str]:
    base = score(model, plan.base or {})
    last, count = projected[-1], sum(len(one.steps) for one in projected)
    lines = [(f"{terminal(plan.name)}: from {shown(base.overall)} to {shown(last.scores.overall)} of 3 by {last.phase.until}, with {count} items for"
             f" {days(sum((one.effort for one in projected), Fraction(0)))}. {_towards(model, plan, projected)}")]  # fmt: skip
    lines += [_sure(choice, len(projected))]
    sizes = ", ".join(f"{size} {number(found)}" for size, found in plan.efforts.days.items())
    spent = ", ".join(f"{number(worth)}: {percent(share)}" for worth, share in plan.efforts.spent.items() if worth)
    lines += [
        f"Days from No to the highest answer: {sizes}. Of them, at {spent}. Put your own under effort: in the file."
    ]
    if choice.added:
        lines += [f"Planned although no target asks for it, because something needs it: {', '.join(choice.added)}."]
    for line in lines:
        yield from folded(line)
    yield ""
    for one in projected:
        budget = f" of {days(one.phase.budget)}" if one.phase.budget is not None else ""
        spent = f"{number(one.effort)}{budget}"
        when = f"{terminal(one.phase.name)}  {one.phase.start} to {one.phase.until}"
        yield from folded(f"{when}  {spent}  overall {shown(one.scores.overall)}", hanging=2)
        for step in one.steps:
            title = next(a.title for a in model.activities() if a.id == step.item.activity)
            yield from folded(
                f"{step.item.activity}  {number(step.before)} -> {number(step.item.to)}  {title}", indent=2, hanging=12
            )
            yield from folded(step.item.why, indent=6)
        yield ""
    yield from _left(choice)


def _towards(model: Model, plan: Plan, projected: tuple[Projected, ...]) -> str:
    now, then = (to_target(model, answers, plan.target()) for answers in (plan.base or {}, projected[-1].answers))
    if now.share is None or then.share is None:
        return "There is no target above No."
    return (
        f"Of the targets, {shown(now.of.overall)}, it reaches {percent(then.share)}; today it is {percent(now.share)}."
    )


def _left(choice: Choice) -> Iterator[str]:
    if choice.left:
        yield f"Not reached ({len(choice.left)})"
    for one in choice.left:
        yield from folded(
            f"{one.activity} comes to {number(one.comes_to)} of {number(one.target)}: {one.why}", indent=2, hanging=6
        )


def _sure(choice: Choice, phases: int) -> str:
    """Say how sure it is that nothing is better."""
    if choice.proven:
        return (
            "Proven: within the budgets no plan ends higher, and of those that end as high none is higher on the way."
        )
    stopped = (
        "the time ran out, so another run may choose otherwise"
        if choice.by_clock
        else "the search was stopped at its limit"
    )
    end = (f"no plan ends higher than this one by more than {number(choice.best_end - choice.gained_end, 4)}"
           if choice.best_end > choice.gained_end else "no plan ends higher")  # fmt: skip
    mean, gap = (choice.best_sum - choice.gained_sum) / phases, Fraction(0)
    if choice.best_sum:
        gap = (choice.best_sum - choice.gained_sum) / choice.best_sum
    return (f"Not proven to be the best, {stopped}: {end}, and none is higher on the way by more than {number(mean, 4)} in the mean "
            f"of the phases (gap {number(gap * 100, 2)} %).")  # fmt: skip

"""The use case `roadmap plan`: from answers and targets to a plan, with the reason of every step."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path

from sammeter.app.roadmap import current, file
from sammeter.app.roadmap_file import read_targets
from sammeter.app.roadmap_parts import cut
from sammeter.app.roadmap_write import Noted, to_yaml
from sammeter.data import Pack, load
from sammeter.data.starters import efforts
from sammeter.errors import DataError, NotFoundError
from sammeter.model import Model
from sammeter.report.plan.made import page
from sammeter.roadmap.choose import Choice, choose
from sammeter.roadmap.explain import best_first, why
from sammeter.roadmap.order import Order
from sammeter.roadmap.plan import EVERY, Answers, Phase, Plan, targets_of
from sammeter.roadmap.project import Projected, project
from sammeter.roadmap.solve import Limits
from sammeter.roadmap.template import Template
from sammeter.roadmap.words import days, folded, number
from sammeter.scoring import score, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the user asked for: exactly one of `template` and `targets`; `budget` in person-days a phase."""

    now: Path | None
    start: str
    template: str = ""
    targets: Path | None = None
    risk_class: str = ""
    phases: int = 4
    months: int = 6
    budget: Fraction | None = None
    name: str = ""
    seconds: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The file of a plan, and the page that explains it."""

    file: bytes
    page: bytes


def make(wanted: Wanted) -> Made:
    """Choose what to do when. Raises DataError (wrong input, no solver), NotFoundError (no such template), SourceError."""
    if wanted.now is None:
        raise DataError(
            "from where? the answers of today are missing", where="plan", hint="add --from ANSWERS, a score file"
        )
    pack = load()
    targets, sizes, name = _targets(wanted, pack)
    if (
        wanted.risk_class
        and wanted.risk_class not in targets
        and get_close_matches(wanted.risk_class, targets, n=1, cutoff=0.7)
    ):
        raise DataError(
            f"no targets of class '{cut(wanted.risk_class)}'",
            where="--class",
            hint=f"one of {', '.join(sorted(targets))}",
        )
    base, target = current(wanted.now), targets_of(targets, wanted.risk_class)
    order = Order(now=base, target=target, budgets=(wanted.budget,) * wanted.phases, efforts=efforts(pack, sizes))
    choice = choose(pack.model, order, Limits(seconds=wanted.seconds))
    plan = Plan(model=pack.model.version, name=wanted.name or name, phases=tuple(_phases(wanted, choice)), efforts=order.efforts,
                risk_class=wanted.risk_class, targets=targets, base=base)  # fmt: skip
    plan, projected = _explained(pack.model, plan)
    noted = {(n, step.item.activity): days(step.effort) for n, one in enumerate(projected) for step in one.steps}
    tail = [
        f"{one.activity} does not reach {number(one.target)}, it comes to {number(one.comes_to)}: {one.why}"
        for one in choice.left
    ]
    return Made(
        file=to_yaml(plan, pack.model, Noted(days=noted, tail=tuple(tail))),
        page=page(pack.model, plan, choice, projected),
    )


def templates(pack: Pack | None = None) -> bytes:
    """Return the starter templates: for whom each is, why, and what it aims at."""
    return ("\n".join(_template_lines(pack or load())) + "\n").encode()


def _template_lines(pack: Pack) -> Iterator[str]:
    for key, one in pack.templates.items():
        yield key
        yield from folded(f"{one.title}. {one.whom}", indent=2)
        yield from folded(one.why, indent=2)
        for risk in one.targets:
            whole = targets_of(one.worths(), risk)
            raised = f"{len(one.targets[risk])} of them raised, " if risk != EVERY else ""
            count = sum(worth > 0 for worth in whole.values())
            yield f"  {risk:<7}{count} activities, {raised}score {shown(score(pack.model, whole).overall)}"
        yield ""
    yield "sammeter roadmap plan --template NAME --from ANSWERS -o roadmap.yaml"


def _targets(wanted: Wanted, pack: Pack) -> tuple[dict[str, Answers], dict[str, Fraction], str]:
    if max(len(wanted.name), len(wanted.risk_class)) > 200:
        raise DataError("more than 200 signs", where="--name or --class", hint="keep it short")
    if bool(wanted.template) == (wanted.targets is not None):
        raise DataError("where to? name a template or a file of targets, one of both", where="plan",
                        hint=f"--template {next(iter(pack.templates))}, or --targets FILE; sammeter roadmap templates lists them")  # fmt: skip
    if wanted.targets is not None:
        found, sizes = read_targets(file(wanted.targets), where=str(wanted.targets), pack=pack)
        return found, sizes, f"Towards {wanted.targets.stem[:100]}"
    template = _template(wanted.template, pack)
    return template.worths(), {}, template.title


def _template(name: str, pack: Pack) -> Template:
    if name not in pack.templates:
        near = get_close_matches(name, pack.templates, n=1)
        raise NotFoundError(
            f"no template '{cut(name)}'",
            hint=f"did you mean {near[0]}?" if near else f"one of {', '.join(pack.templates)}",
        )
    return pack.templates[name]


def _phases(wanted: Wanted, choice: Choice) -> Iterator[Phase]:
    starts = [months_on(date.fromisoformat(wanted.start), n * wanted.months) for n in range(wanted.phases + 1)]
    for n, items in enumerate(choice.phases):
        last = starts[n + 1] - timedelta(days=1)
        yield Phase(
            name=f"Phase {n + 1}",
            start=starts[n].isoformat(),
            until=last.isoformat(),
            budget=choice.budgets[n],
            items=items,
        )


def next_month(moment: str) -> str:
    """Return the first day of the month after a moment."""
    return months_on(date.fromisoformat(moment[:7] + "-01"), 1).isoformat()


def amount(text: str) -> Fraction | None:
    """Return person-days that were typed; None if it is no number from 0 with at most two places."""
    return Fraction(text) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", text) else None


def months_on(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where that month is shorter. Raises DataError past 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
    except (ValueError, OverflowError) as error:
        raise DataError(
            "the plan runs out of the calendar", where="--start", hint="name an earlier start or fewer months"
        ) from error


def _explained(model: Model, plan: Plan) -> tuple[Plan, tuple[Projected, ...]]:
    """Return the plan with the reason of each item, the best per day first in each phase."""
    planned = frozenset(item.activity for phase in plan.phases for item in phase.items)
    projected = project(model, plan, plan.base or {})
    phases = tuple(
        replace(one.phase, items=tuple(replace(step.item, why=why(step, planned)) for step in best_first(one.steps)))
        for one in projected
    )
    explained = replace(plan, phases=phases)
    return explained, project(model, explained, plan.base or {})

"""A roadmap for a terminal: sentences first, then the phases, then the scores; 80 columns."""

from collections.abc import Iterator
from textwrap import wrap

from sammeter.report.plan.view import View
from sammeter.roadmap.project import Projected, Step
from sammeter.roadmap.words import days, number, percent
from sammeter.scoring import Scores, shown
from sammeter.text.escape import terminal

WIDTH, LABEL, COLUMNS = 80, 33, 7


def render(view: View) -> bytes:
    """Return the page as UTF-8 text that needs only ASCII signs of ours."""
    return ("\n".join(_lines(view)) + "\n").encode()


def _lines(view: View) -> Iterator[str]:
    plan = view.plan
    risk = f"   class {terminal(plan.risk_class)}" if plan.risk_class else ""
    yield from _told(f"{terminal(plan.name)}   SAMM {plan.model}{risk}   as of {view.as_of}")
    yield ""
    for sentence in sentences(view):
        yield from _told(sentence)
    yield ""
    yield from _overdue(view)
    for number_, projected in enumerate(view.planned):
        yield from _phase(view, projected, view.planned[number_ - 1].scores if number_ else view.first)
    yield from _table(view)


def sentences(view: View) -> Iterator[str]:
    """Yield what the plan comes to and how far it is, in sentences; texts of the plan are made safe for a terminal."""
    plan, last = view.plan, view.planned[-1]
    cost = f" and {number(view.cost)} {terminal(plan.currency)}" if view.cost else ""
    count = len(plan.phases)
    yield (f"The plan takes the score from {shown(view.first.overall)} to {shown(last.scores.overall)} in {count} "
           f"phase{'s' * (count != 1)}, by {last.phase.until}, for {days(view.effort)}{cost}.")  # fmt: skip
    yield from _target_sentences(view)
    if view.to_date is None:
        yield "How far it is, --now ANSWERS tells."
        return
    done = view.to_date
    if done.due:
        yield (f"To date {shown(done.should.overall)} should be reached, {shown(done.now.overall)} is; "
               f"{done.done} of {done.due} due items are done.")  # fmt: skip
    else:
        yield f"Nothing is due yet; the score is {shown(done.now.overall)}."
    if done.current:
        yield f"{terminal(done.current.name)} is running, until {done.current.until}."
    if view.expected and view.expected[-1].scores.overall != last.scores.overall:
        yield f"From where things stand, the plan leads to {shown(view.expected[-1].scores.overall)}."


def _target_sentences(view: View) -> Iterator[str]:
    found = view.to_target
    if found.share is None:
        yield "The plan names no target above No."
        return
    where = "Progress to the target" if view.now is not None else "Progress to the target where it starts"
    yield f"{where}: {shown(found.reached.overall)} of {shown(found.of.overall)}: {percent(found.share)}."
    if found.beyond:
        yield f"Another {shown(found.beyond)} lies beyond the target and is not counted there."


def _overdue(view: View) -> Iterator[str]:
    if view.to_date is None or not view.to_date.overdue:
        return
    yield f"Overdue ({len(view.to_date.overdue)})"
    for one in view.to_date.overdue:
        owner = terminal(one.item.owner) or "nobody"
        line = f"  ! {one.item.activity} should be {number(one.item.to)} since {one.phase.until}, is {number(one.now)}; owner: {owner}"
        yield from _told(line, 4)
    yield ""


def _phase(view: View, projected: Projected, before: Scores) -> Iterator[str]:
    phase = projected.phase
    budget = f" of {number(phase.budget)}" if phase.budget is not None else ""
    spent = f"{number(projected.effort)}{budget} days"
    cost = f", {number(projected.cost)} {terminal(view.plan.currency)}" if projected.cost else ""
    yield from _told(terminal(phase.name))
    yield from _told(
        f"  {phase.start} to {phase.until}, {spent}{cost}, overall {shown(before.overall)} -> {shown(projected.scores.overall)}",
        2,
    )
    for step in projected.steps:
        yield from _step(view, step)
    yield ""


def _step(view: View, step: Step) -> Iterator[str]:
    item = step.item
    done = "+" if view.now is not None and view.now.get(item.activity, 0) >= item.to else " "
    cost = f", {number(item.cost)} {terminal(view.plan.currency)}" if item.cost else ""
    owner = terminal(item.owner) or "no owner"
    yield from _told(
        f"  {done} {item.activity}  {number(step.before)} -> {number(item.to)}  {view.title(item.activity)}", 14
    )
    yield from _told(f"      {owner}, {days(step.effort)}{cost}", 6)
    parts = [f"why: {terminal(item.why)}" if item.why else "", f"note: {terminal(item.note)}" if item.note else "",
             f"does not wait: {terminal(item.anyway)}" if item.anyway else ""]  # fmt: skip
    if step.needs and not item.why:
        parts.append(f"needs {', '.join(step.needs)} above No by then")
    for part in filter(None, parts):
        yield from _told(f"      {part}", 6)


def _table(view: View) -> Iterator[str]:
    """Yield the scores at the end of each phase, six columns at a time."""
    columns = [("start", view.first), *((str(n), one.scores) for n, one in enumerate(view.planned, 1))]
    if view.to_date is not None:
        columns.insert(1, ("now", view.to_date.now))
    columns.append(("target", view.to_target.of))
    for at in range(0, len(columns), COLUMNS):
        yield from _part(view, columns[at : at + COLUMNS])


def _part(view: View, columns: list[tuple[str, Scores]]) -> Iterator[str]:
    widths = [max(len(head) + 2, 6) for head, _ in columns]

    def row(label: str, cells: list[str]) -> str:
        return f"{label:<{LABEL}}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))

    yield row("Score at the end of phase", [head for head, _ in columns])
    yield row(" overall", [shown(scores.overall) for _, scores in columns])
    for function in view.model.functions:
        yield row(function.name, [shown(scores.functions[function.id]) for _, scores in columns])
        for practice in view.model.practices_of(function.id):
            yield row(
                f" {practice.id} {practice.name}", [shown(scores.practices[practice.id]) for _, scores in columns]
            )
    yield ""


def _told(line: str, indent: int = 0) -> Iterator[str]:
    """Wrap a line; a word that is longer than a line is broken."""
    yield from wrap(line, WIDTH, subsequent_indent=" " * indent, break_on_hyphens=False) or [""]

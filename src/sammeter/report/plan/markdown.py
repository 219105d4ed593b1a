"""A roadmap as Markdown: sentences, then a table a phase; texts of the plan are shown literally."""

from collections.abc import Iterator

from sammeter.report.plan.text import sentences
from sammeter.report.plan.view import View
from sammeter.roadmap.project import Step
from sammeter.roadmap.words import number
from sammeter.scoring import shown
from sammeter.text.escape import markdown


def render(view: View) -> bytes:
    """Return the page."""
    return ("\n".join(_lines(view)) + "\n").encode()


def _lines(view: View) -> Iterator[str]:
    yield f"# Roadmap: {markdown(view.plan.name)}"
    yield ""
    risk = f", class {markdown(view.plan.risk_class)}" if view.plan.risk_class else ""
    yield f"SAMM {view.plan.model}{risk}, as of {view.as_of}."
    yield ""
    yield from (f"- {markdown(sentence)}" for sentence in sentences(view))
    if view.to_date and view.to_date.overdue:
        yield from ("", "## Overdue", "")
        yield from (f"- {one.item.activity} should be {number(one.item.to)} since {one.phase.until}, is {number(one.now)}; "
                    f"owner: {markdown(one.item.owner) or 'nobody'}" for one in view.to_date.overdue)  # fmt: skip
    before = view.first.overall
    for projected in view.planned:
        phase = projected.phase
        yield from ("", f"## {markdown(phase.name)}", "")
        yield (f"{phase.start} to {phase.until}, {number(projected.effort)} days, overall {shown(before)} to "
               f"{shown(projected.scores.overall)}.")  # fmt: skip
        before = projected.scores.overall
        if projected.steps:
            yield from (
                "",
                "| activity | from | to | owner | days | cost | why, note |",
                "|---|---|---|---|---|---|---|",
            )
            yield from (_row(view, step) for step in projected.steps)


def _row(view: View, step: Step) -> str:
    item = step.item
    said = "; ".join(part for part in (item.why, item.note, item.anyway and f"does not wait: {item.anyway}") if part)
    cells = (f"{item.activity} {markdown(view.title(item.activity))}", number(step.before), number(item.to),
             markdown(item.owner), number(step.effort), "" if item.cost is None else f"{number(item.cost)} {markdown(view.plan.currency)}",
             markdown(said))  # fmt: skip
    return f"| {' | '.join(cells)} |"

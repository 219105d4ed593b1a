"""A roadmap as the score file, which `sammeter score` prices and which fills the phases of OWASP's workbook."""

from sammeter.errors import DataError
from sammeter.report.plan.view import View
from sammeter.roadmap.plan import NO, Answers
from sammeter.roadmap.words import number

PHASES = 4
"""As many as OWASP's workbook has."""


def render(view: View) -> bytes:
    """Return answers and phases; a phase holds what it changes. Raises DataError where there are more than four."""
    count = len(view.planned)
    if count > PHASES:
        raise DataError(f"the plan has {count} phases, OWASP's workbook has {PHASES}",
                        hint=f"add --merge: the phases from number {PHASES} on become one")  # fmt: skip
    return _file(view, [one.answers for one in view.planned])


def render_merged(view: View) -> bytes:
    """Return answers and at most four phases: the fourth is what is reached at the end of the last."""
    ends = [one.answers for one in view.planned]
    return _file(view, ends if len(ends) <= PHASES else [*ends[: PHASES - 1], ends[-1]])


def _file(view: View, ends: list[Answers]) -> bytes:
    lines = [f"model: {view.plan.model}", "answers:"]
    lines += [f"  {name}: {number(worth)}" for name, worth in view.start.items()] or ["  {}"]
    before, phases = view.start, list[str]()
    for end in ends:
        changed = {name: worth for name, worth in end.items() if worth != before.get(name, NO)}
        phases.append(f"  - {{{', '.join(f'{name}: {number(worth)}' for name, worth in changed.items())}}}")
        before = end
    return ("\n".join([*lines, "phases:", *phases]) + "\n").encode()

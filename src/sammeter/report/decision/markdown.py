"""A decision as Markdown, for a pull request or a job's summary: at most 60 lines."""

from collections.abc import Iterator

from sammeter.checks import Decision
from sammeter.report.decision.words import reason, record, signed, stops, summary, todo, word
from sammeter.rules import Verdict
from sammeter.text.escape import markdown

LINES = 60
_SHOWN = 3


def render(decision: Decision) -> bytes:
    """Return the decision as Markdown."""
    lines = list(_lines(decision))
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], "... and more: `sammeter check --format text`"]
    return ("\n".join(lines) + "\n").encode()


def _lines(decision: Decision) -> Iterator[str]:
    subject = decision.subject
    yield f"## {decision.result.capitalize()}: {markdown(subject.name)} at {decision.policy.point}, policy {markdown(decision.policy.name)}"
    yield ""
    yield f"{summary(decision)}. As of {decision.as_of[:10]}, commit `{subject.commit[:12] or 'none'}`."
    for line in decision.policy.loosened:
        yield f"Asks less than {markdown(decision.policy.extends)}: {markdown(line)}."
    yield ""
    yield "| | Requirement | What |"
    yield "|---|---|---|"
    for one in sorted(decision.outcomes, key=lambda outcome: (not stops(outcome), outcome.verdict is Verdict.MET)):
        mark = "**stops**" if stops(one) else word(one) if one.passes else f"{word(one)}, {one.mode}"
        what = "" if one.verdict is Verdict.MET else reason(one)
        yield f"| {mark} | {markdown(one.requirement.says)} | {markdown(what)} |"
    for one in decision.outcomes:
        if one.passes:
            continue
        yield ""
        yield f"**{markdown(one.requirement.id)}**: {markdown(todo(one))}"
        if one.verdict is Verdict.UNMET:
            yield from (
                f"- {markdown(record(fact) or fact.kind)} ({markdown(fact.where)})" for fact in one.because[:_SHOWN]
            )
    if decision.exceptions():
        yield ""
        yield "Exceptions used:"
        yield from (f"- {markdown(signed(one))}" for one in decision.exceptions())

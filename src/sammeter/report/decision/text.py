"""A decision on a terminal: what stops first, each with what was seen, where, and what to do."""

from collections.abc import Iterator
from textwrap import wrap

from sammeter.checks import Decision, Outcome
from sammeter.report.decision.words import SIGNS, reason, record, signed, stops, summary, todo, word
from sammeter.report.text_lines import WIDTH, cut, places
from sammeter.rules import Verdict
from sammeter.text.escape import terminal

_SHOWN = 6


def render(decision: Decision) -> bytes:
    """Return the decision as UTF-8 text of 80 columns."""
    return ("\n".join(_lines(decision)) + "\n").encode()


def _lines(decision: Decision) -> Iterator[str]:
    subject, policy = decision.subject, decision.policy
    commit = f" @ {subject.commit[:12]}" if subject.commit else ""
    yield cut(
        f"{terminal(subject.name)}{commit}   check {policy.point}   policy {terminal(policy.name)}   as of {decision.as_of[:10]}"
    )
    if subject.artifact:
        yield cut(f"artifact {terminal(subject.artifact)}")
    for line in policy.loosened:
        yield cut(f"! asks less than {terminal(policy.extends)}: {terminal(line)}")
    yield ""
    groups = (
        ("Stops", [one for one in decision.outcomes if stops(one)]),
        ("Warns", [one for one in decision.outcomes if not one.passes and one.mode == "warn"]),
        ("Watched", [one for one in decision.outcomes if not one.passes and one.mode == "watch"]),
        ("Passes by exception", [one for one in decision.outcomes if one.exceptions]),
        ("Passes", [one for one in decision.outcomes if one.verdict is Verdict.MET]),
    )
    for title, outcomes in groups:
        if outcomes:
            yield title
            for one in outcomes:
                yield from _outcome(one)
            yield ""
    for signoff, why in decision.refused:
        yield from wrap(
            f"an exception does not count: {terminal(signed(signoff))}: {terminal(why)}", WIDTH, subsequent_indent="  "
        )
        yield cut(f"  {terminal(signoff.where)}")
    yield summary(decision)
    yield f"=> {decision.result}" + (f", by what is {decision.stopped_by}" if decision.stopped_by else "")


def _outcome(one: Outcome) -> Iterator[str]:
    yield cut(f"  {SIGNS[word(one)]} {terminal(one.requirement.id)}")
    yield from wrap(terminal(one.requirement.says), WIDTH, initial_indent="      ", subsequent_indent="      ")
    if one.verdict is Verdict.MET:
        if one.because:
            yield cut(f"      {places(one.because)}")
        return
    yield from wrap(terminal(reason(one)), WIDTH, initial_indent="      ", subsequent_indent="        ")
    if one.verdict is Verdict.UNMET:
        for fact in one.because[:_SHOWN]:
            yield cut(f"      - {terminal(record(fact) or fact.kind)}  {terminal(fact.where)}")
        if len(one.because) > _SHOWN:
            yield f"      and {len(one.because) - _SHOWN} more in --format json"
    for signoff in one.exceptions:
        yield from wrap(
            f"excepted: {terminal(signed(signoff))}", WIDTH, initial_indent="      ", subsequent_indent="        "
        )
    if not one.exceptions and todo(one):
        yield from wrap(f"do: {terminal(todo(one))}", WIDTH, initial_indent="      ", subsequent_indent="          ")

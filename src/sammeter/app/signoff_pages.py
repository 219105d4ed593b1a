"""Exceptions as a list: what lapses soon, what lapsed, what has not begun, what matches nothing any more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sammeter.checks import Decision, SignOff
from sammeter.checks.decide import Known
from sammeter.checks.signoffs import excepts, refused
from sammeter.report.decision.json import signoff as as_row
from sammeter.report.decision.words import signed
from sammeter.report.text_lines import WIDTH
from sammeter.rules import Verdict
from sammeter.text.escape import terminal

State = Literal["lapsed", "lapses soon", "not begun", "does not count", "matches nothing", "in force"]
STATES: tuple[State, ...] = ("lapsed", "lapses soon", "does not count", "matches nothing", "not begun", "in force")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One exception with what is to be said of it; `why` explains what is not plain from its days."""

    signoff: SignOff
    state: State
    why: str = ""


def listed(
    signoffs: Sequence[SignOff], today: str, soon: int, decision: Decision | None = None, known: Known | None = None
) -> tuple[Listed, ...]:
    """Return all exceptions, the most pressing first; with a decision, also those that nothing needs any more."""
    found = [_listed(one, today, soon, decision, known) for one in signoffs]
    return tuple(sorted(found, key=lambda one: (STATES.index(one.state), one.signoff.end, one.signoff.id)))


def _listed(one: SignOff, today: str, soon: int, decision: Decision | None, known: Known | None) -> Listed:
    if one.end < today:
        return Listed(signoff=one, state="lapsed")
    if one.start > today:
        return Listed(signoff=one, state="not begun")
    why = _refused(one, decision) if decision else ""
    if why:
        return Listed(signoff=one, state="does not count", why=why)
    orphan = _orphan(one, decision, known) if decision and known else ""
    if orphan:
        return Listed(signoff=one, state="matches nothing", why=orphan)
    near = (date.fromisoformat(today) + timedelta(days=soon)).isoformat()
    return Listed(signoff=one, state="lapses soon" if one.end <= near else "in force")


def _refused(one: SignOff, decision: Decision) -> str:
    policy, subject = decision.policy, decision.subject
    return refused(one, policy.approvers, policy.exception_days, subject.risk_class, decision.as_of)


def _orphan(one: SignOff, decision: Decision, known: Known) -> str:
    """Say why nothing needs an exception any more; empty where something may."""
    if one.app and one.app != decision.subject.name:
        return ""
    if one.of_facts:
        seen = any(excepts(one, fact) for kind in known.world.seen for fact in known.world.of(kind))
        return "" if seen else "nothing that was seen is meant by it"
    about = [
        outcome
        for outcome in decision.outcomes
        if {one.requirement, one.criterion} & {outcome.requirement.id, outcome.requirement.criterion} - {""}
    ]
    if not about:
        return f"policy {decision.policy.name} does not ask for it"
    return "what it is about is met" if all(outcome.verdict is Verdict.MET for outcome in about) else ""


def as_text(found: Sequence[Listed], soon: int) -> str:
    """Return one entry for each, in groups, and the sum."""
    return "\n".join(_lines(found, soon)) + "\n"


def _lines(found: Sequence[Listed], soon: int) -> Iterator[str]:
    from textwrap import wrap

    for state in STATES:
        rows = [one for one in found if one.state == state]
        if not rows:
            continue
        yield f"{state.capitalize()}{f' (within {soon} days)' if state == 'lapses soon' else ''}"
        for one in rows:
            yield from wrap(
                f"{one.signoff.id}  {terminal(signed(one.signoff))}",
                WIDTH,
                initial_indent="  ",
                subsequent_indent="    ",
            )
            yield f"    {terminal(one.signoff.where)}" + (f": {terminal(one.why)}" if one.why else "")
        yield ""
    counts = ", ".join(
        f"{sum(one.state == state for one in found)} {state}"
        for state in STATES
        if any(one.state == state for one in found)
    )
    yield f"{len(found)} exception{'' if len(found) == 1 else 's'}" + (f": {counts}" if counts else "")


def as_rows(found: Sequence[Listed]) -> list[dict[str, Any]]:
    """Return them as plain data."""
    return [{**as_row(one.signoff), "state": one.state, "why": one.why} for one in found]

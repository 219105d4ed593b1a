"""The words that every format of a decision uses."""

from sammeter.checks import Decision, Outcome, SignOff
from sammeter.facts import Fact
from sammeter.rules import Verdict

SIGNS = {"met": "+", "unmet": "x", "unknown": "?", "excepted": "e"}


def word(outcome: Outcome) -> str:
    """Return what came of a requirement in one word; an exception is named, and the verdict stays what it is."""
    return "excepted" if outcome.exceptions else outcome.verdict.name.lower()


def stops(outcome: Outcome) -> bool:
    """Tell whether this outcome stops its point."""
    return outcome.mode == "stop" and not outcome.passes


def reason(outcome: Outcome) -> str:
    """Return why a requirement does not pass, in a phrase."""
    if outcome.note:
        return outcome.note
    if outcome.verdict is Verdict.UNMET:
        count = len(outcome.because)
        return f"refuted by {count} record{'' if count == 1 else 's'}" + (" or more" if outcome.more else "")
    if outcome.verdict is Verdict.UNKNOWN:
        return f"not known: {', '.join(outcome.missing[:4])}"
    return ""


def todo(outcome: Outcome) -> str:
    """Return what to do about it: mend what is unmet, bring what is unknown."""
    asked = outcome.requirement
    return (asked.advice if outcome.verdict is Verdict.UNMET else asked.bring or asked.advice).strip()


def record(fact: Fact) -> str:
    """Return what a refuting record says of itself, in a few words."""
    fields = fact.fields
    parts = [str(fields[name]) for name in ("severity", "id", "rule", "component", "purl", "place") if fields.get(name)]
    return " ".join(dict.fromkeys(parts))


def signed(one: SignOff) -> str:
    """Return an exception in a line: what, until when, who agreed."""
    return f"{one.scope()} until {one.end}: {one.reason} (asked by {one.requester}, agreed by {one.approver}, {one.approver_role})"


def summary(decision: Decision) -> str:
    """Return the decision in a line."""
    words = [word(one) for one in decision.outcomes]
    counts = ", ".join(f"{words.count(name)} {name}" for name in SIGNS if words.count(name))
    return f"{len(words)} requirement{'' if len(words) == 1 else 's'}: {counts}"

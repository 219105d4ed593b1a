"""A decision as JSON: every reason with its place, the same bytes for the same decision."""

from typing import Any

from sammeter.checks import Decision, Outcome, SignOff
from sammeter.envelope.digests import canonical
from sammeter.report.decision.words import reason, stops, todo, word

SCHEMA = "sammeter-decision/1"


def document(decision: Decision) -> dict[str, Any]:
    """Return the decision as plain data."""
    policy, subject = decision.policy, decision.subject
    return {
        "schema": SCHEMA, "result": decision.result, "stopped_by": decision.stopped_by, "as_of": decision.as_of,
        "policy": {"name": policy.name, "point": policy.point, "origin": policy.origin, "extends": policy.extends,
                   "limits": dict(sorted(policy.limits.items())), "loosened": list(policy.loosened),
                   "exception_days": policy.exception_days},
        "subject": {"name": subject.name, "commit": subject.commit, "artifact": subject.artifact, "risk_class": subject.risk_class},
        "requirements": [_outcome(one) for one in decision.outcomes],
        "exceptions": [signoff(one) for one in decision.exceptions()],
        "refused": [{**signoff(one), "why": why} for one, why in decision.refused],
    }  # fmt: skip


def _outcome(one: Outcome) -> dict[str, Any]:
    return {
        "id": one.requirement.id, "says": one.requirement.says, "mode": one.mode, "verdict": one.verdict.name.lower(),
        "word": word(one), "stops": stops(one), "why": reason(one), "do": "" if one.passes else todo(one), "missing": list(one.missing),
        "because": [{"kind": fact.kind, "where": fact.where,
                     "fields": {name: list(value) if isinstance(value, tuple) else value for name, value in sorted(fact.fields.items())}}
                    for fact in one.because],
        "exceptions": [signed.id for signed in one.exceptions], "origin": one.requirement.origin,
    }  # fmt: skip


def signoff(one: SignOff) -> dict[str, Any]:
    """Return an exception as plain data."""
    return {name: getattr(one, name) for name in SignOff.__slots__}


def render(decision: Decision) -> bytes:
    """Return the decision as canonical JSON with a line feed."""
    return canonical(document(decision)) + b"\n"

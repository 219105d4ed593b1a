"""A decision as SARIF 2.1.0: one result for each record that stands against a requirement, exceptions as suppressions."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from sammeter import __version__
from sammeter.checks import Decision, Outcome
from sammeter.facts import Fact
from sammeter.report.decision.words import reason, record, signed, stops
from sammeter.report.sarif import SCHEMA
from sammeter.rules import Verdict
from sammeter.text.escape import json_controls
from sammeter.text.node import split_line


def render(decision: Decision) -> bytes:
    """Return a SARIF log with one run."""
    return (
        json_controls(msgspec.json.format(msgspec.json.encode(_document(decision), order="sorted"), indent=1)) + b"\n"
    )


def _document(decision: Decision) -> dict[str, Any]:
    rules = [{"id": one.requirement.id, "shortDescription": {"text": one.requirement.says}, "help": {"text": one.requirement.advice or one.requirement.says}}
             for one in decision.outcomes]  # fmt: skip
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [{
        "tool": {"driver": {"name": "sammeter", "version": __version__, "semanticVersion": __version__, "rules": rules}},
        "invocations": [{"executionSuccessful": True, "exitCode": int(decision.result == "stop")}],
        "results": [row for index, one in enumerate(decision.outcomes) for row in _results(one, index)],
        "columnKind": "utf16CodeUnits",
        "properties": {"result": decision.result, "stopped_by": decision.stopped_by, "as_of": decision.as_of,
                       "policy": decision.policy.name, "point": decision.policy.point},
    }]}  # fmt: skip


def _results(one: Outcome, index: int) -> Iterator[dict[str, Any]]:
    if one.verdict is Verdict.MET:
        return
    unmet = one.verdict is Verdict.UNMET
    level = "error" if stops(one) else "warning" if one.mode == "warn" or one.exceptions else "note"
    base: dict[str, Any] = {"ruleId": one.requirement.id, "ruleIndex": index, "kind": "fail" if unmet else "open",
                            "level": level if unmet else "none"}  # fmt: skip
    if one.exceptions:
        base["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": signed(signoff)} for signoff in one.exceptions
        ]
    facts: tuple[Fact | None, ...] = one.because if unmet and one.because else (None,)
    for fact in facts:
        said = reason(one) if fact is None else record(fact) or fact.kind
        yield {**base, "message": {"text": f"{one.requirement.says}: {said}"}, "locations": [_location(fact)] if fact else [],
               "partialFingerprints": {"sammeterCheck/v1": f"{one.requirement.id}/{said}"}}  # fmt: skip


def _location(fact: Fact) -> dict[str, Any]:
    path, line = split_line(str(fact.fields.get("place") or fact.where))
    if not path or " " in path or "#" in path:
        return {"logicalLocations": [{"fullyQualifiedName": path or fact.where, "kind": "resource"}]}
    region = {"region": {"startLine": line}} if line else {}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(path, errors="replace")}, **region}}

"""An assessment as SARIF 2.1.0: one result a criterion or measure that is unmet, open ones as kind ``open``."""

from typing import Any

import msgspec

from sammeter import __version__
from sammeter.facts import Fact
from sammeter.report.assessment import Assessment
from sammeter.report.words import word
from sammeter.rules import Decided
from sammeter.text.escape import json_controls

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(assessment: Assessment) -> bytes:
    """Return a SARIF log with one run; unmet is a warning, indicated is open, met is not a result."""
    return (
        json_controls(msgspec.json.format(msgspec.json.encode(document(assessment), order="sorted"), indent=1)) + b"\n"
    )


def document(assessment: Assessment) -> dict[str, Any]:
    """Return the SARIF log as plain data."""
    decided = [s.decided for s in assessment.standings().values()] + [m.decided for m in assessment.measures]
    told = [one for one in decided if word(one) in ("unmet", "indicated")]
    names = sorted({one.rule for one in told})
    rules = assessment.book.by_id()
    criteria = assessment.model.criteria()
    descriptions = [
        {"id": name, "shortDescription": {"text": criteria.get(name) or rules[name].says},
         "fullDescription": {"text": rules[name].says}, "help": {"text": rules[name].advice}}
        for name in names
    ]  # fmt: skip
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "sammeter", "version": __version__, "semanticVersion": __version__, "rules": descriptions}},
            "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": [
                {"level": "warning", "message": {"text": f"not read: {gap.reason} {gap.detail}".strip()},
                 "locations": [_location(gap.where)]} for gap in assessment.gaps
            ]}],
            "results": [_result(one, names.index(one.rule), assessment) for one in told],
            "columnKind": "utf16CodeUnits",
            "properties": {"as_of": assessment.subject.as_of, "commit": assessment.subject.commit},
        }],
    }  # fmt: skip


def _result(one: Decided, index: int, assessment: Assessment) -> dict[str, Any]:
    unmet = word(one) == "unmet"
    asks = assessment.model.criteria().get(one.rule) or assessment.book.by_id()[one.rule].says
    places = [_location(fact.where) for fact in one.because if _is_file(fact)]
    return {
        "ruleId": one.rule, "ruleIndex": index, "kind": "fail" if unmet else "open", "level": "warning" if unmet else "none",
        "message": {"text": f"{word(one)}: {asks}"}, "locations": places[:10],
        "partialFingerprints": {"sammeterCriterion/v1": one.rule},
    }  # fmt: skip


def _is_file(fact: Fact) -> bool:
    path, _, line = fact.where.rpartition(":")
    return bool(path) and line.isascii() and line.isdigit()


def _location(where: str) -> dict[str, Any]:
    path, _, line = where.rpartition(":")
    if not (path and line.isascii() and line.isdigit()):
        return {"logicalLocations": [{"fullyQualifiedName": where, "kind": "resource"}]}
    from urllib.parse import quote

    place: dict[str, Any] = {"artifactLocation": {"uri": quote(path, errors="replace")}}
    return {"physicalLocation": {**place, "region": {"startLine": max(int(line), 1)}}}

"""An assessment as CycloneDX 1.6 declarations: claims, the evidence for them, and the evidence against them.

Each criterion that people or facts speak of is a requirement of the standard OWASP SAMM, with one claim about the
application. A claim that nothing supports has no conformance: what nobody looked at is never attested.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

import msgspec

from sammeter import __version__
from sammeter.answers import Grade, Standing
from sammeter.facts import Fact
from sammeter.report.assessment import Assessment
from sammeter.report.words import asked, verdict
from sammeter.rules import Verdict
from sammeter.text.escape import json_controls

SPACE = UUID("5b0f3c0e-6a1b-5c55-9a53-5a3b1d1c2e10")
"""The name space of identifiers that follow from content, so that the same assessment gives the same bytes."""
PLACES = 25
_CONFIDENCE = {Grade.MEASURED: (1.0, "measured"), Grade.CONFIRMED: (0.8, "indicated, and confirmed by a person"),
               Grade.PROVED: (0.6, "stated with live proof"), Grade.CLAIMED: (0.2, "stated without proof")}  # fmt: skip


def render(assessment: Assessment) -> bytes:
    """Return the declarations; the same assessment gives the same bytes."""
    return (
        json_controls(msgspec.json.format(msgspec.json.encode(document(assessment), order="sorted"), indent=1)) + b"\n"
    )


def document(assessment: Assessment) -> dict[str, Any]:
    """Return the CycloneDX document as plain data."""
    subject = assessment.subject
    spoken = [one for one in assessment.standings().values() if verdict(one) != "unknown" or one.stated is not None]
    serial = uuid5(SPACE, f"{subject.name} {subject.commit} {subject.as_of}")
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1,
        "metadata": {
            "timestamp": subject.as_of,
            "tools": {"components": [{"type": "application", "name": "sammeter", "version": __version__}]},
            "component": _target(assessment),
        },
        "definitions": {"standards": [{
            "bom-ref": "standard-samm", "name": "OWASP SAMM", "version": assessment.model.version, "owner": "OWASP",
            "description": "Identifiers and structure of OWASP SAMM, in sammeter's words.",
            "requirements": [{"bom-ref": f"requirement-{one.criterion}", "identifier": one.criterion,
                              "title": asked(one.criterion, assessment)} for one in spoken],
        }]},
        "declarations": {
            "assessors": [{"bom-ref": "assessor-sammeter", "thirdParty": False, "organization": {"name": f"sammeter {__version__}"}}],
            "targets": {"components": [{**_target(assessment), "bom-ref": "target"}]},
            "attestations": [{
                "summary": f"{len(spoken)} of {len(assessment.model.criteria())} criteria are spoken of; of the others nothing is known",
                "assessor": "assessor-sammeter", "map": [_map(one) for one in spoken],
            }],
            "claims": [_claim(one) for one in spoken],
            "evidence": [evidence for one in spoken for evidence in _evidence(one, assessment)],
        },
    }  # fmt: skip


def _target(assessment: Assessment) -> dict[str, Any]:
    subject = assessment.subject
    return {
        "type": "application",
        "bom-ref": "application",
        "name": subject.name,
        **({"version": subject.commit} if subject.commit else {}),
    }


def _map(one: Standing) -> dict[str, Any]:
    """Return requirement, claim or counter claim, and conformance only where it is settled."""
    key = "counterClaims" if one.evidenced is Verdict.UNMET else "claims"
    found: dict[str, Any] = {"requirement": f"requirement-{one.criterion}", key: [f"claim-{one.criterion}"]}
    if one.evidenced is not Verdict.UNKNOWN:
        found["conformance"] = {"score": 1.0 if one.evidenced is Verdict.MET else 0.0, "rationale": f"{verdict(one)}"}
        score, why = _CONFIDENCE[one.grade or Grade.CLAIMED]
        found["confidence"] = {"score": score, "rationale": why}
    return found


def _claim(one: Standing) -> dict[str, Any]:
    against = one.evidenced is Verdict.UNMET
    refs = [f"evidence-{one.criterion}-{n}" for n, _ in enumerate(one.decided.because[:PLACES], 1)]
    said = [f"statement-{one.criterion}"] if one.stated is not None else []
    yes = one.stated is None or one.stated.yes
    evidence = [*(refs if not against else []), *(said if yes else [])]
    counter = [*(refs if against else []), *(said if not yes else [])]
    return {
        "bom-ref": f"claim-{one.criterion}", "target": "target", "predicate": f"{one.criterion} is {verdict(one)}",
        "reasoning": f"decided by sammeter's rule for {one.criterion}",
        **({"evidence": evidence} if evidence else {}), **({"counterEvidence": counter} if counter else {}),
    }  # fmt: skip


def _evidence(one: Standing, assessment: Assessment) -> Iterator[dict[str, Any]]:
    for number, fact in enumerate(one.decided.because[:PLACES], 1):
        yield {"bom-ref": f"evidence-{one.criterion}-{number}", "propertyName": f"sammeter:{fact.kind}",
               "description": f"seen by {fact.source} at {fact.where}", "created": assessment.subject.collected_at,
               "data": [{"name": fact.where, "contents": {"attachment": {"contentType": "application/json", "content": _plain(fact)}}}]}  # fmt: skip
    if one.stated is not None:
        yield {"bom-ref": f"statement-{one.criterion}", "propertyName": "sammeter:statement",
               "description": f"{'yes' if one.stated.yes else 'no'}, {one.stated.role or 'no role given'}{', accepted' if one.stated.accepted else ''}",
               "created": one.stated.at, "author": {"name": one.stated.by}}  # fmt: skip


def _plain(fact: Fact) -> str:
    return msgspec.json.encode(dict(fact.fields), order="sorted").decode()

"""An assessment as OSCAL assessment results (NIST, 1.0.6): findings for what is settled, observations for all that was seen.

OSCAL knows *satisfied* and *not-satisfied* only. What is unknown is no finding; what is indicated is an observation.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

import msgspec

from sammeter import __version__
from sammeter.answers import Standing
from sammeter.report.assessment import Assessment
from sammeter.report.words import asked, verdict
from sammeter.rules import Verdict
from sammeter.text.escape import json_controls

VERSION = "1.0.6"
SPACE = UUID("a3f2a4c6-0d6b-5b3e-8c55-1f4b1c7d9e21")
PLACES = 25


def render(assessment: Assessment) -> bytes:
    """Return the assessment results; the same assessment gives the same bytes."""
    return (
        json_controls(msgspec.json.format(msgspec.json.encode(document(assessment), order="sorted"), indent=1)) + b"\n"
    )


def document(assessment: Assessment) -> dict[str, Any]:
    """Return the OSCAL document as plain data."""
    subject = assessment.subject
    root = f"{subject.name} {subject.commit} {subject.as_of}"
    spoken = [one for one in assessment.standings().values() if verdict(one) != "unknown"]
    settled = [one for one in spoken if one.evidenced is not Verdict.UNKNOWN]
    total = len(assessment.model.criteria())
    result: dict[str, Any] = {
        "uuid": _id(root, "result"), "title": f"OWASP SAMM {assessment.model.version}: {_line(subject.name)}",
        "description": f"{len(settled)} of {total} criteria are settled, {len(spoken) - len(settled)} indicated or without occasion, "
                       f"{total - len(spoken)} unknown. What is unknown is neither satisfied nor not satisfied.",
        "start": subject.as_of,
        "reviewed-controls": {"control-selections": [
            {"include-controls": [{"control-id": one.criterion} for one in spoken]} if spoken else {"include-all": {}}]},
    }  # fmt: skip
    if spoken:
        result["observations"] = [_observation(one, root, assessment) for one in spoken]
    if settled:
        result["findings"] = [_finding(one, root, assessment) for one in settled]
    plan = _id(root, "plan")
    return {"assessment-results": {
        "uuid": _id(root, "document"),
        "metadata": {"title": f"sammeter assessment of {_line(subject.name)}", "last-modified": subject.as_of, "version": __version__,
                     "oscal-version": VERSION},
        "import-ap": {"href": f"#{plan}"},
        "results": [result],
        "back-matter": {"resources": [{"uuid": plan, "title": "What was assessed and how",
                                       "description": f"sammeter {__version__}, profile {assessment.book.profile}, "
                                                      f"SAMM {assessment.model.version}"}]},
    }}  # fmt: skip


def _observation(one: Standing, root: str, assessment: Assessment) -> dict[str, Any]:
    methods = ["TEST"] if one.decided.because else []
    if one.stated is not None:
        methods.append("INTERVIEW")
    found: dict[str, Any] = {
        "uuid": _id(root, f"observation {one.criterion}"), "title": one.criterion,
        "description": f"{verdict(one)}: {asked(one.criterion, assessment)}", "methods": methods or ["UNKNOWN"],
        "collected": assessment.subject.collected_at,
    }  # fmt: skip
    evidence = list(_evidence(one))
    return {**found, "relevant-evidence": evidence} if evidence else found


def _evidence(one: Standing) -> Iterator[dict[str, str]]:
    for fact in one.decided.because[:PLACES]:
        yield {"description": f"{fact.kind} at {_line(fact.where)}, seen by {fact.source}"}
    if one.stated is not None:
        said = "yes" if one.stated.yes else "no"
        yield {
            "description": f"{_line(one.stated.by)} ({_line(one.stated.role) or 'no role given'}) said {said} on {one.stated.at[:10]}"
        }


def _finding(one: Standing, root: str, assessment: Assessment) -> dict[str, Any]:
    satisfied = one.evidenced is Verdict.MET
    return {
        "uuid": _id(root, f"finding {one.criterion}"), "title": f"{one.criterion} is {verdict(one)}",
        "description": asked(one.criterion, assessment),
        "target": {"type": "objective-id", "target-id": one.criterion,
                   "status": {"state": "satisfied" if satisfied else "not-satisfied", "reason": "pass" if satisfied else "fail"}},
        "related-observations": [{"observation-uuid": _id(root, f"observation {one.criterion}")}],
    }  # fmt: skip


def _id(root: str, of: str) -> str:
    """Return an identifier that follows from content; OSCAL wants version 4 or 5."""
    return str(uuid5(SPACE, f"{root}\n{of}"))


def _line(text: str) -> str:
    return " ".join(text.split())

"""An assessment as JSON, following docs/reference/assessment.schema.json; scores are decimal texts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import msgspec

from sammeter.answers import Answer, Answered, Stated
from sammeter.facts import Fact
from sammeter.report.assessment import Assessment
from sammeter.report.words import claim
from sammeter.rules import Overlay
from sammeter.scoring import Scores, decimal
from sammeter.text.escape import json_controls

SCHEMA = "sammeter-assessment/1"
EXAMPLES = 5


def render(assessment: Assessment) -> bytes:
    """Return the whole assessment; the same assessment gives the same bytes."""
    return (
        json_controls(msgspec.json.format(msgspec.json.encode(document(assessment), order="sorted"), indent=1)) + b"\n"
    )


def document(assessment: Assessment) -> dict[str, Any]:
    """Return the assessment as plain data."""
    subject = assessment.subject
    return {
        "schema": SCHEMA,
        "model": {"name": "OWASP SAMM", "version": assessment.model.version, "profile": assessment.book.profile,
                  "limits": dict(assessment.book.limits), "overlay": _overlay(assessment.book.overlay)},
        "scope": {"name": subject.name, "commit": subject.commit, "commit_at": subject.at, "as_of": subject.as_of,
                  "collected_at": subject.collected_at},
        "scores": _scores(assessment),
        "answers": {one.activity: _answer(one) for one in assessment.answers},
        "verdicts": _verdicts(assessment),
        "facts": _facts(assessment.facts),
        "seen": [{"kind": s.kind, "says": s.says, "good": s.good, "where": [f.where for f in s.facts[:EXAMPLES]],
                  "bears_on": s.bears_on} for s in assessment.seen],
        "gaps": [{"where": g.where, "reason": g.reason, "detail": g.detail, "hint": g.hint, "kinds": g.kinds} for g in assessment.gaps],
        "reach": [{"source": r.reach, "can_settle": r.can, "settled": r.settled, "indicated": r.indicated, "read": r.read}
                  for r in assessment.reached],
        "declared": _declared(assessment),
        "contradictions": [{"kind": c.kind, "criterion": c.criterion, "unit": c.unit, "said_of": c.said_of, "stated_by": c.stated_by,
                            "stated_at": c.stated_at, "stated_where": c.where, "via": c.via, "says": claim(c, assessment),
                            "because": _because(c.decided.because)} for c in assessment.contradictions],
        "doubts": [{"activity": d.activity, "seen": [{"says": p.says, "where": [f.where for f in p.facts[:EXAMPLES]]} for p in d.points]}
                   for d in assessment.doubts],
        "next": [{"do": s.do, "why": s.why, "settles": s.settles, "command": s.command} for s in assessment.next],
    }  # fmt: skip


def _overlay(overlay: Overlay | None) -> dict[str, Any] | None:
    return None if overlay is None else asdict(overlay)


def _scores(assessment: Assessment) -> dict[str, Any]:
    def three(pick: str, name: str = "") -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for kind, scores in (
            ("declared", assessment.declared),
            ("supported", assessment.supported),
            ("evidenced", assessment.evidenced),
            ("possible", assessment.possible),
        ):
            found[kind] = None if scores is None else decimal(_pick(scores, pick, name))
        return found

    scores: dict[str, Any] = {
        pick: {name: three(pick, name) for name in getattr(assessment.evidenced, pick)}
        for pick in ("functions", "practices", "streams")
    }
    composition = {grade: decimal(value) for grade, value in assessment.composition.items()}
    return {
        "overall": {**three("overall"), "composition": composition, "achievable": _achievable(assessment)},
        **scores,
    }


def _achievable(assessment: Assessment) -> dict[str, str | None] | None:
    """Return the highest score where some questions do not apply, and the share of it that is declared and evidenced."""
    best = assessment.achievable
    if best is None:
        return None
    parts = {"declared": assessment.declared, "evidenced": assessment.evidenced}
    shares = {
        name: None if part is None or not best.overall else decimal(part.overall / best.overall)
        for name, part in parts.items()
    }
    return {"score": decimal(best.overall), **shares}


def _declared(assessment: Assessment) -> dict[str, Any]:
    said = assessment.declaration
    weak = {(about, by): why for about, by, why in said.weak()}
    return {
        "criteria": [{"criterion": one.criterion, "answer": "yes" if one.yes else "no", **_by(one), "weak": weak.get((one.criterion, one.by), "")}
                     for one in said.criteria],
        "answers": [{"activity": one.activity, "position": one.position, **_by(one), "units": one.units, "note": one.note,
                     "weak": weak.get((one.activity, one.by), "")} for one in said.answers],
        "not_applicable": [{"activity": one.activity, "reason": one.reason, "by": one.by, "approver": one.approver, "at": one.at,
                            "unit": one.unit} for one in said.excluded],
        "waiting": [one.id for one in said.waiting],
        "returned": [{"statement": one.id, "by": review.by, "note": review.note} for one, review in said.returned],
    }  # fmt: skip


def _by(one: Stated | Answered) -> dict[str, Any]:
    return {"by": one.by, "role": one.role, "at": one.at, "unit": one.unit, "proved": one.proof_live, "accepted": one.accepted,
            "where": one.where}  # fmt: skip


def _pick(scores: Scores, pick: str, name: str) -> Fraction:
    if pick == "overall":
        return scores.overall
    table: Mapping[str, Fraction] = getattr(scores, pick)
    return table[name]


def _answer(one: Answer) -> dict[str, Any]:
    declared = one.values["declared"]
    return {
        "evidenced": decimal(one.values["evidenced"] or Fraction(0)), "possible": decimal(one.values["possible"] or Fraction(0)),
        "declared": None if declared is None else decimal(declared), "supported": decimal(one.values["supported"] or Fraction(0)),
        "not_applicable": one.excluded is not None, "settled": one.settled,
        "units": {"all": one.units, "count": one.counted, "unknown": one.open, "without_occasion": one.without_occasion},
        "capped_by": one.capped_by,
    }  # fmt: skip


def _verdicts(assessment: Assessment) -> dict[str, Any]:
    rules = assessment.book.by_id()
    found = {name: (one.decided, one.evidenced.name.lower(), one.grade) for name, one in assessment.standings().items()}
    found |= {m.rule.id: (m.decided, m.decided.verdict.name.lower(), None) for m in assessment.measures}
    return {
        name: {"verdict": verdict, "flags": decided.flags, "grade": grade, "rule": rules[name].says, "origin": rules[name].origin,
               "because": _because(decided.because), "missing": decided.missing}
        for name, (decided, verdict, grade) in found.items()
    }  # fmt: skip


def _because(facts: Iterable[Fact]) -> list[dict[str, str]]:
    return [{"source": fact.source, "where": fact.where} for fact in facts]


def _facts(facts: tuple[Fact, ...]) -> dict[str, Any]:
    groups: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.kind].append(fact)
    return {
        kind: {
            "count": len(found),
            "examples": [{"where": f.where, "fields": dict(f.fields)} for f in found[:EXAMPLES]],
        }
        for kind, found in sorted(groups.items())
    }

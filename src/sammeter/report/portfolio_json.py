"""A portfolio as JSON, following docs/reference/portfolio.schema.json; scores are decimal texts."""

from fractions import Fraction
from typing import Any

import msgspec

from sammeter.answers import Answer
from sammeter.report.portfolio import Part, Portfolio
from sammeter.report.portfolio_text import says
from sammeter.report.words import word
from sammeter.scoring import decimal
from sammeter.text.escape import json_controls

SCHEMA = "sammeter-portfolio/1"


def render(portfolio: Portfolio) -> bytes:
    """Return the whole portfolio; the same inputs give the same bytes, whatever the number of workers."""
    return (
        json_controls(msgspec.json.format(msgspec.json.encode(document(portfolio), order="sorted"), indent=1)) + b"\n"
    )


def document(portfolio: Portfolio) -> dict[str, Any]:
    """Return the portfolio as plain data."""
    return {
        "schema": SCHEMA,
        "model": {"name": "OWASP SAMM", "version": portfolio.model.version, "profile": portfolio.book.profile,
                  "limits": dict(portfolio.book.limits)},
        "name": portfolio.name, "as_of": portfolio.as_of,
        "organisation": _part(portfolio.organisation, portfolio, full=True),
        "risks": [_part(one, portfolio) for one in portfolio.risks],
        "teams": [_part(one, portfolio) for one in portfolio.teams],
        "applications": [{**_part(one, portfolio), "verdicts": _verdicts(one),
                          "seen": [{"kind": s.kind, "says": s.says, "good": s.good} for s in portfolio.seen[one.name]]}
                         for one in portfolio.applications],
        "measures": [{"rule": rule.id, "says": rule.says, "verdicts": {name: word(one) for name, one in decided}}
                     for rule, decided in portfolio.measures],
        "facts": dict(portfolio.counted),
        "gaps": [{"where": g.where, "reason": g.reason, "detail": g.detail, "hint": g.hint, "kinds": g.kinds} for g in portfolio.gaps],
        "failed": [{"application": name, "why": why} for name, why in portfolio.failed], "unmapped": portfolio.unmapped,
    }  # fmt: skip


def _part(part: Part, portfolio: Portfolio, *, full: bool = False) -> dict[str, Any]:
    scores = {name: None if found is None else decimal(found.overall) for name, found in part.scores.items()}
    practices = {
        practice.id: {
            name: None if found is None else decimal(found.practices[practice.id])
            for name, found in part.scores.items()
        }
        for practice in portfolio.model.practices
    }
    return {"name": part.name, "members": len(part.members), "settled": part.settled, "overall": scores, "practices": practices,
            "answers": {one.activity: _answer(one, portfolio, full=full) for one in part.answers}}  # fmt: skip


def _answer(one: Answer, portfolio: Portfolio, *, full: bool) -> dict[str, Any]:
    declared = one.values["declared"]
    found: dict[str, Any] = {
        "evidenced": decimal(one.values["evidenced"] or Fraction(0)), "possible": decimal(one.values["possible"] or Fraction(0)),
        "declared": None if declared is None else decimal(declared),
        "units": {"all": one.units, "count": one.counted, "unknown": one.open, "without_occasion": one.without_occasion},
    }  # fmt: skip
    return {**found, "says": says(one, portfolio), "capped_by": one.capped_by} if full else found


def _verdicts(part: Part) -> dict[str, str]:
    return {
        one.criterion: word(one.decided)
        for answer in part.answers
        for one in answer.standings
        if word(one.decided) != "unknown"
    }

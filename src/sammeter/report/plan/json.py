"""A roadmap for machines: scores as decimal texts, exact where they end."""

from fractions import Fraction
from typing import Any

import msgspec

from sammeter.report.plan.view import View
from sammeter.roadmap.project import Projected, Step
from sammeter.scoring import Scores, decimal
from sammeter.text.escape import json_controls


def render(view: View) -> bytes:
    """Return the whole view as JSON."""
    return json_controls(msgspec.json.format(msgspec.json.encode(_whole(view)), indent=1)) + b"\n"


def _whole(view: View) -> dict[str, Any]:
    target, date = view.to_target, view.to_date
    return {
        "name": view.plan.name, "model": view.plan.model, "class": view.plan.risk_class, "as_of": view.as_of,
        "currency": view.plan.currency, "effort": decimal(view.effort), "cost": decimal(view.cost),
        "start": scores(view.first), "now": scores(date.now) if date else None,
        "target": scores(target.of),
        "progress": {"to_target": {"reached": decimal(target.reached.overall), "of": decimal(target.of.overall),
                                   "share": _maybe(target.share), "beyond": decimal(target.beyond)},
                     "to_date": {"should": decimal(date.should.overall), "is": decimal(date.now.overall), "due": date.due,
                                 "done": date.done, "phase": date.current.name if date.current else None} if date else None},
        "overdue": [{"activity": one.item.activity, "to": decimal(one.item.to), "now": decimal(one.now),
                     "since": one.phase.until, "owner": one.item.owner} for one in (date.overdue if date else ())],
        "phases": [_phase(view, n) for n in range(len(view.planned))],
    }  # fmt: skip


def _phase(view: View, n: int) -> dict[str, Any]:
    one, phase = view.planned[n], view.planned[n].phase
    expected: Projected | None = view.expected[n] if view.expected else None
    return {
        "name": phase.name, "start": phase.start, "until": phase.until, "budget": _maybe(phase.budget),
        "effort": decimal(one.effort), "cost": decimal(one.cost), "planned": scores(one.scores),
        "expected": scores(expected.scores) if expected else None,
        "items": [_item(step) for step in one.steps],
    }  # fmt: skip


def _item(step: Step) -> dict[str, Any]:
    item = step.item
    return {
        "activity": item.activity, "from": decimal(step.before), "to": decimal(item.to), "owner": item.owner,
        "effort": decimal(step.effort), "cost": _maybe(item.cost), "note": item.note, "why": item.why, "anyway": item.anyway,
        "practice_gain": decimal(step.practice_gain), "overall_gain": decimal(step.overall_gain),
        "needs": list(step.needs), "opens": list(step.opens),
    }  # fmt: skip


def scores(found: Scores) -> dict[str, Any]:
    """Return scores as decimal texts."""
    return {"overall": decimal(found.overall), "functions": {name: decimal(value) for name, value in found.functions.items()},
            "practices": {name: decimal(value) for name, value in found.practices.items()}}  # fmt: skip


def _maybe(value: Fraction | None) -> str | None:
    return None if value is None else decimal(value)

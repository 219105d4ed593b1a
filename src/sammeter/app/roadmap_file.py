"""The file of a roadmap, read strictly: all mistakes at once, each with its line and what to do."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sammeter.app import roadmap_checks as checks
from sammeter.app.roadmap_checks import Placed
from sammeter.app.roadmap_parts import PAGE, Parts, cut, text_of
from sammeter.data import Pack
from sammeter.data.reader import Mistakes, read, structure
from sammeter.data.starters import SIZES, efforts
from sammeter.errors import DataError
from sammeter.roadmap.needs import missing
from sammeter.roadmap.plan import NO, Answers, Item, Phase, Plan
from sammeter.text import Node

PHASES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFile:
    """The fields of an item."""

    activity: str
    to: Any
    owner: str = ""
    effort: Any = None
    cost: Any = None
    note: str = ""
    why: str = ""
    anyway: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseFile:
    """The fields of a phase."""

    name: str
    start: str
    until: str
    budget: Any = None
    items: list[ItemFile] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """The fields of the file."""

    model: str
    name: str
    phases: list[PhaseFile]
    class_: str = ""
    currency: str = ""
    effort: dict[str, Any] = field(default_factory=dict)
    from_: Any = None
    targets: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A plan without a mistake, and what its readers should know."""

    plan: Plan
    warnings: tuple[str, ...]


def read_plan(data: bytes, *, where: str, pack: Pack, now: Answers | None = None) -> Read:
    """Return the plan of a YAML file. Raises one DataError that lists every mistake with its line.

    A plan that does not say where it starts is checked as if it started from `now`.
    """
    mistakes = Mistakes()
    node = read(data, where, mistakes)
    mistakes.settle(where)
    _shape(node, mistakes)
    if not isinstance(node.value, dict):
        mistakes.settle(where)
    parts = Parts(pack.model, mistakes)
    plan, placed = _plan(node, parts, pack)
    checks.order(placed, mistakes)
    checks.rising(plan, placed, mistakes)
    checks.targets(plan, node, placed, mistakes)
    base = plan.base if plan.base is not None else now or {}
    late = missing(pack.model, plan, base)
    checks.prerequisites(plan, [one for one in late if not one.anyway], placed, mistakes)
    mistakes.settle(where)
    return Read(plan=plan, warnings=tuple(checks.warnings(plan, pack, base, late)))


def read_targets(data: bytes, *, where: str, pack: Pack) -> tuple[dict[str, Answers], dict[str, Fraction]]:
    """Return targets and days by size of a file that holds them as a plan does. Raises one DataError with all mistakes."""
    mistakes = Mistakes()
    node = read(data, where, mistakes)
    mistakes.settle(where)
    if not isinstance(node.value, dict) or "targets" not in node:
        raise DataError("there are no targets", where=node.where, hint="write targets: {all: {G-SM-1-A: 0.5}}")
    parts = Parts(pack.model, mistakes)
    if "model" in node:
        parts.version(node["model"])
    found = _classes(node["targets"], parts), _sizes(node["effort"], parts)
    mistakes.settle(where)
    return found


def _shape(node: Node, mistakes: Mistakes) -> None:
    """Keep every missing, unknown and wrong field, pointing to the page of this file."""
    seen = len(mistakes.found)
    structure(node, PlanFile, mistakes)
    for one in mistakes.found[seen:]:
        one.hint = one.hint if one.hint and "docs/" not in one.hint else PAGE


def _plan(node: Node, parts: Parts, pack: Pack) -> tuple[Plan, tuple[Placed, ...]]:
    parts.version(node["model"])
    phases = node["phases"].value if isinstance(node["phases"].value, list) else []
    if phases == [] and "phases" in node:
        parts.mistakes.add("there is no phase", where=node["phases"].where, hint=PAGE)
    if len(phases) > PHASES:
        parts.mistakes.add(
            f"{len(phases):,} phases, more than {PHASES}", where=phases[PHASES].where, hint="plan fewer, longer phases"
        )
    placed = tuple(_phase(one, parts) for one in phases[:PHASES] if isinstance(one.value, dict))
    plan = Plan(model=text_of(node["model"]), name=parts.text(node["name"], "name"), phases=tuple(one.phase for one in placed),
                efforts=efforts(pack, _sizes(node["effort"], parts)), risk_class=parts.text(node["class"], "class"),
                targets=_classes(node["targets"], parts), currency=parts.text(node["currency"], "currency"),
                base=parts.answers(node["from"]) if "from" in node else None)  # fmt: skip
    if not plan.currency:
        costly = [one for row in placed for one in row.items if one["cost"]]
        for one in costly[:1]:
            parts.mistakes.add(
                "a cost, and no currency", where=one["cost"].where, hint="name it once at the top: currency: EUR"
            )
    return plan, placed


def _sizes(node: Node, parts: Parts) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for name, value in (node.value if isinstance(node.value, dict) else {}).items():
        days_ = parts.amount(value, f"effort {cut(name)}")
        if name not in SIZES:
            parts.mistakes.add(f"unknown size '{cut(name)}'", where=value.where, hint=f"one of {', '.join(SIZES)}")
        elif days_ is not None:
            found[name] = days_
    return found


def _classes(node: Node, parts: Parts) -> dict[str, Answers]:
    if node and not isinstance(node.value, dict):
        parts.mistakes.add(
            f"{node.kind()} where targets by risk class are expected",
            where=node.where,
            hint="write targets: {all: {G-SM-1-A: 0.5}}",
        )
        return {}
    return {
        parts.text(Node(name, value.where), "class"): parts.answers(value) for name, value in node.mapping().items()
    }


def _phase(node: Node, parts: Parts) -> Placed:
    rows = node["items"].value if isinstance(node["items"].value, list) else []
    read_ = [(one, _item(one, parts)) for one in rows if isinstance(one.value, dict)]
    found = [(one, item) for one, item in read_ if item is not None]
    phase = Phase(name=parts.text(node["name"], "name"), start=parts.date(node["start"], "start"), until=parts.date(node["until"], "until"),
                  budget=parts.amount(node["budget"], "budget"), items=tuple(item for _, item in found))  # fmt: skip
    return Placed(phase, node, tuple(one for one, _ in found))


def _item(node: Node, parts: Parts) -> Item | None:
    name = text_of(node["activity"])
    known = parts.activity(node["activity"], name) if name else False
    to = parts.answer(node["to"], name or "to") if node["to"] else None
    item = Item(activity=name, to=to or NO, effort=parts.amount(node["effort"], "effort"), cost=parts.amount(node["cost"], "cost"),
                **{key: parts.text(node[key], key) for key in ("owner", "note", "why", "anyway")})  # fmt: skip
    return item if known and to is not None else None

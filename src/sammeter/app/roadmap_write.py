"""A plan as the YAML file that people keep in git and edit."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sammeter.model import Model
from sammeter.roadmap.plan import Answers, Item, Phase, Plan
from sammeter.roadmap.words import number

HEAD = (
    "# A roadmap, made by sammeter roadmap plan and yours to change; what may stand here: docs/reference/roadmap-file.md\n"
    "# Put an owner to every item. Then: sammeter roadmap show"
)

_HIDDEN = re.compile(
    "[\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]"
)
"""What YAML does not take as it is, and what one would not see in an editor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What the file says in comments: days of each item by phase and activity, and lines at its end."""

    days: dict[tuple[int, str], str]
    tail: tuple[str, ...] = ()


def to_yaml(plan: Plan, model: Model, noted: Noted) -> bytes:
    """Return the file of a plan; read back it is the same plan."""
    return ("\n".join(_lines(plan, model, noted)) + "\n").encode()


def _lines(plan: Plan, model: Model, noted: Noted) -> Iterator[str]:
    yield HEAD
    yield f"model: {plan.model}"
    yield f"name: {quoted(plan.name)}"
    if plan.risk_class:
        yield f"class: {quoted(plan.risk_class)}"
    if plan.currency:
        yield f"currency: {quoted(plan.currency)}"
    sizes = ", ".join(f"{size}: {number(found).replace(',', '')}" for size, found in plan.efforts.days.items())
    yield "effort:   # person-days from No to the highest answer, by the effort that the model states"
    yield f"  {{{sizes}}}"
    if plan.base is not None:
        yield "from:   # the answers when the plan was made; what is left out was No"
        yield from _answers(plan.base, model, "  ")
    yield "targets:"
    for name, found in plan.targets.items():
        yield f"  {quoted(name)}:"
        yield from _answers(found, model, "    ")
    yield "phases:"
    for number_, phase in enumerate(plan.phases):
        yield from _phase(phase, number_, model, noted)
    yield from (f"# {line}" for line in noted.tail)


def _answers(answers: Answers, model: Model, indent: str) -> Iterator[str]:
    """Yield a flow mapping with one practice a line."""
    yield indent + "{"
    for practice in model.practices:
        names = [a.id for stream in practice.streams for a in stream.activities if a.id in answers]
        if names:
            yield f"{indent}  {', '.join(f'{name}: {number(answers[name])}' for name in names)},"
    yield indent + "}"


def _phase(phase: Phase, position: int, model: Model, noted: Noted) -> Iterator[str]:
    yield f"  - name: {quoted(phase.name)}"
    yield f"    start: {phase.start}"
    yield f"    until: {phase.until}"
    if phase.budget is not None:
        yield f"    budget: {_plain(phase.budget)}"
    yield "    items:" if phase.items else "    items: []"
    titles = {activity.id: activity.title for activity in model.activities()}
    for item in phase.items:
        spent = noted.days.get((position, item.activity), "")
        yield f"      - activity: {item.activity}   # {titles[item.activity]}{f', {spent}' if spent else ''}"
        yield f"        to: {number(item.to)}"
        yield from _rest(item)


def _rest(item: Item) -> Iterator[str]:
    yield f"        owner: {quoted(item.owner)}"
    for name, amount in (("effort", item.effort), ("cost", item.cost)):
        if amount is not None:
            yield f"        {name}: {_plain(amount)}"
    for name, text in (("note", item.note), ("why", item.why), ("anyway", item.anyway)):
        if text:
            yield f"        {name}: {quoted(text)}"


def _plain(amount: Fraction) -> str:
    return number(amount).replace(",", "")


def quoted(text: str) -> str:
    """Return a text as a YAML scalar that is read back as this text, whatever stands in it; hidden signs show as codes."""
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))

"""What an answer to a question implies for single criteria of one application: never more than was said.

A *No* implies nothing about any one criterion. A yes implies the organisation's own criteria, because each of them is
asked for by every yes. It implies the criteria of an application only where that application was counted by name, or
where the answer was given for it alone and is the highest. 'Some applications' is refuted by nobody's application.
Ladders and counts have steps of their own: only their highest answer implies the criteria.
"""

from collections.abc import Iterable, Iterator

from sammeter.answers.positions import TOP
from sammeter.answers.types import Answered, Declaration, Stated
from sammeter.rules import Answering, Rule

_BY_STEPS = ("ladder", "count")


def imply(declared: Declaration, answering: Answering, rules: Iterable[Rule], unit: str) -> Iterator[Stated]:
    """Yield what the answer to one question says of criteria for `unit`; an explicit statement always goes before it."""
    answered = declared.answered(answering.id, unit)
    if answered is None or answered.position == 0:
        return
    if answering.answer["kind"] in _BY_STEPS and answered.position < TOP:
        return
    for rule in rules:
        if rule.scope == "org" or _counted(answered, answering, unit):
            yield Stated(criterion=rule.id, yes=True, by=answered.by, at=answered.at, unit=answered.unit, role=answered.role,
                         holds=answered.proof_live, proof_live=answered.proof_live, accepted=answered.accepted,
                         weak=answered.weak, via=answering.id, where=answered.where)  # fmt: skip


def _counted(answered: Answered, answering: Answering, unit: str) -> bool:
    if not answering.population:
        return True
    alone = answered.unit != "" and answered.unit == unit and answered.position == TOP
    return alone or unit in answered.units

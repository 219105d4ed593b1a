"""What people say of one criterion of one unit: in so many words, or by what their answer to the question implies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sammeter.answers.imply import imply
from sammeter.answers.positions import TOP
from sammeter.answers.types import Answered, Declaration, Stated
from sammeter.rules import Answering, Rule


@dataclass(frozen=True, slots=True)
class Said:
    """Statements on the criteria of one question; `general` is the answer that was given for all."""

    stated: tuple[Stated, ...]
    implied: Mapping[tuple[str, str], Stated]
    general: Answered | None

    def of(self, rule: Rule, unit: str) -> Stated | None:
        """Return what stands: what was said of this unit goes before what was said of all, words before implication."""
        found = [one for one in self.stated if one.criterion == rule.id and one.unit in ("", unit)]
        newest = max(found, key=lambda one: (one.unit != "", one.at), default=None)
        if newest is not None and newest.unit == "" and rule.scope == "unit":
            newest = self._of_all(newest, unit)
        return newest or self.implied.get((rule.id, unit))

    def _of_all(self, one: Stated, unit: str) -> Stated | None:
        """Weigh what was said of all by how many it was said to hold for: of some, it says nothing of this one."""
        if self.general is None or unit in self.general.units:
            return one
        if self.general.position < TOP:
            return None
        return replace(one, binding=False)


def said_of(declared: Declaration, answering: Answering, rules: Iterable[Rule], units: Iterable[str]) -> Said:
    """Return what is said of the criteria of one question, for each of the units."""
    asked = tuple(rules)
    names = {rule.id for rule in asked}
    implied = {(one.criterion, unit): one for unit in units for one in imply(declared, answering, asked, unit)}
    stated = tuple(one for one in declared.criteria if one.criterion in names)
    counted = declared.answered(answering.id, "") if answering.population else None
    return Said(stated, implied, counted)

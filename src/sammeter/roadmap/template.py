"""Starter targets by kind of organisation, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sammeter.model import Model
from sammeter.roadmap.needs import needs_of
from sammeter.roadmap.plan import EVERY, NO, WORTHS, Answers, targets_of

CLASSES = (EVERY, "low", "medium", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Targets for one kind of organisation: for whom, why these, and decimal texts by risk class and activity."""

    title: str
    whom: str
    why: str
    targets: Mapping[str, Mapping[str, str]]

    def worths(self) -> dict[str, Answers]:
        """Return the targets as fractions."""
        return {name: {one: Fraction(value) for one, value in found.items()} for name, found in self.targets.items()}


def flaws(template: Template, model: Model) -> Iterator[tuple[str, str, str]]:
    """Yield risk class, activity and what is wrong: unknown names, answers that are none, a class below all, a missing need."""
    known, needs = {activity.id for activity in model.activities()}, needs_of(model)
    worths = {str(float(worth)) for worth in WORTHS} | {"0", "1"}
    wrong = [(name, one, f"is unknown or '{value}' is no answer") for name, found in template.targets.items()
             for one, value in found.items() if one not in known or value not in worths]  # fmt: skip
    wrong += [(name, "", "is no risk class") for name in template.targets if name not in CLASSES]
    yield from wrong
    if wrong:
        return
    targets = template.worths()
    for name, found in targets.items():
        whole = targets_of(targets, name)
        for one in found:
            if found[one] < targets.get(EVERY, {}).get(one, NO):
                yield name, one, "is lower than for all"
        for one, worth in whole.items():
            yield from ((name, one, f"needs {needed}, which has no target") for needed in needs.of(one, NO)
                        if worth > NO and whole.get(needed, NO) == NO)  # fmt: skip

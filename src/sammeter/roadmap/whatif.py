"""What other answers would be worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sammeter.model import Model
from sammeter.roadmap.needs import needs_of
from sammeter.roadmap.plan import NO, Answers
from sammeter.roadmap.progress import ToTarget, to_target
from sammeter.scoring import Scores, score


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """Scores before and after; `missing` are the needed activities that would still be at No, by activity."""

    changes: Mapping[str, tuple[Fraction, Fraction]]
    before: Scores
    after: Scores
    missing: Mapping[str, tuple[str, ...]]
    target_before: ToTarget | None = None
    target_after: ToTarget | None = None


def what_if(model: Model, now: Answers, changes: Answers, target: Answers | None = None) -> WhatIf:
    """Return what the answers `changes` would do to the scores of `now`, and to the way to the target if there is one."""
    then, needs = {**now, **changes}, needs_of(model)
    missing = {
        name: tuple(one for one in needs.of(name, now.get(name, NO)) if then.get(one, NO) == NO)
        for name, worth in changes.items() if worth > now.get(name, NO)
    }  # fmt: skip
    return WhatIf(changes={name: (now.get(name, NO), worth) for name, worth in changes.items()},
                  before=score(model, now), after=score(model, then),
                  missing={name: found for name, found in missing.items() if found},
                  target_before=to_target(model, now, target) if target else None,
                  target_after=to_target(model, then, target) if target else None)  # fmt: skip

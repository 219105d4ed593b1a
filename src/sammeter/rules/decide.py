"""One rule over one scope: the verdict it is entitled to, with its flags."""

from collections.abc import Mapping
from dataclasses import replace

from sammeter.facts import Fact, World
from sammeter.rules.evaluate import evaluate
from sammeter.rules.functions import age
from sammeter.rules.types import Decided, Flag, Rule, Verdict
from sammeter.rules.values import names

_WITNESS = "a fact that shows it"


def decide(rule: Rule, world: World, limits: Mapping[str, float], this: Fact | None = None) -> Decided:
    """Return what `rule` says of `world`: never MET without a fact, never UNMET where nobody could look.

    A supported criterion whose facts agree is UNKNOWN with the flag *indicated*. UNMET asks that the condition is
    false and that there was an occasion to show it: where somebody looked and nothing happened, or where that is not
    known, it stays UNKNOWN. What is decided only because a person says that a source is complete names that claim.
    """
    outcome = _decide(rule, world, limits, this)
    words = tuple(dict.fromkeys(
        claim for kind in sorted(rule.kinds()) if (seen := world.seen.get(kind)) for claim in seen.word
    ))  # fmt: skip
    if not words or outcome == _decide(rule, world.measured(), limits, this):
        return outcome
    return replace(outcome, because=(*outcome.because, *words))


def _decide(rule: Rule, world: World, limits: Mapping[str, float], this: Fact | None) -> Decided:
    if rule.tree is None:
        return Decided(rule=rule.id, verdict=Verdict.UNKNOWN, missing=("a person's statement",))
    if stale(rule, world):
        return Decided(rule=rule.id, verdict=Verdict.UNKNOWN, missing=(f"facts not older than {rule.fresh_days} days",))
    found = evaluate(rule.tree, world, limits, this)
    if found.value is True and found.facts:
        return _true(rule, found.facts)
    occasion = evaluate(rule.no_occasion_tree, world, limits, this) if rule.no_occasion_tree is not None else None
    if occasion is not None and occasion.value is True:
        return Decided(rule=rule.id, verdict=Verdict.UNKNOWN, flags=(Flag.NO_OCCASION,), because=occasion.facts)
    if found.value is False and (occasion is None or occasion.value is False) and "unmet" in rule.entitled():
        return Decided(rule=rule.id, verdict=Verdict.UNMET, because=found.facts)
    missing = names(found.missing, occasion.missing if occasion is not None else ())
    return Decided(rule=rule.id, verdict=Verdict.UNKNOWN, because=found.facts,
                   missing=missing or (_WITNESS if found.value is True else "what this rule may not settle",))  # fmt: skip


def stale(rule: Rule, world: World) -> bool:
    """Tell whether the sources were read longer ago than the rule allows."""
    collected = age(world.as_of, world.collected_at) if world.collected_at else 0
    return isinstance(collected, int) and collected > rule.fresh_days


def _true(rule: Rule, facts: tuple[Fact, ...]) -> Decided:
    entitled = rule.entitled()
    if "met" in entitled:
        return Decided(rule=rule.id, verdict=Verdict.MET, because=facts)
    flags = (Flag.INDICATED,) if "indicated" in entitled else ()
    return Decided(rule=rule.id, verdict=Verdict.UNKNOWN, flags=flags, because=facts,
                   missing=("a person's confirmation",))  # fmt: skip

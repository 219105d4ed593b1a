"""What a person's word would settle: that the reports and exports handed in are all there are."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sammeter.collect.registry import Documents, load
from sammeter.data import Pack
from sammeter.facts import World
from sammeter.facts.collected import Collected
from sammeter.facts.join import Joined
from sammeter.report.assessment import Step
from sammeter.rules import Decided, Rule, Verdict
from sammeter.rules.decide import decide

SHOWN = 4


def sayable(pack: Pack, collected: Collected, joined: Joined) -> list[Step]:
    """Return the one step that says so, if criteria of the application would be settled by it, met or unmet."""
    if not (kinds := _kinds(collected, joined)):
        return []
    closed = replace(joined.unit, seen={
        kind: replace(seen, complete=seen.complete or kind in kinds) for kind, seen in joined.unit.seen.items()
    })  # fmt: skip
    criteria = pack.model.criteria()
    settled = [
        (rule.id, outcome.verdict, rule.kinds() & kinds)
        for rule in pack.book.rules
        if rule.id in criteria and rule.scope == "unit" and rule.kinds() & kinds
        for outcome in _changed(rule, joined, closed, pack.book.limits)
    ]
    if not settled:
        return []
    needed = sorted({kind for _, _, some in settled for kind in some})
    names = ", ".join(needed[:SHOWN]) + (" ..." if len(needed) > SHOWN else "")
    met = sum(verdict is Verdict.MET for _, verdict, _ in settled)
    return [Step(do=f"if all records of {names} were handed in, let somebody who knows say so in a file beside them",
                 why=f"an empty list is knowledge only where nothing is left out: {met} would be met, {len(settled) - met} unmet",
                 settles=tuple(id_ for id_, _, _ in settled), command=f"sammeter explain {needed[0]}")]  # fmt: skip


def _kinds(collected: Collected, joined: Joined) -> frozenset[str]:
    """Return the kinds of which documents brought facts, which nobody says are all, and which no gap leaves open."""
    handed = {one.name for one in load() if isinstance(one.reads, Documents)}
    brought = {fact.kind for fact in collected.facts if fact.source in handed}
    open_ = {kind for gap in collected.gaps for kind in gap.kinds}
    return frozenset(kind for kind in brought - open_ if not joined.unit.seen[kind].complete)


def _changed(rule: Rule, joined: Joined, closed: World, limits: Mapping[str, float]) -> Iterator[Decided]:
    before = decide(rule, joined.unit, limits, joined.this)
    after = decide(rule, closed, limits, joined.this)
    if before.verdict is Verdict.UNKNOWN and after.verdict is not Verdict.UNKNOWN:
        yield after

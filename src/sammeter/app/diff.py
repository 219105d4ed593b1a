"""The use case `diff`: two baselines, or one and now, to what changed and because of what.

Between both lie replays in which one thing changes at a time, always from the earlier to the later: what was recorded,
the same by today's rules, by the later clock, with the later facts, proofs, statements, reviews, and what was recorded then.
So a changed rule is never put down to a person, and a difference read from the other end is its exact inverse.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from sammeter.answers.changes import UNPROVED, Difference, Explain, Kind, Step, Strength, compare
from sammeter.app.assess import assess
from sammeter.app.baseline_rows import Baseline, to_rows
from sammeter.app.baselines import declared_by, warnings
from sammeter.app.declare import Said
from sammeter.app.diff_causes import Reasons, rules, weakness
from sammeter.app.diff_pages import Compared
from sammeter.app.shots import shot_of
from sammeter.data import Pack
from sammeter.facts.collected import Collected
from sammeter.report.assessment import Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    """What one replay is made from."""

    collected: Collected
    said: tuple[Said, ...]
    as_of: str

    def assessed(self, pack: Pack) -> Assessment:
        declared = declared_by(self.said, pack, self.as_of)
        return assess(self.collected, as_of=self.as_of, pack=pack, declared=declared)


def diff(a: Baseline, b: Baseline, pack: Pack) -> Difference:
    """Return what differs from `a` to `b`: figures as they were recorded, each change with its causes, what lapsed.

    The difference from `b` to `a` is its inverse; of a baseline and itself it is empty.
    """
    return _forward(a, b, pack) if _order(a, b) else _forward(b, a, pack).inverse()


def _order(a: Baseline, b: Baseline) -> bool:
    """Tell whether `a` is the earlier one; of the same clock the content decides, so that there is one order."""
    first, second = (a.head.as_of, a.collected.as_of), (b.head.as_of, b.collected.as_of)
    return first < second or (first == second and b"".join(to_rows(a)) <= b"".join(to_rows(b)))


def _forward(a: Baseline, b: Baseline, pack: Pack) -> Difference:
    worlds = list(_worlds(a, b))
    seen = _replays([world for _, world in worlds], pack)
    shots = [a.recorded, *map(shot_of, seen), b.recorded]
    reasons = [Reasons(before=x, after=y, said_before=v.said, said_after=w.said)
               for x, y, (_, v), (_, w) in zip(seen, seen[1:], worlds, worlds[1:], strict=False)]  # fmt: skip
    steps = [
        Step(kind="rule", explain=rules(a, shots[1], pack)),
        *(Step(kind=kind, explain=_explain(kind, why)) for (kind, _), why in zip(worlds[1:], reasons, strict=True)),
        Step(kind="rule", explain=_back(rules(b, shots[-2], pack))),
    ]
    return compare(shots, steps, strengths=tuple(_strengths(reasons[0], reasons[-1])))


def _worlds(a: Baseline, b: Baseline) -> Iterator[tuple[Kind, _World]]:
    """Yield the worlds from the first to the second, each with the kind of thing in which it differs from the one before."""
    world = _World(collected=a.collected, said=a.said, as_of=a.head.as_of)
    yield "rule", world
    world = replace(world, as_of=b.head.as_of, collected=replace(world.collected, as_of=b.collected.as_of))
    yield "clock", world
    world = replace(world, collected=b.collected)
    yield "fact", world
    pairs = list(zip_longest(a.said, b.said, fillvalue=Said()))
    world = replace(world, said=tuple(replace(x, proofs={**x.proofs, **y.proofs}) for x, y in pairs))
    yield "proof", world
    world = replace(world, said=tuple(replace(y, reviews=x.reviews) for x, y in pairs))
    yield "person", world
    yield "review", replace(world, said=b.said)


def _replays(worlds: Sequence[_World], pack: Pack) -> list[Assessment]:
    """Return the assessments of the worlds; the same world is assessed once."""
    found: list[Assessment] = []
    for number, world in enumerate(worlds):
        same = number > 0 and _same(world, worlds[number - 1])
        found.append(found[-1] if same else world.assessed(pack))
    return found


def _same(one: _World, other: _World) -> bool:
    return one.collected == other.collected and one.as_of == other.as_of and one.said == other.said


def _explain(kind: Kind, why: Reasons) -> Explain:
    return {"clock": why.clock, "fact": why.facts, "proof": why.proofs, "person": why.people, "review": why.reviews}[
        kind
    ]


def _back(explain: Explain) -> Explain:
    """Return the explanation of the step from today's rules back to those of then."""
    return lambda id_: tuple(one.inverse() for one in explain(id_))


def _strengths(before: Reasons, after: Reasons) -> Iterator[Strength]:
    """Yield the statements that stand in both and are not as strong as they were, or are again."""
    then, now = weakness(before.before, before.said_before), weakness(after.after, after.said_after)
    for key in sorted({*then} & {*now}):
        if then[key] != now[key] and {then[key], now[key]} != {"", UNPROVED}:
            about, unit, by, at = key
            yield Strength(about=about, unit=unit, by=by, at=at, before=then[key], after=now[key])


def compared(a: Baseline, b: Baseline, pack: Pack) -> Compared:
    """Return the difference with both ends and what to know of them: other applications, rules that are not of then."""
    one, other = a.collected.name, b.collected.name
    notes = [f"these are of different applications: {one} and {other}"] if one != other else []
    silent = [each.head.name for each in (a, b) if not each.said]
    if len(silent) == 1:
        notes.append(f"nothing is declared in {silent[0]}: what people said is compared with silence")
    found = [f"{each.head.name}: {text}" for each in (a, b) for text in warnings(each, pack)]
    return Compared(a=a, b=b, found=diff(a, b, pack), warnings=(*notes, *dict.fromkeys(found)))

"""What there is to plan: the steps from where one stands to the targets, and which step waits for which."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from sammeter.model import Model
from sammeter.roadmap.effort import Efforts
from sammeter.roadmap.needs import needs_of
from sammeter.roadmap.plan import NO, WORTHS, Answers
from sammeter.roadmap.project import weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for: targets by activity, and the person-days of each phase (None: as many as it takes)."""

    now: Answers
    target: Answers
    budgets: tuple[Fraction | None, ...]
    efforts: Efforts


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An activity raised from one answer to the next: `gain` in whole units of `Steps.unit`, `effort` in person-days."""

    activity: str
    before: Fraction
    to: Fraction
    gain: int
    effort: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """All moves in the model's order; `after[n]` are the moves that move n waits for, in the same or an earlier phase.

    `added` have no target of their own and are only there because another activity needs them. `blocked` maps an
    activity with a target to the one that it needs and that is to stay at No. `unit` is what one unit of gain adds to
    the overall score.
    """

    moves: tuple[Move, ...]
    after: tuple[tuple[int, ...], ...]
    added: frozenset[str]
    blocked: Mapping[str, str]
    unit: Fraction

    def effort(self) -> Fraction:
        """Return the person-days of all moves."""
        return sum((move.effort for move in self.moves), NO)

    def waiting(self) -> tuple[tuple[int, ...], ...]:
        """Return for each move those that wait for it."""
        found: list[list[int]] = [[] for _ in self.moves]
        for n, earlier in enumerate(self.after):
            for m in earlier:
                found[m].append(n)
        return tuple(map(tuple, found))


def steps(model: Model, order: Order) -> Steps:
    """Return the moves that lead to the targets, with what they need.

    An activity that is needed, stands at No and has no target gets one of the lowest answer above No.
    """
    wanted, added, blocked = _closed(model, order)
    worth = {name: overall for name, (_, _, overall) in weights(model).items()}
    unit = Fraction(1, 4 * lcm(*(value.denominator for value in worth.values()))) if worth else Fraction(1)
    moves: list[Move] = []
    for activity in model.activities():
        was = order.now.get(activity.id, NO)
        if activity.id in blocked:
            continue
        for to in WORTHS:
            if was < to <= wanted.get(activity.id, NO):
                moves.append(Move(activity=activity.id, before=was, to=to, gain=int((to - was) * worth[activity.id] / unit),
                                  effort=order.efforts.between(activity, was, to)))  # fmt: skip
                was = to
    return Steps(moves=tuple(moves), after=_after(model, order, moves), added=added, blocked=blocked, unit=unit)


def _after(model: Model, order: Order, moves: list[Move]) -> tuple[tuple[int, ...], ...]:
    """Return the precedence: the answer below of the same activity, and the first move of everything that is needed."""
    needs, first, last = needs_of(model), dict[str, int](), dict[str, int]()
    for n, move in enumerate(moves):
        first.setdefault(move.activity, n)
    found: list[tuple[int, ...]] = []
    for n, move in enumerate(moves):
        if move.activity in last:
            found.append((last[move.activity],))
        else:
            needed = needs.of(move.activity, move.before)
            found.append(tuple(first[name] for name in needed if order.now.get(name, NO) == NO))
        last[move.activity] = n
    return tuple(found)


def _closed(model: Model, order: Order) -> tuple[dict[str, Fraction], frozenset[str], dict[str, str]]:
    """Return the targets with what they need added, which those are, and what cannot be planned because of which need."""
    needs, wanted = needs_of(model), dict(order.target)
    added, blocked = set[str](), dict[str, str]()
    open_ = [a.id for a in model.activities() if wanted.get(a.id, NO) > order.now.get(a.id, NO)]
    waiting = {name: needs.of(name, order.now.get(name, NO)) for name in open_}
    while open_:
        for needed in waiting[open_.pop()]:
            if order.now.get(needed, NO) == NO and needed not in wanted:
                wanted[needed] = WORTHS[1]
                added.add(needed)
                open_.append(needed)
                waiting[needed] = needs.of(needed, NO)
    spread = True
    while spread:
        spread = False
        for name, required in waiting.items():
            stuck = [one for one in required if one in blocked or (order.now.get(one, NO) == NO and wanted[one] == NO)]
            if stuck and name not in blocked:
                blocked[name], spread = stuck[0], True
    return wanted, frozenset(added - blocked.keys()), blocked

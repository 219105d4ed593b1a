"""Which step goes into which phase: the most by the end, and of that the most as early as can be.

First the score at the end of the last phase is made as high as the budgets allow, then, without lowering it, the sum of
the scores at the end of every phase. Both are integer programs that are solved to proven optimality, or the distance to
the bound is told. Among equals cheaper steps come first, then the model's order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from sammeter.model import Model
from sammeter.roadmap.order import Move, Order, Steps, steps
from sammeter.roadmap.plan import Item
from sammeter.roadmap.program import Program, Row, at_the_end, column, over_time, program
from sammeter.roadmap.settle import settle
from sammeter.roadmap.solve import Limits, Solution, solve
from sammeter.roadmap.words import days

When = list[int | None]
"""The phase of each move, None for those that found no place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """An activity that does not reach its target, how far it comes, and why no further."""

    activity: str
    comes_to: Fraction
    target: Fraction
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The items of each phase, what was left, and how sure it is that nothing is better.

    `best_end` and `best_sum` bound the overall score at the end and the sum over all phases as gains over today;
    `gained_end` and `gained_sum` are those of this choice. `added` has no target and is needed.
    """

    phases: tuple[tuple[Item, ...], ...]
    budgets: tuple[Fraction | None, ...]
    left: tuple[Left, ...]
    added: tuple[str, ...]
    gained_end: Fraction
    best_end: Fraction
    gained_sum: Fraction
    best_sum: Fraction
    by_clock: bool

    @property
    def proven(self) -> bool:
        """Whether it is proven that no plan within the budgets is better."""
        return self.gained_end == self.best_end and self.gained_sum == self.best_sum


def choose(model: Model, order: Order, limits: Limits | None = None) -> Choice:
    """Return what to do in which phase. Raises DataError if the solver is not installed.

    Without a budget in any phase, an even one is taken: as few whole days a phase as hold all steps.
    """
    found, limits = steps(model, order), limits or Limits()
    if any(budget is not None for budget in order.budgets) or not found.moves:
        return _choice(found, order, limits)
    even = even_budget(found, len(order.budgets))
    made = _choice(found, _with(order, even), limits)
    while any(one.activity not in found.blocked for one in made.left):
        even = Fraction(ceil(even * Fraction(21, 20)))
        made = _choice(found, _with(order, even), limits)
    return made


def even_budget(found: Steps, phases: int) -> Fraction:
    """Return whole days a phase that hold all moves with a twentieth to spare, and the largest move at least."""
    largest = max((move.effort for move in found.moves), default=Fraction(0))
    return Fraction(ceil(max(found.effort() / phases * Fraction(21, 20), largest)))


def _with(order: Order, even: Fraction) -> Order:
    return Order(now=order.now, target=order.target, budgets=(even,) * len(order.budgets), efforts=order.efforts)


def _choice(found: Steps, order: Order, limits: Limits) -> Choice:
    phases = len(order.budgets)
    rows, end, sums = program(found, order.budgets), at_the_end(found, phases), over_time(found, phases)
    most = solve(rows, end, frozenset(), limits)
    fixed = Program(
        rows.columns, (*rows.rows, Row(most.value, None, tuple((n, one) for n, one in enumerate(end) if one)))
    )
    early = solve(fixed, sums, most.ones, limits)
    when = settle(found, order.budgets, _when(early, len(found.moves), phases))
    return Choice(phases=tuple(_items(found.moves, when, phases)), budgets=order.budgets,
                  left=tuple(_left(found, order, when)), added=tuple(sorted(found.added)),
                  gained_end=most.value * found.unit, best_end=most.bound * found.unit,
                  gained_sum=early.value * found.unit, best_sum=early.bound * found.unit,
                  by_clock=most.by_clock or early.by_clock)  # fmt: skip


def _when(solution: Solution, moves: int, phases: int) -> When:
    return [next((p for p in range(phases) if column(n, p, phases) in solution.ones), None) for n in range(moves)]


def _items(moves: Sequence[Move], when: When, phases: int) -> Iterator[tuple[Item, ...]]:
    """Yield the items of each phase: several moves of an activity in one phase are one item."""
    for phase in range(phases):
        here = {move.activity: move for move, at in zip(moves, when, strict=True) if at == phase}
        yield tuple(Item(activity=name, to=move.to) for name, move in here.items())


def _left(found: Steps, order: Order, when: When) -> Iterator[Left]:
    room = _room(found, order.budgets, when)
    reached = {move.activity: move.to for move, at in zip(found.moves, when, strict=True) if at is not None}
    told: set[str] = set()
    for n, move in enumerate(found.moves):
        if when[n] is None and move.activity not in told and move.activity not in found.added:
            told.add(move.activity)
            yield Left(activity=move.activity, comes_to=reached.get(move.activity, order.now.get(move.activity, Fraction(0))),
                       target=order.target[move.activity], why=_why(found, order, when, n, room))  # fmt: skip
    for name, needed in found.blocked.items():
        if name in order.target:
            yield Left(activity=name, comes_to=order.now.get(name, Fraction(0)), target=order.target[name],
                       why=f"needs {needed}, which is to stay at No")  # fmt: skip


def _why(found: Steps, order: Order, when: When, n: int, room: list[Fraction | None]) -> str:
    move = found.moves[n]
    waits = [
        found.moves[m].activity for m in found.after[n] if when[m] is None and found.moves[m].activity != move.activity
    ]
    if waits:
        return f"needs {waits[0]}, which does not fit"
    budgets = [budget for budget in order.budgets if budget is not None]
    if len(budgets) == len(order.budgets) and move.effort > max(budgets):
        return f"its next step takes {days(move.effort)}, more than any phase has ({days(max(budgets))})"
    free = ", ".join("any" if one is None else days(one).removesuffix(" days").removesuffix(" day") for one in room)
    return f"its next step takes {days(move.effort)}; left in the phases: {free}"


def _room(found: Steps, budgets: Sequence[Fraction | None], when: When) -> list[Fraction | None]:
    spent = [Fraction(0)] * len(budgets)
    for move, at in zip(found.moves, when, strict=True):
        if at is not None:
            spent[at] += move.effort
    return [None if budget is None else budget - used for budget, used in zip(budgets, spent, strict=True)]

"""The choice as an integer program: one binary column for each move and phase, 1 once the move is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from sammeter.roadmap.order import Steps

Term = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """low <= sum of coefficient * column <= high; None is no bound."""

    low: int | None
    high: int | None
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """Binary columns and the rows that hold them; all coefficients are whole numbers."""

    columns: int
    rows: tuple[Row, ...]


def column(move: int, phase: int, phases: int) -> int:
    """Return the column that is 1 if the move is done by the end of the phase."""
    return move * phases + phase


def program(found: Steps, budgets: Sequence[Fraction | None]) -> Program:
    """Return the rows: done stays done, nothing before what it waits for, no phase over its budget, no help for nothing."""
    phases, rows = len(budgets), list[Row]()
    for n, earlier in enumerate(found.after):
        for p in range(phases):
            here = column(n, p, phases)
            if p:
                rows.append(Row(0, None, ((here, 1), (here - 1, -1))))
            rows += [Row(0, None, ((column(m, p, phases), 1), (here, -1))) for m in earlier]
    rows += _helped(found, phases)
    return Program(len(found.moves) * phases, (*rows, *_budgets(found, budgets)))


def _helped(found: Steps, phases: int) -> list[Row]:
    """A move that is only there to help is done only if something that waits for it is."""
    last = phases - 1
    return [Row(0, None, (*((column(m, last, phases), 1) for m in waiting), (column(n, last, phases), -1)))
            for n, waiting in enumerate(found.waiting()) if found.moves[n].activity in found.added]  # fmt: skip


def _budgets(found: Steps, budgets: Sequence[Fraction | None]) -> list[Row]:
    """No phase takes more than it has; nor do the phases up to it together, which follows and helps the solver to see it."""
    rows, phases, efforts = list[Row](), len(budgets), [move.effort for move in found.moves]
    scale = lcm(*(value.denominator for value in (*efforts, *(one for one in budgets if one is not None))))
    whole = [(n, int(effort * scale)) for n, effort in enumerate(efforts) if effort]
    together: Fraction | None = Fraction(0)
    for p, budget in enumerate(budgets):
        done = tuple((column(n, p, phases), effort) for n, effort in whole)
        before = tuple((column(n, p - 1, phases), -effort) for n, effort in whole) if p else ()
        together = None if together is None or budget is None else together + budget
        rows += [] if budget is None else [Row(None, int(budget * scale), done + before)]
        rows += [] if together is None or not p else [Row(None, int(together * scale), done)]
    return rows


def at_the_end(found: Steps, phases: int) -> list[int]:
    """Return the objective: what is gained by the end of the last phase."""
    return [move.gain if p == phases - 1 else 0 for move in found.moves for p in range(phases)]


def over_time(found: Steps, phases: int) -> list[int]:
    """Return the objective: what is gained by the end of each phase, added up, so that earlier is better."""
    return [move.gain for move in found.moves for _ in range(phases)]

"""Solves an integer program with HiGHS: one thread, a fixed seed, bounded by nodes first so that reruns agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from sammeter.errors import DataError
from sammeter.roadmap.program import Program

SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long to search: nodes of the search tree, and seconds for a machine that is too slow for so many."""

    nodes: int = 2000
    seconds: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """The columns that are 1, what they are worth, and a bound that nothing can exceed; proven where both are equal.

    `by_clock` tells that the seconds ran out: another machine may get further.
    """

    ones: frozenset[int]
    value: int
    bound: int
    by_clock: bool = False

    @property
    def proven(self) -> bool:
        """Whether nothing is better."""
        return self.value >= self.bound


def solve(program: Program, objective: Sequence[int], start: frozenset[int], limits: Limits) -> Solution:
    """Return the best columns found, never worse than `start`, which must be feasible and stands in if none is found.

    Raises DataError if HiGHS is not installed.
    """
    worth = sum(objective[n] for n in start)
    if program.columns == 0:
        return Solution(ones=start, value=worth, bound=worth)
    highs = _highs(limits)
    highs.passModel(_model(program, objective))
    highs.run()
    info, status = highs.getInfo(), highs.getModelStatus()
    values = highs.getSolution().col_value
    ones = frozenset(n for n, value in enumerate(values) if value > 0.5)
    bound = floor(min(info.mip_dual_bound, float(sum(max(one, 0) for one in objective))) + 1e-6)
    if not _holds(program, ones) or sum(objective[n] for n in ones) < worth:
        ones = start
    return Solution(ones=ones, value=sum(objective[n] for n in ones), bound=bound, by_clock="Time" in str(status))


def _highs(limits: Limits) -> Any:
    try:
        import highspy
    except ImportError as error:
        raise DataError(
            "choosing a roadmap needs the solver HiGHS, which is not installed",
            hint="pip install 'sammeter[roadmap]'",
        ) from error
    # The class beneath has the same methods; the one on top prints a banner before it can be told to be silent.
    (silent,) = highspy.Highs.__bases__
    highs = silent()
    highs.setOptionValue("output_flag", False)  # noqa: FBT003 - its signature
    options = {"threads": 1, "random_seed": SEED, "mip_rel_gap": 0.0, "mip_abs_gap": 0.99, "mip_max_nodes": limits.nodes,
               "time_limit": limits.seconds}  # fmt: skip
    for name, value in options.items():
        highs.setOptionValue(name, value)
    return highs


def _model(program: Program, objective: Sequence[int]) -> Any:
    import highspy
    import numpy as np

    rows, lp = program.rows, highspy.HighsLp()
    lp.num_col_, lp.num_row_ = program.columns, len(rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(objective, dtype=float)
    lp.col_lower_, lp.col_upper_ = np.zeros(program.columns), np.ones(program.columns)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * program.columns
    lp.row_lower_ = np.array([-np.inf if row.low is None else row.low for row in rows], dtype=float)
    lp.row_upper_ = np.array([np.inf if row.high is None else row.high for row in rows], dtype=float)
    matrix = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(row.terms) for row in rows)])
    matrix.index_ = np.array([at for row in rows for at, _ in row.terms], dtype=np.int32)
    matrix.value_ = np.array([coefficient for row in rows for _, coefficient in row.terms], dtype=float)
    return lp


def _holds(program: Program, ones: frozenset[int]) -> bool:
    """Check every row in whole numbers; the solver works in floating point."""
    for row in program.rows:
        total = sum(coefficient for at, coefficient in row.terms if at in ones)
        if (row.low is not None and total < row.low) or (row.high is not None and total > row.high):
            return False
    return True

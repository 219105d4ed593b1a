"""The two pages of a report: how much of the view they have room for, each text at the width of its place."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from sammeter.report.board.view import Board, ChangeView, Conflict, Moved, PlanView, Wish
from sammeter.report.board.words import cut

CONFLICTS, WISHES, PHASES = 3, 3, 4
_ADDRESS = re.compile(r" <[^<>@\s]+@[^<>@\s]+>")
"""A board knows its people by their names; the full report keeps their addresses."""
Spell = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What the two pages show of a view, and how much they leave to the full report."""

    board: Board
    more_conflicts: int


def brief(board: Board, spell: Spell = str, conflicts: int = CONFLICTS) -> Brief:
    """Return the view with short lists and short texts; no figure differs from the view's.

    `spell` writes a text as its format can show it, before it is cut; at most `conflicts` contradictions are kept.
    """
    short = _Short(spell)
    made = replace(
        board, head=replace(board.head, name=short.cut(board.head.name, 60), overlay=short.cut(board.head.overlay, 60)),
        verdict=tuple(short.cut(one, 320) for one in board.verdict),
        conflicts=tuple(map(short.conflict, board.conflicts[:conflicts])), wishes=tuple(map(short.wish, board.wishes[:WISHES])),
        plan=short.plan(board.plan), change=short.change(board.change), benchmark=board.benchmark[:1],
        method=tuple((name, short.cut(text, 330)) for name, text in board.method),
    )  # fmt: skip
    return Brief(board=made, more_conflicts=len(board.conflicts) - len(made.conflicts))


@dataclass(frozen=True, slots=True)
class _Short:
    spell: Spell

    def cut(self, text: str, width: int) -> str:
        return cut(self.spell(text), width)

    def conflict(self, one: Conflict) -> Conflict:
        return replace(one, asks=self.cut(one.asks, 90), claim=self.cut(_ADDRESS.sub("", one.claim), 190),
                       said_where=self.cut(one.said_where, 50), seen_where=self.cut(one.seen_where, 70))  # fmt: skip

    def wish(self, one: Wish) -> Wish:
        return replace(one, do=self.cut(one.do, 110), why=self.cut(one.why, 90))

    def plan(self, plan: PlanView | None) -> PlanView | None:
        if plan is None:
            return None
        phases = plan.phases if len(plan.phases) <= PHASES else (*plan.phases[: PHASES - 1], plan.phases[-1])
        return replace(plan, phases=tuple(
            replace(one, name=self.cut(one.name, 28), until=self.cut(one.until, 10), does=(self.cut("; ".join(one.does), 44),))
            for one in phases
        ))  # fmt: skip

    def change(self, change: ChangeView | None) -> ChangeView | None:
        if change is None:
            return None
        return replace(change, up=self.moved(change.up), down=self.moved(change.down), lapsed=self.moved(change.lapsed))

    def moved(self, found: tuple[Moved, ...]) -> tuple[Moved, ...]:
        return tuple(replace(one, says=self.cut(one.says, 46), cause=self.cut(one.cause, 32)) for one in found)

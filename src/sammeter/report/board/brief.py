"""The two pages of a report: how much of the view they have room for, each text at the width of its place."""

from dataclasses import dataclass, replace

from sammeter.report.board.view import Board, ChangeView, Conflict, Moved, PlanView, Wish
from sammeter.report.board.words import cut

CONFLICTS, WISHES, MOVED, PHASES, ROWS = 4, 3, 3, 4, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What the two pages show of a view, and how much they leave to the full report."""

    board: Board
    more_conflicts: int
    more_wishes: int


def brief(board: Board) -> Brief:
    """Return the view with short lists and short texts; no figure differs from the view's."""
    head = replace(board.head, name=cut(board.head.name, 60), overlay=cut(board.head.overlay, 60))
    short = replace(
        board, head=head, verdict=tuple(cut(one, 320) for one in board.verdict),
        conflicts=tuple(map(_conflict, board.conflicts[:CONFLICTS])), wishes=tuple(map(_wish, board.wishes[:WISHES])),
        plan=_plan(board.plan), change=_change(board.change), benchmark=board.benchmark[:ROWS],
        method=tuple((name, cut(text, 330)) for name, text in board.method),
    )  # fmt: skip
    return Brief(board=short, more_conflicts=len(board.conflicts) - len(short.conflicts),
                 more_wishes=len(board.wishes) - len(short.wishes))  # fmt: skip


def _conflict(one: Conflict) -> Conflict:
    return replace(one, asks=cut(one.asks, 100), claim=cut(one.claim, 150), said_where=cut(one.said_where, 50),
                   seen_where=cut(one.seen_where, 70))  # fmt: skip


def _wish(one: Wish) -> Wish:
    return replace(one, do=cut(one.do, 110), why=cut(one.why, 90))


def _plan(plan: PlanView | None) -> PlanView | None:
    if plan is None:
        return None
    phases = (
        replace(one, name=cut(one.name, 30), does=tuple(cut(step, 40) for step in one.does[:2]))
        for one in plan.phases[:PHASES]
    )
    return replace(plan, phases=tuple(phases))


def _change(change: ChangeView | None) -> ChangeView | None:
    if change is None:
        return None
    return replace(change, up=_moved(change.up), down=_moved(change.down), lapsed=_moved(change.lapsed))


def _moved(found: tuple[Moved, ...]) -> tuple[Moved, ...]:
    return tuple(replace(one, says=cut(one.says, 60), cause=cut(one.cause, 50)) for one in found[:MOVED])

"""Ties: among moves that gain the same, the cheaper one comes first, then the one that the model names first."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from sammeter.roadmap.order import Steps

NEVER = 1 << 30


def settle(found: Steps, budgets: Sequence[Fraction | None], when: Sequence[int | None]) -> list[int | None]:
    """Return the phases with pairs exchanged as long as that brings the cheaper or earlier named move forward.

    An exchange keeps every gain in its phase, so no score changes; budgets and prerequisites hold as before.
    """
    places = [NEVER if at is None else at for at in when]
    table = _Table(found, budgets, places)
    pairs = [(a, b) for a, b in combinations(_ranked(found), 2) if found.moves[a].gain == found.moves[b].gain]
    while any(table.exchange(a, b) for a, b in pairs):
        pass
    return [None if at == NEVER else at for at in places]


def _ranked(found: Steps) -> list[int]:
    """Return the moves in the order in which one would like to have them."""
    return sorted(range(len(found.moves)), key=lambda n: (found.moves[n].effort, n))


class _Table:
    """Where each move is, and what the phases have left."""

    def __init__(self, found: Steps, budgets: Sequence[Fraction | None], places: list[int]) -> None:
        self.found, self.places, self.waiting = found, places, found.waiting()
        self.room = dict(enumerate(budgets))
        for n, at in enumerate(places):
            self._spend(at, found.moves[n].effort)

    def exchange(self, a: int, b: int) -> bool:
        """Put each of two moves where the other is, if everything still holds then."""
        places, more = self.places, self.found.moves[b].effort - self.found.moves[a].effort
        if places[a] <= places[b] or not self._has(places[a], more):
            return False
        places[a], places[b] = places[b], places[a]
        if not all(self._fits(n) for n in (a, b, *self.found.after[a], *self.found.after[b])):
            places[a], places[b] = places[b], places[a]
            return False
        self._spend(places[b], more)
        self._spend(places[a], -more)
        return True

    def _has(self, at: int, more: Fraction) -> bool:
        left = self.room.get(at)
        return left is None or left >= more

    def _spend(self, at: int, effort: Fraction) -> None:
        left = self.room.get(at)
        if left is not None:
            self.room[at] = left - effort

    def _fits(self, n: int) -> bool:
        """Check what move n waits for, what waits for it, and that help is not for nothing."""
        at = self.places[n]
        later = [self.places[m] for m in self.waiting[n]]
        useless = (
            self.found.moves[n].activity in self.found.added and at != NEVER and min(later, default=NEVER) == NEVER
        )
        return (
            not useless and all(self.places[m] <= at for m in self.found.after[n]) and all(one >= at for one in later)
        )

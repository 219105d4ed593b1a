"""What is declared, read only where something is: an assessment without it imports nothing of it."""

from collections.abc import Sequence
from pathlib import Path

from sammeter.answers import Declaration
from sammeter.data import Pack


def declared_in(places: Sequence[Path], pack: Pack, *, as_of: str) -> tuple[Declaration, tuple[str, ...]]:
    """Return what stands of all that is declared in `places`, and warnings about files of older editions.

    The first place is one's own, the others are inherited. Raises DataError, NotFoundError, SourceError.
    """
    if not places:
        return Declaration(), ()
    from sammeter.app.carried import outdated
    from sammeter.app.declare import declaration

    return declaration(places, pack, as_of=as_of), tuple(outdated(places, pack))

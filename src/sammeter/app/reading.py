"""What a user asks to be read, and by which clock it is judged."""

from dataclasses import dataclass
from pathlib import Path

from sammeter.app import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a user asks for: the tree, when to read it at, the clock to judge it by, reports beside it, and its name."""

    path: Path
    at: str = ""
    as_of: str = ""
    evidence: tuple[Path, ...] = ()
    name: str = ""


def moment(wanted: Wanted, tree_at: str) -> str:
    """Return the clock: what was asked for, else the time of `--at`, else today 00:00 UTC."""
    if wanted.as_of:
        return clock.as_moment(wanted.as_of, where="--as-of")
    return tree_at if wanted.at and tree_at else clock.today()

"""Lines of 80 columns, and the first places where something was seen."""

from collections.abc import Iterable

from sammeter.facts import Fact
from sammeter.text.escape import terminal

WIDTH = 80


def cut(line: str) -> str:
    """Return a line that fits."""
    return line if len(line) <= WIDTH else line[: WIDTH - 3] + "..."


def places(facts: Iterable[Fact]) -> str:
    """Name the first places, two where they fit on a line."""
    names = list(dict.fromkeys(terminal(fact.where) for fact in facts))
    fit = 2 if len(", ".join(names[:2])) <= WIDTH - 22 else 1
    more = f" and {len(names) - fit} more" if len(names) > fit else ""
    return ", ".join(names[:fit]) + more

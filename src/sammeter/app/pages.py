"""Lines for a terminal of 80 columns; nothing that came from a file can steer it."""

from collections.abc import Iterable
from textwrap import wrap

from sammeter.text.escape import terminal

WIDTH = 80


def page(lines: Iterable[str]) -> str:
    """Return the lines as one text: each wrapped under its own indent, controls shown as codes."""
    return "\n".join(part for line in lines for part in _wrapped(terminal(line))) + "\n"


def _wrapped(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return wrap(line, WIDTH, subsequent_indent=indent, break_on_hyphens=False) or [""]


def names(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun."""
    return f"{count} {one if count == 1 else many or one + 's'}"

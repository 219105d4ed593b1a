"""Which line of a file a line of a block text stands on."""

import re
from dataclasses import dataclass

from sammeter.text import Node

_LITERAL = re.compile(r"\|[-+]?\d?[-+]?\s*(?:#.*)?\Z")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one file."""

    path: str
    text: tuple[str, ...]

    def place(self, node: Node, offset: int) -> str:
        """Return ``path:line`` of the line `offset` of a block text; of the text itself where lines were folded."""
        line = node.line
        own = self.text[line - 1] if 0 < line <= len(self.text) else ""
        return f"{self.path}:{line + 1 + offset}" if _LITERAL.search(own) else f"{self.path}:{line}"


def lines(path: str, text: str) -> Lines:
    """Return the lines of a text."""
    return Lines(path, tuple(text.split("\n")))

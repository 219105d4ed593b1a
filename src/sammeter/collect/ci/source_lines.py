"""Which line of a file a line of a block text stands on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sammeter.collect.registry import File
from sammeter.text import Node
from sammeter.text.node import split_line

_LITERAL = re.compile(r"\|[-+]?\d?[-+]?\s*(?:#.*)?\Z")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one file, and of those that it includes."""

    path: str
    text: tuple[str, ...]
    beside: Mapping[str, File] = field(default_factory=dict)
    _read: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def place(self, node: Node, offset: int) -> str:
        """Return ``path:line`` of the line `offset` of a block text; of the text itself where lines were folded."""
        path, line = split_line(node.where)
        text = self._of(path)
        own = text[line - 1] if 0 < line <= len(text) else ""
        return f"{path}:{line + 1 + offset}" if _LITERAL.search(own) else node.where

    def _of(self, path: str) -> tuple[str, ...]:
        if path == self.path or path not in self.beside:
            return self.text
        if path not in self._read:
            self._read[path] = tuple(self.beside[path].text().split("\n"))
        return self._read[path]


def lines(file: File) -> Lines:
    """Return the lines of a file and of what stands beside it. Raises SourceError (encoding, size)."""
    return Lines(file.path, tuple(file.text().split("\n")), file.beside)

"""A value from outside that knows its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sammeter.errors import SourceError

Scalar = str | int | float | bool | None
_LINE = re.compile(r"(?<=.):([0-9]{1,9})\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a YAML or JSON document with the place (``path:line``) where it stands.

    `value` is a mapping of str to Node, a list of Node, or a scalar. A missing key is an empty Node; reading a value
    as something that it is not raises SourceError with its place, so that callers need no checks of their own.
    """

    value: "dict[str, Node] | list[Node] | Scalar"
    where: str

    def __getitem__(self, key: str) -> "Node":
        """Return the value under `key`; an empty Node if there is none or this is null. Raises SourceError."""
        return self.mapping().get(key) or Node(None, self.where)

    def __contains__(self, key: str) -> bool:
        """Tell whether this is a mapping with that key."""
        return isinstance(self.value, dict) and key in self.value

    def __iter__(self) -> Iterator["Node"]:
        """Walk the items of a list; null has none. Raises SourceError for anything else."""
        return iter(self.items())

    def __bool__(self) -> bool:
        """Tell whether there is a value at all (null is none, false is one)."""
        return self.value is not None

    def mapping(self) -> "dict[str, Node]":
        """Return the mapping that this is; null is an empty one. Raises SourceError with reason ``wrong type``."""
        if self.value is None:
            return {}
        if not isinstance(self.value, dict):
            raise self.wrong("a mapping")
        return self.value

    def items(self) -> "list[Node]":
        """Return the list that this is; null is an empty one. Raises SourceError with reason ``wrong type``."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            raise self.wrong("a list")
        return self.value

    def many(self) -> "list[Node]":
        """Return the items of a list, or this one value as a list of one, as many formats allow."""
        return [self] if self and not isinstance(self.value, list) else self.items()

    def text(self) -> str:
        """Return a scalar as text; null is the empty text. Raises SourceError with reason ``wrong type``."""
        if self.value is None:
            return ""
        if isinstance(self.value, (dict, list)):
            raise self.wrong("text")
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        return str(self.value)

    def wrong(self, expected: str) -> SourceError:
        """Return the error that says what stands here instead of `expected`."""
        return SourceError(f"{self.kind()} where {expected} is expected", where=self.where, reason="wrong type")

    def kind(self) -> str:
        """Name what this is, in the words of an error message."""
        names = {dict: "a mapping", list: "a list", str: "text", bool: "true/false", type(None): "nothing"}
        return names.get(type(self.value), "a number")

    def plain(self) -> Any:
        """Return the value without places, as ordinary Python data."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    @property
    def line(self) -> int:
        """The line of this value, 1 where it is not known."""
        return split_line(self.where)[1] or 1


def split_line(where: str) -> tuple[str, int]:
    """Return path and line of a place ``path:line``; line 0 where it names none."""
    found = _LINE.search(where)
    return (where[: found.start()], int(found[1])) if found else (where, 0)

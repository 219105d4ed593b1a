"""Values that are put into the text of included files, and a bound on what all of it grows to."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sammeter.errors import SourceError
from sammeter.text import Node

MOST_PARTS = 200_000
MOST_TEXT = 8 << 20
DEEPEST = 10
"""Files that include each other, one below the other: what GitHub allows, and more than anybody reads."""


@dataclass(slots=True, kw_only=True)
class Growth:
    """Counts what one pipeline grows to with all that it includes; one that grows too far is refused."""

    parts: int = 0
    text: int = 0

    def take(self, where: str, *, parts: int = 0, text: int = 0) -> None:
        """Count. Raises SourceError (reason ``too large``)."""
        self.parts += parts
        self.text += text
        if self.parts > MOST_PARTS or self.text > MOST_TEXT:
            raise SourceError("what it includes grows too far", where=where, reason="too large")


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """An include that is not read: where it stands, what it names, and why it is not read."""

    where: str
    name: str
    why: str


def put(node: Node, place: re.Pattern[str], lent: Callable[[str], str | None], growth: Growth) -> Node:
    """Return a value with `lent` put in at each `place` of its texts and keys; None leaves the place as it is.

    Raises SourceError where it grows too far.
    """

    def one(found: re.Match[str]) -> str:
        text = lent(found[1])
        growth.take(node.where, text=len(text or ""))
        return found[0] if text is None else text

    growth.take(node.where, parts=1)
    if isinstance(node.value, dict):
        inner = {place.sub(one, key): put(value, place, lent, growth) for key, value in node.value.items()}
        return replace(node, value=inner)
    if isinstance(node.value, list):
        return replace(node, value=[put(value, place, lent, growth) for value in node.value])
    return replace(node, value=place.sub(one, node.value)) if isinstance(node.value, str) else node


def texts(values: Mapping[str, Node]) -> dict[str, str]:
    """Return the scalars among values as text, by lower-case name; null is the empty text."""
    return {key.lower(): node.text() for key, node in values.items() if not isinstance(node.value, (dict, list))}

"""Azure's ``${{ ... }}``: conditions over the parameters of a template, in three values."""

import re
from collections.abc import Callable

from sammeter.collect.ci.certainty import together

Lookup = Callable[[str], str | None]
"""Returns the text of a parameter or loop variable by its dotted name; None where it is not known."""

_TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|([\w.$-]+)|([(),\[\]])|(\S))")
DEEPEST = 30


def holds(condition: str, lookup: Lookup) -> bool | None:
    """Tell whether a condition is true; None where it hangs on what is only known when it runs."""
    found = _Reader(condition, lookup).value(0)
    return None if found is None else found.casefold() not in ("false", "", "0", "null")


class _Reader:
    """Reads calls, literals and names; whatever else stands there is not known."""

    def __init__(self, text: str, lookup: Lookup) -> None:
        self.tokens = [match.groups() for match in _TOKEN.finditer(text[:4000])]
        self.position = 0
        self.lookup = lookup

    def value(self, depth: int) -> str | None:
        """Return the next value as text, None where it is not known."""
        if depth > DEEPEST or self.position >= len(self.tokens):
            return None
        literal, name, _, _ = self.tokens[self.position]
        self.position += 1
        if literal is not None:
            return literal.replace("''", "'")
        if name is None:
            return None
        if self._take("("):
            return _called(name.casefold(), self._arguments(depth))
        full = self._indexed(name)
        if full.casefold() in ("true", "false") or re.fullmatch(r"-?\d+(\.\d+)?", full):
            return full
        return self.lookup(full)

    def _arguments(self, depth: int) -> list[str | None]:
        found: list[str | None] = []
        while self.position < len(self.tokens) and not self._take(")"):
            if not self._take(","):
                found.append(self.value(depth + 1))
        return found

    def _indexed(self, name: str) -> str:
        while self._take("["):
            literal = self.tokens[self.position][0] if self.position < len(self.tokens) else None
            self.position += 1
            self._take("]")
            name = f"{name}.{literal if literal is not None else '?'}"
        return name

    def _take(self, mark: str) -> bool:
        hit = self.position < len(self.tokens) and self.tokens[self.position][2] == mark
        self.position += hit
        return hit


def _called(name: str, values: list[str | None]) -> str | None:
    if name in ("and", "or", "not", "xor"):
        return _word(
            _logic(name, [None if one is None else one.casefold() not in ("false", "", "0") for one in values])
        )
    known = [one.casefold() for one in values if one is not None]
    if name in ("in", "notin") and values and values[0] is not None:
        hit: bool | None = True if known[0] in known[1:] else None if None in values else False
        return _word(hit if name == "in" or hit is None else not hit)
    if len(known) != len(values) or not known:
        return None
    return _word(_compared(name, known))


def _logic(name: str, values: list[bool | None]) -> bool | None:
    if name == "not":
        return None if not values or values[0] is None else not values[0]
    if name == "xor":
        return None if None in values else values.count(True) == 1
    if name == "and":
        return together(*values)
    opposite = together(*(None if one is None else not one for one in values))
    return None if opposite is None else not opposite


def _compared(name: str, values: list[str]) -> bool | None:
    first, *rest = values
    if len(rest) != 1:
        return None
    second = rest[0]
    return {
        "eq": first == second, "ne": first != second, "contains": second in first,
        "startswith": first.startswith(second), "endswith": first.endswith(second),
    }.get(name)  # fmt: skip


def _word(value: bool | None) -> str | None:  # noqa: FBT001 - a truth value is what it is about
    return None if value is None else "true" if value else "false"

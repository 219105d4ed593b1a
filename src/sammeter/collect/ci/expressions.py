"""GitHub's ``${{ ... }}``: which references an expression reads, and which of them can become its text."""

import re
from collections.abc import Iterator

_WHOLE = re.compile(r"\$\{\{((?:(?!\$\{\{).){0,4000}?)\}\}", re.DOTALL)
_TOKEN = re.compile(
    r"\s*(?:('(?:[^']|'')*')|([\w$][\w.\-*]*(?:\[[^\]]{0,200}\][\w.\-*]*)*)|(&&|\|\||[=!<>]=|[!<>(),])|(.))", re.DOTALL
)
_KEEPS_TEXT = {"format", "join", "tojson", "fromjson", "case"}
_COMPARES = {"==", "!=", "<", ">", "<=", ">="}
DEEPEST = 30


def expressions(text: str) -> Iterator[tuple[str, int]]:
    """Yield the inside of each expression in a text and the number of line ends before it."""
    for match in _WHOLE.finditer(text):
        yield match.group(1), text.count("\n", 0, match.start())


def references(inside: str) -> tuple[str, ...]:
    """Return every reference in an expression in lower case, ``secrets['A']`` written as ``secrets.a``."""
    return tuple(_name(match.group(2)) for match in _TOKEN.finditer(inside) if match.group(2))


def flowing(inside: str) -> frozenset[str]:
    """Return the references whose text can become the text of the expression: none of those that are only compared."""
    return _Reader(inside).either()


def _name(reference: str) -> str:
    return re.sub(r"\[['\"]?([^'\"\]]*)['\"]?\]", r".\1", reference).lower()


class _Reader:
    """Reads ``a || b && c == d`` by precedence; a fault or too deep a nesting ends the reading."""

    def __init__(self, inside: str) -> None:
        self.tokens = [match.group(0).strip() for match in _TOKEN.finditer(inside)]
        self.position = 0
        self.depth = 0

    def peek(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self, *texts: str) -> bool:
        found = self.peek() in texts
        self.position += found
        return found

    def either(self) -> frozenset[str]:
        found = self._both()
        while self.take("||"):
            found |= self._both()
        return found

    def _both(self) -> frozenset[str]:
        found = self._compared()
        while self.take("&&"):
            found = self._compared()
        return found

    def _compared(self) -> frozenset[str]:
        found = self._one()
        while self.take(*_COMPARES):
            self._one()
            found = frozenset()
        return found

    def _one(self) -> frozenset[str]:
        if self.take("!"):
            while self.take("!"):
                pass
            self._one()
            return frozenset()
        word = self.peek()
        self.position += 1
        if word == "(":
            return self._arguments(one=True)
        if self.peek() == "(" and word:
            self.position += 1
            found = self._arguments(one=False)
            return found if word.lower() in _KEEPS_TEXT else frozenset()
        return frozenset({_name(word)}) if re.match(r"[A-Za-z_]", word) else frozenset()

    def _arguments(self, *, one: bool) -> frozenset[str]:
        self.depth += 1
        found: frozenset[str] = frozenset()
        if self.depth > DEEPEST:
            self.position = len(self.tokens)
            return found
        while self.peek() and not self.take(")"):
            before = self.position
            found |= self.either()
            self.position += (not one and self.peek() == ",") or self.position == before
        self.depth -= 1
        return found

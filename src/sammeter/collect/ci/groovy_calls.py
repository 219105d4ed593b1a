"""Tokens of a Jenkinsfile to its calls with arguments and blocks: what declarative pipelines are made of."""

from dataclasses import dataclass, field

from sammeter.collect.ci.groovy_words import Token, tokens
from sammeter.errors import SourceError

DEEPEST = 60
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_MODIFIERS = frozenset(
    {"def", "final", "static", "var", "return", "new", "throw", "String", "boolean", "int", "Map", "List", "Object"}
)
"""Words before a statement that say nothing of what it runs."""
_EMPTY = Token(kind="none", text="", line=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument: its name if it has one, its text if that stands in the file (None: it is made when it runs).

    `texts` are all texts in it, as those of a list.
    """

    name: str
    text: Token | None
    plain: str = ""
    texts: tuple[Token, ...] = ()


@dataclass(slots=True, kw_only=True)
class Call:
    """One call or assignment (`name` ends in ``=``): its arguments, the calls inside them, and its block if it has one.

    `called` is False for a word that only stands there.
    """

    name: str
    line: int
    arguments: list[Argument] = field(default_factory=list)
    inner: "list[Call]" = field(default_factory=list)
    body: "list[Call] | None" = None
    called: bool = True

    def get(self, name: str) -> Argument | None:
        """Return the argument of a name, None without one."""
        return next((one for one in self.arguments if one.name == name), None)

    def first(self) -> Argument | None:
        """Return the first argument without a name."""
        return self.get("")


def calls(text: str, where: str) -> list[Call]:
    """Return the calls of a file. Raises SourceError (unbalanced, too deep, too large)."""
    reader = _Reader(tokens(text, where), where)
    found = reader.block("", 0)
    if reader.position < len(reader.tokens):
        raise reader.wrong("a bracket that nothing opened")
    return found


class _Reader:
    """Reads statements; what is no call is stepped over, and the calls inside it are kept."""

    def __init__(self, found: list[Token], where: str) -> None:
        self.tokens, self.where, self.position = found, where, 0

    def wrong(self, message: str, reason: str = "malformed") -> SourceError:
        """Return the error for the token at hand."""
        line = (self.tokens[min(self.position, len(self.tokens) - 1)] if self.tokens else _EMPTY).line
        return SourceError(message, where=f"{self.where}:{line or 1}", reason=reason)

    def block(self, closing: str, depth: int) -> list[Call]:
        """Read until a closing mark, which is taken."""
        if depth > DEEPEST:
            raise self.wrong(f"nested deeper than {DEEPEST}", "too deep")
        found: list[Call] = []
        while self.position < len(self.tokens):
            token = self._at()
            if token.kind == "mark" and token.text in ")]}":
                if token.text != closing:
                    if not closing:
                        return found
                    raise self.wrong(f"'{token.text}' where '{closing}' is expected")
                self.position += 1
                return found
            found.extend(self._statement(depth, nested=closing in (")", "]")))
        if closing:
            raise self.wrong(f"'{closing}' is missing")
        return found

    def _statement(self, depth: int, *, nested: bool) -> list[Call]:
        """Read one statement; inside arguments (`nested`) a call has its parentheses."""
        if depth > DEEPEST:
            raise self.wrong(f"nested deeper than {DEEPEST}", "too deep")
        token = self._at()
        self.position += 1
        if token.kind == "mark" and token.text in _CLOSING:
            return self.block(_CLOSING[token.text], depth + 1)
        if token.kind != "word" or token.text in _MODIFIERS or (token.text == "else" and self._at().text == "if"):
            return []
        call = Call(name=token.text.replace("?.", "."), line=token.line)
        if self._is("=") and not self._is("=", 1):
            self.position += 1
            call.name += "="
            self._arguments(call, depth, nested=False)
        elif self._is("("):
            self.position += 1
            self._inside(call, depth)
        elif not nested and self._begins_argument():
            self._arguments(call, depth, nested=True)
        if self._is("{"):
            self.position += 1
            call.body = self.block("}", depth + 1)
        call.called = bool(call.arguments or call.body is not None or self.tokens[self.position - 1].text == ")")
        return [call]

    def _inside(self, call: Call, depth: int) -> None:
        """Read arguments up to the closing parenthesis."""
        start = self.position
        call.inner = self.block(")", depth + 1)
        call.arguments = _arguments(self.tokens[start : self.position - 1])

    def _arguments(self, call: Call, depth: int, *, nested: bool) -> None:
        """Read arguments without parentheses: to the end of the line, or of the last one if a comma ends it."""
        start = self.position
        while self.position < len(self.tokens):
            token = self._at()
            if token.kind == "end" and self.tokens[self.position - 1].text != ",":
                break
            if token.kind == "mark" and (token.text in ")]};" or (token.text == "{" and self._opens_body(start))):
                break
            call.inner.extend(self._statement(depth + 1, nested=nested))
        call.arguments = _arguments(self.tokens[start : self.position])

    def _opens_body(self, start: int) -> bool:
        """Tell whether a brace here is the block of the call, not the value of a named argument."""
        before = self.tokens[self.position - 1]
        return self.position > start and not (before.kind == "mark" and before.text in ":,=")

    def _begins_argument(self) -> bool:
        token = self._at()
        return token.kind in ("text", "word", "number") or (token.kind == "mark" and token.text == "[")

    def _at(self) -> Token:
        return self.tokens[self.position] if self.position < len(self.tokens) else _EMPTY

    def _is(self, mark: str, ahead: int = 0) -> bool:
        place = self.position + ahead
        return place < len(self.tokens) and self.tokens[place].kind == "mark" and self.tokens[place].text == mark


def _arguments(found: list[Token]) -> list[Argument]:
    """Split tokens at the commas outside of brackets."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in found:
        if token.kind == "mark":
            depth += (token.text in _CLOSING) - (token.text in ")]}")
            if token.text == "," and depth == 0:
                parts.append([])
                continue
        if token.kind != "end":
            parts[-1].append(token)
    return [_argument(part) for part in parts if part]


def _argument(part: list[Token]) -> Argument:
    name = ""
    if len(part) > 1 and part[0].kind in ("word", "text") and part[1].text == ":" and part[1].kind == "mark":
        name, part = part[0].text, part[2:]
    texts = [token for token in part if token.kind == "text"]
    whole = len(part) == 1 and len(texts) == 1
    plain = part[0].text if len(part) == 1 else ""
    return Argument(name=name, text=texts[0] if whole else None, plain=plain, texts=tuple(texts))

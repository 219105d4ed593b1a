"""Groovy of a Jenkinsfile to its tokens: words, texts, marks; what cannot be told apart is a mark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sammeter.errors import SourceError

MOST = 200_000
_SKIP = re.compile(r"[ \t\r\f\ufeff]+|//[^\n]*|\\\n")
_WORD = re.compile(r"[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*")
_NUMBER = re.compile(r"\d[\w.]*")
_SLASHY = re.compile(r"/((?:[^/\n\\]|\\.)+)/")
_ESCAPE = re.compile(r"\\(u+[0-9a-fA-F]{4}|.)", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "s": " "}
_HOLE = re.compile(r"(?<!\\)\$\{([^{}]{0,400})\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token: its kind (``word``, ``text``, ``number``, ``mark``, ``end`` of a line), its text, and its line.

    `raw` is a text that Groovy fills in, as written; `block` tells that the text is written over several lines.
    """

    kind: str
    text: str
    line: int
    raw: str = ""
    block: bool = False


def tokens(text: str, where: str) -> list[Token]:
    """Return the tokens of a file. Raises SourceError (an open text or comment, too many tokens)."""
    found = list(_Reader(text, where).all())
    if len(found) > MOST:
        raise SourceError(f"more than {MOST:,} words", where=where, reason="too large")
    return found


class _Reader:
    """Walks a file once."""

    def __init__(self, text: str, where: str) -> None:
        self.text, self.where = text, where
        self.position, self.line = (text.find("\n") if text.startswith("#!") else 0), 1
        self.position = max(self.position, 0)
        self.before = ""

    def all(self) -> Iterator[Token]:
        count = 0
        while self.position < len(self.text) and count <= MOST:
            token = self._next()
            if token is not None:
                count += 1
                self.before = token.text if token.kind == "mark" else token.kind
                yield token

    def _next(self) -> Token | None:
        if skipped := _SKIP.match(self.text, self.position):
            self._move(skipped.end())
            return None
        if self.text.startswith("/*", self.position):
            self._move(self._closing("*/", self.position + 2, "comment") + 2)
            return None
        line, letter = self.line, self.text[self.position]
        if letter == "\n":
            self._move(self.position + 1)
            return Token(kind="end", text="\n", line=line)
        return self._quoted(letter, line) or self._plain(line)

    def _plain(self, line: int) -> Token:
        for kind, pattern in (("word", _WORD), ("number", _NUMBER)):
            if match := pattern.match(self.text, self.position):
                self._move(match.end())
                return Token(kind=kind, text=match[0], line=line)
        mark = self.text[self.position]
        self._move(self.position + 1)
        return Token(kind="mark", text=mark, line=line)

    def _quoted(self, letter: str, line: int) -> Token | None:
        if letter in "'\"":
            mark = letter * 3 if self.text.startswith(letter * 3, self.position) else letter
            start = self.position + len(mark)
            end = self._closing(mark, start, "text")
            inside = self.text[start:end]
            self._move(end + len(mark))
            return Token(kind="text", text=_read(inside, filled=letter == '"'), line=line, block=len(mark) > 1,
                         raw=inside if letter == '"' else "")  # fmt: skip
        slashy = _SLASHY.match(self.text, self.position) if letter == "/" and self.before in "(,=:~[{" else None
        if slashy:
            self._move(slashy.end())
            return Token(kind="text", text=slashy[1], line=line)
        return None

    def _closing(self, mark: str, start: int, what: str) -> int:
        """Return where a text or comment ends. Raises SourceError if it never does."""
        position = start
        while position < len(self.text):
            if self.text.startswith(mark, position):
                return position
            if mark in ("'", '"') and self.text[position] == "\n":
                break
            position += 2 if self.text[position] == "\\" and what == "text" else 1
        raise SourceError(f"a {what} that does not end", where=f"{self.where}:{self.line}", reason="malformed")

    def _move(self, to: int) -> None:
        self.line += self.text.count("\n", self.position, to)
        self.position = to


def _read(inside: str, *, filled: bool) -> str:
    """Return a text without its escapes; what Groovy fills in becomes a variable of the shell."""

    def one(match: re.Match[str]) -> str:
        letter = match[1]
        return match[0] if letter == "\n" else _LETTERS.get(letter, "?" if letter.startswith("u") else letter)

    if filled:
        inside = _HOLE.sub(lambda hole: "$" + re.sub(r"\W", "_", hole[1] or "_"), inside)
    return _ESCAPE.sub(one, inside)

"""Shell text to tokens: words without their quotes, operators, and the command substitutions inside a word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_PIECE = re.compile(
    r"""(?P<joined>\\\r?\n)|(?P<space>[ \t\r\f\v]+)|(?P<newline>\n)|(?P<expression>\$\{\{(?:(?!\$\{\{).){0,4000}?\}\})
    |(?P<raw>\$?'[^']*')|(?P<nested>\$\(|\$\{|`|"|[<>]\()|(?P<escaped>\\.?)
    |(?P<heredoc><<-?(?!<))|(?P<redirect>\d{0,2}(?:<<<|>>|>&|>\||<&|<>|[<>])|&>>?)
    |(?P<operator>&&|\|\||;;&|;;|;&|\|&|[;&|()])|(?P<comment>\#)|(?P<plain>[^\s'"\\$`#;&|()<>]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_INSIDE = re.compile(r"\\.|\$\{\{(?:(?!\$\{\{).){0,4000}?\}\}|\$\(|\$\{|'|\"|`|\(|\)|\}", re.DOTALL)
_CLOSES = {"$(": ")", "${": "}", "`": "`", '"': '"', "<(": ")", ">(": ")", "(": ")"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word, operator or line end of a script; `inner` holds the substituted commands with their first lines."""

    kind: str
    text: str
    line: int
    quoted: bool = False
    inner: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class _Word:
    line: int
    text: list[str] = field(default_factory=list)
    quoted: bool = False
    inner: list[tuple[str, int]] = field(default_factory=list)

    def token(self) -> Token:
        return Token(kind="word", text="".join(self.text), line=self.line, quoted=self.quoted, inner=tuple(self.inner))


@dataclass(slots=True)
class _Scanner:
    """Walks a script once from left to right; what is never closed reaches to the end."""

    script: str
    position: int = 0
    line: int = 0
    word: _Word | None = None
    heredocs: list[tuple[str, bool]] = field(default_factory=list)
    ready: list[Token] = field(default_factory=list)

    def tokens(self) -> Iterator[Token]:
        while self.position < len(self.script):
            match = _PIECE.match(self.script, self.position)
            if match is None:  # pragma: no cover - the last alternative takes any character
                break
            self.position = match.end()
            self._take(str(match.lastgroup), match.group())
            yield from self.ready
            self.ready.clear()
        self._end_word()
        yield from self.ready

    def _take(self, kind: str, text: str) -> None:
        match kind:
            case "plain" | "expression" | "escaped" | "raw":
                self._add(kind, text)
            case "nested":
                self._nested(text)
            case "comment" if self.word is not None:
                self._add("plain", text)
            case "comment":
                end = self.script.find("\n", self.position)
                self.position = len(self.script) if end < 0 else end
            case "joined" | "space":
                if kind == "space":
                    self._end_word()
                self.line += text.count("\n")
            case _:
                self._operator(kind, text)

    def _operator(self, kind: str, text: str) -> None:
        self._end_word()
        if kind == "heredoc":
            self._heredoc(text)
        elif kind == "newline":
            self.ready.append(Token(kind="newline", text="\n", line=self.line))
            self.line += 1
            self._skip_heredocs()
        else:
            self.ready.append(Token(kind=kind, text=text, line=self.line))

    def _started(self) -> _Word:
        if self.word is None:
            self.word = _Word(self.line)
        return self.word

    def _end_word(self) -> None:
        if self.word is not None:
            self.ready.append(self.word.token())
            self.word = None

    def _add(self, kind: str, text: str) -> None:
        word = self._started()
        if kind == "raw":
            word.quoted = True
            text = text.removeprefix("$")[1:-1]
        elif kind == "escaped":
            word.quoted = True
            text = text[1:]
        word.text.append(text)
        self.line += text.count("\n")

    def _nested(self, opening: str) -> None:
        """Take a quoted text, a parameter or a substituted command whole."""
        word = self._started()
        end = closing(self.script, self.position, _CLOSES[opening])
        text = self.script[self.position : end]
        self.position = min(end + 1, len(self.script))
        if opening == '"':
            word.quoted = True
            word.text.append(re.sub(r'\\([\\"$`\n])', r"\1", text))
            word.inner.extend((inner, self.line + before) for inner, before in substitutions(text))
        elif opening == "${":
            word.text.append(f"${{{text}}}")
        else:
            word.text.append(f"$({text})")
            if not text.startswith("("):  # $(( ... )) is arithmetic
                word.inner.append((text, self.line))
        self.line += text.count("\n")

    def _heredoc(self, opening: str) -> None:
        found = re.compile(r"[ \t]*(\\?[\w.+-]+|'[^'\n]*'|\"[^\"\n]*\")").match(self.script, self.position)
        if found:
            self.position = found.end()
            self.heredocs.append((found.group(1).strip("\\'\""), opening.endswith("-")))

    def _skip_heredocs(self) -> None:
        for word, dashed in self.heredocs:
            while self.position < len(self.script):
                end = self.script.find("\n", self.position)
                end = len(self.script) if end < 0 else end
                text = self.script[self.position : end].rstrip("\r")
                self.position, self.line = min(end + 1, len(self.script)), self.line + 1
                if (text.lstrip("\t") if dashed else text) == word:
                    break
        self.heredocs.clear()


def tokens(script: str) -> Iterator[Token]:
    """Yield the tokens of a script; lines count from 0."""
    return _Scanner(script).tokens()


def closing(text: str, position: int, close: str) -> int:
    """Return where `close` stands that ends what was opened before `position`, or the end of the text."""
    stack = [close]
    for match in _INSIDE.finditer(text, position):
        piece = match.group()
        if piece == stack[-1]:
            stack.pop()
            if not stack:
                return match.start()
        elif stack[-1] == "'":
            continue
        elif piece == "'" and stack[-1] in ")}" and '"' not in stack:
            stack.append("'")
        elif piece in _CLOSES and not (piece == "(" and stack[-1] in '"}`'):
            stack.append(_CLOSES[piece])
    return len(text)


def substitutions(quoted: str) -> Iterator[tuple[str, int]]:
    """Yield each command that a double-quoted text substitutes, with the number of line ends before it."""
    position = 0
    while match := re.compile(r"\\.|\$\((?!\()|`", re.DOTALL).search(quoted, position):
        position = match.end()
        if not match.group().startswith("\\"):
            end = closing(quoted, position, _CLOSES[match.group()])
            yield quoted[position:end], quoted.count("\n", 0, position)
            position = end + 1

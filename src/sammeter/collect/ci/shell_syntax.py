"""Tokens of a shell script to lists, pipes and compound commands; broken scripts give what could be read."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sammeter.collect.ci.shell_words import Token, tokens

DEEPEST = 40
_ENDS = {"then", "do", "done", "fi", "elif", "else", "esac", "}"}
_ASSIGNED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Simple:
    """Words without leading assignments and redirections, with the scripts that they substitute."""

    words: tuple[str, ...]
    line: int
    inner: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True, kw_only=True)
class Compound:
    """A group, subshell, condition, loop, case or function: lists that are tested and lists that are run."""

    kind: str
    conditions: "list[list[Chain]]" = field(default_factory=list)
    bodies: "list[list[Chain]]" = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Pipe:
    """Commands joined by ``|``; `negated` by a leading ``!``."""

    parts: list[Simple | Compound]
    negated: bool = False


@dataclass(slots=True, kw_only=True)
class Chain:
    """Pipes joined by ``&&`` and ``||``."""

    pipes: list[Pipe]
    joins: list[str]
    background: bool = False


def parse(script: str) -> list[Chain]:
    """Return the list of commands that a script is; a stray ``fi`` or ``)`` is stepped over."""
    reader = _Reader(list(tokens(script)))
    chains: list[Chain] = []
    while reader.token is not None:
        chains.extend(reader.series())
        reader.skip()
    return chains


@dataclass(slots=True)
class _Reader:
    read: list[Token]
    position: int = 0
    depth: int = 0

    @property
    def token(self) -> Token | None:
        return self.read[self.position] if self.position < len(self.read) else None

    def skip(self) -> None:
        self.position += 1

    def at(self, *texts: str) -> bool:
        """Tell whether an operator or an unquoted word of these comes next."""
        token = self.token
        return token is not None and not token.quoted and token.text in texts

    def take(self, *texts: str) -> bool:
        """Step over one of these if it comes next, and tell so."""
        found = self.at(*texts)
        self.position += found
        return found

    def series(self) -> list[Chain]:
        """Read chains until a word or operator that ends the surrounding command."""
        chains: list[Chain] = []
        while self.token is not None:
            if self.take("\n", ";", "&"):
                continue
            if self.at(")", ";;", ";&", ";;&", *_ENDS):
                break
            chains.append(self._chain())
        return chains

    def _chain(self) -> Chain:
        chain = Chain(pipes=[self._pipe()], joins=[])
        while self.at("&&", "||") and (token := self.token):
            chain.joins.append(token.text)
            self.skip()
            self._lines()
            chain.pipes.append(self._pipe())
        chain.background = self.at("&")
        return chain

    def _lines(self) -> None:
        while self.take("\n"):
            pass

    def _pipe(self) -> Pipe:
        negated = False
        while self.at("!", "time"):
            negated = negated or self.at("!")
            self.skip()
        pipe = Pipe(parts=[self._command()], negated=negated)
        while self.take("|", "|&"):
            self._lines()
            pipe.parts.append(self._command())
        return pipe

    def _command(self) -> Simple | Compound:
        token = self.token
        readers: dict[str, Callable[[], Compound]] = {
            "(": self._subshell, "{": self._group, "if": self._if, "while": self._loop, "until": self._loop,
            "for": self._for, "select": self._for, "case": self._case, "function": self._function,
        }  # fmt: skip
        reader = None if token is None or token.quoted else readers.get(token.text)
        if reader is None:
            return self._simple()
        if self.depth >= DEEPEST:
            self.position = len(self.read)
            return Compound(kind="too deep")
        self.depth += 1
        self.skip()
        found = reader()
        self.depth -= 1
        self._redirections()
        return found

    def _redirections(self) -> None:
        while self.token is not None and self.token.kind == "redirect":
            self.position += 2

    def _subshell(self) -> Compound:
        found = Compound(kind="subshell", bodies=[self.series()])
        self.take(")")
        return found

    def _group(self) -> Compound:
        found = Compound(kind="group", bodies=[self.series()])
        self.take("}")
        return found

    def _if(self) -> Compound:
        found = Compound(kind="if", conditions=[self.series()])
        while self.token is not None and not self.take("fi"):
            if self.take("elif"):
                found.conditions.append(self.series())
            elif self.take("then", "else"):
                found.bodies.append(self.series())
            else:
                break
        return found

    def _loop(self) -> Compound:
        found = Compound(kind="loop", conditions=[self.series()])
        self._do(found)
        return found

    def _for(self) -> Compound:
        found = Compound(kind="loop")
        while self.token is not None and not self.at("do", "{"):
            self.skip()
        self._do(found)
        return found

    def _do(self, found: Compound) -> None:
        if self.take("do", "{"):
            found.bodies.append(self.series())
            self.take("done", "}")

    def _case(self) -> Compound:
        found = Compound(kind="case")
        while self.token is not None and not self.take("in"):
            self.skip()
        while self.token is not None:
            self._lines()
            if self.take("esac"):
                break
            self._pattern()
            found.bodies.append(self.series())
            if not self.take(";;", ";&", ";;&") and not self.at("esac"):
                break
        return found

    def _pattern(self) -> None:
        """Step over ``(a | b)`` before the commands of a case."""
        while self.position < len(self.read) and not self.take(")") and not self.at("esac"):
            self.skip()
            self.take("(")

    def _function(self) -> Compound:
        found = Compound(kind="function")
        while self.token is not None and not self.at("{", "(", "\n"):
            self.skip()
        if self.take("("):
            self.take(")")
        self._body(found)
        return found

    def _body(self, found: Compound) -> None:
        self._lines()
        if self.at("{", "("):
            found.bodies.append([Chain(pipes=[Pipe(parts=[self._command()])], joins=[])])

    def _simple(self) -> Simple | Compound:
        words: list[str] = []
        inner: list[tuple[str, int]] = []
        line = self.token.line if self.token else 0
        start = self.position
        while (token := self.token) is not None and token.kind in ("word", "redirect"):
            self.skip()
            if token.kind == "redirect":
                self._target()
                continue
            inner.extend(token.inner)
            if words or not _assigns(token):
                line = line if words else token.line
                words.append(token.text)
            if words == ["[["]:
                self._to("]]")
        if len(words) == 1 and self.at("(") and self._defines():
            found = Compound(kind="function")
            self._body(found)
            return found
        if self.position == start:
            self.skip()
        return Simple(words=tuple(words), line=line, inner=tuple(inner))

    def _target(self) -> None:
        """Step over the file that a redirection names."""
        self.position += self.position < len(self.read) and self.read[self.position].kind == "word"

    def _defines(self) -> bool:
        following = self.read[self.position + 1] if self.position + 1 < len(self.read) else None
        if following is None or following.text != ")":
            return False
        self.position += 2
        return True

    def _to(self, text: str) -> None:
        while self.token is not None and not self.at(text, "\n"):
            self.skip()


def _assigns(token: Token) -> bool:
    name, equals, _ = token.text.partition("=")
    name = name.removesuffix("+").partition("[")[0]
    return bool(equals and name) and not name[0].isdigit() and set(name) <= _ASSIGNED

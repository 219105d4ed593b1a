"""A shell script to its commands: what each runs, on which line, and whether its failure ends the script."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sammeter.collect.ci import shell_syntax as syntax
from sammeter.collect.ci.certainty import together

DEEPEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One simple command; `stops` tells whether its failure ends the script with a failure (None: not known)."""

    words: tuple[str, ...]
    line: int
    stops: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """How a script is started: with ``set -e``, with ``set -o pipefail``, or in a shell whose ways are not known."""

    errexit: bool = True
    pipefail: bool = False
    known: bool = True


def commands(script: str, shell: Shell, *, depth: int = 0) -> Iterator[Command]:
    """Yield the commands of a script in their order, those inside ``$(...)`` too; text is never taken for a command."""
    captures = "$?" in script or "PIPESTATUS" in script
    walk = _Walk(errexit=shell.errexit, pipefail=shell.pipefail, captures=captures, depth=depth)
    for command in walk.series(syntax.parse(script), _Fate(end=True)):
        yield command if shell.known else replace(command, stops=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fate:
    """What follows from a failing list: at its `end`, and whether ``set -e`` works inside (`armed`)."""

    end: bool | None
    armed: bool = True
    known: bool = True


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Follows a script with the shell's options as they are at each command."""

    errexit: bool
    pipefail: bool
    captures: bool
    depth: int
    functions: set[str] = field(default_factory=set)

    def series(self, items: list[syntax.Chain], fate: _Fate) -> Iterator[Command]:
        for position, chain in enumerate(items):
            last = position == len(items) - 1
            passed = fate.end if last else (None if self.captures else False)
            here = replace(fate, end=None, armed=False) if chain.background else replace(fate, end=passed)
            yield from self._chain(chain, here)

    def _chain(self, chain: syntax.Chain, fate: _Fate) -> Iterator[Command]:
        rescues = _rescues(chain)
        for position, pipe in enumerate(chain.pipes):
            rescue = rescues[position]
            if position == len(chain.pipes) - 1:
                yield from self._pipe(pipe, fate, last=True)
            else:
                end = fate.end if rescue is None else _outcome(chain.pipes[rescue])
                yield from self._pipe(pipe, replace(fate, end=end, armed=False), last=False)

    def _pipe(self, pipe: syntax.Pipe, fate: _Fate, *, last: bool) -> Iterator[Command]:
        stops = True if last and self.errexit and fate.armed else fate.end
        if pipe.negated or not fate.known:
            stops = None
        for position, part in enumerate(pipe.parts):
            ends = position == len(pipe.parts) - 1
            mine = stops if ends or self.pipefail else False
            armed = fate.armed and ends and not pipe.negated
            yield from self._part(part, replace(fate, end=mine, armed=armed))

    def _part(self, part: syntax.Simple | syntax.Compound, fate: _Fate) -> Iterator[Command]:
        if isinstance(part, syntax.Simple):
            yield from self._simple(part, stops=fate.end)
            return
        kept = (self.errexit, self.pipefail)
        for condition in part.conditions:
            yield from self.series(condition, _Fate(end=None, armed=False, known=False))
        inside = replace(fate, known=False, end=None) if part.kind == "function" else fate
        for body in part.bodies:
            yield from self.series(body, inside)
        if part.kind in ("subshell", "function"):
            self.errexit, self.pipefail = kept

    def _simple(self, part: syntax.Simple, *, stops: bool | None) -> Iterator[Command]:
        for script, line in part.inner:
            if self.depth < DEEPEST:
                shell = Shell(errexit=False, pipefail=self.pipefail)
                for command in commands(script, shell, depth=self.depth + 1):
                    yield replace(
                        command, line=line + command.line, stops=together(command.stops, _inner(part, stops=stops))
                    )
        if not part.words:
            return
        if part.words[0] in ("set", "shopt"):
            self._set(part.words)
        nested = _nested_script(part.words)
        if nested is not None and self.depth < DEEPEST:
            for command in commands(nested[0], nested[1], depth=self.depth + 1):
                yield replace(command, line=part.line, stops=together(command.stops, stops))
        else:
            yield Command(words=part.words, line=part.line, stops=stops)

    def _set(self, words: tuple[str, ...]) -> None:
        for position, word in enumerate(words[1:], 1):
            on = word.startswith("-")
            if word[:1] not in ("-", "+"):
                continue
            if "e" in word[1:]:
                self.errexit = on
            if word.endswith("o") and position + 1 < len(words):
                self.errexit = on if words[position + 1] == "errexit" else self.errexit
                self.pipefail = on if words[position + 1] == "pipefail" else self.pipefail


def _inner(part: syntax.Simple, *, stops: bool | None) -> bool | None:
    """A substituted command's failure counts only where nothing but an assignment is left of the line."""
    if not part.words:
        return stops
    return None if part.words[0] in ("[", "[[", "test", "eval") else False


def _rescues(chain: syntax.Chain) -> list[int | None]:
    """Return for each pipe of ``a && b || c`` where its failure goes on: after the next ``||``, or nowhere."""
    found: list[int | None] = [None] * len(chain.pipes)
    for position in reversed(range(len(chain.joins))):
        found[position] = position + 1 if chain.joins[position] == "||" else found[position + 1]
    return found


def _outcome(pipe: syntax.Pipe) -> bool | None:
    """Tell whether what follows ``||`` fails for sure (True), never (False), or one cannot say (None)."""
    part = pipe.parts[-1] if pipe.parts else None
    if isinstance(part, syntax.Compound):
        final = part.bodies[-1][-1] if part.kind in ("group", "subshell") and part.bodies and part.bodies[-1] else None
        return _outcome(final.pipes[-1]) if final and final.pipes else None
    if part is None or not part.words:
        return None
    if part.words[0] in ("exit", "return"):
        code = part.words[1] if len(part.words) > 1 else "?"
        return code != "0" if code.isdigit() else None
    if part.words[0] == "false":
        return True
    return False if part.words[0] in ("true", ":", "echo", "printf", "/bin/true") else None


def _nested_script(words: tuple[str, ...]) -> tuple[str, Shell] | None:
    """Return the script in ``bash -c '...'`` with the options it is started with."""
    if words[0].rpartition("/")[2] not in ("bash", "sh", "zsh", "dash", "ash"):
        return None
    options = ""
    for position, word in enumerate(words[1:], 1):
        if not word.startswith("-"):
            return None
        if not word.startswith("--") and "c" in word and position + 1 < len(words):
            options += word
            return words[position + 1], Shell(errexit="e" in options, pipefail="pipefail" in words[:position])
        options += word if not word.startswith("--") else ""
    return None

"""One Dockerfile: stages, arguments in FROM, here-documents, and secrets that end up in the image."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sammeter.collect.docker.images import part
from sammeter.collect.registry import Yielded
from sammeter.collect.secrets.names import is_secret
from sammeter.collect.secrets.values import OPEN, REFERENCE, judge
from sammeter.facts import Gap
from sammeter.facts.iac import Part
from sammeter.facts.secrets import Injection

_HERE = re.compile(r"<<-?\s*([\"']?)(\w+)\1")
_VARIABLE = re.compile(r"\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))")
_FROM = re.compile(r"(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*\Z", re.IGNORECASE)
_PAIR = re.compile(r"([\w.]+)=(\"(?:[^\"\\]|\\.)*\"|'[^']*'|\S*)")
_KEY_FILE = re.compile(r"(?:^|[\s/\"])(?:\.env|id_rsa|id_ed25519|\.npmrc|\.netrc|\.pypirc)(?=[\s\"]|\Z)")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction with its first line, continuation lines joined; here-documents are left out."""

    line: int
    name: str
    rest: str


def instructions(text: str) -> Iterator[Instruction]:
    """Yield the instructions of a Dockerfile. The syntax is that of BuildKit's frontend 1.x."""
    escape = "`" if re.match(r"(?:#.*\n)*#\s*escape\s*=\s*`", text, re.IGNORECASE) else "\\"
    rows = iter(enumerate(text.split("\n"), 1))
    for number, row in rows:
        line = row.strip()
        if not line or line.startswith("#"):
            continue
        while line.endswith(escape):
            following = next(rows, (0, ""))[1].strip()
            line = f"{line[:-1].rstrip()} {following}" if not following.startswith("#") else line
        name, _, rest = line.partition(" ")
        ends = [found[2] for found in _HERE.finditer(rest)] if name.upper() in ("RUN", "COPY", "ADD") else []
        for end in ends:
            while (inner := next(rows, None)) and inner[1].strip() != end:
                pass
        yield Instruction(number, name.upper(), rest.strip())


@dataclass(slots=True)
class _Read:
    path: str
    arguments: dict[str, str] = field(default_factory=dict)
    stages: dict[str, "tuple[str, int]"] = field(default_factory=dict)
    last: tuple[str, int] = ("", 0)

    def begin(self, one: Instruction) -> None:
        """Take a FROM: a name of an earlier stage stands for what that one stands on."""
        found = _FROM.match(one.rest)
        image = resolved(found[1], self.arguments) if found else ""
        self.last = self.stages.get(image.lower(), (image, one.line))
        if found and found[2]:
            self.stages[found[2].lower()] = self.last
        self.stages[str(len(self.stages))] = self.last


def dockerfile(path: str, text: str) -> Iterator[Yielded]:
    """Yield what the last stage stands on, and how secrets enter the build or the image."""
    read = _Read(path)
    for one in instructions(text):
        if one.name == "FROM":
            read.begin(one)
        else:
            yield from _secrets(read, one, f"{path}:{one.line}")
    image, line = read.last
    if found := part(image, f"{path}:{line}", kind="base-image"):
        yield found
    elif image and image != "scratch":
        yield Gap(where=f"{path}:{line}", reason="not resolved", detail="the base image is named by an argument without a default",
                  kinds=(Part.kind,))  # fmt: skip


def _secrets(read: _Read, one: Instruction, where: str) -> Iterator[Injection]:
    if one.name == "ARG":
        yield from _argument(read, one, where)
    elif one.name == "ENV":
        yield from _environment(one, where)
    elif one.name == "RUN" and "--mount=type=secret" in one.rest:
        yield Injection(where=where, method="build-secret", moment="build", baked=False)
    elif one.name in ("COPY", "ADD") and "--from" not in one.rest and _KEY_FILE.search(one.rest):
        yield Injection(where=where, method="copied-file", moment="build", baked=True)


def resolved(text: str, arguments: dict[str, str]) -> str:
    """Return a text with its variables replaced by what is known of them; others stay as they are."""
    return _VARIABLE.sub(lambda found: arguments.get(found[1] or found[3]) or found[2] or found[0], text)


def _argument(read: _Read, one: Instruction, where: str) -> Iterator[Injection]:
    for word in one.rest.split():
        name, _, value = word.partition("=")
        if not read.last[0] and value:
            read.arguments[name] = resolved(value.strip("\"'"), read.arguments)
        if is_secret(name):
            yield Injection(where=where, method="build-arg", moment="build", baked=True)


def _environment(one: Instruction, where: str) -> Iterator[Injection]:
    pairs = _PAIR.findall(one.rest) if "=" in one.rest.split(" ")[0] else [tuple(one.rest.partition(" ")[::2])]
    for name, value in pairs:
        if is_secret(name) and judge(value.strip("\"'")) in (OPEN, REFERENCE):
            yield Injection(where=where, method="image-env", moment="build", baked=True)

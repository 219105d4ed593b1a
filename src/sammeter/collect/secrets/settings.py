"""Settings of a text file, line by line: YAML, JSON, properties, dotenv, INI, TOML and their like, without parsing them.

A file that no parser takes (a template, a fragment) holds secrets all the same, so lines are read and no file refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_YAML = re.compile(
    r"(?P<dent>\s*)(?P<dash>(?:-\s+)*)(?P<key>\"[^\"]{1,200}\"|'[^']{1,200}'|[\w.$/\-]{1,200})\s*:(?:\s+(?P<value>.*))?\Z"
)
_ITEM = re.compile(r"\s*-\s*[\"']?(?P<key>[A-Za-z_]\w{0,100})=(?P<value>.*?)[\"']?\s*\Z")
_PAIR = re.compile(r"\s*(?:export\s+|set\s+|ENV\s+|ARG\s+)?(?P<key>[\w.\-/\[\]]{1,200})\s*[:=]\s*(?P<value>\S.*)?\Z")
_JSON = re.compile(r"\"(?P<key>[^\"\\]{1,200})\"\s*:\s*\"(?P<value>(?:[^\"\\]|\\.)*)\"")
_BLOCK = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?\Z")
_SECTION = re.compile(r"\s*\[+\"?([\w.\- :/]{1,200})\"?\]+\s*(?:#.*)?\Z")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: `path` from the root of its document with dots, `value` without quotes; never shown to anybody."""

    line: int
    path: str
    value: str = field(repr=False)
    doc: int = 0


def settings(path: str, text: str) -> Iterator[Setting]:
    """Yield the settings of a file by its ending."""
    lower = path.lower()
    if lower.endswith((".yaml", ".yml")):
        return _yaml(text)
    return _json(text) if lower.endswith((".json", ".json5", ".jsonc")) else _pairs(text)


def _pairs(text: str) -> Iterator[Setting]:
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith(("#", ";", "//", "!")):
            continue
        if head := _SECTION.match(line):
            section = f"{head[1]}."
        elif found := _PAIR.match(line):
            yield Setting(number, section + found["key"], bare(found["value"] or ""))


def _json(text: str) -> Iterator[Setting]:
    for number, line in enumerate(text.split("\n"), 1):
        for found in _JSON.finditer(line):
            yield Setting(number, found["key"], found["value"])


@dataclass(slots=True)
class _Reader:
    """Where in a YAML document the reading stands: the keys above by their indent, and a block text that is open."""

    doc: int = 0
    above: list[tuple[int, str]] = field(default_factory=list)
    block: int = -1
    name: tuple[int, str] = (-1, "")

    def path(self, dent: int, key: str) -> str:
        while self.above and self.above[-1][0] >= dent:
            self.above.pop()
        self.above.append((dent, key))
        return ".".join(word for _, word in self.above)

    def inside(self, line: str) -> bool:
        """Tell whether a line belongs to the open block text."""
        if self.block >= 0 and line.strip() and len(line) - len(line.lstrip()) <= self.block:
            self.block = -1
        return self.block >= 0


def _yaml(text: str) -> Iterator[Setting]:
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("---"):
            reader = _Reader(reader.doc + 1)
        elif not line.lstrip().startswith("#"):
            yield from _line(reader, number, line)


def _line(reader: _Reader, number: int, line: str) -> Iterator[Setting]:
    if reader.inside(line):
        if found := _PAIR.match(line):
            above = ".".join(word for _, word in reader.above)
            yield Setting(number, f"{above}.{found['key']}", bare(found["value"] or ""), reader.doc)
    elif found := _ITEM.match(line):
        yield Setting(number, found["key"], bare(found["value"]), reader.doc)
    elif found := _YAML.match(line):
        dent = len(found["dent"]) + len(found["dash"])
        key, value = found["key"].strip("\"'"), found["value"] or ""
        if key == "value" and reader.name[0] == dent:
            key = reader.name[1]
        path = reader.path(dent, key)
        if key == "name" and value:
            reader.name = (dent, bare(value))
        if _BLOCK.match(value):
            reader.block = dent
        else:
            yield Setting(number, path, bare(value), reader.doc)


def bare(value: str) -> str:
    """Return a value without its quotes and without the comment behind it."""
    value = value.strip()
    if value[:1] in "\"'" and len(value) > 1:
        end = value.find(value[0], 1)
        return value[1:end] if end > 0 else value[1:]
    return re.split(r"\s+#", value, maxsplit=1)[0].rstrip(",;")

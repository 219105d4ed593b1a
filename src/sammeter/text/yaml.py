"""YAML 1.2 (core schema) from outside: located, strict, capped; one pass over libyaml's events, no recursion."""

import re
from dataclasses import dataclass, field
from math import inf, isinf

import yaml

from sammeter.errors import SourceError
from sammeter.text.limits import DEFAULT, Limits
from sammeter.text.node import Node, Scalar
from sammeter.text.plain import decode

_INT = re.compile(r"[-+]?[0-9]{1,18}\Z")
_OCT_HEX = re.compile(r"0o[0-7]{1,20}\Z|0x[0-9a-fA-F]{1,16}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,4})?\Z")
_WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_LOADER: type[yaml.CLoader] | type[yaml.Loader] = getattr(yaml, "CLoader", yaml.Loader)


def read(data: bytes, *, where: str, limits: Limits = DEFAULT) -> Node:
    """Return the one document in `data`, following YAML 1.2: ``on`` and ``No`` are words.

    Duplicate keys, several documents, keys that are no scalars, unknown anchors and aliases that hold themselves are
    refused, and so is whatever exceeds `limits`. Merge keys (``<<``) are resolved, as GitLab CI relies on them.
    Raises SourceError with the place.
    """
    documents = read_all(data, where=where, limits=limits)
    if len(documents) > 1:
        raise SourceError("more than one document", where=documents[1].where, reason="malformed")
    return documents[0] if documents else Node(None, f"{where}:1")


def read_all(data: bytes, *, where: str, limits: Limits = DEFAULT) -> list[Node]:
    """Return every document in `data`; the rules are those of `read`. Raises SourceError with the place."""
    text = decode(data, where=where, limits=limits)
    builder = _Builder(where=where, limits=limits)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise SourceError(f"no YAML: {error.problem or error.context}", where=f"{where}:{line}",
                          reason="malformed") from error  # fmt: skip
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = str(error).partition("\n")[0]
        raise SourceError(f"no YAML: {problem}", where=where, reason="malformed") from error
    return builder.documents


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been seen yet."""

    value: "dict[str, Node] | list[Node]"
    node: Node
    anchor: str | None
    key: str | None = None
    merged: list[Node] = field(default_factory=list)
    lines: dict[str, str] = field(default_factory=dict)
    merging: bool = False


@dataclass(slots=True)
class _Builder:
    """Builds Nodes from parser events; keeps its own stack, so depth is a number and never a crash."""

    where: str
    limits: Limits
    documents: list[Node] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    sizes: dict[int, tuple[Node, int, int]] = field(default_factory=dict)
    nodes: int = 0
    aliases: int = 0

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                place = self._place(event)
                node = Node(resolve(event.value) if event.implicit[0] else event.value, place)
                if event.anchor:
                    self.anchors[event.anchor] = node
                self._put(node, plain=event.implicit[0])
            case yaml.MappingStartEvent():
                self._open({}, event)
            case yaml.SequenceStartEvent():
                self._open([], event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self.anchors.clear()
            case _:
                pass

    def _place(self, event: yaml.Event) -> str:
        return f"{self.where}:{event.start_mark.line + 1 if event.start_mark else 1}"

    def _count(self, weight: int, place: str) -> None:
        self.nodes += weight
        if self.nodes > self.limits.nodes:
            raise SourceError(f"more than {self.limits.nodes:,} values", where=place, reason="too large")

    def _open(self, value: "dict[str, Node] | list[Node]", event: yaml.Event) -> None:
        place = self._place(event)
        if len(self.stack) >= self.limits.depth:
            raise SourceError(f"nested deeper than {self.limits.depth}", where=place, reason="too deep")
        self._refuse_as_key(place)
        self.stack.append(_Open(value, Node(value, place), getattr(event, "anchor", None)))

    def _refuse_as_key(self, place: str) -> None:
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            raise SourceError("a key that is no scalar", where=place, reason="malformed")

    def _close(self) -> None:
        top = self.stack.pop()
        if isinstance(top.value, dict):
            for merged in top.merged:
                for key, node in merged.mapping().items():
                    top.value.setdefault(key, node)
        if top.anchor:
            self.anchors[top.anchor] = top.node
        self._put(top.node)

    def _alias(self, event: yaml.AliasEvent) -> None:
        place = self._place(event)
        self.aliases += 1
        if self.aliases > self.limits.aliases:
            raise SourceError(f"more than {self.limits.aliases:,} aliases", where=place, reason="too many aliases")
        if any(held.anchor == event.anchor for held in self.stack):
            raise SourceError(f"alias *{event.anchor} holds itself", where=place, reason="recursive alias")
        node = self.anchors.get(event.anchor or "")
        if node is None:
            raise SourceError(f"alias *{event.anchor} has no anchor", where=place, reason="malformed")
        if isinstance(node.value, (dict, list)):
            self._refuse_as_key(place)
        weight, height = self._size(node)
        if len(self.stack) + height > self.limits.depth:
            raise SourceError(f"nested deeper than {self.limits.depth}", where=place, reason="too deep")
        self._count(weight, place)
        self._put(node)

    def _size(self, node: Node) -> tuple[int, int]:
        """Count values and levels under a node that an alias repeats: what a naive reader would have to walk."""
        if not isinstance(node.value, (dict, list)):
            return 1, 0
        known = self.sizes.get(id(node))
        if known is None:
            inner = [
                self._size(child) for child in (node.value.values() if isinstance(node.value, dict) else node.value)
            ]
            weight, height = 1 + sum(size for size, _ in inner), 1 + max((level for _, level in inner), default=0)
            known = self.sizes[id(node)] = (node, weight, height)  # the node stays alive, so that its id stays its own
        return known[1:]

    def _put(self, node: Node, *, plain: bool = False) -> None:
        self._count(1, node.where)
        if not self.stack:
            self.documents.append(node)
            return
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.value.append(node)
        elif top.key is None:
            self._key(top, node, plain=plain)
        else:
            if top.merging:
                top.merged.extend(node.many())
            else:
                top.value[top.key] = node
            top.key = None

    def _key(self, top: _Open, node: Node, *, plain: bool) -> None:
        key = "null" if node.value is None else node.text()
        if key in top.lines:
            raise SourceError(f"key '{key}' stands twice in one mapping (first on line {top.lines[key]})",
                              where=node.where, reason="duplicate key")  # fmt: skip
        top.lines[key] = node.where.rpartition(":")[2]
        top.key, top.merging = key, plain and key == "<<"


def resolve(text: str) -> Scalar:
    """Return what a plain YAML 1.2 scalar means in the core schema: null, true/false, a number, or the text."""
    if text in _WORDS:
        return _WORDS[text]
    if not (text[0] in "+-." or text[0].isdigit()):
        return text
    if _INT.match(text):
        return int(text)
    if _OCT_HEX.match(text):
        return int(text, 0)
    number = float(text) if _FLOAT.match(text) else inf
    return text if isinf(number) else number

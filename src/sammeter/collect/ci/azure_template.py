"""An azure-pipelines.yml with the templates of its tree put in: parameters, conditions and loops, without judging."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sammeter.collect.ci.azure_expressions import Lookup, holds
from sammeter.collect.ci.growth import DEEPEST, Growth, Left
from sammeter.collect.registry import File
from sammeter.text import Node
from sammeter.text.node import split_line

UNSURE = "\0unsure"
"""Stands in a mapping that only some runs hold; no YAML can write this key."""
PARTS = ("stages", "jobs", "steps", "variables")
_IF = re.compile(r"\$\{\{\s*(if|elseif|else)\b\s*(.*?)\s*\}\}\Z", re.DOTALL)
_EACH = re.compile(r"\$\{\{\s*each\s+([\w-]+)\s+in\s+([\w.-]+)\s*\}\}\Z")
_INSERT = re.compile(r"\$\{\{\s*insert\s*\}\}\Z")
_PLACE = re.compile(r"\$\{\{\s*([A-Za-z_][\w-]*(?:\.[\w-]+)*)\s*\}\}")
LONGEST = 4_000
"""Letters of a condition; a longer one is taken for a plain key."""
Scope = Mapping[str, Node]
"""Values by name: ``parameters`` and the variables of loops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded:
    """A pipeline as it is in the end, the templates that it used of the tree, and those that are not read."""

    root: Node
    used: tuple[str, ...]
    left: tuple[Left, ...]


def named(file: File) -> Iterator[str]:
    """Yield the paths of the templates of the same repository that a file names."""
    waiting = [file.yaml()]
    while waiting:
        node = waiting.pop()
        children = (
            node.value.values() if isinstance(node.value, dict) else node.value if isinstance(node.value, list) else ()
        )
        waiting.extend(children)
        template = node["template"] if isinstance(node.value, dict) else None
        if template is not None and isinstance(template.value, str) and (path := _path(template.value, file.path)):
            yield path


def expanded(file: File) -> Expanded:
    """Return a pipeline with the templates of its tree put in. Raises SourceError where it grows too far."""
    root = file.yaml()
    work = _Expansion(beside=file.beside)
    scope = {"parameters": Node(_parameters(root, Node(None, root.where)), root.where)}
    whole = work.value(root, scope, (file.path,))
    base = whole["extends"]
    if isinstance(base.value, dict) and base["template"]:
        lent = work.template(base, (file.path,))
        own = {key: node for key, node in whole.mapping().items() if key != "extends" or lent is None}
        whole = Node({**(lent.mapping() if lent else {}), **own}, whole.where)
    return Expanded(root=whole, used=tuple(dict.fromkeys(work.used)), left=tuple(dict.fromkeys(work.left)))


def _path(name: str, user: str) -> str:
    """Return the path of a template of the same repository; empty for one elsewhere or of a name made when it runs."""
    path, _, repository = name.partition("@")
    if repository not in ("", "self") or "${{" in path or "$(" in path:
        return ""
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(user), path)
    return posixpath.normpath(joined.replace("\\", "/"))


def _parameters(root: Node, passed: Node) -> dict[str, Node]:
    """Return the parameters of a file: what is passed, else their defaults, in both ways of declaring them."""
    declared = root["parameters"] if isinstance(root.value, dict) else Node(None, root.where)
    found = dict(declared.mapping()) if isinstance(declared.value, dict) else {}
    for one in declared.items() if not isinstance(declared.value, dict) else ():
        if isinstance(one.value, dict) and "default" in one:
            found[one["name"].text()] = one["default"]
    return {**found, **(passed.mapping() if isinstance(passed.value, dict) else {})}


@dataclass(slots=True, kw_only=True)
class _Expansion:
    """Puts values in; `trail` are the files that are being read, from the pipeline down."""

    beside: Mapping[str, File]
    growth: Growth = field(default_factory=Growth)
    used: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def value(self, node: Node, scope: Scope, trail: tuple[str, ...]) -> Node:
        """Return a value with everything put in that is known."""
        self.growth.take(node.where, parts=1)
        if isinstance(node.value, dict):
            return self._mapping(node, scope, trail)
        if isinstance(node.value, list):
            return Node(
                [one for item in self._items(node, scope, trail) for one in self._included(item, trail)], node.where
            )
        return self._text(node, scope)

    def template(self, user: Node, trail: tuple[str, ...]) -> Node | None:
        """Return the template that a mapping uses with its parameters put in; None leaves it, and says why."""
        name = user["template"].text()
        path = _path(name, split_line(user["template"].where)[0])
        file = self.beside.get(path)
        why = f"uses itself: {' > '.join((*trail[trail.index(path) :], path))}" if path in trail else ""
        why = why or ("is nested too deep" if len(trail) > DEEPEST else "")
        why = why or ("" if file else "is not in this tree" if path else "is not read")
        if why or file is None:
            self.left.append(Left(where=user["template"].where, name=f"template {name}", why=why))
            return None
        self.used.append(path)
        root = file.yaml()
        scope = {"parameters": Node(_parameters(root, user["parameters"]), root.where)}
        return self.value(root, scope, (*trail, path))

    def _included(self, item: Node, trail: tuple[str, ...]) -> Iterator[Node]:
        """Yield an item of a list, or the items of the template that it names."""
        if not isinstance(item.value, dict) or not isinstance(item["template"].value, str):
            yield item
            return
        lent = self.template(item, trail)
        part = next((lent[key] for key in PARTS if lent is not None and key in lent), None)
        if lent is None:
            yield item
        for one in _listed(part):
            yield _unsure(one) if UNSURE in item else one

    def _mapping(self, node: Node, scope: Scope, trail: tuple[str, ...]) -> Node:
        found: dict[str, Node] = {}
        chain = _Chain()
        for key, inner in node.mapping().items():
            for lent, unsure in self._spliced(key, inner, scope, chain):
                if lent is None:
                    found[self._text(Node(key, node.where), scope).text()] = self.value(inner, scope, trail)
                    continue
                put = self.value(inner, lent, trail)
                found.update(put.mapping() if isinstance(put.value, dict) else {})
                if unsure:
                    found[UNSURE] = Node(True, node.where)  # noqa: FBT003 - the value of a node
        return Node(found, node.where)

    def _items(self, node: Node, scope: Scope, trail: tuple[str, ...]) -> Iterator[Node]:
        chain = _Chain()
        for item in node.items():
            self.growth.take(item.where, parts=1)
            directive = self._directive(item)
            if directive is None:
                chain.reset()
                put = self.value(item, scope, trail)
                spliced = isinstance(put.value, list) and isinstance(item.value, str)
                yield from put.items() if spliced else (put,)
                continue
            for lent, unsure in self._spliced(directive[0], directive[1], scope, chain):
                put = self.value(directive[1], lent or scope, trail)
                yield from (_unsure(one) if unsure else one for one in put.many())

    @staticmethod
    def _directive(item: Node) -> tuple[str, Node] | None:
        """Return the key and content of an item that is only a condition or a loop."""
        if not isinstance(item.value, dict) or len(item.value) != 1:
            return None
        ((key, inner),) = item.value.items()
        return (
            (key, inner)
            if key.startswith("${{") and (_IF.match(key) or _EACH.match(key) or _INSERT.match(key))
            else None
        )

    def _spliced(self, key: str, inner: Node, scope: Scope, chain: "_Chain") -> Iterator[tuple[Scope | None, bool]]:
        """Yield the scope of each time the content of a key is put in and whether that is unsure; None: a plain key."""
        condition, each = (_IF.match(key), _EACH.match(key)) if len(key) <= LONGEST else (None, None)
        if condition:
            holds_ = chain.next(condition[1], condition[2], lambda name: _scalar(name, scope))
            if holds_ is not False:
                yield scope, holds_ is None
            return
        chain.reset()
        if each:
            yield from self._loop(each[1], _found(each[2], scope), inner, scope)
        else:
            yield (scope if _INSERT.match(key) else None), False

    def _loop(self, name: str, values: Node | None, inner: Node, scope: Scope) -> Iterator[tuple[Scope, bool]]:
        if values is None:
            yield {**scope, name: Node(None, inner.where)}, True
        elif isinstance(values.value, dict):
            for key, value in values.value.items():
                yield {**scope, name: Node({"key": Node(key, value.where), "value": value}, value.where)}, False
        else:
            for value in values.many():
                yield {**scope, name: value}, False

    def _text(self, node: Node, scope: Scope) -> Node:
        if not isinstance(node.value, str) or "${{" not in node.value:
            return node
        whole = _PLACE.fullmatch(node.value.strip())
        lent = _found(whole[1], scope) if whole else None
        if lent is not None:
            self.growth.take(node.where, parts=_weight(lent))
            return lent

        def one(match: re.Match[str]) -> str:
            text = _scalar(match[1], scope)
            self.growth.take(node.where, text=len(text or ""))
            return match[0] if text is None else text

        return replace(node, value=_PLACE.sub(one, node.value))


class _Chain:
    """Remembers what came before an ``elseif`` or ``else``: True once a branch holds, None while that is open."""

    def __init__(self) -> None:
        self.before: bool | None = False

    def reset(self) -> None:
        self.before = False

    def next(self, word: str, condition: str, lookup: Lookup) -> bool | None:
        """Tell whether this branch is taken."""
        before = False if word == "if" else self.before
        own = True if word == "else" else holds(condition, lookup)
        taken = False if before or own is False else None if before is None else own
        self.before = True if before or own is True else None if None in (before, own) else False
        return taken


def _found(name: str, scope: Scope) -> Node | None:
    """Return what stands under a dotted name, None where it is not known."""
    first, *rest = name.split(".")
    node = scope.get(first)
    for key in rest:
        if node is None or not isinstance(node.value, dict):
            return None
        node = node.value.get(key)
    return node


def _scalar(name: str, scope: Scope) -> str | None:
    node = _found(name, scope)
    if node is None or isinstance(node.value, (dict, list)):
        return None
    return None if "${{" in node.text() or "$(" in node.text() or "$[" in node.text() else node.text()


def _listed(part: Node | None) -> list[Node]:
    """Return the items of a part; variables may be one mapping. Raises SourceError for anything else."""
    if part is None:
        return []
    return [part] if isinstance(part.value, dict) else part.items()


def _unsure(node: Node) -> Node:
    return replace(node, value={**node.value, UNSURE: node}) if isinstance(node.value, dict) else node


def _weight(node: Node) -> int:
    waiting, count = [node], 0
    while waiting:
        one = waiting.pop()
        count += 1
        waiting.extend(
            one.value.values() if isinstance(one.value, dict) else one.value if isinstance(one.value, list) else ()
        )
    return count

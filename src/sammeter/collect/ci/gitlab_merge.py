"""A .gitlab-ci.yml with the files of its tree that it includes merged in, as GitLab merges them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sammeter.collect.ci.gitlab_includes import Include, entry_includes, includes
from sammeter.collect.ci.growth import DEEPEST, Growth, Left, put, texts
from sammeter.collect.registry import File, matching
from sammeter.text import Node, yaml

_INPUT = re.compile(r"\$\[\[\s*inputs\.([\w-]+)\s*\]\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """One configuration with all its includes: those of `included` that lie elsewhere or are lost stand in `left`.

    `unsure` are the files that only some runs include; `children` the configurations of pipelines that its jobs start.
    """

    root: Node
    included: tuple[Include, ...]
    left: tuple[Left, ...]
    unsure: frozenset[str]
    children: tuple[Node, ...]


def named(file: File) -> Iterator[str]:
    """Yield the paths and patterns of the local files that a file includes."""
    for _, root in _documents(file):
        for include in includes(root):
            if include.origin == "local":
                yield _pattern(include.name)


def merged(file: File) -> Iterator[Merged]:
    """Yield each document of a file with its includes merged in. Raises SourceError where they grow too far."""
    for header, root in _documents(file):
        merging = _Merging(beside=file.beside)
        given = _given(header, Node(None, file.path))
        whole = merging.with_includes(merging.put(root, given), (file.path,), sure=True)
        children = tuple(merging.children(whole, (file.path,)))
        yield Merged(root=whole, included=tuple(merging.included), left=tuple(merging.left), children=children,
                     unsure=frozenset(merging.sometimes - merging.always - {file.path}))  # fmt: skip


def _documents(file: File) -> list[tuple[Node, Node]]:
    """Return each document with the header that declares its inputs."""
    found = yaml.read_all(file.data, where=file.path, limits=file.limits)
    if len(found) > 1 and "spec" in found[0]:
        return [(found[0], root) for root in found[1:]]
    return [(Node(None, file.path), root) for root in found]


def _pattern(name: str) -> str:
    """Return a local include as a pattern of ours: ``**`` reaches into folders, ``**/`` only into those below."""
    path = name.lstrip("/")
    return re.sub(r"\*\*(?!/)", "**/*", path) if "**/" not in path else path.replace("**/", "*/**/")


@dataclass(slots=True, kw_only=True)
class _Merging:
    """Follows includes; `always` and `sometimes` are the files that every run, or only some runs, include."""

    beside: Mapping[str, File]
    growth: Growth = field(default_factory=Growth)
    included: list[Include] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    always: set[str] = field(default_factory=set)
    sometimes: set[str] = field(default_factory=set)

    def with_includes(self, root: Node, trail: tuple[str, ...], *, sure: bool) -> Node:
        """Return a configuration on top of what it includes, in the order in which it does."""
        whole = Node({}, root.where)
        for entry in root["include"].many():
            ruled = isinstance(entry.value, dict) and "rules" in entry
            for include in entry_includes(entry):
                for part in self._parts(include, entry, trail, sure=sure and not ruled):
                    whole = self._over(whole, part)
        own = {key: node for key, node in root.mapping().items() if key != "include"}
        return self._over(whole, Node(own, root.where))

    def children(self, root: Node, trail: tuple[str, ...]) -> Iterator[Node]:
        """Yield the configurations of the pipelines that jobs start with files of the tree."""
        for job in root.mapping().values():
            trigger = job["trigger"] if isinstance(job.value, dict) else Node(None, "")
            for entry in trigger["include"].many() if isinstance(trigger.value, dict) else ():
                for include in entry_includes(entry):
                    yield from self._parts(include, entry, trail, sure=False)

    def put(self, root: Node, given: Mapping[str, str]) -> Node:
        return put(root, _INPUT, lambda name: given.get(name.lower()), self.growth)

    def _parts(self, include: Include, entry: Node, trail: tuple[str, ...], *, sure: bool) -> Iterator[Node]:
        found = matching(_pattern(include.name), self.beside) if include.origin == "local" else []
        circle = next((file.path for file in found if file.path in trail), "")
        why = f"includes itself: {' > '.join((*trail[trail.index(circle) :], circle))}" if circle else ""
        why = why or ("is nested too deep" if len(trail) > DEEPEST else "")
        if why or not found:
            self._leave(include, why or ("is not in this tree" if include.origin == "local" else "is not read"))
            found = [] if len(trail) > DEEPEST else [file for file in found if file.path not in trail]
        else:
            self.included.append(replace(include, read=True))
        inputs = entry["inputs"] if isinstance(entry.value, dict) else Node(None, entry.where)
        for file in found:
            self.growth.take(entry.where, parts=1)
            (self.always if sure else self.sometimes).add(file.path)
            for header, root in _documents(file):
                yield self.with_includes(self.put(root, _given(header, inputs)), (*trail, file.path), sure=sure)

    def _leave(self, include: Include, why: str) -> None:
        self.included.append(include)
        self.left.append(Left(where=include.where, name=f"{include.origin} {include.name}", why=why))

    def _over(self, below: Node, above: Node) -> Node:
        """Return one value over another: mappings are merged, anything else is replaced."""
        if not isinstance(below.value, dict) or not isinstance(above.value, dict):
            return above
        self.growth.take(above.where, parts=1)
        joined = dict(below.value)
        for key, node in above.value.items():
            joined[key] = self._over(joined[key], node) if key in joined else node
        return Node(joined, above.where)


def _given(header: Node, passed: Node) -> dict[str, str]:
    """Return the inputs of a file by name: what is passed, else the defaults that its header declares."""
    declared = header["spec"]["inputs"].mapping() if header else {}
    defaults = {name: node["default"] for name, node in declared.items() if node and "default" in node}
    return {**texts(defaults), **texts(passed.mapping())}

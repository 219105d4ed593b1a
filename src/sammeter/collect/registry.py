"""How a collector says what it reads, what it yields, and for which kinds one repository shows everything."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import Any, ClassVar, Protocol, TypeVar, cast
from xml.etree.ElementTree import Element

from sammeter.collect.source import Entry, History
from sammeter.errors import SourceError
from sammeter.facts import Fact, Gap
from sammeter.facts.kinds import Record
from sammeter.text import Limits, Node, decode, json, toml, xml, yaml
from sammeter.text.json import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A claim that one item shows everything of `kind` for its application, so that an empty list is knowledge."""

    kind: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """Says that a document is known and holds nothing that concerns this application."""

    where: str


Yielded = Record | Gap | Whole | Recognised
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file handed to a collector: its path, its content, and the readers that turn a fault into a Gap.

    `given` are the facts that its collector asked for (`documents(given=...)`), as collected and not joined; `beside`
    are the files of the same tree that it includes (`files(follows=...)`), by their paths.
    """

    path: str
    data: bytes
    limits: Limits
    given: tuple[Fact, ...] = ()
    beside: "Mapping[str, File]" = field(default_factory=dict)
    memo: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    def at(self, line: int) -> str:
        """Return the place of a line of this file."""
        return f"{self.path}:{line}"

    def text(self) -> str:
        """Return the content as text. Raises SourceError (encoding, size)."""
        return decode(self.data, where=self.path, limits=self.limits)

    def yaml(self) -> Node:
        """Return the content as one YAML 1.2 document. Raises SourceError with the line."""
        return self._once("yaml", lambda: yaml.read(self.data, where=self.path, limits=self.limits))

    def json(self) -> Node:
        """Return the content as JSON. Raises SourceError with the line."""
        return self._once("json", lambda: json.read(self.data, where=self.path, limits=self.limits))

    def shaped(self, shape: type[Shape]) -> Shape:
        """Return the content as JSON in a msgspec struct, for large documents. Raises SourceError with the path."""
        return json.shaped(self.data, shape, where=self.path, limits=self.limits)

    def plain(self) -> Any:
        """Return the content as JSON without places, for large files. Raises SourceError with the line."""
        return self._once("plain", lambda: json.plain(self.data, where=self.path, limits=self.limits))

    def toml(self) -> dict[str, Any]:
        """Return the content as TOML without places. Raises SourceError with the line."""
        return toml.plain(self.data, where=self.path, limits=self.limits)

    def xml(self) -> Element:
        """Return the root of the content as XML. Raises SourceError with the line."""
        return self._once("xml", lambda: xml.read(self.data, where=self.path, limits=self.limits))

    def _once(self, form: str, read: "Callable[[], T]") -> T:
        """Read in one form only once for all collectors that want it; a fault is the same for each of them."""
        key = (form, self.limits)
        if key not in self.memo:
            try:
                self.memo[key] = read()
            except SourceError as error:
                self.memo[key] = error
        found = self.memo[key]
        if isinstance(found, SourceError):
            raise found
        return cast("T", found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """All paths of the tree, for collectors that ask what is there and not what it says."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The history behind the tree, read as of a time (RFC 3339), with the listing of the tree it ends in."""

    history: History
    as_of: str
    name: str
    revision: str
    at: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Reads each file whose path matches one of `patterns` (``*`` within a folder, ``**/`` any folders, case-blind).

    `follows` returns what a file includes of its own tree, as paths or patterns from the root: what it names, and what
    that names in turn, is handed in beside the file.
    """

    patterns: tuple[str, ...]
    limits: Limits
    unless: tuple[str, ...] = ()
    follows: "Callable[[File], Iterator[str]] | None" = None

    def matches(self, path: str) -> bool:
        """Tell whether a path is read."""
        return self.chooser()(path)

    def chooser(self) -> "Callable[[str], bool]":
        """Return what tells whether a path is read, for many paths."""
        wanted = _pattern(self.patterns).match
        if not self.unless:
            return lambda path: wanted(path) is not None
        not_wanted = _pattern(self.unless).match
        return lambda path: wanted(path) is not None and not_wanted(path) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions(Files):
    """Reads what files said before: each content that one of the newest `commits` brought and the tree has no more.

    At most `versions` contents and `total` bytes are read, newest first; `limits` bounds each one. The path of an item
    is ``path@commit``, so that it is kept like that of any file.
    """

    commits: int = 2000
    versions: int = 4000
    total: int = 32 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What became of all items of one collector: how many were read, which kinds of facts were seen, and what was not.

    `unread` says why not everything was read, empty where it was: files that gave a gap, versions beyond a bound.
    """

    name: str
    as_of: str
    items: int
    kinds: frozenset[str]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents(Files):
    """Reads reports and exports that the user hands in (``--evidence``), never files of the assessed tree itself.

    A document is recognised by `patterns` and by what stands in it: a collector leaves alone what is not its own.
    `given` names kinds of facts that are handed in beside each document, so that of a large one only what concerns the
    application is read; such a collector runs after all that yield those kinds.
    """

    given: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def _pattern(patterns: tuple[str, ...]) -> re.Pattern[str]:
    def translate(glob: str) -> str:
        parts = re.split(r"(\*\*/|\*|\?)", glob)
        table = {"**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]"}
        return "".join(table.get(part) or re.escape(part) for part in parts)

    return re.compile("(?:" + "|".join(map(translate, patterns)) + r")\Z", re.IGNORECASE | re.DOTALL)


def files(
    *patterns: str,
    size: int = 2 << 20,
    nodes: int = 250_000,
    unless: tuple[str, ...] = (),
    follows: "Callable[[File], Iterator[str]] | None" = None,
) -> Files:
    """Return what to read: files by pattern, each at most `size` bytes and `nodes` values, with what they include.

    None is read that matches `unless`.
    """
    return Files(patterns=patterns, limits=Limits(size=size, nodes=nodes), unless=unless, follows=follows)


def matching(pattern: str, paths: "Mapping[str, T]") -> "list[T]":
    """Return what stands under the paths that match a pattern of `files`, in their order."""
    if "*" not in pattern and "?" not in pattern:
        return [paths[pattern]] if pattern in paths else []
    fits = _pattern((pattern,))
    return [paths[path] for path in sorted(paths) if fits.match(path)]


def documents(
    *patterns: str, size: int = 64 << 20, depth: int = 64, nodes: int = 4_000_000, given: tuple[str, ...] = ()
) -> Documents:
    """Return what to read: documents handed in, by pattern, each at most `size` bytes, `depth` deep, `nodes` values.

    `given` names the kinds of facts that the collector gets beside each document.
    """
    return Documents(patterns=patterns, limits=Limits(size=size, depth=depth, nodes=nodes), given=given)


class Kinded(Protocol):
    """A class of facts/: it names its kind."""

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """A registered collector: `version` changes when its output would, so that cached facts are read anew."""

    name: str
    version: int
    reads: "Files | type[Listing] | type[Past]"
    yields: tuple[str, ...]
    complete: tuple[str, ...]
    collect: "Callable[..., Iterator[Yielded]]"
    ends: "Callable[[Ran], Iterator[Yielded]] | None" = None


_registered: dict[str, Collector] = {}


def collector(
    *,
    reads: "Files | type[Listing] | type[Past]",
    yields: list[type[Kinded]],
    complete: list[type[Kinded]],
    version: int = 1,
    ends: "Callable[[Ran], Iterator[Yielded]] | None" = None,
) -> "Callable[[Callable[[Any], Iterator[Yielded]]], Callable[[Any], Iterator[Yielded]]]":
    """Register a function over one item as the collector of its module.

    `complete` names the kinds of which one repository, fully read, shows everything of its application: only for them
    is an empty list knowledge. `ends` says something of a whole tree once all its items were read. Two collectors of
    one name refuse to start (ValueError).
    """

    def register(function: "Callable[[Any], Iterator[Yielded]]") -> "Callable[[Any], Iterator[Yielded]]":
        name = function.__module__.rpartition(".")[2]
        if name in _registered and _registered[name].collect is not function:
            raise ValueError(f"two collectors are called '{name}'")
        _registered[name] = Collector(name=name, version=version, reads=reads, yields=tuple(k.kind for k in yields),
                                      complete=tuple(k.kind for k in complete), collect=function, ends=ends)  # fmt: skip
        return function

    return register


def registered(name: str) -> Collector:
    """Return a collector whose module was imported."""
    return _registered[name]


@cache
def load() -> tuple[Collector, ...]:
    """Import every module of collect/collectors/ and every `sammeter.collectors` entry point; return all, by name."""
    package = import_module("sammeter.collect.collectors")
    for module in iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    for point in entry_points(group="sammeter.collectors"):
        point.load()
    return tuple(_registered[name] for name in sorted(_registered))

"""What a file includes of its own tree: found by name in the listing, followed file by file, each read once."""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from sammeter.collect.registry import Collector, File, Files, matching
from sammeter.collect.source import Entry, Tree
from sammeter.errors import SourceError
from sammeter.text import Limits

log = logging.getLogger(__name__)
MOST = 500
"""Files that one file may reach; what it names beyond them is not handed in, and its collector says so."""


class Kept(Protocol):
    """Where it is kept what a file names, by a key that changes with its content."""

    def get(self, keys: list[str]) -> dict[str, bytes]:
        """Return what is kept under `keys`."""
        ...

    def put(self, items: dict[str, bytes]) -> None:
        """Keep `items`."""
        ...


@dataclass(frozen=True, slots=True)
class Beside:
    """The files that one file reaches, with a digest of their paths and contents (empty: none)."""

    entries: tuple[Entry, ...] = ()
    digest: str = ""

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.entries)


NOTHING = Beside()


@dataclass(slots=True, kw_only=True)
class Following:
    """Follows the files of one tree; `kept` holds what they name, so that a second run reads none of them."""

    tree: Tree
    entries: tuple[Entry, ...]
    kept: Kept
    _paths: dict[str, Entry] = field(default_factory=dict)
    _data: dict[str, bytes | None] = field(default_factory=dict)
    _files: dict[tuple[str, Limits], File] = field(default_factory=dict)
    _own: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def ready(self, one: Collector) -> None:
        """Learn at once what all files of a collector name, so that none of them is read by itself."""
        if isinstance(one.reads, Files) and one.reads.follows is not None:
            self._paths = self._paths or {each.path: each for each in self.entries}
            self._names(one, one.reads, [entry for entry in self.entries if one.reads.matches(entry.path)])

    def beside(self, one: Collector, entry: Entry) -> Beside:
        """Return what a file reaches, without itself. It ends where files name each other in a circle."""
        if not isinstance(one.reads, Files) or one.reads.follows is None:
            return NOTHING
        self._paths = self._paths or {each.path: each for each in self.entries}
        seen, waiting = {entry.path: entry}, [entry]
        while waiting:
            level, waiting = waiting, []
            for pattern in self._names(one, one.reads, level):
                for found in matching(pattern, self._paths):
                    if found.path not in seen and len(seen) <= MOST:
                        seen[found.path] = found
                        waiting.append(found)
        reached = tuple(self._known(seen[path], one.reads.limits.size) for path in sorted(seen) if path != entry.path)
        shown = "\n".join(f"{each.path}\0{each.blob}" for each in reached)
        return Beside(reached, hashlib.sha256(shown.encode()).hexdigest() if reached else "")

    def files(self, beside: Beside, reads: Files) -> dict[str, File]:
        """Return these files as a collector reads them; what is missing or too large is left out."""
        found: dict[str, File] = {}
        self._load(beside.entries, reads.limits.size)
        for entry in beside.entries:
            key, data = (entry.path, reads.limits), self._data[entry.path]
            if data is not None and len(data) <= reads.limits.size:
                found[entry.path] = self._files.setdefault(key, File(path=entry.path, data=data, limits=reads.limits))
        return found

    def _names(self, one: Collector, reads: Files, level: list[Entry]) -> list[str]:
        """Return what these files name, from what is kept where their content is known."""
        keys = {e.path: f"{one.name}/{one.version}/{e.blob}/{e.path}/names" for e in level if e.blob}
        kept = self.kept.get(list(keys.values()))
        self._load([entry for entry in level if keys.get(entry.path) not in kept], reads.limits.size)
        names: list[str] = []
        fresh: dict[str, bytes] = {}
        for entry in level:
            key, data = keys.get(entry.path, ""), self._data.get(entry.path)
            if key in kept:
                names += msgspec.msgpack.decode(kept[key], type=list[str])
            elif data is not None:
                own = self._own.get((one.name, entry.path))
                own = _named(one.name, reads, entry.path, data) if own is None else own
                self._own[one.name, entry.path] = own
                names += own
                fresh |= {key: msgspec.msgpack.encode(own)} if key else {}
        self.kept.put(fresh)
        return names

    def _known(self, entry: Entry, largest: int) -> Entry:
        """Return an entry with the digest of its content, which a plain folder knows only after reading."""
        if not entry.blob:
            self._load([entry], largest)
        return self._paths[entry.path]

    def _load(self, entries: Iterable[Entry], largest: int) -> None:
        """Read contents of at most `largest` bytes, all at once, that were not read yet."""
        wanted = [entry for entry in entries if entry.path not in self._data]
        sizes = self.tree.sizes(wanted) if wanted else {}
        small = [one for one in wanted if (one.size if one.size >= 0 else sizes.get(one.blob, -1)) <= largest]
        self._data |= dict.fromkeys((entry.path for entry in wanted), None)
        for entry, (read, data) in zip(small, self.tree.read(small), strict=True) if small else ():
            self._data[entry.path] = data
            self._paths[entry.path] = read if data is not None else entry


def _named(name: str, reads: Files, path: str, data: bytes) -> list[str]:
    """Return what a file names; what cannot be read names nothing, and its collector says why."""
    if reads.follows is None or len(data) > reads.limits.size:
        return []
    try:
        return list(reads.follows(File(path=path, data=data, limits=reads.limits)))
    except SourceError:
        return []
    except Exception:
        log.exception("collector %s failed to follow %s", name, path)
        return []

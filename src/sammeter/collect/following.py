"""What a file includes of its own tree: found by name in the listing, followed file by file, each read once."""

import hashlib
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from sammeter.collect.registry import Collector, File, Files, matching
from sammeter.collect.source import Entry, Tree
from sammeter.errors import SourceError
from sammeter.text import Limits

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

    def beside(self, one: Collector, entry: Entry) -> Beside:
        """Return what a file reaches, without itself. It ends where files name each other in a circle."""
        if not isinstance(one.reads, Files) or one.reads.follows is None:
            return NOTHING
        self._paths = self._paths or {each.path: each for each in self.entries}
        seen, waiting = {entry.path: entry}, [entry.path]
        while waiting:
            for pattern in self._names(one, self._paths[waiting.pop()]):
                for found in matching(pattern, self._paths):
                    if found.path not in seen and len(seen) <= MOST:
                        seen[found.path] = found
                        waiting.append(found.path)
        reached = tuple(self._known(seen[path]) for path in sorted(seen) if path != entry.path)
        shown = "\n".join(f"{each.path}\0{each.blob}" for each in reached)
        return Beside(reached, hashlib.sha256(shown.encode()).hexdigest() if reached else "")

    def files(self, beside: Beside, reads: Files) -> dict[str, File]:
        """Return these files as a collector reads them; what is missing or too large is left out."""
        found: dict[str, File] = {}
        for entry in beside.entries:
            key, data = (entry.path, reads.limits), self._read(entry)
            if data is not None and len(data) <= reads.limits.size:
                found[entry.path] = self._files.setdefault(key, File(path=entry.path, data=data, limits=reads.limits))
        return found

    def _names(self, one: Collector, entry: Entry) -> list[str]:
        key = f"{one.name}/{one.version}/{entry.blob}/{entry.path}/names" if entry.blob else ""
        kept = self.kept.get([key]).get(key) if key else None
        if kept is not None:
            return msgspec.msgpack.decode(kept, type=list[str])
        data = self._read(entry)
        assert isinstance(one.reads, Files)  # noqa: S101 - only these follow
        named = _named(one.reads, entry.path, data) if data is not None else []
        if key and data is not None:
            self.kept.put({key: msgspec.msgpack.encode(named)})
        return named

    def _known(self, entry: Entry) -> Entry:
        """Return an entry with the digest of its content, which a plain folder knows only after reading."""
        if not entry.blob:
            self._read(entry)
        return self._paths[entry.path]

    def _read(self, entry: Entry) -> bytes | None:
        if entry.path not in self._data:
            for read, data in self.tree.read([entry]):
                self._data[entry.path] = data
                self._paths[entry.path] = read if data is not None else entry
        return self._data.get(entry.path)


def _named(reads: Files, path: str, data: bytes) -> list[str]:
    """Return what a file names; what cannot be read names nothing, and its collector says why."""
    if reads.follows is None or len(data) > reads.limits.size:
        return []
    try:
        return list(reads.follows(File(path=path, data=data, limits=reads.limits)))
    except SourceError:
        return []

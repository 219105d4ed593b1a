"""What every source of a repository offers: its files at one moment, and its history where it has one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from sammeter.collect.cache import Cache
from sammeter.facts import Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file of a tree: `path` from the root, `blob` the digest of its content, `size` in bytes (-1: not known)."""

    path: str
    blob: str
    size: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One commit as git keeps it; times are RFC 3339 in UTC, `author` is ``name <mail>`` as stated, not proved."""

    sha: str
    parents: tuple[str, ...]
    author: str
    committer: str
    authored_at: str
    committed_at: str
    signed: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag with the commit it names; `signature` is the armoured text of an annotated tag, empty if it has none."""

    name: str
    commit: str
    at: str
    annotated: bool
    signature: str
    on_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One commit that touched a path, newest first."""

    commit: str
    at: str
    path: str


class Tree(Protocol):
    """A place whose files can be read without running anything of theirs."""

    name: str
    revision: str
    at: str

    def entries(self) -> tuple[Entry, ...]:
        """Return every regular file of the tree, in the order of their paths."""
        ...

    def gaps(self) -> tuple[Gap, ...]:
        """Return what of the tree could not be listed: submodules, links."""
        ...

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        """Yield the content of each entry in turn, None where it is missing or could not be read."""
        ...

    def sizes(self, entries: Iterable[Entry]) -> dict[str, int]:
        """Return the size in bytes of the blobs that are there, by blob."""
        ...

    def history(self) -> "History | None":
        """Return the history behind the tree, None for a plain folder."""
        ...


class History(Protocol):
    """The commits and tags behind a tree; `kept` is where what its commits changed is kept between runs."""

    kept: Cache
    shallow: bool
    default_branch: str

    def commits(self, since: str) -> Iterator[Commit]:
        """Yield commits reachable from the tree's revision that were committed at or after `since`, newest first."""
        ...

    def state(self) -> str:
        """Return a digest of what the history reads beside its revision: the tags."""
        ...

    def tags(self) -> tuple[Tag, ...]:
        """Return the tags with the commits they name."""
        ...

    def touched(self, paths: tuple[str, ...], since: str = "") -> Iterator[Change]:
        """Yield the commits from `since` on (RFC 3339; empty: all) that changed one of `paths`, newest first."""
        ...

    def brought(self, most: int) -> tuple[Iterator[Entry], bool]:
        """Return each content that one of the newest `most` commits brought (``path@commit``), and if that was all."""
        ...

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        """Yield the content of each entry in turn, None where it is missing."""
        ...

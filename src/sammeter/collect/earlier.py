"""What files said before: the contents that a history brought and the tree has no more, newest first, within bounds."""

from dataclasses import dataclass

import msgspec

from sammeter.collect.cache import Cache
from sammeter.collect.registry import Versions
from sammeter.collect.source import Entry, History, Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The contents to read as entries (``path@commit``), and why the history is not whole with them; empty if it is."""

    entries: tuple[Entry, ...] = ()
    unread: tuple[str, ...] = ()


def chosen(tree: Tree, reads: Versions, cache: Cache, *, name: str) -> Chosen:
    """Return what to read of the history behind `tree`; kept under its revision, since a history never changes.

    A content counts once, under the newest commit that brought it. Raises SourceError if git cannot tell.
    """
    history = tree.history()
    if history is None:
        return Chosen(unread=("there is no history: a folder without git",))
    key = f"{name}/versions/{tree.revision}/{reads.commits}/{reads.versions}/{reads.total}/{reads.limits.size}"
    kept = cache.get([key]).get(key)
    if kept and (known := _unpack(kept)):
        return known
    found = _choose(tree, history, reads)
    if not history.shallow:
        cache.put({key: msgspec.msgpack.encode(found)})
    return found


def _choose(tree: Tree, history: History, reads: Versions) -> Chosen:
    unread = ["the clone is shallow"] if history.shallow else []
    brought, ended = history.brought(reads.commits)
    if not ended:
        unread.append(f"commits before the newest {reads.commits:,}")
    now = {entry.blob for entry in tree.entries()}
    past: dict[str, Entry] = {}
    for one in brought:
        if one.blob not in now and reads.matches(one.path.rpartition("@")[0]):
            past.setdefault(one.blob, one)
    sizes = tree.sizes(past.values())
    there = [Entry(path=one.path, blob=blob, size=sizes[blob]) for blob, one in past.items() if blob in sizes]
    small = [one for one in there if one.size <= reads.limits.size]
    taken = _within(small, reads)
    unread += [f"{count:,} {what}" for count, what in (
        (len(past) - len(there), "versions whose content is not in this clone"),
        (len(there) - len(small), f"versions above {reads.limits.size:,} bytes"),
        (len(small) - len(taken), f"older versions, beyond {reads.versions:,} of them or {reads.total >> 20} MiB"),
    ) if count]  # fmt: skip
    return Chosen(entries=tuple(taken), unread=tuple(unread))


def _within(entries: list[Entry], reads: Versions) -> list[Entry]:
    """Return the newest versions that the bounds allow; behind the first that is too much, none is taken."""
    taken: list[Entry] = []
    total = 0
    for one in entries[: reads.versions]:
        total += one.size
        if total > reads.total:
            break
        taken.append(one)
    return taken


def _unpack(kept: bytes) -> Chosen | None:
    try:
        return msgspec.msgpack.decode(kept, type=Chosen)
    except msgspec.MsgspecError:
        return None

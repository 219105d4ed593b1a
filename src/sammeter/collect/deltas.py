"""What each commit changed, kept by commit: a history that grew by one commit is walked by that one."""

from collections.abc import Iterable, Iterator

import msgspec

from sammeter.collect.cache import Cache
from sammeter.collect.parse import readable
from sammeter.collect.plumbing import Git

Delta = list[tuple[str, str]]
"""Paths that a commit changed, each with the blob that it left there; ``-`` where that is no regular file or nothing."""
BATCH, LARGE = 250, 5_000
"""Commits asked for at once, and paths above which a commit is not worth keeping."""


def deltas(objects: Git, shas: Iterable[str], kept: Cache) -> Iterator[tuple[str, Delta]]:
    """Yield each commit with what it changed, in turn; of a merge, what none of its parents has.

    Raises SourceError if git cannot tell. Whoever stops reading spares git what comes after.
    """
    waiting = list(shas)
    for start in range(0, len(waiting), BATCH):
        some = waiting[start : start + BATCH]
        known = {sha: delta for sha, delta in _known(some, kept) if delta is not None}
        fresh = dict(_read(objects, [sha for sha in some if sha not in known]))
        kept.put({_key(sha): msgspec.msgpack.encode(delta) for sha, delta in fresh.items() if len(delta) <= LARGE})
        for sha in some:
            yield sha, known[sha] if sha in known else fresh.get(sha, [])


def _key(sha: str) -> str:
    return f"delta/1/{sha}"


def _known(shas: Iterable[str], kept: Cache) -> Iterator[tuple[str, Delta | None]]:
    keys = {_key(sha): sha for sha in shas}
    for key, data in kept.get(list(keys)).items():
        try:
            yield keys[key], msgspec.msgpack.decode(data, type=Delta)
        except msgspec.MsgspecError:
            yield keys[key], None


def _read(objects: Git, shas: list[str]) -> Iterator[tuple[str, Delta]]:
    """Yield what git says of each commit; one that changed nothing is among them."""
    if not shas:
        return
    pieces = objects.stream("diff-tree", "--stdin", "-r", "-c", "--root", "--raw", "--no-abbrev", "--no-renames", "--always", "-z",
                            "--no-ext-diff", "--no-textconv", stdin=(f"{sha}\n".encode() for sha in shas))  # fmt: skip
    wanted = frozenset(shas)
    sha, row, delta = "", b"", Delta()
    for token in _tokens(pieces):
        if row:
            delta.append((readable(token), _result(row)))
            row = b""
        elif token.startswith(b":"):
            row = token
        elif (name := token.decode("ascii", "replace")) in wanted:
            if sha:
                yield sha, delta
            sha, delta = name, Delta()
    if sha:
        yield sha, delta


def _result(row: bytes) -> str:
    """Return the blob that a row of ``--raw`` ends with, ``-`` if it is no regular file (gitattributes: diff-format)."""
    parents = len(row) - len(row.lstrip(b":"))
    fields = row.decode("ascii", "replace").lstrip(":").split(" ")
    blob = fields[2 * parents + 1]
    return blob if fields[parents].startswith("100") and blob.strip("0") else "-"


def _tokens(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\0")
        yield from whole

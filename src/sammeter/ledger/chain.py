"""An append-only chain of statements in one file: each line names the SHA-256 of the line before it.

A line is one JSON object: ``number`` from 1, ``previous``, ``at`` (RFC 3339, UTC), ``kind``, and an in-toto Statement as
``statement`` or, signed, in a DSSE ``envelope``. An entry's digest is that of its line without the line feed. What was
written only half when a writer was killed has no line feed; nobody was told that it is kept, and the next writer cuts it off.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from sammeter.envelope.digests import canonical, sha256
from sammeter.errors import ConflictError, DataError, NotFoundError, SourceError
from sammeter.ledger import head
from sammeter.ledger.head import Head, Sign
from sammeter.text import Limits, json

FILE = "chain.jsonl"
WAIT = 10
"""Seconds to wait for another writer."""
SKEW = timedelta(minutes=5)
"""How far a clock may lie behind that of the writer before."""
LINE = 16 << 20
NOTHING = "0" * 64
"""What the first entry names as the one before it."""
PAYLOAD = "application/vnd.in-toto+json"
_LIMITS = Limits(size=LINE, nodes=1_000_000, line=LINE)
_MEMBERS = frozenset({"number", "previous", "at", "kind"})
_BODIES = ("statement", "envelope")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
_HEX = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be kept: its kind in one word, and the in-toto Statement."""

    kind: str
    statement: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the chain: `body` is the statement, or the envelope where it is `signed`."""

    number: int
    previous: str
    at: str
    kind: str
    signed: bool
    body: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """All entries that could be read, what is wrong with them (where, what), and the bytes of an unfinished last line."""

    entries: tuple[Entry, ...]
    wrong: tuple[tuple[str, str], ...] = ()
    torn: int = 0

    @property
    def last(self) -> str:
        """The digest of the newest entry."""
        return self.entries[-1].digest if self.entries else NOTHING


def append(folder: Path, drafts: Sequence[Draft], *, at: str, sign: Sign | None = None) -> tuple[Entry, ...]:
    """Append entries, all of them on disk when this returns, or none; return them.

    Raises ConflictError (another writer does not let go; the clock lies behind the newest entry), DataError (the newest
    entry is none), SourceError (cannot be written, a link).
    """
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=WAIT):
            newest, size = _newest(path)
            _in_time(at, newest, path)
            made = tuple(_entries(drafts, newest, at, sign))
            _write(path, b"".join(line for _, line in made), size)
            if sign and made:
                last = made[-1][0]
                head.write(folder, Head(entries=last.number, last=last.digest, at=at), sign)
    except Timeout as error:
        raise ConflictError("somebody else is writing", where=str(folder), hint="try again") from error
    except OSError as error:
        raise SourceError(f"cannot be written: {error.strerror}; nothing was kept", where=str(path),
                          hint="check its rights and the disk") from error  # fmt: skip
    return tuple(entry for entry, _ in made)


def read(folder: Path) -> Chain:
    """Return the chain with everything that is wrong with it. Raises NotFoundError, SourceError (unreadable, a link)."""
    path = folder / FILE
    entries: list[Entry] = []
    wrong: list[tuple[str, str]] = []
    torn = 0
    for number, line in enumerate(_lines(path), 1):
        if not line.endswith(b"\n"):
            torn = len(line)
            break
        where = f"{path}:{number}"
        try:
            entry = _entry(line[:-1], where)
        except (DataError, SourceError) as error:
            wrong.append((error.where or where, error.message))
            continue
        wrong.extend((where, what) for what in _breaks(entry, entries[-1] if entries else None, number))
        entries.append(entry)
    return Chain(entries=tuple(entries), wrong=tuple(wrong), torn=torn)


def _breaks(entry: Entry, before: Entry | None, line: int) -> Iterator[str]:
    """Say where an entry does not follow the one before it."""
    if entry.previous != (before.digest if before else NOTHING):
        yield "the entry before it was altered, left out or put elsewhere"
    if entry.number != line:
        yield f"entry {entry.number} stands where entry {line} belongs"
    if before and _moment(entry.at) < _moment(before.at) - SKEW:
        yield f"its time {entry.at} lies before that of the entry before it, {before.at}"


def _entries(
    drafts: Sequence[Draft], newest: Entry | None, at: str, sign: Sign | None
) -> Iterator[tuple[Entry, bytes]]:
    number, previous = (newest.number, newest.digest) if newest else (0, NOTHING)
    for draft in drafts:
        number += 1
        body = sign(PAYLOAD, canonical(draft.statement)) if sign else draft.statement
        line = canonical({"number": number, "previous": previous, "at": at, "kind": draft.kind,
                          "envelope" if sign else "statement": body})  # fmt: skip
        if len(line) >= LINE:
            raise DataError(f"an entry of more than {LINE:,} bytes", hint="keep its inputs beside the chain")
        entry = Entry(number=number, previous=previous, at=at, kind=draft.kind, signed=sign is not None, body=body,
                      digest=sha256(line))  # fmt: skip
        previous = entry.digest
        yield entry, line + b"\n"


def _entry(line: bytes, where: str) -> Entry:
    """Read one line. Raises SourceError (no JSON, a key twice), DataError (not what an entry holds)."""
    row = json.plain(line, where=where, limits=_LIMITS)
    bodies = [name for name in _BODIES if isinstance(row, dict) and isinstance(row.get(name), dict)]
    if not isinstance(row, dict) or len(bodies) != 1 or set(row) != {*_MEMBERS, bodies[0]}:
        raise DataError("this is no entry of a chain", where=where)
    number, previous, at, kind = row["number"], row["previous"], row["at"], row["kind"]
    if not (type(number) is int and _is(previous, _HEX) and _is(at, _AT) and isinstance(kind, str)):
        raise DataError("number, previous, at or kind are not what an entry holds", where=where)
    _moment(at, where)
    return Entry(number=number, previous=previous, at=at, kind=kind, signed=bodies[0] == "envelope", body=row[bodies[0]],
                 digest=sha256(line))  # fmt: skip


def _is(value: object, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and form.match(value) is not None


def _moment(at: str, where: str = "") -> datetime:
    try:
        return datetime.fromisoformat(at)
    except ValueError as error:
        raise DataError(f"'{at[:40]}' is no time", where=where) from error


def _in_time(at: str, newest: Entry | None, path: Path) -> None:
    if newest and _moment(at) < _moment(newest.at) - SKEW:
        raise ConflictError(f"this clock says {at}, the newest entry was written {newest.at}", where=str(path),
                            hint="set the clock; entries are kept in the order of time")  # fmt: skip


def _newest(path: Path) -> tuple[Entry | None, int]:
    """Return the newest whole entry and the length of the file up to its end."""
    if path.is_symlink():
        raise SourceError("a symbolic link is not followed", where=str(path), reason="link")
    if not path.exists():
        return None, 0
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        start = max(0, end - 2 * LINE)
        file.seek(start)
        tail = file.read()
    whole = tail.rfind(b"\n") + 1
    if not whole:
        return None, 0
    line = tail[: whole - 1].rpartition(b"\n")[2]
    return _entry(line, f"{path} (newest entry)"), start + whole


def _write(path: Path, data: bytes, size: int) -> None:
    """Write behind `size` bytes, whatever stands there; what fails leaves the file as it was."""
    fresh = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    try:
        os.ftruncate(handle, size)
        os.lseek(handle, size, os.SEEK_SET)
        try:
            rest = data
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        except BaseException:
            os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)
    if fresh:
        settle(path.parent)


def settle(folder: Path) -> None:
    """Let new names in a folder survive a loss of power, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _lines(path: Path) -> Iterator[bytes]:
    try:
        if path.is_symlink():
            raise SourceError("a symbolic link is not followed", where=str(path), reason="link")
        with path.open("rb") as file:
            while line := file.readline(LINE + 1):
                if len(line) > LINE:
                    raise SourceError(f"a line of more than {LINE:,} bytes", where=str(path), reason="too large")
                yield line
    except FileNotFoundError as error:
        raise NotFoundError(
            "there is no ledger", where=str(path.parent), hint="name its folder with --ledger"
        ) from error
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror}", where=str(path), hint="check the path and its rights"
        ) from error

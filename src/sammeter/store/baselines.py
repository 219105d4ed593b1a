"""A folder of baseline files: each is written whole under a new name, or not at all, and never written again.

The last line seals all lines before it: their number, four bytes of each line's digest (to name the line that was
altered), and the SHA-256 of them all. It says that nothing changed since; it does not say who wrote it.
"""

import errno
import os
import re
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from sammeter.envelope.digests import sha256
from sammeter.errors import ConflictError, DataError, NotFoundError, SourceError

SUFFIX = ".jsonl"
LIMIT = 256 << 20
WAIT = 10
"""Seconds to wait for another writer where the disk knows no hard links."""
RESERVED = "now"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")
_SHORT = 8
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def path_of(folder: Path, name: str) -> Path:
    """Return the file of the baseline `name`. Raises DataError for what could leave the folder or be taken for a flag."""
    if not _NAME.match(name) or name == RESERVED or name.endswith(SUFFIX):
        raise DataError(f"'{name[:60]}' is no name for a baseline",
                        hint=f"letters, digits, dots, dashes and underscores, at most 80, and not '{RESERVED}': 2026-q1")  # fmt: skip
    return folder / f"{name}{SUFFIX}"


def names(folder: Path) -> tuple[str, ...]:
    """Return the names of all baselines of a folder, sorted; none where there is no folder. Raises SourceError."""
    try:
        found = [one.name.removesuffix(SUFFIX) for one in folder.iterdir() if one.name.endswith(SUFFIX)]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=str(folder), hint="check its rights") from error
    return tuple(sorted(name for name in found if _NAME.match(name)))


def seal(lines: Sequence[bytes]) -> bytes:
    """Return the last line for these lines, each of which ends with a line feed."""
    row = {
        "seal": {
            "lines": len(lines),
            "each": "".join(sha256(line)[:_SHORT] for line in lines),
            "sha256": sha256(b"".join(lines)),
        }
    }
    return msgspec.json.encode(row, order="sorted") + b"\n"


def create(folder: Path, name: str, lines: Sequence[bytes]) -> Path:
    """Write a sealed baseline under a new name, readable by all and writable by nobody, and return its path.

    Raises ConflictError (the name is taken), DataError (no name), SourceError (cannot be written).
    """
    path = path_of(folder, name)
    data = b"".join(lines) + seal(lines)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o444)
            _publish(Path(temporary), path)
        finally:
            with suppress(FileNotFoundError):
                Path(temporary).unlink()
        _settle(folder)
    except OSError as error:
        raise SourceError(
            f"cannot be written: {error.strerror}", where=str(path), hint="check the folder's rights and the disk"
        ) from error
    return path


def _publish(temporary: Path, path: Path) -> None:
    """Give the whole file its name in one step that fails where the name is taken, by whomever."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _publish_without_links(temporary, path)


def _publish_without_links(temporary: Path, path: Path) -> None:
    """Do the same under a lock where the disk knows no hard links; only other writers of baselines heed it."""
    try:
        with FileLock(path.parent / ".lock", timeout=WAIT):
            if path.exists() or path.is_symlink():
                raise _taken(path)
            temporary.replace(path)
    except Timeout as error:
        raise ConflictError("somebody else is writing", where=str(path), hint="try again") from error


def _taken(path: Path) -> ConflictError:
    return ConflictError("there is a baseline of this name, and none is ever written over", where=str(path),
                         hint="take another name")  # fmt: skip


def _settle(folder: Path) -> None:
    """Let the new name survive a loss of power, where the system can do that for folders."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_sealed(path: Path) -> list[bytes]:
    """Return the lines of a baseline without its seal, which must hold.

    Raises NotFoundError, SourceError (unreadable, a special file, too large), DataError (altered, truncated, reordered,
    with the first line that is not as it was).
    """
    data = _content(path)
    lines = re.findall(rb"[^\n]*\n|[^\n]+", data)
    body, last = lines[:-1], lines[-1] if lines else b""
    if body and last == seal(body):
        return body
    where, message = _damage(lines, str(path))
    raise DataError(
        message, where=where, hint="take the file from where it was kept unchanged (version control, a backup)"
    )


def _content(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise SourceError("no regular file", where=str(path), hint="name a baseline's file")
            data = file.read(LIMIT + 1)
    except FileNotFoundError as error:
        raise NotFoundError("there is no such baseline", where=str(path), hint="sammeter baseline list") from error
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror}", where=str(path), hint="check the path and its rights"
        ) from error
    if len(data) > LIMIT:
        raise SourceError(f"more than {LIMIT:,} bytes", where=str(path), reason="too large")
    return data


def _damage(lines: Sequence[bytes], where: str) -> tuple[str, str]:
    """Return the first line that is not as it was, and what happened to it, as far as the seal still tells."""
    kept = _each(lines[-1]) if lines else None
    if kept is None:
        return f"{where}:{max(len(lines), 1)}", "the seal is missing: the file was cut off, or is no baseline"
    now = [sha256(line)[:_SHORT] for line in lines[:-1]]
    for number, (was, is_) in enumerate(zip(kept, now, strict=False), 1):
        if was != is_:
            return f"{where}:{number}", _what(kept, now, number - 1)
    if len(kept) != len(now):
        return f"{where}:{min(len(kept), len(now)) + 1}", f"lines: {len(now)}, written: {len(kept)}"
    return f"{where}:{len(lines)}", "the seal was altered"


def _what(kept: Sequence[str], now: Sequence[str], at: int) -> str:
    if sorted(kept) == sorted(now):
        return "the lines are in another order than they were written"
    if now[at:] == kept[at + len(kept) - len(now) :] and len(now) < len(kept):
        return f"lines missing before this one: {len(kept) - len(now)}"
    if len(now) > len(kept) and now[at + len(now) - len(kept) :] == kept[at:]:
        return f"lines added from here: {len(now) - len(kept)}"
    return "this line was altered after it was written"


def _each(line: bytes) -> list[str] | None:
    try:
        row = msgspec.json.decode(line, type=dict[str, dict[str, str | int]])
        each = row["seal"]["each"]
    except (msgspec.MsgspecError, KeyError, UnicodeDecodeError):
        return None
    text = str(each)
    return [text[start : start + _SHORT] for start in range(0, len(text), _SHORT)]

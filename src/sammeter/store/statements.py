"""A folder of statement files, one a practice: only ever appended to, so that two writers lose nothing.

One statement is one line, so that git can merge two people's work by taking both (``merge=union``).
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from sammeter.errors import ConflictError, SourceError

WAIT = 10
"""Seconds to wait for another writer."""
LIMIT = 32 << 20
_BESIDE = {".gitattributes": b"*.yaml merge=union\n", ".gitignore": b".lock\n"}
_Undo = list[tuple[Path, int | None]]
"""Files with the size they had, None where they were not there."""


def read_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each statement file, by name. Raises SourceError (unreadable, a link, too large)."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
        for path in paths:
            if path.is_symlink():
                raise SourceError("a symbolic link is not followed", where=str(path), reason="link")
            if path.stat().st_size > LIMIT:
                raise SourceError(f"more than {LIMIT:,} bytes", where=str(path), reason="too large")
            yield str(path), path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror}", where=str(folder), hint="check the path and its rights"
        ) from error


def append(folder: Path, files: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Append lines to files of the folder; all of them are on disk, or none. Return where each file's first one stands.

    Raises ConflictError (another writer does not let go), SourceError (cannot be written).
    """
    undo: _Undo = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=WAIT):
            for beside, text in _BESIDE.items():
                if not (folder / beside).exists():
                    _append(folder / beside, text, undo)
            return {
                name: _append(folder / name, "".join(f"{line}\n" for line in lines).encode(), undo)
                for name, lines in files.items()
            }
    except Timeout as error:
        raise ConflictError("somebody else is writing", where=str(folder), hint="try again") from error
    except OSError as error:
        raise SourceError(
            f"cannot be written: {error.strerror}; nothing was kept",
            where=str(folder),
            hint="check its rights and the disk",
        ) from error


def _append(path: Path, data: bytes, undo: _Undo) -> int:
    """Append bytes on a line of their own and return the number of that line; what fails leaves all as it was.

    The file is written without a buffer: what a buffer still held after a failure would be written when it is closed.
    """
    if path.is_symlink():
        raise SourceError("a symbolic link is not followed", where=str(path), reason="link")
    undo.append((path, path.stat().st_size if path.exists() else None))
    with path.open("ab+", buffering=0) as file:
        try:
            file.seek(0)
            before = file.read()
            torn = bool(before) and not before.endswith(b"\n")
            _write(file.fileno(), b"\n" + data if torn else data)
            os.fsync(file.fileno())
        except BaseException:
            _back(undo)
            raise
    return before.count(b"\n") + torn + 1


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _back(undo: _Undo) -> None:
    """Bring files back to the size they had; one that was not there goes."""
    for path, size in reversed(undo):
        if size is None:
            path.unlink(missing_ok=True)
        else:
            os.truncate(path, size)

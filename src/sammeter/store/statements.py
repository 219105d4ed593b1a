"""A folder of statement files, one a practice: only ever appended to, so that two writers lose nothing.

One statement is one line, so that git can merge two people's work by taking both (``merge=union``).
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from sammeter.errors import ConflictError, SourceError

WAIT = 10
"""Seconds to wait for another writer."""
LIMIT = 32 << 20
_BESIDE = {".gitattributes": "*.yaml merge=union\n", ".gitignore": ".lock\n"}


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


def append(folder: Path, name: str, lines: Sequence[str]) -> Path:
    """Append lines to the file `name` and return its path; all of them are on disk, or none.

    Raises ConflictError (another writer does not let go), SourceError (cannot be written).
    """
    path = folder / name
    data = "".join(f"{line}\n" for line in lines).encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for beside, text in _BESIDE.items():
            if not (folder / beside).exists():
                (folder / beside).write_text(text, encoding="utf-8")
        with FileLock(folder / ".lock", timeout=WAIT):
            _append(path, data)
    except Timeout as error:
        raise ConflictError("somebody else is writing", where=str(folder), hint="try again") from error
    except OSError as error:
        raise SourceError(
            f"cannot be written: {error.strerror}", where=str(path), hint="check its rights and the disk"
        ) from error
    return path


def _append(path: Path, data: bytes) -> None:
    with path.open("ab+") as file:
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(size - 1)
            data = data if file.read(1) == b"\n" else b"\n" + data
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)
            raise

"""Writing results: whole files or nothing, and standard output as bytes."""

import os
import sys
import tempfile
from pathlib import Path

from sammeter.errors import DataError, SourceError


def read_file(path: Path, *, limit: int = 64 << 20) -> bytes:
    """Return the content of a file that the user named. Raises SourceError (not there, too large)."""
    try:
        with path.open("rb") as handle:
            data = handle.read(limit + 1)
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror}", where=str(path), hint="check the path and its rights"
        ) from error
    if len(data) > limit:
        raise SourceError(f"more than {limit:,} bytes", where=str(path), reason="too large")
    return data


def refuse_same(output: Path | None, *inputs: Path) -> None:
    """Refuse to write over a file that is read. Raises DataError."""
    for path in inputs:
        if output is not None and output.resolve() == path.resolve():
            raise DataError("would be written over", where=str(path), hint="name another file with -o")


def write(data: bytes, target: Path | None) -> None:
    """Write to a file, which is replaced only when all is written, or to standard output. Raises SourceError.

    What is no regular file (``/dev/null``, a pipe) is written to and never replaced.
    """
    if target is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError as error:
        raise SourceError(
            f"cannot be written: {error.strerror}", where=str(target), hint="name another file with -o"
        ) from error

"""What the entries of a chain speak of (facts, policies, reports), each kept once under the SHA-256 of its content."""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from sammeter.envelope.digests import sha256
from sammeter.errors import DataError, SourceError
from sammeter.ledger.chain import settle

FOLDER = "objects"
LIMIT = 256 << 20
_HEX = re.compile(r"[0-9a-f]{64}\Z")


def keep(folder: Path, contents: Iterable[bytes]) -> tuple[str, ...]:
    """Keep contents, on disk when this returns, and return their digests. Raises SourceError (cannot be written)."""
    found: list[str] = []
    places: set[Path] = set()
    try:
        for data in contents:
            digest = sha256(data)
            path = _path(folder, digest)
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                _create(path, data)
                places.add(path.parent)
            found.append(digest)
        for place in sorted(places):
            settle(place)
    except OSError as error:
        raise SourceError(
            f"cannot be written: {error.strerror}", where=str(folder), hint="check its rights and the disk"
        ) from error
    return tuple(found)


def content(folder: Path, digest: str) -> bytes:
    """Return what was kept under a digest. Raises SourceError (not there, unreadable), DataError (altered, no digest)."""
    if not _HEX.match(digest):
        raise DataError(f"'{digest[:70]}' is no SHA-256 in hexadecimal", where=str(folder))
    path = _path(folder, digest)
    try:
        if path.is_symlink():
            raise SourceError("a symbolic link is not followed", where=str(path), reason="link")
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=str(path), reason="missing") from error
    if len(data) > LIMIT:
        raise SourceError(f"more than {LIMIT:,} bytes", where=str(path), reason="too large")
    if sha256(data) != digest:
        raise DataError("its content is not what its name says: altered after it was kept", where=str(path))
    return data


def names(folder: Path) -> Iterator[str]:
    """Yield the digests under which something is kept, in order."""
    for path in sorted((folder / FOLDER).glob("[0-9a-f][0-9a-f]/*")):
        if _HEX.match(path.parent.name + path.name):
            yield path.parent.name + path.name


def _path(folder: Path, digest: str) -> Path:
    return folder / FOLDER / digest[:2] / digest[2:]


def _create(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o444)
        Path(temporary).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()

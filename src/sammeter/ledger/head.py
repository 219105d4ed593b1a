"""The signed head of a chain: how many entries there were, and the digest of the last, so that none can be cut off."""

import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sammeter.envelope.digests import canonical
from sammeter.errors import DataError, NotFoundError, SourceError
from sammeter.text import Limits, json

FILE = "head.json"
PAYLOAD = "application/vnd.sammeter.ledger-head+json"
_LIMITS = Limits(size=64 << 10)

Sign = Callable[[str, bytes], Mapping[str, Any]]
"""Takes a payload type and a payload; returns the DSSE envelope of both."""

Verify = Callable[[bytes, str], bytes]
"""Takes an envelope and the payload type that is expected; returns the payload. Raises ForbiddenError, DataError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What was signed of a chain when its newest entry was `last`."""

    entries: int
    last: str
    at: str


def write(folder: Path, head: Head, sign: Sign) -> None:
    """Replace the head of a chain. Raises OSError."""
    payload = canonical({"entries": head.entries, "last": head.last, "at": head.at})
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{FILE}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(canonical(sign(PAYLOAD, payload)))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(folder / FILE)
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()


def read(path: Path, verify: Verify) -> Head:
    """Return a head whose signature holds.

    Raises NotFoundError (no such file), ForbiddenError (signed by nobody who is trusted), DataError (no head),
    SourceError (unreadable).
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= _LIMITS.size else b""
    except FileNotFoundError as error:
        raise NotFoundError("there is no signed head", where=str(path)) from error
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=str(path)) from error
    row = json.plain(verify(data, PAYLOAD), where=str(path), limits=_LIMITS)
    known = isinstance(row, dict) and set(row) == {"entries", "last", "at"}
    if (
        not known
        or type(row["entries"]) is not int
        or not isinstance(row["last"], str)
        or not isinstance(row["at"], str)
    ):
        raise DataError("this is no head of a ledger", where=str(path))
    return Head(entries=row["entries"], last=row["last"], at=row["at"])

"""A ledger as one archive for somebody who trusts nobody here: chain, head, everything they speak of, and a verifier."""

import io
import zipfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from sammeter.envelope.digests import canonical, sha256
from sammeter.errors import DataError, SourceError
from sammeter.ledger import chain, head, objects
from sammeter.ledger.statements import inputs, statement_of

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every member, so that the same ledger gives the same bytes."""


def pack(folder: Path, more: Mapping[str, bytes]) -> bytes:
    """Return a zip of the whole ledger with `more` files beside it, the same bytes for the same ledger.

    Raises NotFoundError (no ledger), DataError (it does not hold; something it speaks of was altered), SourceError.
    """
    signed = _read(folder / head.FILE)
    found = chain.read(folder)
    if found.wrong:
        where, what = found.wrong[0]
        raise DataError(what, where=where, hint="sammeter evidence verify lists everything that is wrong")
    lines = (_read(folder / chain.FILE) or b"").splitlines(keepends=True)[: len(found.entries)]
    members = {**more, chain.FILE: b"".join(lines), **({head.FILE: signed} if signed else {}),
               "verify.py": files("sammeter.ledger").joinpath("verify_alone.py").read_bytes()}  # fmt: skip
    for entry in found.entries:
        for one in inputs(statement_of(entry), f"entry {entry.number}"):
            members[f"{objects.FOLDER}/{one.sha256[:2]}/{one.sha256[2:]}"] = objects.content(folder, one.sha256)
    manifest = {"form": "sammeter-ledger-export/1", "entries": len(found.entries), "last": found.last,
                "files": {name: sha256(data) for name, data in sorted(members.items())}}  # fmt: skip
    return _zipped({**members, "manifest.json": canonical(manifest) + b"\n"})


def _read(path: Path) -> bytes | None:
    """Return a file of the ledger, read before others may write on; None where there is none."""
    if not path.exists():
        return None
    try:
        if path.is_symlink():
            raise DataError("a symbolic link is not followed", where=str(path))
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=str(path)) from error


def _zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(members.items()):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()

"""Zip archives from outside: every entry is measured before it is unpacked, and again while it is."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator

from sammeter.errors import SourceError
from sammeter.text.limits import DEFAULT, Limits
from sammeter.text.plain import check_size

_BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What zipfile lets through when an archive is broken; bzip2 and LZMA, which it unpacks without bounds, are not read."""


def entries(data: bytes, *, where: str, limits: Limits = DEFAULT) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file in the archive, refusing bombs, path traversal, links, doubles and passwords.

    Raises SourceError with the place ``archive!entry``.
    """
    check_size(data, where=where, limits=limits)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > limits.entries:
                raise SourceError(f"more than {limits.entries:,} entries", where=where, reason="too large")
            total, names = 0, set[str]()
            for info in infos:
                place = f"{where}!{info.filename}"
                names.add(_check(info, names, place, limits))
                if info.is_dir():
                    continue
                total += info.file_size
                if total > limits.unpacked:
                    raise SourceError(f"unpacks to more than {limits.unpacked:,} bytes", where=place, reason="bomb")
                yield info.filename, _unpack(archive, info, place)
    except _BROKEN as error:
        raise SourceError(f"no readable zip archive: {error}", where=where, reason="malformed") from error


def _check(info: zipfile.ZipInfo, names: set[str], place: str, limits: Limits) -> str:
    """Return the entry's name in one spelling, by which doubles are found."""
    name = posixpath.normpath(info.filename.replace("\\", "/"))
    if (
        name.startswith(("/", "../"))
        or name == ".."
        or ":" in name.split("/")[0]
        or (name == "." and not info.is_dir())
    ):
        raise SourceError("a path that leaves the archive", where=place, reason="path traversal")
    if name in names:
        raise SourceError("a name that stands twice", where=place, reason="malformed")
    if info.flag_bits & 1:
        raise SourceError("an entry under a password", where=place, reason="encrypted")
    if (info.external_attr >> 16) & 0o170000 == 0o120000:
        raise SourceError("a symbolic link", where=place, reason="link")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SourceError("packed by a method that is not read", where=place, reason="malformed")
    if info.file_size > limits.entry:
        raise SourceError(f"unpacks to more than {limits.entry:,} bytes", where=place, reason="bomb")
    if info.file_size > max(info.compress_size, 1) * limits.ratio:
        raise SourceError(f"packed more than {limits.ratio} to 1", where=place, reason="bomb")
    return name


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str) -> bytes:
    with archive.open(info) as handle:
        content = handle.read(info.file_size + 1)
    if len(content) > info.file_size:
        raise SourceError("larger than its own header says", where=place, reason="bomb")
    return content

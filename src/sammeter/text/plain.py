"""Bytes to text: which encodings are accepted, and what is no text at all."""

from sammeter.errors import SourceError
from sammeter.text.limits import DEFAULT, Limits

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def decode(data: bytes, *, where: str, limits: Limits = DEFAULT) -> str:
    """Return the text of `data`: UTF-8, or UTF-16 with a byte order mark.

    Raises SourceError with reason ``too large``, ``encoding`` or ``binary``.
    """
    check_size(data, where=where, limits=limits)
    encoding, start = "utf-8", 0
    for mark, name in _BOMS:
        if data.startswith(mark):
            encoding, start = name, len(mark)
            break
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"not {encoding.upper()} text (byte {error.start})", where=f"{where}:{line}", reason="encoding",
            hint="save the file as UTF-8",
        ) from error  # fmt: skip
    if "\0" in text:
        raise SourceError("binary data, not text", where=where, reason="binary")
    return text


def check_size(data: bytes, *, where: str, limits: Limits = DEFAULT) -> None:
    """Refuse `data` that is larger than `limits.size` bytes.

    Raises SourceError with reason ``too large``.
    """
    if len(data) > limits.size:
        raise SourceError(
            f"{len(data):,} bytes, more than the {limits.size:,} that are read", where=where, reason="too large"
        )

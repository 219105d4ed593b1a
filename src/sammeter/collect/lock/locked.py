"""One package as a lock file keeps it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sammeter.collect.registry import File
from sammeter.errors import SourceError

_LONG = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """`kind` is the type of its package URL, `name` the name in its ecosystem; None is what the file does not say."""

    kind: str
    name: str
    version: str
    where: str
    direct: bool | None = None
    scope: str | None = None
    hashed: bool | None = None
    license: str | None = None


def lines(file: File) -> list[str]:
    """Return the lines of a file; one that is longer than any tool writes it is taken for empty. Raises SourceError."""
    return [line if len(line) <= _LONG else "" for line in file.text().splitlines()]


def mapping(value: Any, where: str) -> Mapping[str, Any]:
    """Return an object, an empty one for null. Raises SourceError (reason ``wrong type``)."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise SourceError("no mapping where one is expected", where=where, reason="wrong type")
    return value


def listing(value: Any, where: str) -> Iterable[Any]:
    """Return a list, an empty one for null. Raises SourceError (reason ``wrong type``)."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise SourceError("no list where one is expected", where=where, reason="wrong type")
    return value


def text(value: Any, where: str) -> str:
    """Return a text, an empty one for null. Raises SourceError (reason ``wrong type``)."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise SourceError("no text where one is expected", where=where, reason="wrong type")
    return value


def pointer(path: str, *keys: str) -> str:
    """Return the place of a member by JSON pointer (RFC 6901)."""
    return "/".join([f"{path}#", *(key.replace("~", "~0").replace("/", "~1") for key in keys)])

"""Exceptions as they are kept: YAML files of a folder, each entry signed off by somebody else than who asked for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sammeter.checks.signoffs import SignOff, identified, mistakes
from sammeter.data.reader import Mistakes, locate, read, structure
from sammeter.errors import NotFoundError, SourceError
from sammeter.text import Node

LIMIT = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One exception as it is written."""

    reason: str
    requester: str
    approver: str
    approver_role: str
    measure: str
    start: str
    end: str
    requirement: str = ""
    criterion: str = ""
    defect: str = ""
    path: str = ""
    artifact: str = ""
    app: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of exceptions."""

    exceptions: tuple[Entry, ...]


def read_signoffs(places: Iterable[Path]) -> tuple[SignOff, ...]:
    """Return the exceptions of files and folders, each with the line where it stands; one that stands twice counts once.

    Raises NotFoundError, SourceError (unreadable), one DataError with all mistakes: an exception that is wrong excepts nothing,
    and nobody should believe that it does.
    """
    wrong = Mistakes()
    found: dict[str, SignOff] = {}
    for where, data in _files(places):
        node = read(data, where, wrong)
        file = structure(node, File, wrong) if node else None
        for n, entry in enumerate(file.exceptions if file else ()):
            one = _signoff(entry, locate(node, f"$.exceptions[{n}]"), wrong)
            found.setdefault(one.id, one)
    wrong.settle("exceptions")
    return tuple(found.values())


def _signoff(entry: Entry, place: Node, wrong: Mistakes) -> SignOff:
    said = {name: getattr(entry, name) for name in Entry.__slots__}
    one = replace(identified(SignOff(**said)), where=place.where)
    for mistake in mistakes(one):
        wrong.add(mistake, where=place.where, hint="see docs/reference/exceptions.md")
    return one


def _files(places: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    for place in places:
        if not place.exists():
            raise NotFoundError("there is no such file or folder", where=str(place), hint="name the exceptions' folder")
        try:
            paths = (
                sorted(one for one in place.rglob("*") if one.suffix in (".yaml", ".yml"))
                if place.is_dir()
                else [place]
            )
            for path in paths:
                if path.is_symlink():
                    raise SourceError("a symbolic link is not followed", where=str(path), reason="link")
                if path.stat().st_size > LIMIT:
                    raise SourceError(f"more than {LIMIT:,} bytes", where=str(path), reason="too large")
                yield str(path), path.read_bytes()
        except OSError as error:
            raise SourceError(f"cannot be read: {error.strerror}", where=str(place), hint="check its rights") from error

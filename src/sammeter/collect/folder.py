"""A plain folder without history: its regular files, links and special files left out, nothing followed out of it."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sammeter.collect.parse import readable
from sammeter.collect.source import Entry, History
from sammeter.errors import SourceError
from sammeter.facts import Gap

FILES = 200_000
SIZE = 32 << 20


@dataclass(slots=True)
class FolderTree:
    """The files below `root` as they are now; with `only`, that one file of it."""

    root: Path
    name: str
    revision: str = ""
    at: str = ""
    only: str = ""
    _entries: tuple[Entry, ...] | None = None
    _gaps: list[Gap] = field(default_factory=list)
    _places: dict[str, Path] = field(default_factory=dict)

    def entries(self) -> tuple[Entry, ...]:
        if self._entries is None:
            self._entries = tuple(sorted(self._walk(), key=lambda entry: entry.path))
        return self._entries

    def gaps(self) -> tuple[Gap, ...]:
        self.entries()
        return tuple(self._gaps)

    def history(self) -> History | None:
        return None

    def _walk(self) -> Iterator[Entry]:
        if self.only:
            entry = self._entry(self.root / self.only)
            yield from (entry,) if entry else ()
            return
        for folder, folders, files in os.walk(self.root, onerror=self._unreadable):
            folders[:] = sorted(name for name in folders if name != ".git" and not self._is_link(Path(folder) / name))
            for name in sorted(files):
                if name != ".git" and (entry := self._entry(Path(folder) / name)):
                    yield entry

    def _entry(self, path: Path) -> Entry | None:
        """Return a regular file under a name that can be stored and printed; anything else is a Gap."""
        try:
            status = path.lstat()
        except OSError as error:
            self._unreadable(error)
            return None
        if not stat.S_ISREG(status.st_mode):
            self._gaps.append(Gap(where=self._shown(path), reason="link", detail="not a regular file; not followed"))
            return None
        if len(self._places) >= FILES:
            raise SourceError(f"more than {FILES:,} files", where=str(self.root), reason="too large")
        shown = self._shown(path)
        self._places[shown] = path
        return Entry(path=shown, blob="", size=status.st_size)

    def _is_link(self, path: Path) -> bool:
        if not path.is_symlink():
            return False
        self._gaps.append(Gap(where=self._shown(path), reason="link", detail="a link to a folder is not followed"))
        return True

    def _shown(self, path: Path) -> str:
        return readable(os.fsencode(path.relative_to(self.root).as_posix()))

    def _unreadable(self, error: OSError) -> None:
        place = self._shown(Path(os.fsdecode(error.filename))) if error.filename else "."
        self._gaps.append(Gap(where=place, reason="no right to read", detail=error.strerror or "unreadable"))

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        for entry in entries:
            try:
                with os.fdopen(
                    os.open(self._places[entry.path], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb"
                ) as handle:
                    data = handle.read(max(SIZE, entry.size))
            except (OSError, KeyError):
                yield entry, None
                continue
            yield Entry(path=entry.path, blob=hashlib.sha256(data).hexdigest(), size=entry.size), data

    def sizes(self, entries: Iterable[Entry]) -> dict[str, int]:
        """Return nothing: sizes stand in the entries already."""
        return {entry.path: entry.size for entry in entries}

"""The register of defects in one SQLite file: defects and what happened to them, only ever added to.

Two processes may use it at once: a writer waits for the other. What a transaction did not end is not there after a crash.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import msgspec

from sammeter.defects.replay import Known
from sammeter.defects.types import Event, Finding
from sammeter.errors import ConflictError, DataError, NotFoundError, SourceError

VERSION = 1
WAIT = 30
"""Seconds to wait for another writer."""
_SCHEMA = """
CREATE TABLE defects (id TEXT PRIMARY KEY, app TEXT NOT NULL, key TEXT NOT NULL, finding BLOB NOT NULL, UNIQUE (app, key)) WITHOUT ROWID;
CREATE TABLE events (number INTEGER PRIMARY KEY, defect TEXT NOT NULL REFERENCES defects (id), at TEXT NOT NULL, what TEXT NOT NULL,
                     by TEXT NOT NULL, value TEXT NOT NULL, until TEXT NOT NULL, note TEXT NOT NULL);
CREATE INDEX events_of ON events (defect, at);
CREATE TABLE imports (app TEXT NOT NULL, digest TEXT NOT NULL, at TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (app, digest)) WITHOUT ROWID;
"""


class Register:
    """An open register; what is written counts once `writing` is left."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db, self._path = connection, path

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the register for writing; all of it is kept, or nothing. Raises ConflictError (another writer holds it)."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise ConflictError("somebody else is writing", where=str(self._path), hint="try again") from error
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException as error:
            self._db.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise SourceError(f"cannot be written: {error}; nothing was kept", where=str(self._path)) from error
            raise

    def known(self, app: str = "") -> tuple[Known, ...]:
        """Return the defects of one application, or of all."""
        rows = self._db.execute("SELECT id, app, finding FROM defects WHERE ? IN ('', app) ORDER BY id", (app,))
        return tuple(
            Known(id=id_, app=of, finding=msgspec.msgpack.decode(data, type=Finding)) for id_, of, data in rows
        )

    def events(self, app: str = "") -> Iterator[Event]:
        """Yield what happened to the defects of one application, or to all, in the order in which it was written."""
        rows = self._db.execute("SELECT defect, at, what, by, value, until, note FROM events JOIN defects ON defects.id = events.defect"
                                " WHERE ? IN ('', app) ORDER BY number", (app,))  # fmt: skip
        for defect, at, what, by, value, until, note in rows:
            yield Event(defect=defect, at=at, what=what, by=by, value=value, until=until, note=note)

    def reported(self, app: str) -> dict[str, dict[str, str]]:
        """Return, by key, the tools that report a defect and when they last did; a tool that showed it gone is left out."""
        found: dict[str, dict[str, str]] = {}
        rows = self._db.execute("SELECT key, what, at, value FROM events JOIN defects ON defects.id = events.defect"
                                " WHERE app = ? AND what IN ('found', 'seen', 'gone') ORDER BY at, number", (app,))  # fmt: skip
        for key, what, at, tool in rows:
            tools = found.setdefault(key, {})
            if what == "gone":
                tools.pop(tool, None)
            else:
                tools[tool] = at
        return found

    def has_import(self, app: str, digest: str) -> bool:
        """Tell whether the very same report was imported for that application before."""
        return (
            self._db.execute("SELECT 1 FROM imports WHERE app = ? AND digest = ?", (app, digest)).fetchone() is not None
        )

    def last_import(self) -> str:
        """Return when something was last imported, empty if never."""
        return str(self._db.execute("SELECT coalesce(max(at), '') FROM imports").fetchone()[0])

    def add(self, known: Iterable[Known], events: Iterable[Event]) -> None:
        """Add defects and events."""
        self._db.executemany("INSERT INTO defects VALUES (?, ?, ?, ?)",
                             ((one.id, one.app, one.finding.key, msgspec.msgpack.encode(one.finding)) for one in known))  # fmt: skip
        self._db.executemany("INSERT INTO events (defect, at, what, by, value, until, note) VALUES (?, ?, ?, ?, ?, ?, ?)",
                             ((one.defect, one.at, one.what, one.by, one.value, one.until, one.note) for one in events))  # fmt: skip

    def imported(self, app: str, reports: Sequence[tuple[str, str]], at: str) -> None:
        """Remember reports (digest, name), so that none is imported twice."""
        self._db.executemany(
            "INSERT OR IGNORE INTO imports VALUES (?, ?, ?, ?)", ((app, digest, at, name) for digest, name in reports)
        )


@contextmanager
def opened(path: Path, *, create: bool = False) -> Iterator[Register]:
    """Open a register. Raises NotFoundError (not there), DataError (none, or of a newer sammeter), SourceError (unreadable)."""
    if path.is_symlink():
        raise SourceError("a symbolic link is not followed", where=str(path), reason="link")
    if not create and not path.exists():
        raise NotFoundError(
            "there is no register of defects", where=str(path), hint="sammeter defects import REPORTS makes one"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as connection:
            _prepare(connection, path, create=create)
            yield Register(connection, path)
    except sqlite3.OperationalError as error:
        raise ConflictError(
            f"the register is held by somebody else: {error}", where=str(path), hint="try again"
        ) from error
    except sqlite3.DatabaseError as error:
        raise DataError(f"this is no register of defects: {error}", where=str(path)) from error
    except OSError as error:
        raise SourceError(
            f"cannot be opened: {error.strerror}", where=str(path), hint="check the path and its rights"
        ) from error


def _prepare(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    with suppress(sqlite3.OperationalError):  # another process is just doing it: the mode stays with the file
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise DataError(
            f"the register is of a newer sammeter (version {version})", where=str(path), hint="update sammeter"
        )
    if version == VERSION:
        return
    if not create:
        raise DataError("this is no register of defects", where=str(path))
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")

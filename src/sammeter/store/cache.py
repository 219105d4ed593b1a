"""Raw facts by the content they were read from, in one SQLite file that may be thrown away at any time."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sammeter.errors import SourceError

_BATCH = 500
_KEPT = 400_000


@dataclass(slots=True)
class FactCache:
    """A cache whose failure costs time and never an answer: what cannot be read is read from its source again."""

    connection: sqlite3.Connection

    def get(self, keys: list[str]) -> dict[str, bytes]:
        """Return what is kept under `keys`; nothing if the file is damaged."""
        found: dict[str, bytes] = {}
        try:
            for start in range(0, len(keys), _BATCH):
                batch = keys[start : start + _BATCH]
                marks = ",".join("?" * len(batch))
                rows = self.connection.execute(f"SELECT key, value FROM facts WHERE key IN ({marks})", batch)  # noqa: S608 - only question marks
                found.update(rows.fetchall())
        except sqlite3.Error:
            return {}
        return found

    def put(self, items: dict[str, bytes]) -> None:
        """Keep `items`; another process may do the same at once."""
        if not items:
            return
        try:
            with self.connection:
                self.connection.executemany("INSERT OR REPLACE INTO facts (key, value) VALUES (?, ?)", items.items())
                self.connection.execute("DELETE FROM facts WHERE rowid <= (SELECT max(rowid) FROM facts) - ?", (_KEPT,))
        except sqlite3.Error:
            return

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def open_cache(path: Path) -> FactCache:
    """Open the cache file at `path`, making it where there is none.

    Raises SourceError if the folder cannot be written or the file is no cache; the hint names the mend.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = sqlite3.connect(path, timeout=10)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value BLOB NOT NULL)")
        connection.execute("SELECT key, value FROM facts LIMIT 1").fetchall()
    except (OSError, sqlite3.Error) as error:
        raise SourceError(f"the cache cannot be used: {error}", where=str(path),
                          hint=f"delete {path}, or name another place in SAMMETER_CACHE", reason="cache") from error  # fmt: skip
    return FactCache(connection)

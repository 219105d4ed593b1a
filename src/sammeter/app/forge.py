"""The use case `collect forge`: the records of a forge as a folder of documents for ``--evidence``."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sammeter.app import clock
from sammeter.collect.forge import github_client, gitlab_client
from sammeter.collect.forge.envelope import DAYS, SCHEMA
from sammeter.collect.forge.http import Client, Clock
from sammeter.collect.forge.shape import Part
from sammeter.errors import ConflictError, DataError, SourceError

SOURCES = ("github", "gitlab")
_BASE = {"github": "https://api.github.com", "gitlab": "https://gitlab.com"}
_HEADER = {"github": "Authorization", "gitlab": "PRIVATE-TOKEN"}
TOKENS = {"github": "GITHUB_TOKEN", "gitlab": "GITLAB_TOKEN"}
_EXPORT: dict[str, Callable[[Client, str, Callable[[str], str]], Iterator[Part]]] = {
    "github": github_client.export, "gitlab": gitlab_client.export,
}  # fmt: skip
_MARGIN = 7
"""Days read beyond what is asked, so that a window is still whole when the export is assessed a week later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: the files with their counts, and what the forge did not show."""

    folder: Path
    counts: dict[str, int]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a user asks for: the repository or project, the forge, where it is, since when, and where to write."""

    name: str
    source: str
    folder: Path
    url: str = ""
    since: str = ""


def fetch(wanted: Wanted, say: Callable[[str], None]) -> Exported:
    """Fetch the records of a forge and write them, all or none.

    Raises DataError (no token, bad address), ConflictError (the folder holds other things), SourceError (out of reach),
    NotFoundError (no such repository), ForbiddenError (the token is refused).
    """
    token = os.environ.get(TOKENS[wanted.source], "").strip()
    if not token:
        raise DataError("no token", where=TOKENS[wanted.source],
                        hint=f"put a token that may read into the environment variable {TOKENS[wanted.source]}")  # fmt: skip
    _check_folder(wanted.folder)
    now = clock.now()
    since = _since(wanted.since, now)
    time_ = Clock(sleep=time.sleep, ticks=time.monotonic, epoch=lambda: datetime.fromisoformat(clock.now()).timestamp())
    client = Client(
        base=wanted.url or _BASE[wanted.source], header=_HEADER[wanted.source], token=token, clock=time_, say=say
    )
    documents = {part.endpoint: _document(part, wanted, now, since(part.endpoint))
                 for part in _EXPORT[wanted.source](client, wanted.name, since)}  # fmt: skip
    _write(documents, wanted.folder)
    return Exported(folder=wanted.folder, counts={name: len(one["items"]) for name, one in documents.items()},
                    missing=tuple(reason for one in documents.values() for reason in one["missing"]))  # fmt: skip


def _since(stated: str, now: str) -> Callable[[str], str]:
    """Return how far back each endpoint is read: as its facts ask and a week more, or since the stated date."""
    if stated:
        moment = clock.as_moment(stated, where="--since")
        return lambda _: moment
    end = datetime.fromisoformat(now)
    return lambda endpoint: (end - timedelta(days=DAYS.get(endpoint, 0) + _MARGIN)).strftime(clock.FORM)


def _document(part: Part, wanted: Wanted, now: str, since: str) -> dict[str, Any]:
    return {
        "schema": SCHEMA, "source": wanted.source, "endpoint": part.endpoint, "repository": wanted.name,
        "since": since if part.endpoint in DAYS else None, "fetched_at": now, "full_view": not part.missing,
        "missing": part.missing, "items": part.items,
    }  # fmt: skip


def _check_folder(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier export."""
    if folder.exists() and not folder.is_dir():
        raise ConflictError("there is a file of that name", where=str(folder), hint="name a folder with -o")
    own = {f"{name}.json" for name in (*github_client.ENDPOINTS, *gitlab_client.ENDPOINTS)}
    others = sorted(one.name for one in folder.iterdir() if one.name not in own) if folder.exists() else []
    if others:
        raise ConflictError(
            f"the folder holds other things: {others[0]}", where=str(folder), hint="name a folder of its own with -o"
        )


def _write(documents: dict[str, dict[str, Any]], folder: Path) -> None:
    """Write into a new folder, for its owner alone, and put it in place of the old one. Raises SourceError."""
    fresh: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        for name, document in documents.items():
            (fresh / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        if folder.exists():
            folder.rename(fresh.with_name(f"{fresh.name}.old"))
        fresh.rename(folder)
        shutil.rmtree(fresh.with_name(f"{fresh.name}.old"), ignore_errors=True)
    except OSError as error:
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)
        raise SourceError(
            f"cannot be written: {error.strerror}", where=str(folder), hint="name another folder with -o"
        ) from error

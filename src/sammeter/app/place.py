"""Where things are on this machine: the tree to assess, the cache, the log."""

import os
from pathlib import Path

from sammeter.collect.folder import FolderTree
from sammeter.collect.git import open_git
from sammeter.collect.source import Tree
from sammeter.errors import NotFoundError, SourceError
from sammeter.store import FactCache, open_cache


def cache_path() -> Path:
    """Return the cache file: ``SAMMETER_CACHE``, else below the user's cache folder (XDG)."""
    stated = os.environ.get("SAMMETER_CACHE")
    if stated:
        return Path(stated)
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "sammeter" / "facts-1.sqlite"


def cache() -> tuple[FactCache | None, str]:
    """Return the cache, or None with the reason why there is none; an assessment goes on without."""
    try:
        return open_cache(cache_path()), ""
    except SourceError as error:
        return None, f"{error}" + (f" ({error.hint})" if error.hint else "")


def open_evidence(path: Path) -> Tree:
    """Return the reports and exports at `path`, a folder or one file. Raises SourceError (not there)."""
    if not path.exists():
        raise SourceError("no such file or folder", where=str(path), hint="name a folder of reports and exports")
    if path.is_dir():
        return FolderTree(root=path, name=path.name or "evidence")
    return FolderTree(root=path.parent, name=path.parent.name or ".", only=path.name)


def open_tree(path: Path, *, at: str) -> Tree:
    """Return the tree at `path`: a git repository (bare or not), else a plain folder.

    Raises SourceError (not there, unreadable), NotFoundError (no such revision).
    """
    if not path.exists():
        raise SourceError("no such folder", where=str(path), hint="name a git repository or a folder")
    if not path.is_dir():
        raise SourceError("not a folder", where=str(path), hint="name a git repository or a folder")
    try:
        return open_git(path, at=at)
    except SourceError as error:
        if error.message != "no git repository" or (path / ".git").exists():
            raise
    if at:
        raise NotFoundError("a plain folder has no history", where=str(path), hint="leave out --at")
    return FolderTree(root=path, name=path.resolve().name or "folder")

"""The shipped model and rules, with an organisation's overlay where there is one."""

import os
from pathlib import Path

from sammeter.data import Pack, load
from sammeter.errors import SourceError


def shipped() -> Pack:
    """Return the pack that ships with sammeter. Raises DataError if the installation is damaged."""
    return load()


def overlay_path(stated: Path | None) -> Path | None:
    """Return the overlay folder: the one that was named, else ``SAMMETER_OVERLAY``; never one that happens to lie about.

    A folder that was picked up by its name would let a change soften the very rules that judge it.
    """
    return stated or (Path(os.environ["SAMMETER_OVERLAY"]) if os.environ.get("SAMMETER_OVERLAY") else None)


def with_overlay(stated: Path | None = None) -> Pack:
    """Return the shipped pack with the overlay laid over it, if there is one. Raises one DataError with all mistakes."""
    path = overlay_path(stated)
    if path is None:
        return load()
    from sammeter.data.folder import yaml_files
    from sammeter.data.overlay import apply
    from sammeter.data.reader import Mistakes

    if not path.is_dir():
        raise SourceError(
            "no such folder", where=str(path), hint="name a folder with criteria, conditions, limits or placement"
        )
    mistakes = Mistakes()
    files = yaml_files(path, mistakes)
    mistakes.settle(str(path))
    return apply(load(), files, name=str(path))

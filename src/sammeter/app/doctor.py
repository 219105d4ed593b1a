"""The use case `doctor`: what keeps sammeter from working here, and what mends it."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sammeter.app import place
from sammeter.collect.git import GitTree
from sammeter.collect.plumbing import Git
from sammeter.collect.registry import load as load_collectors
from sammeter.data import load as load_pack
from sammeter.errors import SammeterError, SourceError

OLDEST_GIT = (2, 35)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One examination: `ok` False is a fault, None something to know; `mend` is what to type."""

    name: str
    ok: bool | None
    says: str
    mend: str = ""


def examine(path: Path) -> tuple[Finding, ...]:
    """Return what was found: git's version, the repository, the cache, the shipped data, the collectors."""
    git = tuple(_git())
    repository = tuple(_repository(path)) if all(finding.ok for finding in git) else ()
    return git + repository + tuple(_cache()) + tuple(_data())


def _git() -> Iterator[Finding]:
    try:
        text = Git(Path()).run("--version").decode("utf-8", "replace").strip()
    except SourceError as error:
        yield Finding(
            name="git", ok=False, says=f"git cannot be run: {error}", mend="install git 2.35 or newer: apt install git"
        )
        return
    found = re.search(r"(\d+)\.(\d+)", text)
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    fine = version >= OLDEST_GIT
    yield Finding(name="git", ok=fine, says=text if fine else f"{text} is older than {OLDEST_GIT[0]}.{OLDEST_GIT[1]}",
                  mend="" if fine else "install a newer git")  # fmt: skip


def _repository(path: Path) -> Iterator[Finding]:
    try:
        tree = place.open_tree(path, at="")
        count = len(tree.entries())
    except SammeterError as error:
        yield Finding(name="repository", ok=False, says=str(error), mend=error.hint)
        return
    yield Finding(
        name="repository",
        ok=True,
        says=f"{tree.name}: {count:,} files" + (f" at {tree.revision[:12]}" if tree.revision else ""),
    )
    if not isinstance(tree, GitTree):
        yield Finding(name="history", ok=None, says="a plain folder: no releases, changes or reviews can be seen",
                      mend="assess a git clone")  # fmt: skip
        return
    checks: tuple[tuple[str, bool, str, str], ...] = (
        ("history", tree.shallow, "the clone is shallow: changes and releases stay unknown", "git fetch --unshallow"),
        (
            "objects",
            tree.partial,
            "a partial clone: contents that are not here become gaps, none is fetched",
            "git clone without --filter",
        ),
        ("tags", not tree.tags(), "no tags here: releases stay unknown", "git fetch --tags"),
    )
    for name, faulty, says, mend in checks:
        hard = name == "history"
        yield Finding(
            name=name,
            ok=(False if hard else None) if faulty else True,
            says=says if faulty else "complete",
            mend=mend if faulty else "",
        )


def _cache() -> Iterator[Finding]:
    path = place.cache_path()
    try:
        from sammeter.store import open_cache

        open_cache(path).close()
    except SourceError as error:
        yield Finding(name="cache", ok=False, says=str(error), mend=error.hint)
        return
    if not os.access(path, os.W_OK):
        yield Finding(
            name="cache", ok=False, says=f"{path} cannot be written", mend=f"chmod u+w {path}, or set SAMMETER_CACHE"
        )
        return
    yield Finding(name="cache", ok=True, says=str(path))


_EXTRAS = {
    "overlay": "celpy",
    "pdf": "typst",
    "roadmap": "highspy",
    "cluster": "distributed",
    "secrets": "kingfisher_sdk",
    "sign": "cryptography",
}
"""Optional parts, each by a module that comes with it."""


def _extras() -> str:
    there = [name for name, module in _EXTRAS.items() if find_spec(module)]
    missing = [name for name in _EXTRAS if name not in there]
    more = f"; not installed: {', '.join(missing)} (pip install 'sammeter[{missing[0]}]')" if missing else ""
    return (", ".join(there) or "none") + more


def _data() -> Iterator[Finding]:
    loaders: tuple[tuple[str, Callable[[], str]], ...] = (
        ("model and rules", lambda: f"SAMM {load_pack().model.version}, {len(load_pack().book.rules)} rules"),
        ("collectors", lambda: f"{len(load_collectors())}: docs/collectors has a page for each"),
        ("extras", _extras),
    )
    for name, loader in loaders:
        try:
            yield Finding(name=name, ok=True, says=loader())
        except (SammeterError, ImportError, ValueError) as error:
            yield Finding(
                name=name, ok=False, says=str(error), mend="install sammeter again, or the plug-in that is named"
            )

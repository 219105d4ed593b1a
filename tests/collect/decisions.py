"""From documents and files as they lie on disk, through the real collectors and joins, to the verdict of one rule."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.collect.repositories import AS_OF
from tests.rules.shipped import shipped
from tests.rules.worlds import word

from sammeter.collect.folder import FolderTree
from sammeter.collect.registry import load
from sammeter.collect.run import NoCache, run
from sammeter.facts import Fact
from sammeter.facts.collected import Collected
from sammeter.facts.join import join
from sammeter.rules.decide import decide

Files = Mapping[str, str | bytes]


def handed_in(
    path: Path, evidence: Files, *, tree: Files | None = None, only: str = "", as_of: str = AS_OF
) -> Collected:
    """Collect from reports handed in and a plain folder; with `only`, by the collectors whose names begin so."""
    for folder, files in (("reports", evidence), ("shop", tree or {})):
        (path / folder).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            place = path / folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content if isinstance(content, bytes) else content.encode())
    chosen = [one for one in load() if one.name.startswith(only)]
    return run(FolderTree(root=path / "shop", name="shop"), chosen, as_of=as_of, cache=NoCache(),
               evidence=[FolderTree(root=path / "reports", name="reports")])  # fmt: skip


def verdict(
    rule: str, collected: Collected, *, whole: tuple[str, ...] = (), this: Mapping[str, Any] | None = None,
    beside: tuple[Fact, ...] = (),
) -> str:  # fmt: skip
    """Return what a shipped rule says of what was collected.

    `whole` names kinds of which another source claims that everything was handed in: no report claims that of itself.
    `this` adds fields to the unit, `beside` facts of sources that are collected elsewhere.
    """
    full = replace(collected, complete=(*collected.complete, *whole), facts=(*collected.facts, *beside),
                   looked=(*collected.looked, *whole))  # fmt: skip
    joined = join(full, as_of=full.as_of)
    asked = shipped().book.by_id()[rule]
    unit = replace(joined.this, fields={**joined.this.fields, **(this or {})})
    world = joined.unit if asked.scope == "unit" else joined.org
    return word(decide(asked, world, shipped().book.limits, unit if asked.scope == "unit" else None))


def values(collected: Collected, kind: str, *names: str) -> list[Any]:
    """Return the named fields of the facts of one kind, one value alone without a tuple."""
    rows = [
        tuple(fact.where if name == "@" else fact.fields.get(name) for name in names)
        for fact in collected.facts
        if fact.kind == kind
    ]
    return [row[0] for row in rows] if len(names) == 1 else rows

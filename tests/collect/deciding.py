"""From documents on disk to a verdict: the real collectors, joins and rules, with what other sources would add beside."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests.collect.repositories import AS_OF, DATA

from sammeter.collect.folder import FolderTree
from sammeter.collect.git import open_git
from sammeter.collect.registry import Files, load
from sammeter.collect.run import NoCache, run
from sammeter.data import Pack
from sammeter.data import load as load_pack
from sammeter.facts import Fact
from sammeter.facts.collected import Collected
from sammeter.facts.join import Joined, join
from sammeter.rules.decide import decide
from sammeter.rules.types import Decided

Rows = Mapping[str, list[dict[str, Any]]]


@lru_cache
def pack() -> Pack:
    return load_pack()


def gathered(*evidence: str | Path, tree: Path | None = None, as_of: str = AS_OF) -> Collected:
    """Run all collectors over a git repository and the evidence (fixture folders or paths); without one, those of files."""
    places = [DATA / one if isinstance(one, str) else one for one in evidence]
    own = open_git(tree, at="") if tree else FolderTree(root=DATA / "nothing", name="shop")
    handed = [FolderTree(root=one, name=one.name) for one in places]
    chosen = [one for one in load() if (tree or isinstance(one.reads, Files)) and not one.ends]
    return run(own, chosen, as_of=as_of, cache=NoCache(), evidence=handed)


def joined(collected: Collected, beside: Rows | None = None, closed: tuple[str, ...] = ()) -> Joined:
    """Join what was collected with facts that other sources would bring; `closed` kinds are complete."""
    more = [
        Fact(kind=kind, where=f"{kind}:{number}", source="beside", fields={name: _value(value) for name, value in row.items()})
        for kind, rows in (beside or {}).items()
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    whole = replace(collected, facts=(*collected.facts, *more), looked=tuple({*collected.looked, *(beside or {})}),
                    complete=tuple({*collected.complete, *closed}))  # fmt: skip
    return join(whole, as_of=collected.as_of)


def decided(rule: str, found: Joined) -> Decided:
    """Return what the shipped rule says."""
    one = next(one for one in pack().book.rules if one.id == rule)
    world = found.unit if one.scope == "unit" else found.org
    return decide(one, world, pack().book.limits, found.this if one.scope == "unit" else None)


def verdict(rule: str, found: Joined) -> str:
    """Return the verdict in one word, or the flag that says more of an unknown."""
    outcome = decided(rule, found)
    return (outcome.flags[0].name if outcome.flags else outcome.verdict.name).lower().replace("_", "-")


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value

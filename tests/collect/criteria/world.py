"""A world is files committed to a repository and documents handed in: nothing reaches a rule but through the collectors."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.collect.repositories import AS_OF, Repository
from tests.rules.shipped import shipped

from sammeter.app.catalog import Opened, application_fact, as_facts, read_catalog
from sammeter.collect.folder import FolderTree
from sammeter.collect.git import open_git
from sammeter.collect.index import yielding
from sammeter.collect.run import NoCache, run
from sammeter.facts import Fact
from sammeter.facts.collected import Collected
from sammeter.facts.join import Joined, join
from sammeter.facts.joins import behind
from sammeter.rules.decide import decide
from sammeter.rules.scope import unit_world

Files = Mapping[str, str | bytes | dict[str, Any] | list[Any]]
Made = Callable[[list[str]], Files]
History = Callable[[Repository], list[str]]


def three_commits(repository: Repository) -> list[str]:
    """Three changes of alice after the first, of which the last is released; return all four, oldest first."""
    made = [repository.commit("begin (#0)")]
    made += [repository.commit(f"change {n} (#{n})", **{f"f{n}": str(n)}) for n in (1, 2, 3)]
    repository.git("tag", "v1.0.0")
    return made


@dataclass(frozen=True, kw_only=True)
class World:
    """What lies in the repository, what is handed in beside it, and what the catalog says of the application.

    `whole` are kinds of which a person says that all there is was handed in, as the collector `sources` reads it; for
    rules of the organisation it is said of the organisation. `evidence` may depend on the commits that were made.
    `about` names the component in a rule on components.
    """

    tree: Files = field(default_factory=dict)
    evidence: Files | Made = field(default_factory=dict)
    whole: tuple[str, ...] = ()
    catalog: str = ""
    about: str = ""
    history: History = three_commits


def verdict(folder: Path, rule: str, world: World) -> str:
    """Return what the shipped rule says: a verdict, or the flag that says more of an unknown."""
    asked = shipped().book.by_id()[rule]
    found = _joined(
        folder,
        world,
        behind(frozenset(asked.kinds()) | {"sources.claims", "iac.stack"}),
        everywhere=asked.scope == "org",
    )
    limits = shipped().book.limits
    if asked.scope == "org":
        outcome = decide(asked, found.org, limits)
    else:
        unit, this = _unit(rule, found, world)
        outcome = decide(asked, unit_world(found.unit, unit, this), limits, this)
    return (outcome.flags[0].name if outcome.flags else outcome.verdict.name).lower().replace("_", "-")


def _joined(folder: Path, world: World, kinds: frozenset[str], *, everywhere: bool) -> Joined:
    repository = Repository(folder / "shop")
    for name, content in world.tree.items():
        repository.write(name, text(content))
    made = world.history(repository)
    documents = dict(world.evidence(made) if callable(world.evidence) else world.evidence)
    if world.whole:
        documents["complete.yaml"] = _claim(world.whole, everywhere=everywhere)
    for name, content in documents.items():
        place = folder / "evidence" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else text(content).encode())
    (folder / "evidence").mkdir(exist_ok=True)
    collected = run(open_git(repository.path), yielding(kinds), as_of=AS_OF, cache=NoCache(),
                    evidence=[FolderTree(root=folder / "evidence", name="evidence")])  # fmt: skip
    if not world.catalog:
        return join(collected, as_of=AS_OF)
    opened = _catalog(folder, world.catalog)
    this = application_fact(opened.catalog.applications[0], opened)
    shared = Collected(
        name="Acme", revision="", at="", as_of=AS_OF, facts=as_facts(opened), gaps=(), looked=(), complete=()
    )
    return join(collected, as_of=AS_OF, this=this, shared=shared)


def text(content: str | bytes | dict[str, Any] | list[Any]) -> str:
    if isinstance(content, bytes):
        return content.decode()
    return content if isinstance(content, str) else json.dumps(content)


def _claim(kinds: tuple[str, ...], *, everywhere: bool) -> str:
    said = f"complete:\n  - kinds: [{', '.join(kinds)}]\n    by: Jane Doe\n    at: 2026-06-20\n    because: all of it is uploaded here\n"
    return said + ("    organisation: true\n" if everywhere else "")


def _catalog(folder: Path, application: str) -> Opened:
    path = folder / "sammeter.yaml"
    path.write_text(f"organisation: Acme\napplications:\n- name: shop\n{application}", encoding="utf-8")
    return read_catalog(path)


def _unit(rule: str, found: Joined, world: World) -> tuple[str, Fact]:
    """Return what the rule's question counts, and the one of them that is asked about."""
    counted = next((one for one in shipped().book.answerings if one.id == rule.rpartition(".")[0]), None)
    if counted is None or counted.unit in ("app", "org"):
        return "app", found.this
    (this,) = [one for one in found.unit.of(counted.population) if one.fields.get(counted.unit) == world.about]
    return counted.unit, this

"""One application of a portfolio: read, joined and decided in one worker, which writes nothing.

What it returns is small: what the organisation's rules read, the verdicts on this application's own rules, counts and
first observations. Everything is decided where the facts are, so that facts need not travel.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import msgspec

from sammeter import __version__
from sammeter.answers.answer import counting
from sammeter.app import place
from sammeter.app.observe import observe
from sammeter.app.packs import with_overlay
from sammeter.collect.registry import load
from sammeter.collect.run import run, run_documents
from sammeter.collect.source import Tree
from sammeter.data import Pack
from sammeter.envelope.digests import canonical, sha256
from sammeter.errors import NotFoundError, SammeterError, SourceError
from sammeter.facts import Fact, Gap
from sammeter.facts.collected import Collected
from sammeter.facts.join import APPS, join
from sammeter.report.assessment import Seen
from sammeter.rules import Decided, RuleBook, Verdict
from sammeter.rules.decide import decide
from sammeter.rules.scope import unit_world
from sammeter.rules.types import kinds_in
from sammeter.store import FactCache


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a worker needs to measure one application: paths are absolute, so that any process can open them."""

    this: Fact
    repositories: tuple[str, ...]
    evidence: tuple[str, ...]
    as_of: str
    overlay: str = ""
    shared: Collected | None = None

    @property
    def name(self) -> str:
        """The application's name."""
        return str(self.this.fields["id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One application, measured: `facts` are those that the organisation's rules read; `key` names it in the cache."""

    this: Fact
    revisions: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    counted: dict[str, int]
    gaps: tuple[Gap, ...]
    looked: tuple[str, ...]
    complete: tuple[str, ...]
    decided: dict[str, Decided]
    counts: dict[str, Verdict]
    seen: tuple[Seen, ...]
    key: str = ""
    failed: str = ""

    @property
    def name(self) -> str:
        """The application's name."""
        return str(self.this.fields["id"])


@dataclass(slots=True)
class ReadThrough:
    """A cache that reads from the file and keeps what is new in memory, for the one process that may write."""

    under: FactCache | None
    fresh: dict[str, bytes] = field(default_factory=dict)

    def get(self, keys: list[str]) -> dict[str, bytes]:
        """Return what is kept."""
        return self.under.get(keys) if self.under else {}

    def put(self, items: dict[str, bytes]) -> None:
        """Keep for the writer."""
        self.fresh |= items


def measure(task: Task) -> tuple[Measured, dict[str, bytes]]:
    """Return one application measured, and what the cache should keep of it. Never raises for what cannot be read."""
    pack = _pack(task.overlay)
    trees, gaps = _open(task)
    kept, _ = place.cache()
    cache = ReadThrough(kept)
    try:
        key = _key(task, trees, pack)
        if key and (known := cache.get([key]).get(key)) is not None:
            return msgspec.msgpack.decode(known, type=Measured), {}
        measured = replace(_measured(task, _collect(task, trees, gaps, cache), trees, pack), key=key)
    finally:
        if kept is not None:
            kept.close()
    if key and not gaps and not any(gap.reason == "missing blob" for gap in measured.gaps):
        cache.fresh[key] = msgspec.msgpack.encode(measured)
    return measured, cache.fresh


@lru_cache(maxsize=2)
def _pack(overlay: str) -> Pack:
    return with_overlay(Path(overlay) if overlay else None)


def _open(task: Task) -> tuple[list[Tree], list[Gap]]:
    """Open every repository; one that cannot be opened leaves open whatever it could have shown."""
    trees: list[Tree] = []
    gaps: list[Gap] = []
    kinds = tuple(sorted({kind for one in load() for kind in one.yields}))
    for path in task.repositories:
        try:
            trees.append(place.open_tree(Path(path), at=""))
        except (SourceError, NotFoundError) as error:
            gaps.append(_unreadable(error, path, kinds))
    if not trees and not gaps:
        gaps.append(Gap(where=task.this.where, reason="nothing to look at", detail="no repository is named",
                        hint="name its repositories in the catalog", kinds=kinds))  # fmt: skip
    return trees, gaps


def _unreadable(error: SammeterError, where: str, kinds: tuple[str, ...]) -> Gap:
    return Gap(where=error.where or where, reason=error.reason if isinstance(error, SourceError) else "not there",
               detail=error.message, hint=error.hint, kinds=kinds)  # fmt: skip


def _collect(task: Task, trees: list[Tree], gaps: list[Gap], cache: ReadThrough) -> Collected:
    """Read all repositories and reports of the application as one."""
    collectors = load()
    kinds = tuple(sorted({kind for one in collectors for kind in one.yields}))
    evidence: list[Tree] = []
    for path in task.evidence:
        try:
            evidence.append(place.open_evidence(Path(path)))
        except SourceError as error:
            gaps.append(Gap(where=path, reason=error.reason, detail=error.message, hint=error.hint, kinds=kinds))
    found: list[Collected] = []
    for tree in trees:
        try:
            found.append(run(tree, collectors, as_of=task.as_of, cache=cache, evidence=() if found else evidence))
        except SourceError as error:
            gaps.append(_unreadable(error, tree.name, kinds))
    if not found and evidence:
        found.append(run_documents(evidence, collectors, name=task.name, as_of=task.as_of, cache=cache))
    several = len(found) > 1
    complete = set[str].intersection(*(set(one.complete) for one in found)) if found else set[str]()
    return Collected(
        name=task.name, revision=found[0].revision if len(found) == 1 else "", at=max((one.at for one in found), default=""),
        as_of=task.as_of, facts=tuple(_placed(fact, one, several) for one in found for fact in one.facts),
        gaps=(*gaps, *(gap for one in found for gap in one.gaps)), looked=tuple(sorted({k for one in found for k in one.looked})),
        complete=tuple(sorted(complete)),
    )  # fmt: skip


def _placed(fact: Fact, of: Collected, several: bool) -> Fact:  # noqa: FBT001 - private, and one of two places
    return replace(fact, where=f"{of.name}/{fact.where}") if several else fact


def _measured(task: Task, collected: Collected, trees: list[Tree], pack: Pack) -> Measured:
    joined = join(collected, as_of=task.as_of, this=task.this, shared=task.shared)
    book = pack.book
    world = unit_world(joined.unit, "app", task.this)
    decided = {
        rule.id: decide(rule, world, book.limits, task.this)
        for rule in book.rules
        if rule.scope == "unit" and rule.id not in _others(book)
    }
    counts = {one.id: counting(one, world, book, task.this) for one in book.answerings if one.population == APPS}
    wanted = for_organisation(book)
    own = [
        fact
        for kind in sorted(joined.unit.seen)
        for fact in joined.unit.seen[kind].facts
        if fact.fields.get("app") == task.name
    ]
    return Measured(
        this=task.this, revisions=tuple((tree.name, tree.revision) for tree in trees),
        facts=tuple(fact for fact in own if fact.kind in wanted and fact.kind != APPS),
        counted=dict(sorted(Counter(fact.kind for fact in own).items())), gaps=tuple(sorted(collected.gaps)),
        looked=collected.looked, complete=collected.complete, decided=decided, counts=counts, seen=observe(joined.unit, book),
    )  # fmt: skip


def for_organisation(book: RuleBook) -> frozenset[str]:
    """Return the kinds of facts that have to travel: what rules of the organisation and of other units read."""
    others = _others(book)
    kinds = {kind for rule in book.rules if rule.scope == "org" or rule.id in others for kind in rule.kinds()}
    for one in book.answerings:
        if one.population != APPS:
            kinds |= {one.population, *(kind for tree in one.trees.values() for kind in kinds_in(tree))}
    return frozenset(kinds - {""})


def _others(book: RuleBook) -> frozenset[str]:
    """Return the unit rules of questions that count something else than applications."""
    counted = {one.id for one in book.answerings if one.population != APPS}
    return frozenset(rule.id for rule in book.rules if rule.scope == "unit" and rule.id.rpartition(".")[0] in counted)


def _key(task: Task, trees: list[Tree], pack: Pack) -> str:
    """Return the key under which this very measurement is kept; none where a tree has no revision to name it by.

    A tag may be set, and a shallow clone completed, without a new commit: what the history is made of belongs to the key.
    """
    if not trees or any(not tree.revision for tree in trees):
        return ""
    parts = {
        "sammeter": __version__, "pack": sha256(canonical(dict(pack.sources))),
        "overlay": pack.book.overlay.digest if pack.book.overlay else "", "as_of": task.as_of,
        "this": {name: str(value) for name, value in task.this.fields.items()}, "where": task.this.where,
        "trees": [[tree.name, tree.revision, past.state() if (past := tree.history()) else ""] for tree in trees], "evidence": [_content(path) for path in task.evidence],
        "collectors": [[one.name, one.version] for one in load()],
        "shared": sha256(msgspec.msgpack.encode(task.shared)) if task.shared else "",
    }  # fmt: skip
    return f"application/{sha256(canonical(parts))}"


def _content(path: str) -> str:
    """Return a digest of everything in a folder of reports."""
    try:
        tree = place.open_evidence(Path(path))
        return sha256(
            canonical([[entry.path, entry.blob] for entry, data in tree.read(tree.entries()) if data is not None])
        )
    except SourceError as error:
        return error.message

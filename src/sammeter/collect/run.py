"""Runs all collectors over one tree: reads each wanted blob once, turns faults into Gaps, keeps raw facts by content."""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import msgspec

from sammeter.collect.cache import Cache, NoCache
from sammeter.collect.earlier import Chosen
from sammeter.collect.earlier import chosen as chosen_versions
from sammeter.collect.following import NOTHING, Beside, Following
from sammeter.collect.registry import (
    Collector,
    Documents,
    File,
    Files,
    Listing,
    Past,
    Ran,
    Recognised,
    Versions,
    Whole,
    Yielded,
)
from sammeter.collect.source import Entry, Tree
from sammeter.errors import SourceError
from sammeter.facts import Fact, Gap
from sammeter.facts.collected import Collected
from sammeter.facts.kinds import fact
from sammeter.text.node import split_line

__all__ = ["Cache", "NoCache", "run", "run_documents"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Given:
    """The facts that a collector asked for, with a digest by which what it made of them is kept."""

    facts: tuple[Fact, ...] = ()
    digest: str = ""

    @classmethod
    def of(cls, one: Collector, facts: list[Fact]) -> "_Given":
        """Return the facts of the kinds that `one` wants."""
        wanted = _wanted(one)
        chosen = tuple(fact for fact in facts if fact.kind in wanted)
        return cls(chosen, hashlib.sha256(msgspec.msgpack.encode(chosen)).hexdigest() if wanted else "")


@dataclass(frozen=True, slots=True)
class _Job:
    collector: Collector
    entry: Entry
    given: _Given = _Given()
    beside: Beside = NOTHING

    def key(self) -> str:
        given = "".join(f"/{digest}" for digest in (self.given.digest, self.beside.digest) if digest)
        return f"{self.collector.name}/{self.collector.version}/{self.entry.blob}/{self.entry.path}{given}"


def run(
    tree: Tree, collectors: Iterable[Collector], *, as_of: str, cache: Cache, evidence: Iterable[Tree] = ()
) -> Collected:
    """Return the raw facts and gaps of `tree` as of `as_of`, and of the reports and exports in `evidence`.

    A file that cannot be read is a Gap for the kinds its collector yields, a collector's own bug is logged and is a
    Gap that says so; neither ends the run. Raises SourceError if the tree itself cannot be listed.
    """
    chosen = tuple(collectors)
    entries = tree.entries()
    if (history := tree.history()) is not None:
        history.kept = cache
    own = tuple(one for one in chosen if not isinstance(one.reads, Documents))
    found = _Found(list(_tree_gaps(tree, own)))
    found.own(tree, own, as_of, cache)
    for one in own:
        if not isinstance(one.reads, Files):
            found.add(_whole(one, tree, entries, as_of, cache))
    handed = found.documents(evidence, chosen, cache)
    read = (*own, *handed)
    return Collected(
        name=tree.name, revision=tree.revision, at=tree.at, as_of=as_of, facts=tuple(found.facts), gaps=_once(found.gaps),
        looked=tuple(sorted({kind for c in read for kind in c.yields})),
        complete=tuple(sorted({*(kind for c in own for kind in c.complete), *found.whole} - {_NOTHING})),
    )  # fmt: skip


def run_documents(
    evidence: Iterable[Tree], collectors: Iterable[Collector], *, name: str, as_of: str, cache: Cache
) -> Collected:
    """Return the facts and gaps of reports and exports that belong to no single tree."""
    found = _Found([])
    handed = found.documents(evidence, tuple(collectors), cache)
    return Collected(
        name=name, revision="", at="", as_of=as_of, facts=tuple(found.facts), gaps=tuple(found.gaps),
        looked=tuple(sorted({kind for one in handed for kind in one.yields})), complete=tuple(sorted(found.whole - {_NOTHING})),
    )  # fmt: skip


_Item = tuple[list[Fact], list[Gap], list[str]]
"""Facts, gaps, and the kinds of which one item claims to show everything."""

_NOTHING = ""
"""Stands among these kinds for a document that was recognised and says nothing here."""


class _Found:
    """Everything found so far."""

    def __init__(self, gaps: list[Gap]) -> None:
        self.facts: list[Fact] = []
        self.gaps = gaps
        self.whole: set[str] = set()

    def add(self, item: _Item) -> None:
        """Take what one item gave."""
        facts, gaps, whole = item
        self.facts.extend(facts)
        self.gaps.extend(gaps)
        self.whole.update(whole)

    def own(self, tree: Tree, collectors: tuple[Collector, ...], as_of: str, cache: Cache) -> None:
        """Read the files of the tree and those of its history that collectors want; then hear what they say of it all."""
        past = {
            one.name: chosen_versions(tree, one.reads, cache, name=one.name)
            for one in collectors if isinstance(one.reads, Versions)
        }  # fmt: skip
        following = Following(tree=tree, entries=tree.entries(), kept=cache)
        for one in collectors:
            following.ready(one)
        now = _jobs((one for one in collectors if one.name not in past), tree.entries())
        jobs = [
            *(
                replace(job, beside=beside) if (beside := following.beside(job.collector, job.entry)) else job
                for job in now
            ),
            *(_Job(one, entry) for one in collectors if one.name in past for entry in past[one.name].entries),
        ]
        read, gapped = Counter[str](), Counter[str]()
        for name, item in _files(tree, jobs, cache, following):
            self.add(item)
            read[name] += 1
            gapped[name] += bool(item[1])
        for one in collectors:
            if one.ends:
                unread = (
                    *((f"{gapped[one.name]:,} files",) if gapped[one.name] else ()),
                    *past.get(one.name, Chosen()).unread,
                )
                kinds = frozenset(fact.kind for fact in self.facts if fact.source == one.name)
                ran = Ran(name=tree.name, as_of=as_of, items=read[one.name], kinds=kinds, unread=unread)
                self.add(_guarded(one, ran, tree.name, one.ends))

    def documents(
        self, evidence: Iterable[Tree], collectors: tuple[Collector, ...], cache: Cache
    ) -> tuple[Collector, ...]:
        """Read what was handed in; return the collectors that looked at it."""
        handed = tuple(one for one in collectors if isinstance(one.reads, Documents))
        places = tuple(_Place(place) for place in evidence)
        for stage in _stages(handed):
            given = {one.name: _Given.of(one, self.facts) for one in stage}
            brought = [place.read(stage, given, cache) for place in places]
            for item in brought:
                self.add(item)
        for place in places:
            self.gaps.extend(place.left())
        return handed if places else ()


def _jobs(collectors: Iterable[Collector], entries: tuple[Entry, ...]) -> list[_Job]:
    reading = [(one, one.reads.chooser()) for one in collectors if isinstance(one.reads, Files)]
    return [_Job(one, entry) for one, fits in reading for entry in entries if fits(entry.path)]


class _Place:
    """One place of documents: what was read of it so far, and which documents nobody made anything of."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.made: dict[str, bool] = {entry.path: False for entry in tree.entries()}

    def read(self, collectors: tuple[Collector, ...], given: "dict[str, _Given]", cache: Cache) -> _Item:
        """Return what these collectors find here, placed below the name of this place."""
        found = _Found([])
        for entry in self.tree.entries():
            jobs = [replace(job, given=given[job.collector.name]) for job in _jobs(collectors, (entry,))]
            for _, item in _files(self.tree, jobs, cache):
                found.add(item)
                self.made[entry.path] |= any(item)
        facts = [replace(one, where=f"{self.tree.name}/{one.where}") for one in found.facts]
        return facts, [self._placed(one) for one in found.gaps], sorted(found.whole)

    def left(self) -> list[Gap]:
        """Return what could not be listed, and a Gap for each document that was not recognised: none is passed over."""
        unknown = [Gap(where=path, reason="not recognised", detail="no collector knows this document",
                       hint="sammeter model coverage lists what is read")
                   for path, something in self.made.items() if not something]  # fmt: skip
        return [self._placed(one) for one in (*self.tree.gaps(), *unknown)]

    def _placed(self, gap: Gap) -> Gap:
        return replace(gap, where=f"{self.tree.name}/{gap.where}")


def _stages(handed: tuple[Collector, ...]) -> list[tuple[Collector, ...]]:
    """Return the collectors in the order in which what they are given is there; a circle is taken as it stands."""
    waiting, stages = list(handed), list[tuple[Collector, ...]]()
    while waiting:
        coming = {
            kind: {one.name for one in waiting if kind in one.yields}
            for kind in {k for one in waiting for k in one.yields}
        }
        ready = tuple(one for one in waiting if not any(coming.get(kind, set()) - {one.name} for kind in _wanted(one)))
        stages.append(ready or tuple(waiting))
        waiting = [one for one in waiting if one not in stages[-1]]
    return stages


def _wanted(one: Collector) -> tuple[str, ...]:
    return one.reads.given if isinstance(one.reads, Documents) else ()


def _tree_gaps(tree: Tree, collectors: tuple[Collector, ...]) -> Iterator[Gap]:
    """A submodule or link hides nothing from rules unless a collector would have read that very path.

    Whoever reads every file meets what a link names at its own place, and a history holds no submodule.
    """
    files = [(c, c.reads) for c in collectors if isinstance(c.reads, Files) and not isinstance(c.reads, Versions)]
    for gap in tree.gaps():
        hit = {kind for c, reads in files if reads.matches(gap.where) for kind in c.yields
               if not (gap.reason == "link" and reads.patterns == ("**/*",))}  # fmt: skip
        yield _with_kinds(gap, tuple(sorted(hit)))


def _with_kinds(gap: Gap, kinds: tuple[str, ...]) -> Gap:
    return Gap(where=gap.where, reason=gap.reason, detail=gap.detail, hint=gap.hint, kinds=kinds or gap.kinds)


def _once(gaps: list[Gap]) -> tuple[Gap, ...]:
    """Return the gaps with each address that files include named once, at its first place."""
    told: set[tuple[str, tuple[str, ...]]] = set()
    kept: list[Gap] = []
    for gap in sorted(gaps, key=lambda one: split_line(one.where)):
        same = (gap.detail, gap.kinds)
        if gap.reason != "unresolved include" or same not in told:
            kept.append(gap)
            told.add(same)
    return tuple(kept)


def _files(
    tree: Tree, jobs: list[_Job], cache: Cache, following: Following | None = None
) -> Iterator[tuple[str, _Item]]:
    """Yield what each item gave, with the name of the collector that read it."""
    known = cache.get([job.key() for job in jobs if job.entry.blob])
    fresh: dict[str, bytes] = {}
    waiting: dict[str, list[_Job]] = {}
    for job in jobs:
        if job.entry.blob and (kept := known.get(job.key())) and (unpacked := _unpack(kept)):
            yield job.collector.name, unpacked
        else:
            waiting.setdefault(job.entry.path, []).append(job)
    for entry, data in _bounded(tree, [group[0].entry for group in waiting.values()], waiting):
        memo: dict[object, object] = {}
        for job in waiting[entry.path]:
            key = replace(job, entry=entry).key() if data is not None and entry.blob else ""
            late = cache.get([key]).get(key) if key and not job.entry.blob else None
            found = (_unpack(late) if late else None) or _read(job, data, entry, memo, following)
            if key and not late:
                fresh[key] = _pack(*found)
            yield job.collector.name, found
    cache.put(fresh)


def _bounded(tree: Tree, entries: list[Entry], waiting: dict[str, list[_Job]]) -> Iterator[tuple[Entry, bytes | None]]:
    """Read contents, and leave those alone that are larger than every collector's cap."""
    sizes = tree.sizes(entries)
    small: list[Entry] = []
    for entry in entries:
        size = entry.size if entry.size >= 0 else sizes.get(entry.blob, -1)
        if size > max(
            job.collector.reads.limits.size for job in waiting[entry.path] if isinstance(job.collector.reads, Files)
        ):
            yield Entry(path=entry.path, blob="", size=size), b""
        else:
            small.append(entry)
    yield from tree.read(small)


def _read(
    job: _Job, data: bytes | None, entry: Entry, memo: dict[object, object], following: Following | None
) -> _Item:
    if data is None:
        return [], [Gap(where=entry.path, reason="missing blob", detail="its content is not in this clone",
                        hint="assess a full clone (git clone without --filter)",
                        kinds=job.collector.yields)], []  # fmt: skip
    reads = job.collector.reads
    assert isinstance(reads, Files)  # noqa: S101 - only these become jobs
    if (not entry.blob and not data and entry.size > 0) or len(data) > reads.limits.size:
        return (
            [],
            [Gap(where=entry.path, reason="too large", detail=f"{entry.size:,} bytes", kinds=job.collector.yields)],
            [],
        )
    beside = following.files(job.beside, reads) if following else {}
    return _guarded(
        job.collector,
        File(path=entry.path, data=data, limits=reads.limits, given=job.given.facts, beside=beside, memo=memo),
        entry.path,
    )


def _whole(one: Collector, tree: Tree, entries: tuple[Entry, ...], as_of: str, cache: Cache) -> _Item:
    if one.reads is Listing:
        return _guarded(one, Listing(entries=entries), tree.name)
    history = tree.history()
    if history is None:
        return [], [Gap(where=tree.name, reason="no history", detail="a folder without git", kinds=one.yields,
                        hint="assess a git clone to see releases, changes and reviews")], []  # fmt: skip
    key = f"{one.name}/{one.version}/{tree.revision}/{as_of}/{history.state()}"
    kept = cache.get([key]).get(key)
    if kept and (unpacked := _unpack(kept)):
        return unpacked
    past = Past(history=history, as_of=as_of, name=tree.name, revision=tree.revision, at=tree.at, entries=entries)
    found = _guarded(one, past, tree.name)
    cache.put({key: _pack(*found)})
    return found


def _guarded(
    one: Collector, item: object, where: str, function: "Callable[..., Iterator[Yielded]] | None" = None
) -> _Item:
    """Take an item whole or not at all."""
    try:
        yielded = list((function or one.collect)(item))
    except SourceError as error:
        return (
            [],
            [
                Gap(
                    where=error.where or where,
                    reason=error.reason,
                    detail=error.message,
                    hint=error.hint,
                    kinds=one.yields,
                )
            ],
            [],
        )
    except Exception:
        log.exception("collector %s failed on %s", one.name, where)
        return (
            [],
            [Gap(where=where, reason="bug", detail=f"collector {one.name} failed, please report", kinds=one.yields)],
            [],
        )
    return _sorted_out(one, yielded)


def _sorted_out(one: Collector, yielded: list[Yielded]) -> _Item:
    facts: list[Fact] = []
    gaps: list[Gap] = []
    whole: list[str] = []
    for item in yielded:
        if isinstance(item, Gap):
            gaps.append(_with_kinds(item, item.kinds or one.yields))
        elif isinstance(item, Whole):
            whole.append(item.kind)
        elif isinstance(item, Recognised):
            whole.append(_NOTHING)
        else:
            facts.append(fact(item, one.name))
    return facts, gaps, whole


def _pack(facts: list[Fact], gaps: list[Gap], whole: list[str]) -> bytes:
    return msgspec.msgpack.encode((facts, gaps, whole))


def _unpack(kept: bytes) -> _Item | None:
    """Read what is kept; what cannot be read any more is read anew from the source."""
    try:
        return msgspec.msgpack.decode(kept, type=tuple[list[Fact], list[Gap], list[str]])
    except msgspec.MsgspecError:
        return None

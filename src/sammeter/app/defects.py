"""The use cases of the defect register: reports in, decisions of people, and how it stands at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from sammeter.answers.statements import same_person, somebody
from sammeter.app import clock, place
from sammeter.collect.registry import Documents, load
from sammeter.collect.run import NoCache, run_documents
from sammeter.collect.source import Entry, History, Tree
from sammeter.data import Pack
from sammeter.defects import Defect, Event
from sammeter.defects.findings import KINDS, findings, scans
from sammeter.defects.replay import events_of, replay
from sammeter.defects.types import SEVERITIES, Deadlines
from sammeter.envelope.digests import sha256
from sammeter.errors import DataError, ForbiddenError, NotFoundError
from sammeter.facts import Gap
from sammeter.store.defects import opened

LONGEST = 366
"""Days for which a defect may be accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import brought: counts, what could not be read, and whether anything was new to the register."""

    reports: int
    known_before: int
    found: int
    new: int
    back: int
    gone: int
    gaps: tuple[Gap, ...]


def import_reports(register: Path, app: str, places: Sequence[Path], *, at: str = "") -> Imported:
    """Take over what reports show of one application; a report that was imported before changes nothing.

    What cannot be read is a gap, and nothing is gone by it. Raises SourceError, ConflictError, DataError.
    """
    moment = at or clock.now()
    trees = [place.open_evidence(one) for one in places]
    collectors = [one for one in load() if isinstance(one.reads, Documents)]
    with opened(register, create=True) as kept, kept.writing():
        reports = [
            (sha256(data), entry.path)
            for tree in trees
            for entry, data in tree.read(tree.entries())
            if data is not None
        ]
        fresh = [one for one in reports if not kept.has_import(app, one[0])]
        if not fresh:
            return Imported(reports=0, known_before=len(reports), found=0, new=0, back=0, gone=0, gaps=())
        names = {name for _, name in fresh}
        seen = run_documents(
            [_Only(tree, names) for tree in trees], collectors, name=app, as_of=moment, cache=NoCache()
        )
        found = findings(seen.facts, at=moment)
        ended = () if any(set(gap.kinds) & set(KINDS) for gap in seen.gaps) else scans(seen.facts)
        known = {one.finding.key: one for one in kept.known(app)}
        new, events = events_of(app, found, ended, known, kept.reported(app), at=moment)
        before = {one.id: one.state for one in replay(known.values(), kept.events(app), _ANY, as_of=moment)}
        kept.add(new, events)
        kept.imported(app, fresh, moment)
    back = {one.defect for one in events if one.what == "seen" and before.get(one.defect) == "fixed"}
    return Imported(reports=len(fresh), known_before=len(reports) - len(fresh), found=len(found), new=len(new), back=len(back),
                    gone=sum(one.what == "gone" for one in events), gaps=tuple(sorted(seen.gaps)))  # fmt: skip


_ANY = Deadlines(name="none", days={})


class _Only:
    """Some documents of a place: what was imported before says nothing new, and would hide what is gone since."""

    def __init__(self, tree: Tree, names: Set[str]) -> None:
        self._tree, self._names = tree, names
        self.name, self.revision, self.at = tree.name, tree.revision, tree.at

    def entries(self) -> tuple[Entry, ...]:
        """Return the documents that are meant."""
        return tuple(entry for entry in self._tree.entries() if entry.path in self._names)

    def gaps(self) -> tuple[Gap, ...]:
        """Return what could not be listed."""
        return self._tree.gaps()

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        """Yield contents."""
        return self._tree.read(entries)

    def sizes(self, entries: Iterable[Entry]) -> dict[str, int]:
        """Return sizes."""
        return self._tree.sizes(entries)

    def history(self) -> History | None:
        """Return nothing: reports have no history."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which defects, by which deadlines and clock; `risks` names the risk class of applications."""

    register: Path
    deadlines: Deadlines
    as_of: str
    app: str = ""
    risks: Mapping[str, str] | None = None


def standing(asked: Asked) -> tuple[Defect, ...]:
    """Return the defects as they stand at the clock. Raises NotFoundError, DataError."""
    with opened(asked.register) as kept:
        known = kept.known(asked.app)
        return replay(known, kept.events(asked.app), asked.deadlines, as_of=asked.as_of, risks=asked.risks)


def synced(asked: Asked) -> str:
    """Return when reports were last imported, empty if never. Raises NotFoundError, DataError."""
    with opened(asked.register) as kept:
        return kept.last_import()


def history(asked: Asked, name: str) -> tuple[Defect, tuple[Event, ...]]:
    """Return one defect, by its id or a beginning of it that only it has, with what happened to it. Raises NotFoundError."""
    one = _one(standing(asked), name)
    with opened(asked.register) as kept:
        return one, tuple(event for event in kept.events(one.app) if event.defect == one.id and event.at <= asked.as_of)


def _one(defects: Sequence[Defect], name: str) -> Defect:
    found = [one for one in defects if one.id == name] or [one for one in defects if name and one.id.startswith(name)]
    if len(found) != 1:
        what = "there is no defect" if not found else f"{len(found)} defects begin with"
        raise NotFoundError(f"{what} '{name[:60]}'", hint="sammeter defects list shows the ids")
    return found[0]


def deadlines_of(named: str, pack: Pack) -> Deadlines:
    """Return the deadlines of this name, or those in a YAML file. Raises NotFoundError, one DataError with all mistakes."""
    if named in pack.sla:
        return pack.sla[named]
    path = Path(named)
    if not path.is_file():
        raise NotFoundError(
            f"there are no deadlines '{named[:60]}'",
            where="--sla",
            hint=f"one of {', '.join(pack.sla)}, or a YAML file",
        )
    from sammeter.data.reader import Mistakes, read, structure

    mistakes = Mistakes()
    node = read(path.read_bytes(), named, mistakes)
    found = structure(node, Deadlines, mistakes) if node else None
    for severity, days in (found.days if found else {}).items():
        if severity not in SEVERITIES or days < 1:
            mistakes.add(
                f"'{severity}: {days}' is no deadline",
                where=named,
                hint=f"days by severity: {', '.join(SEVERITIES[2:])}",
            )
    mistakes.settle(named)
    if found is None:
        raise DataError("no deadlines in it", where=named)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """What a person decides of one defect."""

    what: str
    by: str
    value: str = ""
    until: str = ""
    note: str = ""
    requester: str = ""


def say(asked: Asked, name: str, said: Say) -> Defect:
    """Keep what a person decides, and return the defect as it stands then.

    Accepting a defect needs another person than who asks for it, a reason and an end within a year. Raises NotFoundError,
    DataError, ForbiddenError, ConflictError.
    """
    if not somebody(said.by):
        raise DataError("nobody is named", where="--by", hint="--by 'Ada Byron <ada@example.org>'")
    one = _one(standing(replace(asked, as_of=clock.now())), name)
    _check(one, said)
    value = _one(standing(replace(asked, as_of=clock.now())), said.value).id if said.what == "duplicate" else said.value
    if value == one.id:
        raise DataError("a defect is no duplicate of itself", where="--of")
    event = Event(defect=one.id, at=clock.after(one.seen_at if one.seen_at > clock.now() else ""), what=said.what, by=said.by,  # type: ignore[arg-type]
                  value=value, until=said.until, note=said.note)  # fmt: skip
    with opened(asked.register) as kept, kept.writing():
        kept.add((), (event,))
    return _one(standing(replace(asked, as_of=max(event.at, clock.now()))), one.id)


def _check(one: Defect, said: Say) -> None:
    if said.what in ("accepted", "false-positive", "duplicate", "severity") and not said.note.strip():
        raise DataError(
            "no reason is given", where="--reason", hint="say why; whoever looks at it later has nothing else"
        )
    if said.what == "severity" and said.value not in SEVERITIES:
        raise DataError(
            f"'{said.value[:40]}' is no severity", where="--severity", hint=f"one of {', '.join(SEVERITIES)}"
        )
    if said.what != "accepted":
        return
    if same_person(said.by, said.requester) or not somebody(said.requester):
        raise ForbiddenError(
            "nobody accepts what they ask for themselves",
            where=one.id,
            hint="--requester names who asks, --by who agrees",
        )
    end = clock.as_moment(said.until, where="--until")
    days = _days(clock.now(), end)
    if len(said.until) != 10 or not 0 <= days <= LONGEST:
        raise DataError(
            f"it cannot be accepted until {said.until[:20]}",
            where="--until",
            hint=f"a day, at most {LONGEST} days away",
        )


def _days(first: str, last: str) -> int:
    from datetime import datetime

    return (datetime.fromisoformat(last) - datetime.fromisoformat(first[:10] + "T00:00:00Z")).days


def risks_of(catalog: Path | None) -> dict[str, str]:
    """Return the risk class of each application in a catalog. Raises what reading a catalog raises."""
    if catalog is None:
        return {}
    from sammeter.app.catalog import read_catalog

    return {one.name: one.risk for one in read_catalog(catalog).catalog.applications if one.risk}

"""The use case `assess CATALOG`: every application measured, then teams, risk classes and the organisation from them."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from sammeter.answers import Answer, Declaration
from sammeter.answers.answer import Known, Scope, answer, computed, counting
from sammeter.app import place
from sammeter.app.catalog import Application, Opened, application_fact, as_facts
from sammeter.app.engine import each
from sammeter.app.init import repositories
from sammeter.app.portfolio_unit import Measured, Task, for_organisation, measure
from sammeter.collect.registry import load
from sammeter.collect.run import NoCache, run_documents
from sammeter.data import Pack
from sammeter.errors import DataError, SourceError
from sammeter.facts import Fact, Gap, Seen, World
from sammeter.facts.collected import Collected
from sammeter.facts.join import APPS, over_all, stated
from sammeter.facts.sources import CLAIMS
from sammeter.report.portfolio import Part, Portfolio
from sammeter.rules.decide import decide
from sammeter.scoring import Scores, score


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a user asks for: the catalog, the clock, how many workers or which scheduler, and an overlay."""

    opened: Opened
    as_of: str
    workers: int = 0
    scheduler: str = ""
    overlay: Path | None = None


Told = Callable[[int, int, str], None]
"""Is told of each application that is done: how many, of how many, and its name."""


def assess(wanted: Wanted, pack: Pack, declared: Declaration, told: Told = lambda *_: None) -> Portfolio:
    """Return the assessment of all applications of a catalog; the number of workers changes nothing in it.

    Raises DataError (an empty catalog), SourceError (shared evidence cannot be read).
    """
    opened = wanted.opened
    if not opened.catalog.applications:
        raise DataError("a catalog without applications", where=opened.file, hint="sammeter init proposes some")
    shared = _shared(wanted)
    tasks = [_task(one, wanted, shared) for one in opened.catalog.applications]
    measured = _measure(tasks, wanted, told)
    return combine(measured, shared, wanted, pack, declared)


def _shared(wanted: Wanted) -> Collected:
    """Read what the whole organisation hands in: its reports and exports, and the catalog itself.

    A report that shows everything of one application shows nothing of all the others: only the catalog is complete.
    """
    catalog = wanted.opened.catalog
    trees = [place.open_evidence(wanted.opened.path(stated)) for stated in catalog.evidence]
    found = run_documents(trees, load(), name=catalog.organisation, as_of=wanted.as_of, cache=NoCache())
    listed = {APPS, "inv.units", *(("inv.teams",) if catalog.teams else ())}
    return replace(found, facts=(*as_facts(wanted.opened), *found.facts), looked=tuple(sorted({*found.looked, *listed})),
                   complete=tuple(sorted(listed - {"inv.units"})))  # fmt: skip


def _task(one: Application, wanted: Wanted, shared: Collected) -> Task:
    def absolute(stated: str) -> str:
        return str(wanted.opened.path(stated).absolute())

    return Task(this=application_fact(one, wanted.opened), repositories=tuple(map(absolute, one.repositories)),
                evidence=tuple(map(absolute, one.evidence)), as_of=wanted.as_of,
                overlay=str(wanted.overlay.absolute()) if wanted.overlay else "", shared=shared)  # fmt: skip


def _measure(tasks: Sequence[Task], wanted: Wanted, told: Told) -> tuple[Measured, ...]:
    """Measure every application and keep what is new; what was measured before is not measured again."""
    workers = wanted.workers or min(len(tasks), os.cpu_count() or 1)
    cache, _ = place.cache()
    found: list[Measured] = []
    try:
        for measured, fresh in each(measure, tasks, _failed, workers=workers, scheduler=wanted.scheduler):
            found.append(measured)
            if cache is not None:
                cache.put(fresh)
            told(len(found), len(tasks), measured.name)
    finally:
        if cache is not None:
            cache.close()
    if len(found) != len(tasks):
        raise SourceError(
            f"{len(tasks) - len(found)} applications were lost on the way",
            where=wanted.opened.file,
            hint="run it again",
        )
    return tuple(sorted(found, key=lambda one: one.name))


def _failed(task: Task, why: str) -> tuple[Measured, dict[str, bytes]]:
    """Return an application that could not be measured: everything of it is unknown, and why."""
    kinds = tuple(sorted({kind for one in load() for kind in one.yields}))
    gap = Gap(
        where=task.name, reason="failed", detail=why[:500], hint="run it alone: sammeter assess PATH", kinds=kinds
    )
    return Measured(this=task.this, revisions=(), facts=(), counted={}, gaps=(gap,), looked=(), complete=(), decided={},
                    counts={}, seen=(), failed=why[:500]), {}  # fmt: skip


def combine(
    measured: Sequence[Measured], shared: Collected, wanted: Wanted, pack: Pack, declared: Declaration
) -> Portfolio:
    """Return the organisation, its teams and risk classes, and every application, from what was measured."""
    org = _organisation(measured, shared, wanted, pack)
    known = _known(measured, org, pack)
    judge = _Judge(pack=pack, org=org, known=known, declared=declared)
    everything = judge.part("", "organisation", measured)
    return Portfolio(
        model=pack.model, book=pack.book, name=wanted.opened.catalog.organisation or Path(wanted.opened.file).parent.name,
        as_of=wanted.as_of, organisation=everything,
        applications=tuple(judge.part(one.name, "application", [one]) for one in measured),
        teams=_groups(judge, measured, "team"), risks=_groups(judge, measured, "risk_class"),
        failed=tuple((one.name, one.failed) for one in measured if one.failed),
        gaps=tuple(sorted({*shared.gaps, *(replace(gap, where=f"{one.name}: {gap.where}") for one in measured for gap in one.gaps)})),
        counted=_counted(measured), seen={one.name: one.seen for one in measured},
        measures=tuple((rule, tuple((one.name, one.decided[rule.id]) for one in measured if rule.id in one.decided)
                        if rule.scope == "unit" else (("", known[""].decided[rule.id]),))
                       for rule in pack.book.rules if rule.id not in pack.model.criteria()),
        unmapped=unmapped(wanted.opened),
    )  # fmt: skip


def _organisation(measured: Sequence[Measured], shared: Collected, wanted: Wanted, pack: Pack) -> World:
    """Return the world of the organisation: of no kind complete unless somebody claims so for all of it."""
    wide = for_organisation(pack.book)
    looked = {*shared.looked, *(kind for one in measured for kind in one.looked)}
    facts: dict[str, list[Fact]] = {kind: [] for kind in looked}
    told = {one.name for one in measured if not one.failed}  # they bring what is shared and speaks of them, as joined
    beside = (fact for fact in shared.facts if fact.kind == APPS or fact.fields.get("app") not in told)
    for fact in (*(fact for one in measured for fact in one.facts), *beside):
        if fact.kind in wide or fact.kind.startswith("inv."):
            facts.setdefault(fact.kind, []).append(fact)
    gaps = (*(gap for one in measured for gap in one.gaps), *shared.gaps)
    open_ = {kind for gap in gaps for kind in gap.kinds}
    said = stated(tuple(one for one in shared.facts if one.kind == CLAIMS), "", wanted.as_of)
    return World(as_of=wanted.as_of, collected_at=wanted.as_of, seen={
        kind: _seen(kind, tuple(sorted(found, key=_order)), said.get(kind, ()), shared, open_=kind in open_)
        for kind, found in sorted(facts.items())
    })  # fmt: skip


def _seen(kind: str, facts: tuple[Fact, ...], claims: tuple[Fact, ...], shared: Collected, *, open_: bool) -> Seen:
    if kind in shared.complete and not open_:
        return Seen(facts=facts, complete=True)
    return over_all(facts, claims, open_=open_)


def _order(fact: Fact) -> tuple[str, str, str]:
    return str(fact.fields.get("app", "")), fact.where, str(sorted(fact.fields.items()))


def _known(measured: Sequence[Measured], org: World, pack: Pack) -> dict[str, Known]:
    book, most = pack.book, Fraction(str(pack.book.limits["most"]))
    others = frozenset(one.id for one in book.answerings if not one.population)
    known = {"": Known(
        decided={rule.id: decide(rule, org, book.limits) for rule in book.rules
                 if rule.scope == "org" or rule.id.rpartition(".")[0] in others},
        counts={one.id: counting(one, org, book, None) for one in book.answerings if one.id in others},
        computed={one.id: computed(one, org, book, most) for one in book.answerings},
    )}  # fmt: skip
    return known | {one.name: Known(decided=one.decided, counts=one.counts) for one in measured}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """Answers all questions for any part of the organisation from what was decided once."""

    pack: Pack
    org: World
    known: dict[str, Known]
    declared: Declaration

    def part(self, name: str, kind: str, members: Sequence[Measured]) -> Part:
        """Return the answers of one application, team, risk class or of all."""
        nothing = World(as_of=self.org.as_of, collected_at=self.org.collected_at)
        units: dict[str, tuple[tuple[Fact, World], ...]] = {APPS: tuple((one.this, nothing) for one in members)}
        if kind == "organisation":
            units |= self._populations()
        scope = Scope(org=self.org, units=units, declared=self.declared, unit=name if kind == "application" else "",
                      whole=kind == "organisation", known=self.known)  # fmt: skip
        answers = tuple(answer(self.pack.model, self.pack.book, one, scope) for one in self.pack.model.activities())
        return Part(name=name, kind=kind, members=tuple(one.name for one in members), answers=answers,
                    scores={pick: self._scores(answers, pick) for pick in ("declared", "supported", "evidenced", "possible")})  # fmt: skip

    def _populations(self) -> dict[str, tuple[tuple[Fact, World], ...]]:
        """Return the units of questions that count something else than applications, where they were listed in full."""
        kinds = {one.population for one in self.pack.book.answerings} - {"", APPS}
        return {
            kind: tuple((fact, self.org) for fact in found.facts)
            for kind in sorted(kinds)
            if (found := self.org.seen.get(kind)) is not None and found.complete
        }

    def _scores(self, answers: Iterable[Answer], pick: str) -> Scores | None:
        found = {one.activity: value for one in answers if (value := one.values[pick]) is not None}  # type: ignore[index] # one of the four
        return score(self.pack.model, found) if found or pick != "declared" else None


def _groups(judge: _Judge, measured: Sequence[Measured], field: str) -> tuple[Part, ...]:
    """Return one part for each value of a field of the catalog; who has none is in none."""
    names = sorted({str(one.this.fields[field]) for one in measured if field in one.this.fields})
    return tuple(
        judge.part(name, field, [one for one in measured if one.this.fields.get(field) == name]) for name in names
    )


def _counted(measured: Sequence[Measured]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in measured:
        total.update(one.counted)
    return dict(sorted(total.items()))


def unmapped(opened: Opened) -> tuple[str, ...]:
    """Return repositories in the catalog's places that belong to no application."""
    known = {opened.path(path).resolve() for one in opened.catalog.applications for path in one.repositories}
    return tuple(
        str(found)
        for stated in opened.catalog.places
        for found in repositories(opened.path(stated))
        if found.resolve() not in known
    )

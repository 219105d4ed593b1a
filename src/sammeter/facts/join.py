"""Raw facts to worlds: what one application's rules see, and what may be said of the organisation from it."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sammeter.facts.collected import Collected
from sammeter.facts.joins import COMPLETE, JOINS
from sammeter.facts.record import Fact, Seen, World
from sammeter.text.node import split_line

APPS = "inv.apps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The application as a unit, the world of its facts, and the world of the organisation as far as this shows it."""

    this: Fact
    unit: World
    org: World


def join(collected: Collected, *, as_of: str, this: Fact | None = None, shared: Collected | None = None) -> Joined:
    """Return the worlds of one application, all facts named as its own.

    `this` is the application as a catalog describes it; `shared` is what the whole organisation handed in. A kind is
    complete for the application only if a collector claims that its repositories show all of it, or it follows from
    others that are, and no gap names it. For the organisation nothing is: one repository is never the complete source of
    what others may keep elsewhere. A field whose partner was not read (reviews of a forge, pipeline runs) stays unknown.
    """
    where = f"{collected.name}@{collected.revision[:12]}" if collected.revision else collected.name
    this = this or Fact(
        kind=APPS, where=where, source="tree", fields={"id": collected.name, "app": collected.name}
    )  # fmt: skip
    groups: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in collected.facts:
        groups[fact.kind].append(replace(fact, fields={**fact.fields, "app": collected.name}))
    for fact in shared.facts if shared else ():
        if fact.kind != APPS:
            groups[fact.kind].append(fact)
    groups[APPS].append(this)
    gaps = (*collected.gaps, *(shared.gaps if shared else ()))
    gapped = {kind for gap in gaps for kind in gap.kinds}
    whole = {*collected.complete, *(shared.complete if shared else ())} - gapped
    facts = {kind: tuple(sorted(groups[kind], key=_order)) for kind in {*collected.looked, *groups}}
    for one in JOINS:
        facts |= {kind: tuple(sorted(made, key=_order)) for kind, made in one(facts, as_of).items()}
    for follows in COMPLETE:
        whole |= follows(facts, frozenset(whole)) - gapped
    whole -= _outdated(facts.get("forge.exports", ()), as_of)
    kinds = sorted({*facts, *(shared.looked if shared else ())})
    unit = {kind: Seen(facts=facts.get(kind, ()), complete=kind in whole) for kind in kinds}
    org = {kind: Seen(facts=facts.get(kind, ()), complete=False) for kind in kinds}
    return Joined(this=this, unit=World(as_of=as_of, collected_at=collected.as_of, seen=unit),
                  org=World(as_of=as_of, collected_at=collected.as_of, seen=org))  # fmt: skip


def _outdated(exports: tuple[Fact, ...], as_of: str) -> set[str]:
    """Return the kinds whose export ended more than a month before the clock: what came after it is not known."""
    first = (datetime.fromisoformat(as_of) - timedelta(days=31)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {str(one.fields.get("of")) for one in exports if str(one.fields.get("until", "")) < first}


def _order(fact: Fact) -> tuple[str, int, str]:
    """Sort by place, lines as numbers, so that the same facts make the same report whatever their order."""
    path, line = split_line(fact.where)
    return path, line, str(sorted(fact.fields.items()))

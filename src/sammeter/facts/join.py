"""Raw facts to worlds: what one application's rules see, and what may be said of the organisation from it."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sammeter.facts.collected import Collected
from sammeter.facts.joins import JOINS
from sammeter.facts.record import Fact, Seen, World
from sammeter.text.node import split_line

APPS = "inv.apps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The application as a unit, the world of its facts, and the world of the organisation as far as this shows it."""

    this: Fact
    unit: World
    org: World


def join(collected: Collected, *, as_of: str) -> Joined:
    """Return the worlds of one application, all facts named as its own.

    A kind is complete for the application only if a collector claims that one repository shows all of it and no gap
    names it. For the organisation nothing is: one repository is never the complete source of what others may keep
    elsewhere. A field whose partner was not read (reviews of a forge, pipeline runs) stays unknown.
    """
    where = f"{collected.name}@{collected.revision[:12]}" if collected.revision else collected.name
    this = Fact(kind=APPS, where=where, source="tree", fields={"id": collected.name, "app": collected.name})
    groups: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in collected.facts:
        groups[fact.kind].append(replace(fact, fields={**fact.fields, "app": collected.name}))
    groups[APPS].append(this)
    gapped = {kind for gap in collected.gaps for kind in gap.kinds}
    whole = set(collected.complete) - gapped
    kinds = sorted({*collected.looked, *groups})
    facts = {kind: tuple(sorted(groups[kind], key=_order)) for kind in kinds}
    for one in JOINS:
        facts |= {kind: tuple(sorted(made, key=_order)) for kind, made in one(facts, as_of).items()}
    whole -= _outdated(facts.get("forge.exports", ()), as_of)
    kinds = sorted(facts)
    unit = {kind: Seen(facts=facts[kind], complete=kind in whole) for kind in kinds}
    org = {kind: Seen(facts=facts[kind], complete=False) for kind in kinds}
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

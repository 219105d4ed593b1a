"""Raw facts to worlds: what one application's rules see, and what may be said of the organisation from it."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sammeter.facts.collected import Collected
from sammeter.facts.joins import COMPLETE, JOINS
from sammeter.facts.record import Fact, Seen, World
from sammeter.facts.sources import CLAIMS
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
    others that are, or a person says so, and no gap names it. For the organisation nothing is, unless a person says so:
    one repository is never the complete source of what others may keep elsewhere. A field whose partner was not read
    (reviews of a forge, pipeline runs) stays unknown.
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
    said = stated(facts.get(CLAIMS, ()), collected.name, as_of)
    outdated = _outdated(facts.get("forge.exports", ()), as_of)
    measured = _followed(whole, facts) - gapped - outdated
    by_word = _followed(whole | (set(said) - gapped), facts) - gapped - (outdated - set(said)) - measured
    kinds = sorted({*facts, *by_word, *(shared.looked if shared else ())})
    unit = {kind: Seen(facts=facts.get(kind, ()), complete=kind in measured or kind in by_word,
                       word=said.get(kind, _all(said)) if kind in by_word else ()) for kind in kinds}  # fmt: skip
    org = {kind: over_all(facts.get(kind, ()), said.get(kind, ()), open_=kind in gapped) for kind in kinds}
    return Joined(this=this, unit=World(as_of=as_of, collected_at=collected.as_of, seen=unit),
                  org=World(as_of=as_of, collected_at=collected.as_of, seen=org))  # fmt: skip


def stated(claims: tuple[Fact, ...], app: str, as_of: str) -> dict[str, tuple[Fact, ...]]:
    """Return, by kind, the claims of completeness that hold at `as_of` and speak of the application or of everything."""
    found: defaultdict[str, list[Fact]] = defaultdict(list)
    for one in claims:
        holds = str(one.fields["at"]) <= as_of < str(one.fields["until"])
        if holds and (one.fields["everywhere"] or one.fields.get("of_app", one.fields.get("app")) == app):
            found[str(one.fields["of"])].append(one)
    return {kind: tuple(some) for kind, some in found.items()}


def over_all(facts: tuple[Fact, ...], claims: tuple[Fact, ...], *, open_: bool) -> Seen:
    """Return what the organisation shows of a kind: complete only by the word of somebody who speaks of all of it."""
    word = () if open_ else tuple(one for one in claims if one.fields["everywhere"])
    return Seen(facts=facts, complete=bool(word), word=word)


def _followed(whole: set[str], facts: dict[str, tuple[Fact, ...]]) -> set[str]:
    """Return these kinds, and those whose completeness follows from them."""
    found = set(whole)
    for follows in COMPLETE:
        found |= follows(facts, frozenset(found))
    return found


def _all(said: dict[str, tuple[Fact, ...]]) -> tuple[Fact, ...]:
    return tuple(one for claims in said.values() for one in claims)


def _outdated(exports: tuple[Fact, ...], as_of: str) -> set[str]:
    """Return the kinds whose export ended more than a month before the clock: what came after it is not known."""
    first = (datetime.fromisoformat(as_of) - timedelta(days=31)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {str(one.fields.get("of")) for one in exports if str(one.fields.get("until", "")) < first}


def _order(fact: Fact) -> tuple[str, int, str]:
    """Sort by place, lines as numbers, so that the same facts make the same report whatever their order."""
    path, line = split_line(fact.where)
    return path, line, str(sorted(fact.fields.items()))

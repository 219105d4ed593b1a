"""Components as definitions and clusters show them beside what the catalog says of them: owner, weight, baseline."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from sammeter.facts.record import Fact, Value

STACK = "iac.stack"
_SAID = ("key", "owner_marked", "high_risk", "baseline")
_OBSERVED = ("observed", "seen_at")


def stack(facts: Mapping[str, tuple[Fact, ...]], as_of: str) -> dict[str, tuple[Fact, ...]]:  # noqa: ARG001 - a join's form
    """Return each component of an application with what the catalog says of it, declared and observed ones as one.

    They are the same by name, and by version where both name one: what runs in another version than the declared stays
    a component of its own. What the catalog names and nothing shows stays as well: it is known to exist, and no more.
    """
    said: dict[tuple[Value | None, Value | None], Fact] = {}
    shown: defaultdict[tuple[Value | None, Value | None], list[Fact]] = defaultdict(list)
    for one in facts.get(STACK, ()):
        name = (one.fields.get("app"), one.fields.get("component"))
        if one.source == "catalog":
            said[name] = one
        else:
            shown[name].append(one)
    if not said and not any(one.fields.get("observed") for found in shown.values() for one in found):
        return {}
    found = [_marked(one, said.get(name)) for name, rows in shown.items() for one in _met(rows)]
    return {STACK: (*found, *(one for name, one in said.items() if name not in shown))}


def _marked(one: Fact, said: Fact | None) -> Fact:
    if said is None:
        return one
    more = {field: said.fields[field] for field in _SAID if field in said.fields and field not in one.fields}
    return replace(one, fields={**one.fields, **more})


def _met(rows: list[Fact]) -> list[Fact]:
    """Put what is observed on what is declared; a declared part without a version takes that which runs."""
    declared = [one for one in rows if not one.fields.get("observed")]
    alone: list[Fact] = []
    for seen in (one for one in rows if one.fields.get("observed")):
        version = seen.fields.get("version")
        fits = [n for n, one in enumerate(declared) if one.fields.get("version") in (version, None, "")]
        if not fits:
            alone.append(seen)
        for n in fits:
            more = {field: seen.fields[field] for field in (*_OBSERVED, "version") if field in seen.fields}
            declared[n] = replace(declared[n], fields={**declared[n].fields, **more})
    return [*declared, *alone]

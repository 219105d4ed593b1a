"""Small worlds for rules: from YAML to a World, and the questions that every rule is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sammeter.facts import Fact, Kind, Seen, Vocabulary, World
from sammeter.rules import Answering, Case, Decided, Flag, Rule, RuleBook, Tree, Verdict
from sammeter.rules.decide import decide
from sammeter.rules.evaluate import evaluate
from sammeter.rules.scope import unit_world
from sammeter.text import Limits, yaml

FOLDER = Path(__file__).parent.parent / "data" / "worlds"


def fact(kind: str, fields: Mapping[str, Any], where: str = "world") -> Fact:
    return Fact(kind=kind, where=where, source="world",
                fields={k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()})  # fmt: skip


def world(facts: Mapping[str, list[dict[str, Any]]], as_of: str, open_: tuple[str, ...] = ()) -> World:
    return World(as_of=as_of, seen={
        kind: Seen(facts=tuple(fact(kind, row, f"{kind}[{n}]") for n, row in enumerate(rows or [])), complete=kind not in open_)
        for kind, rows in facts.items()
    })  # fmt: skip


def good(practice: str) -> World:
    read = yaml.read(
        (FOLDER / f"{practice}.yaml").read_bytes(), where=f"{practice}.yaml", limits=Limits(size=4 << 20)
    ).plain()
    return world(read["facts"], read["as_of"])


def run_case(rule: Rule, case: Case, limits: Mapping[str, float]) -> str:
    this = fact("this", case.this) if case.this is not None else None
    return word(decide(rule, world(case.world, case.as_of, case.open), limits, this))


def word(decided: Decided) -> str:
    if decided.flags:
        return str(decided.flags[0])
    return decided.verdict.name.lower()


def agreed(decided: Decided) -> bool:
    return decided.verdict is Verdict.MET or Flag.INDICATED in decided.flags


def scopes(rule: Rule, book: RuleBook, all_: World) -> list[tuple[Fact | None, World]]:
    """The units that a rule is asked of in a world, with what each of them sees."""
    if rule.scope == "org":
        return [(None, all_)]
    if rule.id.startswith("X-"):
        return [(unit, unit_world(all_, "app", unit)) for unit in all_.of("inv.apps")] or [(None, all_)]
    answering = next(a for a in book.answerings if a.id == rule.id.rpartition(".")[0])
    units = [u for u in all_.of(answering.population) if wanted(answering, all_, book.limits, u)]
    return [(unit, unit_world(all_, answering.unit, unit)) for unit in units]


def wanted(answering: Answering, all_: World, limits: Mapping[str, float], unit: Fact) -> bool:
    tree = answering.trees.get("filter")
    return tree is None or evaluate(tree, all_, limits, unit).value is True


def reads(rule: Rule) -> set[str]:
    """The kinds and kind.field that a rule's condition reads; fields of `this` are left out."""
    return set(_reads(rule.tree, {})) if rule.tree else set()


def _reads(tree: Tree, bound: dict[str, str]) -> Iterator[str]:
    if tree[0] == "kind":
        yield tree[1]
    elif tree[0] == "field" and tree[1][0] == "name" and bound.get(tree[1][1]):
        yield f"{bound[tree[1][1]]}.{tree[2]}"
    elif tree[0] in ("exists", "all", "filter", "map"):
        yield from _reads(tree[1], bound)
        yield from _reads(tree[3], {**bound, tree[2]: _base(tree[1])})
        return
    for child in tree[1:]:
        if isinstance(child, list):
            yield from _reads(child, bound)


def _base(tree: Tree) -> str:
    if tree[0] == "kind":
        return str(tree[1])
    return _base(tree[1]) if tree[0] == "filter" else ""


def without(all_: World, name: str, kinds: Mapping[str, Kind]) -> World:
    """The world with one kind not collected, or one field of it not known."""
    if name in kinds:
        return replace(all_, seen={kind: seen for kind, seen in all_.seen.items() if kind != name})
    kind, _, field = name.rpartition(".")
    seen = all_.seen.get(kind)
    if seen is None:
        return all_
    facts = tuple(replace(f, fields={k: v for k, v in f.fields.items() if k != field}) for f in seen.facts)
    return replace(all_, seen={**all_.seen, kind: replace(seen, facts=facts)})


@dataclass(frozen=True)
class Asker:
    """Asks one rule everything that a good, an empty and a poorer world can tell about it."""

    book: RuleBook
    vocabulary: Vocabulary

    def faults(self, rule: Rule, practice_world: World) -> Iterator[str]:
        for case in rule.cases:
            given = run_case(rule, case, self.book.limits)
            if given != case.verdict:
                yield f"case {case.world} gives {given}, not {case.verdict}"
        if rule.tree is None:
            return
        units = scopes(rule, self.book, practice_world)
        yield from self._from_nothing(rule, practice_world.as_of, units)
        if rule.entitled() == ("unmet",) or (rule.class_ == "attested" and not rule.settles):
            return
        if not units:
            yield "the good world has no unit for it"
        for this, seen in units:
            got = decide(rule, seen, self.book.limits, this)
            if not agreed(got):
                yield f"is {word(got)} in the good world (missing {got.missing}; because {[f.where for f in got.because]})"
                return
        yield from self._from_less(rule, practice_world, units)

    def _from_nothing(self, rule: Rule, as_of: str, units: list[tuple[Fact | None, World]]) -> Iterator[str]:
        limits = self.book.limits
        if decide(rule, World(as_of=as_of), limits).verdict is not Verdict.UNKNOWN:
            yield "nothing collected does not give UNKNOWN"
        empty = World(as_of=as_of, seen={kind.kind: Seen(complete=True) for kind in self.vocabulary.kinds})
        for this, _ in units[:1]:
            if agreed(decide(rule, empty, limits, this)):
                yield "an empty world is good enough"

    def _from_less(self, rule: Rule, practice_world: World, units: list[tuple[Fact | None, World]]) -> Iterator[str]:
        kinds = self.vocabulary.by_name()
        for name in sorted(reads(rule)):
            if name in rule.alternatives or name.rpartition(".")[0] in rule.alternatives:
                continue
            poorer = without(practice_world, name, kinds)
            left = (
                scopes(rule, self.book, poorer)
                if rule.scope == "org" or name.split(".")[0] == "inv"
                else [(this, unit_seen(self.book, rule, poorer, this)) for this, _ in units]
            )
            if left and all(agreed(decide(rule, seen, self.book.limits, this)) for this, seen in left):
                yield f"stays met without {name}"


def unit_seen(book: RuleBook, rule: Rule, all_: World, this: Fact | None) -> World:
    if this is None:
        return all_
    unit = (
        "app"
        if rule.id.startswith("X-")
        else next(a for a in book.answerings if a.id == rule.id.rpartition(".")[0]).unit
    )
    return unit_world(all_, unit, this)

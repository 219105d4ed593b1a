"""Random conditions of the rule language over a small vocabulary, and random worlds to ask them of."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from sammeter.facts import Fact, Kind, Seen, Vocabulary, World
from sammeter.facts.vocabulary import FieldType
from sammeter.rules import Tree
from tests.rules.second import AS_OF, FORM, NOW

FIELDS: dict[str, FieldType] = {"n": "integer", "f": "number", "s": "text", "l": "texts", "b": "flag", "t": "time"}
KINDS = ("a.x", "a.y", "b.z")
SMALL = Vocabulary(
    kinds=tuple(Kind(kind=k, record="", says="", read_from="", reach="clone", fields=FIELDS) for k in KINDS),
    document_kinds=(),
)
LIMITS = {"half": 0.5, "some": 3.0}
WORDS = ("a", "b", "low", "critical", "")
SPANS = (0, 1, 30, 31, 90, 365, 400, 800)


def moment(days: float) -> str:
    return (NOW - timedelta(days=days)).strftime(FORM)


VALUES: dict[FieldType, st.SearchStrategy[Any]] = {
    "integer": st.integers(-1, 4),
    "number": st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    "text": st.sampled_from(WORDS),
    "texts": st.lists(st.sampled_from(WORDS), max_size=3),
    "flag": st.booleans(),
    "time": st.sampled_from(["", *(moment(span) for span in SPANS), moment(0.5), moment(29.999), moment(-1.5)]),
}
ROW = st.fixed_dictionaries({name: VALUES[type_] for name, type_ in FIELDS.items()})
ROWS = st.fixed_dictionaries({kind: st.lists(ROW, max_size=3) for kind in KINDS})
"""A complete world: all kinds were looked for, nothing was missed, every field is known."""


class Writer:
    """Writes one condition; `draw` picks, `names` counts variables, `existing` keeps to what a witness proves."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any], *, existing: bool = False) -> None:
        self.draw = draw
        self.existing = existing
        self.names = 0

    def pick(self, *options: Callable[[], str]) -> str:
        chosen: Callable[[], str] = self.draw(st.sampled_from(options))
        return chosen()

    def flag(self, depth: int, bound: tuple[str, ...]) -> str:
        options = [lambda: self.exists(depth, bound)]
        if bound:
            options += [lambda: self.field(bound, "b"), lambda: self.compared(bound), lambda: self.words(bound)]
        if depth > 0:
            options += [lambda: self.joined(depth, bound), lambda: self.exists(depth, bound)]
        if not self.existing:
            options += [
                lambda: self.counted(depth, bound),
                lambda: self.every(depth, bound),
                lambda: self.shared(depth, bound),
            ]
            options += [lambda: f"!({self.flag(depth - 1, bound)})" if depth > 0 else "true"]
        return self.pick(*options)

    def joined(self, depth: int, bound: tuple[str, ...]) -> str:
        operator = self.draw(st.sampled_from(["&&", "||"]))
        return f"({self.flag(depth - 1, bound)} {operator} {self.flag(depth - 1, bound)})"

    def variable(self) -> str:
        self.names += 1
        return f"v{self.names}"

    def exists(self, depth: int, bound: tuple[str, ...]) -> str:
        name = self.variable()
        inner = self.flag(depth - 1, (*bound, name)) if depth > 0 else f"{name}.b"
        return f"{self.records(depth, bound)}.exists({name}, {inner})"

    def every(self, depth: int, bound: tuple[str, ...]) -> str:
        name = self.variable()
        inner = self.flag(depth - 1, (*bound, name)) if depth > 0 else f"{name}.b"
        return f"{self.records(depth, bound)}.all({name}, {inner})"

    def records(self, depth: int, bound: tuple[str, ...]) -> str:
        kind: str = self.draw(st.sampled_from(KINDS))
        if depth > 1 and self.draw(st.booleans()):
            name = self.variable()
            return f"{kind}.filter({name}, {self.flag(depth - 2, (*bound, name))})"
        return kind

    def shared(self, depth: int, bound: tuple[str, ...]) -> str:
        whole, name = self.records(depth, bound), self.variable()
        return f"share({whole}.filter({name}, {self.flag(depth - 1, (*bound, name)) if depth > 0 else f'{name}.b'}), {whole}) {self.order()} {self.pick(lambda: '0.5', lambda: 'limits.half', lambda: '1')}"

    def counted(self, depth: int, bound: tuple[str, ...]) -> str:
        name = self.variable()
        return self.pick(
            lambda: f"size({self.records(depth, bound)}) {self.order()} {self.small()}",
            lambda: (
                f"size({self.records(depth, bound)}) + size({self.records(depth, bound)}) {self.order()} {self.small()}"
            ),
            lambda: f"size(uniq({self.records(depth, bound)}.map({name}, {name}.s))) {self.order()} {self.small()}",
            lambda: f"size(flat({self.records(depth, bound)}.map({name}, {name}.l))) {self.order()} {self.small()}",
            lambda: (
                f"{self.records(depth, bound)}.map({name}, size({name}.l)).exists(w{name}, w{name} {self.order()} {self.small()})"
            ),
            lambda: (
                f"maxgap({self.records(depth, bound)}.map({name}, {name}.t), {self.span()}) {self.order()} {self.span()}"
            ),
            lambda: f"covers(flat({self.records(depth, bound)}.map({name}, {name}.l)), {self.listed()})",
            lambda: f"{self.small()} in {self.records(depth, bound)}.map({name}, {name}.n)",
            lambda: f"size({self.records(depth, bound)}) in [{self.small()}, {self.small()}]",
        )

    def compared(self, bound: tuple[str, ...]) -> str:
        def field(name: str) -> str:
            return self.field(bound, name)

        return self.pick(
            lambda: f"{field('n')} {self.order()} {self.small()}",
            lambda: f"{field('n')} {self.order()} {field('n')}",
            lambda: f"{field('f')} {self.order()} limits.half",
            lambda: f"{field('n')} + {self.small()} {self.order()} {field('n')} * {self.small()}",
            lambda: f"-{field('n')} {self.order()} {self.small()} - {field('f')}",
            lambda: f"age({field('t')}) {self.order()} {self.span()}",
            lambda: f"days({field('t')}, {field('t')}) {self.order()} {self.span()}",
            lambda: f"before({field('t')}, {self.pick(lambda: field('t'), lambda: 'now()')})",
            lambda: f"{field('t')} {self.order()} {field('t')}",
            lambda: f"size({field('l')}) {self.order()} {self.small()}",
            lambda: f"sev({field('s')}) {self.order()} sev('low')",
            lambda: f"{field('b')} == {field('b')}",
        )

    def words(self, bound: tuple[str, ...]) -> str:
        def field(name: str) -> str:
            return self.field(bound, name)

        return self.pick(
            lambda: f"{field('s')} == {self.word()}",
            lambda: f"{field('s')} != {field('s')}",
            lambda: f"{field('s')} in {self.listed()}",
            lambda: f"{self.word()} in {field('l')}",
            lambda: f"{field('s')} in {field('l')}",
            lambda: f"covers({field('l')}, {self.listed()})",
            lambda: f"covers({self.listed()}, {field('l')})",
            lambda: f"{field('s')}.startsWith({self.word()})",
            lambda: f"{field('s')}.contains({self.word()})",
            lambda: f"{field('l')}.exists(e, e == {self.word()})",
        )

    def field(self, bound: tuple[str, ...], name: str) -> str:
        return f"{self.draw(st.sampled_from(bound))}.{name}"

    def order(self) -> str:
        return str(self.draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">="])))

    def small(self) -> str:
        return str(self.draw(st.integers(0, 3)))

    def span(self) -> str:
        return str(self.draw(st.sampled_from(SPANS)))

    def word(self) -> str:
        return f"'{self.draw(st.sampled_from(WORDS))}'"

    def listed(self) -> str:
        return "[" + ", ".join(self.word() for _ in range(self.draw(st.integers(0, 2)))) + "]"


@st.composite
def conditions(draw: Callable[[st.SearchStrategy[Any]], Any], depth: int = 3, *, existing: bool = False) -> str:
    return Writer(draw, existing=existing).flag(depth, ())


def complete(facts: Mapping[str, list[dict[str, Any]]], as_of: str = AS_OF) -> World:
    return World(as_of=as_of, seen={
        kind: Seen(complete=True, facts=tuple(
            Fact(kind=kind, where=f"{kind}:{n}", source="world", fields={k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
            for n, row in enumerate(rows, 1)
        )) for kind, rows in facts.items()
    })  # fmt: skip


def poorer(world: World, chance: Random, *, keep: frozenset[str] = frozenset()) -> World:
    """The same world with less known: kinds not looked for, lists that may go on, facts not found in them, fields lost."""
    seen: dict[str, Seen] = {}
    for kind, found in world.seen.items():
        if chance.random() < 0.1 and kind not in keep:
            continue
        facts = tuple(_without_fields(fact, chance, keep) for fact in found.facts)
        if chance.random() < 0.3:
            seen[kind] = Seen(facts=tuple(fact for fact in facts if chance.random() < 0.7), complete=False)
        else:
            seen[kind] = replace(found, facts=facts)
    return replace(world, seen=seen)


def _without_fields(fact: Fact, chance: Random, keep: frozenset[str]) -> Fact:
    if chance.random() < 0.6:
        return fact
    return replace(
        fact, fields={name: value for name, value in fact.fields.items() if name in keep or chance.random() < 0.7}
    )


def shuffled(world: World, chance: Random) -> World:
    """The same world with its facts, and the kinds themselves, in another order."""
    kinds = list(world.seen)
    chance.shuffle(kinds)
    return replace(
        world, seen={kind: replace(world.seen[kind], facts=_mixed(world.seen[kind].facts, chance)) for kind in kinds}
    )


def _mixed(facts: tuple[Fact, ...], chance: Random) -> tuple[Fact, ...]:
    return tuple(chance.sample(facts, len(facts)))


# ---- worlds for shipped rules: values near those that the condition itself names


def literals(tree: Tree) -> set[Any]:
    """Every literal in a condition."""
    if tree[0] == "lit":
        return {tree[1]}
    return set().union(*(literals(child) for child in tree[1:] if isinstance(child, list)))


def kinds_of(tree: Tree) -> set[str]:
    if tree[0] == "kind":
        return {tree[1]}
    return set().union(*(kinds_of(child) for child in tree[1:] if isinstance(child, list)))


class Maker:
    """Makes values near the literals of a condition, so that its comparisons go both ways."""

    def __init__(self, tree: Tree, limits: Mapping[str, float], chance: Random) -> None:
        found = literals(tree) | set(limits.values())
        self.chance = chance
        self.texts = sorted({one for one in found if isinstance(one, str)} | {"a", "b", ""})
        numbers = [one for one in found if isinstance(one, (int, float)) and not isinstance(one, bool)]
        self.numbers = sorted({0.0, 1.0, *(one + step for one in numbers for step in (-1, -0.05, 0, 0.05, 1))})
        self.whole = sorted({int(number) for number in self.numbers})

    def value(self, type_: FieldType) -> Any:
        pick = self.chance.choice
        if type_ == "flag":
            return self.chance.random() < 0.7
        if type_ == "time":
            return (
                ""
                if self.chance.random() < 0.1
                else moment(pick(self.whole) if self.chance.random() < 0.8 else pick([0, 1, 5]))
            )
        if type_ == "texts":
            return [pick(self.texts) for _ in range(pick([0, 1, 2, 4, 8]))]
        return pick(self.texts) if type_ == "text" else pick(self.whole) if type_ == "integer" else pick(self.numbers)

    def row(self, fields: Mapping[str, FieldType]) -> dict[str, Any]:
        return {name: self.value(type_) for name, type_ in fields.items()}

    def facts(self, tree: Tree, vocabulary: Vocabulary) -> dict[str, list[dict[str, Any]]]:
        kinds = vocabulary.by_name()
        made: dict[str, list[dict[str, Any]]] = {name: [] for name in kinds}
        for name in sorted(kinds_of(tree)):
            made[name] = [self.row(kinds[name].fields) for _ in range(self.chance.choice([0, 1, 1, 2, 3, 5]))]
        return made

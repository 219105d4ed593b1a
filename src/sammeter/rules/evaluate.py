"""The three-valued evaluation of a condition over a world, with the facts that decided it.

Kleene's strong logic: false wins over unknown in ``&&``, true in ``||``. A missing kind or field is unknown; a present
list is knowledge as far as its source could see everything. Adding facts to what is unknown never turns true to false.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sammeter.errors import DataError
from sammeter.facts import Fact, World
from sammeter.rules import functions
from sammeter.rules.types import Tree
from sammeter.rules.values import UNKNOWN, Bag, Computed, Item, Number, Result, exact, facts_of, merge, names

STEPS = 5_000_000


def evaluate(tree: Tree, world: World, limits: Mapping[str, float], this: Fact | None = None) -> Result:
    """Return what the condition says of the world: true, false or UNKNOWN, with witnesses or what was missing.

    Raises DataError if the condition takes more than `STEPS` steps.
    """
    return _Evaluation(world, limits, {"this": this} if this is not None else {}).run(tree)


@dataclass(slots=True)
class _Evaluation:
    world: World
    limits: Mapping[str, float]
    bound: dict[str, Item]
    steps: int = 0
    handlers: "dict[str, Callable[[Tree], Result]]" = field(init=False)

    def __post_init__(self) -> None:
        compared = dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), self._compare)
        self.handlers = {
            "lit": lambda tree: Result(tree[1]), "and": self._junction, "or": self._junction, "not": self._not,
            "neg": self._neg, "kind": self._kind, "name": self._name, "limit": lambda t: Result(self.limits[t[1]]),
            "field": self._field, "list": self._list, "in": self._in, "call": self._call, "exists": self._quantify,
            "all": self._quantify, "filter": self._filter, "map": self._map, "+": self._arithmetic,
            "-": self._arithmetic, "*": self._arithmetic, **compared,
        }  # fmt: skip

    def run(self, tree: Tree) -> Result:
        self.steps += 1
        if self.steps > STEPS:
            raise DataError(f"a condition takes more than {STEPS:,} steps")
        return self.handlers[tree[0]](tree)

    def _junction(self, tree: Tree) -> Result:
        """`and`: false wins; `or`: true wins; the reason is the first winner that has witnesses, if one has."""
        winner = tree[0] == "or"
        bare: Result | None = None
        open_: list[Result] = []
        rest: list[Result] = []
        for child in tree[1:]:
            found = self.run(child)
            if found.value is winner:
                if found.facts:
                    return found
                bare = bare or found
                continue
            (rest if found.value is (not winner) else open_).append(found)
        if bare is not None:
            return bare
        if open_:
            missing = names(*(found.missing for found in open_))
            return Result(UNKNOWN, merge(*(found.facts for found in rest)), missing)
        return Result(not winner, merge(*(found.facts for found in rest)))

    def _not(self, tree: Tree) -> Result:
        inner = self.run(tree[1])
        if isinstance(inner.value, bool):
            return Result(not inner.value, inner.facts)
        return Result(UNKNOWN, inner.facts, inner.missing)

    def _neg(self, tree: Tree) -> Result:
        inner = self.run(tree[1])
        return Result(functions.calculate("-", 0, inner.value), inner.facts, inner.missing)

    def _kind(self, tree: Tree) -> Result:
        seen = self.world.seen.get(tree[1])
        if seen is None:
            return Result(UNKNOWN, (), (tree[1],))
        return Result(Bag(seen.facts, (), not seen.complete), (), () if seen.complete else (tree[1],))

    def _name(self, tree: Tree) -> Result:
        if tree[1] not in self.bound:
            return Result(UNKNOWN, (), (tree[1],))
        value = self.bound[tree[1]]
        return _item(value)

    def _field(self, tree: Tree) -> Result:
        inner = self.run(tree[1])
        fact = inner.value
        if not isinstance(fact, Fact):
            return Result(UNKNOWN, inner.facts, inner.missing)
        if tree[2] not in fact.fields:
            return Result(UNKNOWN, (fact,), (f"{fact.kind}.{tree[2]}",))
        value = fact.fields[tree[2]]
        return Result(Bag(value) if isinstance(value, tuple) else value, (fact,))

    def _list(self, tree: Tree) -> Result:
        found = [self.run(child) for child in tree[1:]]
        sure = tuple(value for inner in found if (value := exact(inner.value)) is not UNKNOWN)
        missing = names(*(inner.missing for inner in found))
        return Result(Bag(sure, (), len(sure) < len(found)), merge(*(inner.facts for inner in found)), missing)

    def _in(self, tree: Tree) -> Result:
        item, held = self.run(tree[1]), self.run(tree[2])
        facts, missing = merge(item.facts, held.facts), names(item.missing, held.missing)
        sought = exact(item.value)
        if not isinstance(sought, (str, int, float)):
            return Result(UNKNOWN, facts, missing)
        return _settled(functions.contains(held.value, sought), facts, missing)

    def _compare(self, tree: Tree) -> Result:
        left, right = self.run(tree[1]), self.run(tree[2])
        value = functions.compare(tree[0], left.value, right.value)
        facts = merge(left.facts, right.facts, *(_reason(side.value, value) for side in (left, right)))
        return _settled(value, facts, names(left.missing, right.missing))

    def _arithmetic(self, tree: Tree) -> Result:
        left, right = self.run(tree[1]), self.run(tree[2])
        value = functions.calculate(tree[0], left.value, right.value)
        counted = (side.value.facts for side in (left, right) if isinstance(side.value, Number))
        return Result(value, merge(left.facts, right.facts, *counted), names(left.missing, right.missing))

    def _bag(self, tree: Tree) -> tuple[Bag | None, Result]:
        found = self.run(tree)
        return (found.value if isinstance(found.value, Bag) else None), found

    def _each(self, variable: str, body: Tree, item: Item) -> Result:
        before = self.bound
        self.bound = {**before, variable: item}
        try:
            return self.run(body)
        finally:
            self.bound = before

    def _quantify(self, tree: Tree) -> Result:
        """`exists`: one sure true member decides; `all`: one sure false member does."""
        bag, found = self._bag(tree[1])
        if bag is None:
            return Result(UNKNOWN, found.facts, found.missing)
        winner = tree[0] == "exists"
        results: list[Result] = []
        for item in bag.sure:
            inner = self._each(tree[2], tree[3], item)
            facts = merge(facts_of((item,)), inner.facts) or found.facts
            if inner.value is winner and facts:
                return Result(winner, merge(facts, self._admitted(tree[1], item)))
            results.append(Result(inner.value, facts, inner.missing))
        return self._undecided(tree, bag, found, results)

    def _admitted(self, tree: Tree, item: Item) -> tuple[Fact, ...]:
        """Return the facts for which filters let a member through."""
        if tree[0] != "filter":
            return ()
        return merge(self._each(tree[2], tree[3], item).facts, self._admitted(tree[1], item))

    def _undecided(self, tree: Tree, bag: Bag, found: Result, results: list[Result]) -> Result:
        """What a quantifier says of members of which none has decided it with a witness."""
        winner = tree[0] == "exists"
        bare = next((inner for inner in results if inner.value is winner), None)
        if bare is not None:
            return bare
        maybe = [self._each(tree[2], tree[3], item) for item in bag.maybe]
        unsure = [inner for inner in (*results, *maybe) if inner.value is not (not winner)]
        facts = merge(*(inner.facts for inner in results if inner.value is (not winner)))
        if bag.open or unsure:
            return Result(UNKNOWN, facts, names(found.missing, *(inner.missing for inner in unsure)))
        return Result(not winner, facts)

    def _filter(self, tree: Tree) -> Result:
        bag, found = self._bag(tree[1])
        if bag is None:
            return found
        sure: list[Item] = []
        maybe: list[Item] = []
        missing = [found.missing]
        for item in bag.sure:
            inner = self._each(tree[2], tree[3], item)
            if inner.value is True:
                sure.append(item)
            elif inner.value is not False:
                maybe.append(item)
                missing.append(inner.missing)
        maybe.extend(item for item in bag.maybe if self._each(tree[2], tree[3], item).value is not False)
        return Result(Bag(tuple(sure), tuple(maybe), bag.open), (), names(*missing))

    def _map(self, tree: Tree) -> Result:
        bag, found = self._bag(tree[1])
        if bag is None:
            return found
        results = [self._each(tree[2], tree[3], item) for item in bag.sure]
        sure = tuple(value for inner in results if (value := exact(inner.value)) is not UNKNOWN)
        unsure = bag.open or bool(bag.maybe) or len(sure) < len(results)
        facts = merge(*(merge(facts_of((item,)), inner.facts) for item, inner in zip(bag.sure, results, strict=True)))
        return Result(Bag(sure, (), unsure), facts, names(found.missing, *(inner.missing for inner in results)))

    def _call(self, tree: Tree) -> Result:
        arguments = [self.run(child) for child in tree[2:]]
        facts, missing = merge(*(a.facts for a in arguments)), names(*(a.missing for a in arguments))
        if any(argument.value is UNKNOWN for argument in arguments):
            return Result(UNKNOWN, facts, missing)
        values = [argument.value for argument in arguments]
        value = self._apply(tree[1], values)
        if value is UNKNOWN and not missing:
            missing = ("an empty population",) if tree[1] == "share" else ("a readable value",)
        return Result(value, facts, missing)

    def _apply(self, name: str, values: list[Computed]) -> Computed:
        if name == "now":
            return self.world.as_of
        if name == "age":
            return functions.age(self.world.as_of, values[0])
        if name == "maxgap":
            return functions.maxgap(self.world.as_of, values[0], values[1])
        return functions.TABLE[name](*values)


def _item(value: Item) -> Result:
    if isinstance(value, Fact):
        return Result(value, (value,))
    if isinstance(value, (str, int, float, Bag, Number)):
        return Result(value)
    return Result(UNKNOWN)


def _settled(value: Computed, facts: tuple[Fact, ...], missing: tuple[str, ...]) -> Result:
    return Result(value, facts, missing if value is UNKNOWN else ())


def _reason(side: Computed, value: Computed) -> tuple[Fact, ...]:
    """The facts behind a number: those that hold it up where the comparison is true, those against it where not."""
    if not isinstance(side, Number):
        return ()
    return side.facts if value is True or not side.against else side.against

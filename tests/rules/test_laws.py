"""The laws of architecture.md, as properties over random conditions and over every shipped rule."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sammeter.facts import Fact, Gap, Seen, World
from sammeter.facts.collected import Collected
from sammeter.facts.join import APPS, join
from sammeter.rules import Decided, Flag, Rule, Tree, Verdict
from sammeter.rules.decide import decide
from sammeter.rules.evaluate import evaluate
from sammeter.rules.parse import parse
from sammeter.rules.values import WITNESSES
from tests.rules.conditions import KINDS, LIMITS, ROWS, SMALL, Maker, complete, conditions, poorer, shuffled
from tests.rules.second import AS_OF
from tests.rules.shipped import shipped
from tests.rules.worlds import agreed

NOTHING = complete({kind: [] for kind in KINDS})
SEEDS = st.integers(0, 2**32)


def tree(text: str) -> Tree:
    return parse(text, SMALL, frozenset(LIMITS))


def value(text: str, world: World) -> bool | None:
    found = evaluate(tree(text), world, LIMITS).value
    return found if isinstance(found, bool) else None


def rule(text: str, no_occasion: str = "") -> Rule:
    return Rule(id="T", class_="observable", scope="org", reach="clone", says="", when=text, fresh_days=1, pitfalls="", advice="",
                tree=tree(text), no_occasion_tree=tree(no_occasion) if no_occasion else None)  # fmt: skip


# ---- random conditions


@given(conditions(), ROWS, SEEDS)
@settings(max_examples=150)
def test_with_less_known_a_condition_keeps_its_value_or_becomes_unknown(
    text: str, rows: dict[str, Any], seed: int
) -> None:
    chance = Random(seed)  # noqa: S311 - reproducible, not secret
    world = complete(rows)
    for _ in range(4):
        less = poorer(world, chance)
        assert value(text, less) in (value(text, world), None)
        world = less


@given(conditions(), conditions(depth=2), ROWS, SEEDS)
@settings(max_examples=100)
def test_with_less_known_a_verdict_stays_or_becomes_unknown(
    text: str, occasion: str, rows: dict[str, Any], seed: int
) -> None:
    chance = Random(seed)  # noqa: S311
    asked, world = rule(text, occasion), complete(rows)
    for _ in range(4):
        less = poorer(world, chance)
        assert _may_follow(decide(asked, world, LIMITS), decide(asked, less, LIMITS))
        world = less


def _may_follow(before: Decided, after: Decided) -> bool:
    """Less was known after: the verdict is the same or unknown, and nothing is agreed that was not agreed before."""
    return after.verdict in (before.verdict, Verdict.UNKNOWN) and (agreed(before) or not agreed(after))


@given(conditions(), ROWS, SEEDS)
def test_the_order_of_facts_never_matters(text: str, rows: dict[str, Any], seed: int) -> None:
    world = poorer(complete(rows), Random(seed))  # noqa: S311
    assert value(text, world) is value(text, shuffled(world, Random(seed)))  # noqa: S311


@given(conditions())
def test_never_looked_is_never_false_and_true_only_by_logic(text: str) -> None:
    nothing = World(as_of=AS_OF)
    assert decide(rule(text), nothing, LIMITS).verdict is not Verdict.MET
    assert value(text, nothing) in (value(text, NOTHING), None)


@given(conditions(), ROWS)
def test_met_always_names_a_fact(text: str, rows: dict[str, Any]) -> None:
    decided = decide(rule(text), complete(rows), LIMITS)
    assert decided.verdict is not Verdict.MET or decided.because


@given(conditions())
def test_nothing_random_is_met_on_the_empty_complete_world(text: str) -> None:
    assert decide(rule(text), NOTHING, LIMITS).verdict is not Verdict.MET


def only(world: World, facts: tuple[Fact, ...]) -> World:
    """The world in which nothing but these facts was seen, and anything may be missing."""
    return replace(world, seen={
        kind: Seen(facts=tuple(one for one in found.facts if any(one is kept for kept in facts)), complete=False)
        for kind, found in world.seen.items()
    })  # fmt: skip


@given(conditions(existing=True), ROWS)
@settings(max_examples=100)
def test_the_witnesses_alone_prove_what_exists(text: str, rows: dict[str, Any]) -> None:
    world = complete(rows)
    found = evaluate(tree(text), world, LIMITS)
    if found.value is True:
        assert value(text, only(world, found.facts)) is True


@given(ROWS)
def test_a_counterexample_counts_beside_a_gap(rows: dict[str, Any]) -> None:
    gapped = World(
        as_of=AS_OF, seen={kind: replace(found, complete=False) for kind, found in complete(rows).seen.items()}
    )
    bad = any(not row["b"] for row in rows["a.x"])
    assert value("a.x.all(v, v.b)", gapped) is (False if bad else None)
    assert value("!a.x.exists(v, !v.b)", gapped) is (False if bad else None)
    assert value("a.x.exists(v, true) && a.x.all(v, v.b)", gapped) is (False if bad else None)


# ---- shipped rules


def _units(asked: Rule, fields: dict[str, Any]) -> Fact | None:
    return Fact(kind=APPS, where="unit", source="world", fields=fields) if asked.scope == "unit" else None


def _asked() -> Iterator[tuple[Rule, World, Fact | None, Random]]:
    """Every rule with a condition, over worlds of facts near to what it asks for."""
    book, vocabulary = shipped().book, shipped().vocabulary
    kinds = vocabulary.by_name()
    population = {one.id: one.population for one in book.answerings}
    for one in book.rules:
        if one.tree is None:
            continue
        chance = Random(one.id)  # noqa: S311
        both: Tree = ["and", one.tree, one.no_occasion_tree] if one.no_occasion_tree is not None else one.tree
        maker = Maker(both, book.limits, chance)
        fields = kinds[population.get(one.id.rpartition(".")[0]) or APPS].fields
        for _ in range(6):
            row = {k: tuple(v) if isinstance(v, list) else v for k, v in maker.row(fields).items()}
            yield one, complete(maker.facts(both, vocabulary)), _units(one, row), chance


def test_with_less_known_no_shipped_rule_moves_but_to_unknown() -> None:
    limits = shipped().book.limits
    wrong: list[str] = []
    for one, first, this, chance in _asked():
        world = first
        for _ in range(3):
            less = poorer(world, chance)
            before, after = decide(one, world, limits, this), decide(one, less, limits, this)
            if not _may_follow(before, after):
                wrong.append(f"{one.id}: {before.verdict.name} -> {after.verdict.name} {after.flags}")
            world = less
    assert wrong == []


def test_the_order_of_facts_changes_no_shipped_verdict() -> None:
    limits = shipped().book.limits
    for one, world, this, chance in _asked():
        before, after = decide(one, world, limits, this), decide(one, shuffled(world, chance), limits, this)
        assert (before.verdict, before.flags, set(before.missing)) == (
            after.verdict,
            after.flags,
            set(after.missing),
        ), one.id


def test_never_looked_is_unknown_for_every_shipped_rule() -> None:
    book = shipped().book
    for one in book.rules:
        decided = decide(one, World(as_of=AS_OF), book.limits, _units(one, {"id": "shop", "app": "shop"}))
        assert (decided.verdict, decided.flags) == (Verdict.UNKNOWN, ()), one.id


def test_looked_and_found_nothing_is_met_or_indicated_for_no_shipped_rule() -> None:
    book = shipped().book
    world = complete({kind: [] for kind in shipped().vocabulary.by_name()})
    good = [
        one.id
        for one in book.rules
        if agreed(decide(one, world, book.limits, _units(one, {"id": "shop", "app": "shop"})))
    ]
    assert good == []


def test_nothing_is_settled_that_a_shipped_rule_may_not_settle() -> None:
    limits = shipped().book.limits
    for one, world, this, _ in _asked():
        decided = decide(one, world, limits, this)
        assert decided.verdict is not Verdict.MET or "met" in one.entitled(), one.id
        assert decided.verdict is not Verdict.UNMET or "unmet" in one.entitled(), one.id
        assert Flag.INDICATED not in decided.flags or "indicated" in one.entitled(), one.id
        assert decided.verdict is not Verdict.UNKNOWN or decided.missing or decided.flags, one.id


_QUIET = {
    "exists",
    "and",
    "or",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "in",
    "field",
    "name",
    "lit",
    "limit",
    "list",
    "call",
}


def _exists_only(one: Tree) -> bool:
    """Tell whether a condition asks for nothing but that things exist: more facts could never harm it."""
    if one[0] == "exists" and one[1][0] == "kind":
        return _exists_only(one[3])
    if one[0] not in _QUIET or (one[0] == "call" and one[1] in ("share", "maxgap", "size", "uniq", "flat")):
        return False
    return all(_exists_only(child) for child in one[1:] if isinstance(child, list))


def test_the_witnesses_alone_prove_every_shipped_rule_that_asks_what_exists() -> None:
    limits = shipped().book.limits
    proved = 0
    for one, world, this, _ in _asked():
        if one.tree is None or not _exists_only(one.tree):
            continue
        found = evaluate(one.tree, world, limits, this)
        if found.value is True and len(found.facts) < WITNESSES:
            proved += 1
            assert evaluate(one.tree, only(world, found.facts), limits, this).value is True, one.id
    assert proved > 20


# ---- join


NAMES = st.sampled_from(["a.x", "a.y", "b.z", "inv.apps", "docs.items"])
FACTS = st.lists(st.builds(
    lambda kind, where, at, app: Fact(kind=kind, where=where, source="s", fields={"at": at, **({"app": app} if app else {})}),
    NAMES, st.sampled_from(["f:1", "f:10", "f:9", "²", "v1", "20240101", "g:²", ""]), st.sampled_from(["", "x"]), st.sampled_from(["", "other"]),
), max_size=6)  # fmt: skip
GAPS = st.lists(
    st.builds(lambda kinds: Gap(where="w", reason="r", kinds=tuple(kinds)), st.lists(NAMES, max_size=3)), max_size=3
)
COLLECTED = st.builds(
    lambda facts, gaps, looked, whole: Collected(name="shop", revision="0" * 40, at=AS_OF, as_of=AS_OF, facts=tuple(facts), gaps=tuple(gaps),
                                                 looked=tuple(looked), complete=tuple(whole)),
    FACTS, GAPS, st.lists(NAMES, unique=True), st.lists(NAMES, unique=True),
)  # fmt: skip


@given(COLLECTED, SEEDS)
def test_one_repository_is_never_all_that_the_organisation_knows(collected: Collected, seed: int) -> None:
    joined = join(collected, as_of=AS_OF)
    assert not any(seen.complete for seen in joined.org.seen.values())
    gapped = {kind for gap in collected.gaps for kind in gap.kinds}
    for kind, seen in joined.unit.seen.items():
        assert not seen.complete or (kind in collected.complete and kind not in gapped)
    assert sum(len(seen.facts) for seen in joined.unit.seen.values()) == len(collected.facts) + 1
    assert all(fact.fields["app"] == "shop" for seen in joined.unit.seen.values() for fact in seen.facts)
    mixed = replace(collected, facts=tuple(Random(seed).sample(collected.facts, len(collected.facts))))  # noqa: S311
    assert _places(join(mixed, as_of=AS_OF).unit) == _places(joined.unit)


def _places(world: World) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    return {kind: [(fact.where, dict(fact.fields)) for fact in seen.facts] for kind, seen in world.seen.items()}


@given(COLLECTED)
def test_a_gap_more_never_makes_a_kind_complete(collected: Collected) -> None:
    more = replace(collected, gaps=(*collected.gaps, Gap(where="x", reason="r", kinds=("a.x",))))
    before, after = join(collected, as_of=AS_OF).unit.seen, join(more, as_of=AS_OF).unit.seen
    assert all(before[kind].complete or not seen.complete for kind, seen in after.items())
    assert "a.x" not in after or not after["a.x"].complete

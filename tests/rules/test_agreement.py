"""The evaluator says of every complete world what cel-python says; where CEL has an error, it may say unknown."""

from random import Random

import pytest
from hypothesis import example, given, settings

from sammeter.rules import Rule, Tree
from sammeter.rules.evaluate import evaluate
from sammeter.rules.parse import parse
from tests.rules.conditions import LIMITS, ROWS, SMALL, Maker, complete, conditions
from tests.rules.second import Undecided, second_opinion, this_fact
from tests.rules.shipped import shipped


@given(conditions(), ROWS)
@settings(max_examples=200)
@example("1 in a.x.map(v, size(v.l))", {"a.x": [{"l": ["a"]}], "a.y": [], "b.z": []})
@example(
    "maxgap(a.x.map(v, v.t), 400) <= 100",
    {"a.x": [{"t": "2025-12-20T00:00:00Z"}, {"t": "2024-01-01T00:00:00Z"}], "a.y": [], "b.z": []},
)
@example(
    "share(a.x.map(v, v.n * 1000).filter(w, w > 2), a.x.map(v, v.n * 1000)) >= 1",
    {"a.x": [{"n": 3}], "a.y": [], "b.z": []},
)
def test_random_conditions_mean_what_cel_says(text: str, facts: dict[str, list[dict[str, object]]]) -> None:
    tree = parse(text, SMALL, frozenset(LIMITS))
    ours = evaluate(tree, complete(facts), LIMITS).value
    try:
        theirs = second_opinion(text, facts, LIMITS, {})
    except Undecided:
        return
    assert ours is theirs


def _conditions() -> list[tuple[str, str, Tree, str]]:
    """Every condition that ships: of rules, of their occasions, of populations and answers."""
    book = shipped().book
    found: list[tuple[str, str, Tree, str]] = []
    for rule in book.rules:
        found += [(f"{rule.id} {name}", text, tree, _population(rule)) for name, text, tree in
                  (("when", rule.when, rule.tree), ("no_occasion", rule.no_occasion, rule.no_occasion_tree)) if tree is not None]  # fmt: skip
    for one in book.answerings:
        texts = {"filter": one.filter, "counts_when": one.counts_when}
        found += [
            (f"{one.id} {name}", text, one.trees[name], one.population)
            for name, text in texts.items()
            if name in one.trees
        ]
    return found


def _population(rule: Rule) -> str:
    owner = {one.id: one.population for one in shipped().book.answerings}
    return owner.get(rule.id.rpartition(".")[0]) or "inv.apps"


def test_every_shipped_condition_means_what_cel_says() -> None:
    book, vocabulary = shipped().book, shipped().vocabulary
    asked = agreed = 0
    differ: list[str] = []
    for name, text, tree, population in _conditions():
        chance = Random(name)  # noqa: S311 - reproducible, not secret
        maker = Maker(tree, book.limits, chance)
        for _ in range(6):
            facts = maker.facts(tree, vocabulary)
            this = maker.row(vocabulary.by_name()[population].fields) if population else {}
            asked += 1
            try:
                theirs = second_opinion(text, facts, book.limits, this)
            except Undecided:
                continue
            ours = evaluate(tree, complete(facts), book.limits, this_fact(this)).value
            agreed += ours is theirs
            if ours is not theirs:
                differ.append(f"{name}: ours {ours}, CEL {theirs}: {text}")
    assert differ == []
    assert agreed > asked / 2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!!true", True), ("- -1 == 1", True), ("1 + 2 * 3 == 7", True), ("(1 + 2) * 3 == 9", True), ("1 - 1 - 1 == -1", True),
        ("true || false && false", True), ("!true || true", True), ("1 < 2 == true", True), ("0x10 == 16", True), ("010 == 10", True),
        ("1.5e1 == 15.0", True), ("'a' + 'b' == 'ab'", None), ("1 == 1.0", True), ("'a' < 'b'", True), ("'é' == \"é\"", True),
        ("[1, 2].all(i, i > 0)", True), ("[].exists(i, true)", False), ("[].all(i, false)", True), ("3 in [1, 2]", False), ("'' in ['']", True),
        ("covers(['a'], [])", False), ("covers([], [])", False), ("size([]) == 0", True), ("size('abc') == 3", True),
    ],
)  # fmt: skip
def test_small_conditions_read_as_they_should(text: str, value: bool | None) -> None:  # noqa: FBT001
    found = evaluate(parse(text, SMALL, frozenset(LIMITS)), complete({}), LIMITS).value
    assert (found if isinstance(found, bool) else None) is value

"""What a rule is entitled to say, when there was no occasion, and what a unit sees."""

from dataclasses import replace
from typing import Literal

import pytest

from sammeter.facts import Fact, World
from sammeter.rules import Decided, Flag, Rule, Verdict
from sammeter.rules.decide import decide
from sammeter.rules.scope import unit_world
from sammeter.rules.types import RuleClass
from tests.answers.small import rule, unit, world

Settles = tuple[Literal["met", "unmet", "indicated"], ...]
B = "a.x.exists(v, v.b)"
GOOD, BAD, DARK = world({"a.x": [{"b": True}]}), world({"a.x": [{"b": False}]}), world({})


def said(one: Rule, seen: World) -> tuple[Verdict, tuple[Flag, ...]]:
    decided = decide(one, seen, {})
    return decided.verdict, decided.flags


@pytest.mark.parametrize(
    ("class_", "settles", "good", "bad"),
    [
        ("observable", (), (Verdict.MET, ()), (Verdict.UNMET, ())),
        ("observable", ("unmet",), (Verdict.UNKNOWN, ()), (Verdict.UNMET, ())),
        ("observable", ("met",), (Verdict.MET, ()), (Verdict.UNKNOWN, ())),
        ("supported", (), (Verdict.UNKNOWN, (Flag.INDICATED,)), (Verdict.UNMET, ())),
        ("supported", ("indicated",), (Verdict.UNKNOWN, (Flag.INDICATED,)), (Verdict.UNKNOWN, ())),
        ("attested", (), (Verdict.UNKNOWN, ()), (Verdict.UNKNOWN, ())),
    ],
)
def test_a_rule_settles_what_it_may(
    class_: RuleClass,
    settles: Settles,
    good: tuple[Verdict, tuple[Flag, ...]],
    bad: tuple[Verdict, tuple[Flag, ...]],
) -> None:
    one = replace(rule(1, B, class_=class_), settles=settles)
    assert said(one, GOOD) == good
    assert said(one, BAD) == bad
    assert said(one, DARK) == (Verdict.UNKNOWN, ())


def test_unmet_asks_that_there_was_an_occasion() -> None:
    one = rule(1, B, no_occasion="a.y.exists(v, v.b)")
    quiet, busy = world({"a.x": [], "a.y": [{"b": True}]}), world({"a.x": [], "a.y": []})
    assert said(one, quiet) == (Verdict.UNKNOWN, (Flag.NO_OCCASION,))
    assert said(one, busy) == (Verdict.UNMET, ())
    assert said(one, world({"a.x": []})) == (Verdict.UNKNOWN, ())
    assert said(one, world({"a.x": [{"b": True}], "a.y": [{"b": True}]})) == (Verdict.MET, ())


def test_true_without_a_single_fact_is_not_met() -> None:
    for text in ("a.x.all(v, v.b)", "size(a.x) == 0", "true", "!a.x.exists(v, v.b)"):
        decided = decide(rule(1, text), world({"a.x": []}), {})
        assert (decided.verdict, decided.missing) == (Verdict.UNKNOWN, ("a fact that shows it",))


def test_sources_read_too_long_ago_leave_everything_unknown() -> None:
    one = replace(rule(1, B), fresh_days=30)
    for collected_at, verdict in (
        ("", Verdict.MET),
        ("2025-12-02T00:00:00Z", Verdict.MET),
        ("2025-12-01T00:00:00Z", Verdict.UNKNOWN),
    ):
        decided = decide(one, replace(GOOD, collected_at=collected_at), {})
        assert decided.verdict is verdict
        assert bool(decided.missing) is (verdict is Verdict.UNKNOWN)


def test_a_rule_without_a_condition_waits_for_a_person() -> None:
    assert decide(rule(1, "", class_="attested"), GOOD, {}) == Decided(
        rule="I-SB-1-A.1", verdict=Verdict.UNKNOWN, missing=("a person's statement",)
    )


def seen_by(fact: Fact, all_: World, name: str = "app") -> list[str]:
    return [one.where for one in unit_world(all_, name, fact).of("a.x")]


def test_a_unit_sees_its_own_facts_and_those_of_everybody() -> None:
    all_ = world({"a.x": [{"app": "shop"}, {"app": "wiki"}, {}, {"apps": ["shop", "wiki"]}, {"apps": []}, {"app": ""}]})
    assert seen_by(unit("shop"), all_) == ["a.x:1", "a.x:3", "a.x:4"]
    assert seen_by(unit("wiki"), all_) == ["a.x:2", "a.x:3", "a.x:4"]
    assert seen_by(unit("shop"), all_, "component") == [f"a.x:{n}" for n in range(1, 7)]
    assert unit_world(all_, "app", unit("shop")).seen["a.x"].complete


def test_a_unit_may_be_named_by_the_field_that_others_use() -> None:
    this = Fact(kind="inv.components", where="c", source="t", fields={"component": "lib"})
    assert seen_by(this, world({"a.x": [{"component": "lib"}, {"component": "app"}]}), "component") == ["a.x:1"]


def test_of_a_unit_without_a_name_nothing_that_is_named_is_its_own_for_sure() -> None:
    nameless = Fact(kind="inv.apps", where="?", source="t", fields={})
    all_ = world({"a.x": [{"app": "shop", "b": True}, {"b": True}], "a.y": [{"b": True}]})
    own = unit_world(all_, "app", nameless)
    assert [one.where for one in own.of("a.x")] == ["a.x:2"]
    assert (own.seen["a.x"].complete, own.seen["a.y"].complete) == (False, True)

"""One activity: units and the organisation, what is evidenced, possible and declared, and the laws over all of it."""

from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sammeter.answers import Answer, Grade, Stated
from sammeter.facts import Fact, World
from sammeter.rules import Rule, Verdict
from tests.answers.small import ID, answering, ask, rule, unit, world
from tests.rules.conditions import ROWS, conditions, poorer
from tests.rules.second import AS_OF

if TYPE_CHECKING:
    from sammeter.rules.types import RuleClass, Scope

GOOD, BAD, DARK = world({"a.x": [{"b": True}]}), world({"a.x": [{"b": False}]}), world({})
B = "a.x.exists(v, v.b)"


def units(*worlds: World) -> list[tuple[Fact, World]]:
    return [(unit(f"app{n}"), one) for n, one in enumerate(worlds)]


def figures(found: Answer) -> tuple[int, int, int | None]:
    return found.evidenced, found.possible, found.declared


def test_twelve_applications_of_the_map() -> None:
    """One of twelve lies outside the population; 5 count, 2 do not, of 4 it is not known: some, up to most or all."""
    population = [(unit("out", {"out": True}), GOOD), *units(*[GOOD] * 5, *[BAD] * 2, *[DARK] * 4)]
    kept = [(unit(str(fact.fields["id"]), {"out": fact.fields.get("out", False)}), one) for fact, one in population]
    found = ask([rule(1, B)], answering(filter="!this.out"), kept)
    assert figures(found) == (1, 3, None)
    assert (found.units, found.counted, found.open) == (11, 5, 4)
    assert found.values == {
        "evidenced": Fraction(1, 4),
        "possible": Fraction(1),
        "declared": None,
        "supported": Fraction(0),
    }


def test_an_organisation_criterion_caps_the_answer_and_is_named() -> None:
    rules = [rule(1, B), rule(2, "a.y.exists(v, v.b)", scope="org")]
    one = answering()
    unmet = ask(rules, one, units(GOOD), org=world({"a.y": []}))
    unknown = ask(rules, one, units(GOOD), org=world({}))
    met = ask(rules, one, units(GOOD), org=world({"a.y": [{"b": True}]}))
    assert (figures(unmet), unmet.capped_by) == ((0, 0, None), (f"{ID}.2",))
    assert (figures(unknown), unknown.capped_by) == ((0, 3, None), (f"{ID}.2",))
    assert (figures(met), met.capped_by) == ((3, 3, None), ())


def test_a_unit_counts_only_with_all_its_criteria_and_with_counts_when() -> None:
    rules = [rule(1, B), rule(2, "a.y.exists(v, v.b)")]
    both = world({"a.x": [{"b": True}], "a.y": [{"b": True}], "b.z": [{"b": True}]})
    half = world({"a.x": [{"b": True}], "a.y": [], "b.z": [{"b": True}]})
    assert ask(rules, answering(), units(both)).evidenced == 3
    assert ask(rules, answering(), units(half)).possible == 0
    assert ask(rules, answering(counts_when="b.z.exists(v, v.b)"), units(both)).evidenced == 3
    assert ask(rules, answering(counts_when="b.z.exists(v, v.n > 0)"), units(both)).possible == 3
    assert ask(rules, answering(counts_when="b.z.exists(v, !v.b)"), units(both)).possible == 0


def test_nobody_listed_the_units_so_nothing_is_evidenced_and_all_is_possible() -> None:
    assert figures(ask([rule(1, B)], answering(), [])) == (0, 3, None)


def test_a_unit_whose_place_in_the_population_is_not_known_stays_in_and_never_lifts_the_answer() -> None:
    known = [(unit("a", {"out": False}), BAD), (unit("b", {"out": True}), GOOD)]
    doubt = [(unit("a", {"out": False}), BAD), (unit("b"), GOOD)]
    assert figures(ask([rule(1, B)], answering(filter="!this.out"), known)) == (0, 0, None)
    assert figures(ask([rule(1, B)], answering(filter="!this.out"), doubt)) == (0, 2, None)
    bad = [(unit("a", {"out": False}), GOOD), (unit("b"), BAD)]
    assert figures(ask([rule(1, B)], answering(filter="!this.out"), bad)) == (2, 3, None)


QUIET = world({"a.x": [{"b": False}], "b.z": [{"b": True}]})


def occasion(number: int = 1) -> Rule:
    return rule(number, B, no_occasion="b.z.exists(v, v.b)")


def test_a_unit_without_occasion_leaves_the_denominator() -> None:
    found = ask([occasion()], answering(), units(GOOD, QUIET))
    assert figures(found) == (3, 3, None)
    assert (found.units, found.without_occasion) == (1, 1)


def test_units_that_all_had_no_occasion_evidence_nothing() -> None:
    assert figures(ask([occasion()], answering(), units(QUIET, QUIET))) == (0, 3, None)


def test_no_occasion_for_one_criterion_excuses_no_other() -> None:
    rules = [occasion(), rule(2, "a.y.exists(v, v.b)")]
    both = world({"a.x": [{"b": True}], "a.y": [{"b": True}], "b.z": []})
    unmet = world({"a.x": [{"b": False}], "a.y": [], "b.z": [{"b": True}]})
    dark = world({"a.x": [{"b": False}], "b.z": [{"b": True}]})
    met = world({"a.x": [{"b": False}], "a.y": [{"b": True}], "b.z": [{"b": True}]})
    assert figures(ask(rules, answering(), units(both, unmet))) == (2, 2, None)
    assert figures(ask(rules, answering(), units(both, dark))) == (2, 3, None)
    assert figures(ask(rules, answering(), units(both, met))) == (3, 3, None)


def test_a_no_of_a_person_about_what_had_no_occasion_counts() -> None:
    no = Stated(criterion=f"{ID}.1", yes=False, by="ann", at=AS_OF)
    assert figures(ask([occasion()], answering(), units(GOOD, QUIET), statements=(no,))) == (2, 2, 0)


def test_the_newest_statement_on_a_criterion_counts() -> None:
    old = Stated(criterion=f"{ID}.1", yes=False, by="ann", at="2025-01-01T00:00:00Z")
    new = Stated(criterion=f"{ID}.1", yes=True, by="bob", at="2025-06-01T00:00:00Z")
    for said in ((old, new), (new, old)):
        assert figures(ask([rule(1, B)], answering(), units(DARK), statements=said)) == (0, 3, 3)


def test_a_statement_about_one_unit_leaves_the_others_alone() -> None:
    said = Stated(criterion=f"{ID}.1", yes=False, by="ann", at=AS_OF, unit="app1")
    assert figures(ask([rule(1, B)], answering(), units(GOOD, DARK), statements=(said,))) == (2, 2, 2)


def test_declared_is_silent_where_nobody_said_anything() -> None:
    other = Stated(criterion="I-SB-2-A.1", yes=True, by="ann", at=AS_OF)
    assert ask([rule(1, B)], answering(), units(GOOD), statements=(other,)).declared is None


def test_the_composition_names_how_each_part_is_proved() -> None:
    rules = [rule(1, B), rule(2, B, class_="supported"), rule(3, "", class_="attested")]
    yes = tuple(Stated(criterion=f"{ID}.{n}", yes=True, by="ann", at=AS_OF, proof_live=True) for n in (2, 3))
    found = ask(rules, answering(), units(GOOD), statements=yes)
    third = Fraction(1, 3)
    assert found.composition == {Grade.MEASURED: third, Grade.CONFIRMED: third, Grade.PROVED: third}


def test_a_rhythm_a_ladder_and_a_count_are_kept_down_by_an_unmet_criterion() -> None:
    org = world({"a.x": [{"b": True, "t": "2025-12-01T00:00:00Z"}, {"b": True, "t": "2025-01-01T00:00:00Z"}]})
    kinds = {
        "cadence": answering("cadence", population="", times="a.x.map(v, v.t)", automated="a.x.exists(v, v.b)"),
        "ladder": answering("ladder", population="", steps=[B] * 12),
        "count": answering("count", population="", steps=[B, B, B]),
    }
    for one in kinds.values():
        assert figures(ask([rule(1, B, scope="org")], one, [], org=org)) == (3, 3, None)
        assert figures(ask([rule(1, "a.x.exists(v, !v.b)", scope="org")], one, [], org=org)) == (0, 0, None)
        assert figures(ask([rule(1, "a.x.exists(v, v.n > 1)", scope="org")], one, [], org=org)) == (0, 3, None)


def test_the_steps_of_a_long_ladder_are_climbed_in_their_order() -> None:
    steps = ["true", "true", "false", *["true"] * 9]
    assert ask([rule(1, B, scope="org")], answering("ladder", population="", steps=steps), [], org=GOOD).evidenced == 2


# ---- the laws


@st.composite
def scopes(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["coverage", "staged", "cadence", "ladder", "count"]))
    own = kind in ("cadence", "ladder", "count")
    scope: st.SearchStrategy[Scope] = st.just("org") if own else st.sampled_from(["unit", "unit", "org"])
    class_: st.SearchStrategy[RuleClass] = st.sampled_from(["observable", "supported"])
    asked = st.tuples(conditions(2), scope, class_, st.just("") | conditions(1))
    rules = [
        rule(n, text, scope=where, class_=how, no_occasion=occasion)
        for n, (text, where, how, occasion) in enumerate(draw(st.lists(asked, min_size=1, max_size=3)), 1)
    ]
    texts: dict[str, Any] = {}
    if kind == "cadence":
        texts = {"times": "a.x.map(v, v.t)", "automated": "a.y.exists(v, v.b)"}
    elif own:
        texts = {"steps": draw(st.lists(conditions(1), min_size=1, max_size=4))}
    elif draw(st.booleans()):
        texts = {"filter": "this.b", "counts_when": draw(conditions(1))}
    members = [
        (unit(f"app{n}", draw(st.fixed_dictionaries({"b": st.booleans()}))), world(draw(ROWS)))
        for n in range(draw(st.integers(0, 4)))
    ]
    statements = tuple(
        Stated(criterion=f"{ID}.{n}", yes=yes, by="ann", at=AS_OF, proof_live=proof)
        for n, yes, proof in draw(st.lists(st.tuples(st.integers(1, 3), st.booleans(), st.booleans()), max_size=2))
    )
    return {
        "rules": rules, "one": answering(kind, population="" if own else "inv.apps", **texts), "units": members, "org": world(draw(ROWS)),
        "statements": statements,
    }  # fmt: skip


def _less(scope: dict[str, Any], seed: int) -> dict[str, Any]:
    chance = Random(seed)  # noqa: S311 - reproducible, not secret
    members = [
        (fact if chance.random() < 0.7 else unit(str(fact.fields["id"])), poorer(one, chance))
        for fact, one in scope["units"]
    ]
    return {**scope, "units": members, "org": poorer(scope["org"], chance)}


@given(scopes(), st.integers(0, 2**32))
@settings(max_examples=150)
def test_evidenced_stays_below_possible_and_with_less_known_only_falls(scope: dict[str, Any], seed: int) -> None:
    whole = ask(**scope)
    less = ask(**_less(scope, seed))
    least = ask(**_less(_less(scope, seed), seed + 1))
    for found in (whole, less, least):
        assert 0 <= found.evidenced <= found.possible <= 3
        assert sum(found.composition.values(), Fraction(0)) == found.values["evidenced"]
        assert found.counted + found.open <= found.units
    assert least.evidenced <= less.evidenced <= whole.evidenced
    if not scope["statements"]:  # a no that a measurement had overruled counts where the measurement is gone
        assert whole.possible <= less.possible <= least.possible


@given(scopes())
def test_a_yes_more_never_lowers_a_figure_and_a_no_more_never_lifts_one(scope: dict[str, Any]) -> None:
    bare = {**scope, "statements": ()}
    for criterion in range(1, len(scope["rules"]) + 1):
        yes, no = (
            Stated(criterion=f"{ID}.{criterion}", yes=word, by="ann", at=AS_OF, proof_live=True)
            for word in (True, False)
        )
        without, with_yes, with_no = (ask(**{**bare, "statements": said}) for said in ((), (yes,), (no,)))
        assert with_no.evidenced <= without.evidenced <= with_yes.evidenced
        assert with_no.possible <= without.possible
        if with_yes.without_occasion == without.without_occasion:  # else a yes told that a unit leaves the count
            assert without.possible <= with_yes.possible
        assert with_yes.declared is not None
        assert with_no.declared is not None
        assert with_no.declared <= with_yes.declared


@given(scopes(), st.integers(0, 99))
def test_the_order_of_units_never_matters(scope: dict[str, Any], seed: int) -> None:
    mixed = Random(seed).sample(scope["units"], len(scope["units"]))  # noqa: S311
    assert figures(ask(**scope)) == figures(ask(**{**scope, "units": mixed}))


@pytest.mark.parametrize("verdict", list(Verdict))
def test_verdicts_are_ordered_as_the_page_says(verdict: Verdict) -> None:
    assert Verdict.UNMET <= verdict <= Verdict.MET
    assert Verdict.UNMET < Verdict.UNKNOWN < Verdict.MET

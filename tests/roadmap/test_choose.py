"""The choice against brute force on small cases, and its laws on any case."""

import sys
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sammeter.data import load
from sammeter.data.starters import efforts
from sammeter.errors import DataError
from sammeter.model import Model
from sammeter.model.types import Effort
from sammeter.roadmap.choose import choose
from sammeter.roadmap.needs import needs_of
from sammeter.roadmap.order import Order, Steps, steps
from sammeter.roadmap.plan import WORTHS, Answers, Item, Phase, Plan
from sammeter.roadmap.project import project
from sammeter.roadmap.solve import Limits
from sammeter.scoring import score
from tests.roadmap.small import EFFORTS, FULL, HALF, QUARTER, model

NAMES = ("G-SM-1-A", "G-SM-2-A", "G-SM-1-B", "D-TA-1-A")
SIZES: tuple[Effort, ...] = ("small", "medium", "large")


def brute(found: Steps, budgets: tuple[Fraction | None, ...]) -> tuple[int, int]:
    """Return the most that can be gained by the end, and of that the most over time, by trying everything."""
    phases, waiting = len(budgets), found.waiting()
    best = (0, 0)
    for places in product(range(phases + 1), repeat=len(found.moves)):
        if any(places[m] > places[n] for n, earlier in enumerate(found.after) for m in earlier):
            continue
        if any(found.moves[n].activity in found.added and at < phases and all(places[m] == phases for m in waiting[n])
               for n, at in enumerate(places)):  # fmt: skip
            continue
        spent = [sum((move.effort for move, at in zip(found.moves, places, strict=True) if at == p), Fraction(0))
                 for p in range(phases)]  # fmt: skip
        if all(limit is None or used <= limit for limit, used in zip(budgets, spent, strict=True)):
            placed = [(move.gain, at) for move, at in zip(found.moves, places, strict=True) if at < phases]
            best = max(best, (sum(gain for gain, _ in placed), sum(gain * (phases - at) for gain, at in placed)))
    return best


@st.composite
def cases(draw: st.DrawFn) -> tuple[Model, Order]:
    needs = {name: tuple(draw(st.lists(st.sampled_from([n for n in NAMES if n != name]), max_size=1, unique=True)))
             for name in NAMES}  # fmt: skip
    made = model({"G-SM-A": 2, "G-SM-B": 1, "D-TA-A": 1}, needs=needs,
                 efforts={name: draw(st.sampled_from(SIZES)) for name in NAMES})  # fmt: skip
    answers = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(WORTHS))
    budget = st.one_of(st.none(), st.integers(0, 60).map(Fraction))
    targets = st.dictionaries(
        st.sampled_from(NAMES), st.sampled_from((Fraction(0), QUARTER, HALF, HALF, FULL)), max_size=3
    )
    order = Order(now=draw(answers), target=draw(targets), efforts=EFFORTS,
                  budgets=tuple(draw(st.lists(budget, min_size=1, max_size=3))))  # fmt: skip
    return made, order


def plan_of(made: Model, order: Order, phases: tuple[tuple[Item, ...], ...]) -> Plan:
    return Plan(model=made.version, name="p", efforts=order.efforts, base=order.now,
                phases=tuple(Phase(name=str(n), start="", until="", items=items) for n, items in enumerate(phases)))  # fmt: skip


def broken(
    made: Model, order: Order, phases: tuple[tuple[Item, ...], ...], budgets: tuple[Fraction | None, ...]
) -> list[str]:
    """Return every law that a choice breaks."""
    needs, found, before = needs_of(made), list[str](), dict(order.now)
    for projected, budget in zip(project(made, plan_of(made, order, phases), order.now), budgets, strict=True):
        for step in projected.steps:
            name = step.item.activity
            found += [f"{name} before {one}" for one in needs.of(name, before.get(name, Fraction(0)))
                      if projected.answers.get(one, 0) == 0]  # fmt: skip
            found += [f"{name} does not rise"] * (step.item.to <= before.get(name, 0))
            beyond = step.item.to > order.target.get(name, QUARTER)
            found += [f"{name} beyond its target"] * beyond
        found += [f"{projected.effort} of {budget}"] * (budget is not None and projected.effort > budget)
        before = dict(projected.answers)
    return found


@settings(max_examples=250)
@given(cases())
def test_no_plan_within_the_budgets_is_better_than_the_one_chosen(case: tuple[Model, Order]) -> None:
    made, order = case
    if all(budget is None for budget in order.budgets):
        order = Order(now=order.now, target=order.target, efforts=order.efforts, budgets=(None, Fraction(0)))
    found, choice = steps(made, order), choose(made, order)
    end, total = brute(found, order.budgets)
    assert choice.gained_end == end * found.unit
    assert choice.gained_sum == total * found.unit
    assert choice.proven
    assert (choice.best_end, choice.best_sum) == (choice.gained_end, choice.gained_sum)
    projected = project(made, plan_of(made, order, choice.phases), order.now)
    assert projected[-1].scores.overall - score(made, order.now).overall == choice.gained_end
    assert sum(one.scores.overall - score(made, order.now).overall for one in projected) == choice.gained_sum


@settings(max_examples=250)
@given(cases())
def test_a_plan_breaks_no_prerequisite_and_no_budget(case: tuple[Model, Order]) -> None:
    made, order = case
    choice = choose(made, order)
    assert broken(made, order, choice.phases, choice.budgets) == []


@given(cases())
def test_what_is_left_is_listed_with_its_reason_and_nothing_else_is(case: tuple[Model, Order]) -> None:
    made, order = case
    choice = choose(made, order)
    reached: Answers = project(made, plan_of(made, order, choice.phases), order.now)[-1].answers
    short = {name for name, wanted in order.target.items() if reached.get(name, 0) < wanted}
    assert {one.activity for one in choice.left} == short
    assert all(one.why and one.comes_to == reached.get(one.activity, 0) for one in choice.left)


@given(cases())
def test_the_same_order_gives_the_same_choice(case: tuple[Model, Order]) -> None:
    made, order = case
    assert choose(made, order) == choose(made, order)


def two(now: Answers | None = None, **budgets: int) -> Order:
    return Order(now=now or {}, target={"G-SM-1-A": QUARTER, "D-TA-1-A": QUARTER}, efforts=EFFORTS,
                 budgets=tuple(Fraction(one) for one in budgets.values()))  # fmt: skip


def test_among_equals_the_one_that_the_model_names_first_comes_first() -> None:
    made = model({"G-SM-A": 1, "D-TA-A": 1})
    choice = choose(made, two(first=2, second=2))
    assert [[item.activity for item in items] for items in choice.phases] == [["G-SM-1-A"], ["D-TA-1-A"]]


def test_among_equals_the_cheaper_one_is_kept_when_one_must_stay() -> None:
    made = model({"G-SM-A": 1, "D-TA-A": 1}, efforts={"G-SM-1-A": "medium"})
    choice = choose(made, two(only=9))
    assert [[item.activity for item in items] for items in choice.phases] == [["D-TA-1-A"]]
    assert [(one.activity, one.why) for one in choice.left] == [
        ("G-SM-1-A", "its next step takes 8 days; left in the phases: 7")
    ]


def test_a_step_larger_than_every_phase_says_so() -> None:
    made = model({"G-SM-A": 1, "D-TA-A": 1}, efforts={"G-SM-1-A": "large"})
    choice = choose(made, two(one=9, two=20))
    assert choice.left[0].why == "its next step takes 24 days, more than any phase has (20 days)"


def test_what_is_needed_is_planned_although_no_target_asks_for_it() -> None:
    made = model({"G-SM-A": 1, "D-TA-A": 2}, needs={"D-TA-1-A": ("G-SM-1-A",)})
    order = Order(now={}, target={"D-TA-2-A": HALF}, efforts=EFFORTS, budgets=(None,))
    choice = choose(made, order)
    assert choice.added == ("D-TA-1-A", "G-SM-1-A")
    assert {(item.activity, item.to) for item in choice.phases[0]} == {
        ("G-SM-1-A", QUARTER), ("D-TA-1-A", QUARTER), ("D-TA-2-A", HALF),
    }  # fmt: skip


def test_a_target_of_no_is_respected_and_what_needs_it_is_left() -> None:
    made = model({"G-SM-A": 1, "D-TA-A": 2}, needs={"D-TA-1-A": ("G-SM-1-A",)})
    order = Order(now={}, target={"D-TA-2-A": HALF, "G-SM-1-A": Fraction(0)}, efforts=EFFORTS, budgets=(None,))
    choice = choose(made, order)
    assert choice.phases == ((),)
    assert [(one.activity, one.why) for one in choice.left] == [("D-TA-2-A", "needs D-TA-1-A, which is to stay at No")]


def test_without_budgets_the_work_is_spread_evenly_and_nothing_is_left() -> None:
    made = model({"G-SM-A": 3, "G-SM-B": 3, "D-TA-A": 3, "D-TA-B": 3})
    order = Order(now={}, target={a.id: FULL for a in made.activities()}, efforts=EFFORTS, budgets=(None,) * 4)
    choice = choose(made, order)
    assert choice.left == ()
    assert choice.budgets == (Fraction(16),) * 4
    assert choice.proven


def test_what_was_added_and_helps_nothing_stays_out() -> None:
    made = model({"G-SM-A": 1, "D-TA-A": 1}, needs={"D-TA-1-A": ("G-SM-1-A",)}, efforts={"D-TA-1-A": "large"})
    order = Order(now={}, target={"D-TA-1-A": FULL}, efforts=EFFORTS, budgets=(Fraction(10),))
    assert choose(made, order).phases == ((),)


def test_needs_in_a_ring_are_planned_together() -> None:
    made = model({"G-SM-A": 1, "D-TA-A": 1}, needs={"D-TA-1-A": ("G-SM-1-A",), "G-SM-1-A": ("D-TA-1-A",)})
    choice = choose(made, two(one=2, two=4))
    assert [len(items) for items in choice.phases] == [0, 2]


def shipped(phases: int, budget: int) -> tuple[Model, Order]:
    """Return the whole model from No to the top."""
    made = load().model
    return made, Order(now={}, target={a.id: FULL for a in made.activities()}, efforts=efforts(load()),
                       budgets=(Fraction(budget),) * phases)  # fmt: skip


def test_a_search_that_is_stopped_says_how_far_from_the_bound_it_is_and_breaks_no_law() -> None:
    made, order = shipped(4, 200)
    choice = choose(made, order, Limits(nodes=1, seconds=0.2))
    assert not choice.proven
    assert choice.gained_end <= choice.best_end
    assert choice.gained_sum <= choice.best_sum
    assert broken(made, order, choice.phases, choice.budgets) == []


def test_the_whole_model_in_four_phases_of_an_even_budget_is_solved_to_the_optimum() -> None:
    made, order = shipped(4, 658)
    choice = choose(made, order)
    assert choice.proven
    assert choice.left == ()
    assert project(made, plan_of(made, order, choice.phases), order.now)[-1].scores.overall == 3
    assert broken(made, order, choice.phases, choice.budgets) == []


def test_without_the_solver_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    with pytest.raises(DataError) as caught:
        choose(model({"G-SM-A": 1, "D-TA-A": 1}), two(one=2))
    assert caught.value.hint == "pip install 'sammeter[roadmap]'"


def test_the_solver_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    choose(model({"G-SM-A": 1, "D-TA-A": 1}), two(one=2))
    assert capfd.readouterr() == ("", "")


def test_a_tie_is_not_settled_so_that_help_is_for_nothing() -> None:
    """The cheaper step of equal gain must stay out: with it in place of the dear one, what was added would help nobody."""
    made = model({"G-SM-A": 1, "D-TA-A": 1, "V-ST-A": 1}, needs={"D-TA-1-A": ("G-SM-1-A",)},
                 efforts={"D-TA-1-A": "large", "V-ST-1-A": "medium"})  # fmt: skip
    order = Order(now={}, target={"D-TA-1-A": QUARTER, "V-ST-1-A": QUARTER}, efforts=EFFORTS, budgets=(Fraction(26),))
    assert [item.activity for item in choose(made, order).phases[0]] == ["G-SM-1-A", "D-TA-1-A"]

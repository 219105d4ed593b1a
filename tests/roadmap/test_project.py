"""A plan played forward, what-if, and the reasons of steps."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sammeter.roadmap.explain import best_first, why
from sammeter.roadmap.needs import missing
from sammeter.roadmap.plan import WORTHS, Item, Phase, Plan, targets_of
from sammeter.roadmap.project import project
from sammeter.roadmap.whatif import what_if
from sammeter.scoring import score
from tests.roadmap.small import EFFORTS, FULL, HALF, QUARTER, model

MODEL = model(
    {"G-SM-A": 2, "G-SM-B": 1, "D-TA-A": 1}, needs={"D-TA-1-A": ("G-SM-1-B",)}, efforts={"G-SM-2-A": "medium"}
)


def plan(*phases: tuple[Item, ...]) -> Plan:
    return Plan(model="2.2.0", name="p", efforts=EFFORTS,
                phases=tuple(Phase(name=f"Phase {n}", start=f"2027-0{n}-01", until=f"2027-0{n}-28", items=items)
                             for n, items in enumerate(phases, 1)))  # fmt: skip


def test_each_phase_stands_on_the_one_before() -> None:
    first, second = project(
        MODEL, plan((Item(activity="G-SM-1-A", to=HALF),), (Item(activity="G-SM-2-A", to=FULL),)), {"G-SM-1-B": FULL}
    )
    assert first.answers == {"G-SM-1-B": FULL, "G-SM-1-A": HALF}
    assert second.answers == {"G-SM-1-B": FULL, "G-SM-1-A": HALF, "G-SM-2-A": FULL}
    assert (first.scores, second.scores) == (score(MODEL, first.answers), score(MODEL, second.answers))
    assert (first.effort, second.effort) == (Fraction(13, 4), Fraction(20))


def test_a_stated_effort_wins_and_costs_are_added_up() -> None:
    items = (
        Item(activity="G-SM-1-A", to=HALF, effort=Fraction(7), cost=Fraction(100)),
        Item(activity="D-TA-1-A", to=QUARTER, cost=Fraction(1, 2)),
    )
    (only,) = project(MODEL, plan(items), {})
    assert (only.effort, only.cost) == (Fraction(9), Fraction(201, 2))


def test_what_is_reached_already_takes_and_brings_nothing() -> None:
    (only,) = project(
        MODEL, plan((Item(activity="G-SM-1-A", to=HALF, effort=Fraction(7), cost=Fraction(100)),)), {"G-SM-1-A": FULL}
    )
    assert (only.effort, only.cost, only.answers) == (Fraction(0), Fraction(0), {"G-SM-1-A": FULL})
    assert why(only.steps[0], frozenset()) == "is reached already"


@given(st.dictionaries(st.sampled_from([a.id for a in MODEL.activities()]), st.sampled_from(WORTHS)),
       st.lists(st.dictionaries(st.sampled_from([a.id for a in MODEL.activities()]), st.sampled_from(WORTHS)), min_size=1, max_size=3))  # fmt: skip
def test_no_phase_lowers_a_score_and_gains_add_up(now: dict[str, Fraction], phases: list[dict[str, Fraction]]) -> None:
    found = project(MODEL, plan(*(tuple(Item(activity=a, to=to) for a, to in one.items()) for one in phases)), now)
    before = score(MODEL, now)
    for one in found:
        assert one.scores.overall - before.overall == sum(step.overall_gain for step in one.steps)
        for practice, value in one.scores.practices.items():
            gained = sum(step.practice_gain for step in one.steps if step.practice == practice)
            assert value - before.practices[practice] == gained >= 0
        before = one.scores


def test_a_step_says_what_it_brings_needs_and_opens() -> None:
    (only,) = project(MODEL, plan((Item(activity="G-SM-1-B", to=FULL), Item(activity="D-TA-1-A", to=QUARTER))), {})
    planned = frozenset({"G-SM-1-B", "D-TA-1-A"})
    assert [why(step, planned) for step in only.steps] == [
        "raises G-SM by 0.5 and the whole by 0.25 for 5 days (5 per 100 days); opens D-TA-1-A",
        "raises D-TA by 0.25 and the whole by 0.125 for 2 days (6.25 per 100 days); needs G-SM-1-B",
    ]
    assert [step.item.activity for step in best_first(only.steps)] == ["D-TA-1-A", "G-SM-1-B"]


def test_a_prerequisite_that_comes_too_late_names_its_phase() -> None:
    late = plan(
        (Item(activity="D-TA-1-A", to=HALF), Item(activity="G-SM-2-A", to=HALF)),
        (Item(activity="G-SM-1-B", to=QUARTER),),
    )
    assert [(one.activity, one.needs, one.phase, one.planned) for one in missing(MODEL, late, {})] == [
        ("D-TA-1-A", "G-SM-1-B", 0, 1), ("G-SM-2-A", "G-SM-1-A", 0, None),
    ]  # fmt: skip
    assert missing(MODEL, late, {"G-SM-1-B": QUARTER, "G-SM-1-A": QUARTER}) == ()


def test_the_level_below_is_not_asked_for_once_the_activity_is_above_no() -> None:
    further = plan((Item(activity="G-SM-2-A", to=HALF),))
    assert [one.needs for one in missing(MODEL, further, {})] == ["G-SM-1-A"]
    assert missing(MODEL, further, {"G-SM-2-A": QUARTER}) == ()


def test_the_targets_of_a_class_win_over_those_of_all() -> None:
    targets = {"all": {"A": HALF, "B": HALF}, "high": {"B": FULL, "C": QUARTER}, "low": {"A": Fraction(0)}}
    assert targets_of(targets, "high") == {"A": HALF, "B": FULL, "C": QUARTER}
    assert targets_of(targets, "low") == {"A": Fraction(0), "B": HALF}
    assert targets_of(targets, "") == targets_of(targets, "all") == {"A": HALF, "B": HALF}


def test_what_if_tells_both_scores_and_what_would_be_missing() -> None:
    made = what_if(MODEL, {"G-SM-1-A": FULL}, {"D-TA-1-A": HALF, "G-SM-1-A": Fraction(0)}, {"D-TA-1-A": FULL})
    assert made.changes == {"D-TA-1-A": (Fraction(0), HALF), "G-SM-1-A": (FULL, Fraction(0))}
    assert (made.before.practices["G-SM"], made.after.practices["G-SM"]) == (HALF, Fraction(0))
    assert made.missing == {"D-TA-1-A": ("G-SM-1-B",)}
    assert made.target_before is not None
    assert made.target_after is not None
    assert (made.target_before.share, made.target_after.share) == (Fraction(0), HALF)

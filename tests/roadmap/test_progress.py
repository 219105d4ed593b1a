"""Progress by a date and towards the target."""

from dataclasses import replace
from fractions import Fraction

from sammeter.roadmap.plan import Item, Phase, Plan
from sammeter.roadmap.progress import to_date, to_target
from tests.roadmap.small import EFFORTS, FULL, HALF, QUARTER, model

MODEL = model({"G-SM-A": 1, "D-TA-A": 1})
PLAN = Plan(
    model="2.2.0", name="p", efforts=EFFORTS, base={"G-SM-1-A": QUARTER},
    phases=(
        Phase(name="One", start="2027-01-01", until="2027-06-30", items=(Item(activity="G-SM-1-A", to=HALF),)),
        Phase(name="Two", start="2027-07-01", until="2027-12-31",
              items=(Item(activity="G-SM-1-A", to=FULL), Item(activity="D-TA-1-A", to=QUARTER))),
    ),
)  # fmt: skip


def test_progress_is_what_is_reached_of_the_target() -> None:
    found = to_target(MODEL, {"G-SM-1-A": HALF}, {"G-SM-1-A": FULL, "D-TA-1-A": FULL})
    assert (found.reached.overall, found.of.overall, found.share) == (QUARTER, FULL, QUARTER)
    assert found.beyond == 0


def test_what_lies_beyond_one_target_does_not_make_up_for_another() -> None:
    found = to_target(MODEL, {"G-SM-1-A": FULL}, {"G-SM-1-A": HALF, "D-TA-1-A": HALF})
    assert found.share == HALF
    assert found.beyond == QUARTER


def test_without_a_target_there_is_no_share() -> None:
    assert to_target(MODEL, {"G-SM-1-A": FULL}, {"D-TA-1-A": Fraction(0)}).share is None


def test_a_phase_is_due_on_the_day_after_its_last() -> None:
    on = to_date(MODEL, PLAN, {"G-SM-1-A": QUARTER}, "2027-06-30")
    assert (on.due, on.overdue, on.should.overall) == (0, (), Fraction(1, 8))
    assert on.current == PLAN.phases[0]
    after = to_date(MODEL, PLAN, {"G-SM-1-A": QUARTER}, "2027-07-01")
    assert (after.due, after.done, after.should.overall, after.now.overall) == (1, 0, QUARTER, Fraction(1, 8))
    assert [(one.item.activity, one.item.to, one.now, one.phase.name) for one in after.overdue] == [
        ("G-SM-1-A", HALF, QUARTER, "One")
    ]
    assert after.current == PLAN.phases[1]


def test_an_item_that_goes_further_later_is_overdue_once_at_where_it_should_be() -> None:
    found = to_date(MODEL, PLAN, {"G-SM-1-A": HALF, "D-TA-1-A": FULL}, "2028-01-01")
    assert (found.due, found.done, found.current) == (2, 1, None)
    assert [(one.item.to, one.phase.name) for one in found.overdue] == [(FULL, "Two")]


def test_a_plan_that_does_not_say_where_it_starts_starts_from_no() -> None:
    assert to_date(MODEL, replace(PLAN, base=None), {}, "2027-07-01").should.overall == QUARTER

"""From shares, dates and steps to one of four positions, with the lowest and the highest that it can be."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.answers.positions import Band, cadence, count, coverage, ladder, measured_share, of_share, staged
from sammeter.rules import Verdict
from sammeter.rules.values import UNKNOWN, Bag, Computed, Number, Result
from tests.rules.conditions import moment
from tests.rules.second import AS_OF

MOST = Fraction(4, 5)


@pytest.mark.parametrize(
    ("part", "whole", "position"),
    [
        (0, 5, 0),
        (1, 100, 1),
        (49, 100, 1),
        (1, 2, 2),
        (79, 100, 2),
        (4, 5, 3),
        (1, 1, 3),
        (3, 4, 2),
        (2, 3, 2),
        (999, 1000, 3),
    ],
)
def test_the_borders_of_a_share_belong_to_the_better_answer(part: int, whole: int, position: int) -> None:
    assert of_share(Fraction(part, whole), MOST) == position


def test_twelve_applications_of_which_one_is_left_out_as_in_the_map() -> None:
    assert coverage(5, 4, 11, MOST) == Band(1, 3)
    assert of_share(Fraction(5, 11), MOST) == 1
    assert of_share(Fraction(9, 11), MOST) == 3


def test_with_fewer_than_five_units_most_means_all() -> None:
    for units in range(1, 5):
        assert coverage(units, 0, units, MOST) == Band(3, 3)
        assert coverage(units - 1, 0, units, MOST).high < 3


def test_a_population_that_nobody_listed_could_be_anything() -> None:
    assert coverage(0, 0, 0, MOST) == Band(0, 3)


COUNTS = st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))


@given(COUNTS)
def test_evidenced_is_never_above_possible_and_more_units_that_count_never_lower_it(
    counts: tuple[int, int, int],
) -> None:
    sure, maybe, never = counts
    units = sure + maybe + never
    band = coverage(sure, maybe, units, MOST)
    assert 0 <= band.low <= band.high <= 3
    if maybe:
        better, worse = coverage(sure + 1, maybe - 1, units, MOST), coverage(sure, maybe - 1, units, MOST)
        assert band.low <= better.low <= better.high <= band.high
        assert band.low <= worse.low <= worse.high <= band.high
    for org in Verdict:
        step = staged(org, sure, maybe, units, MOST)
        assert 0 <= step.low <= step.high <= 3


@pytest.mark.parametrize(
    ("org", "sure", "maybe", "units", "band"),
    [
        (Verdict.UNMET, 5, 0, 5, Band(0, 0)), (Verdict.UNKNOWN, 5, 0, 5, Band(0, 3)), (Verdict.UNKNOWN, 0, 0, 5, Band(0, 1)),
        (Verdict.MET, 0, 0, 5, Band(1, 1)), (Verdict.MET, 1, 0, 5, Band(2, 2)), (Verdict.MET, 4, 0, 5, Band(3, 3)),
        (Verdict.MET, 3, 0, 4, Band(2, 2)), (Verdict.MET, 0, 5, 5, Band(1, 3)), (Verdict.MET, 0, 0, 0, Band(1, 3)),
    ],
)  # fmt: skip
def test_an_introduction_in_stages(org: Verdict, sure: int, maybe: int, units: int, band: Band) -> None:
    assert staged(org, sure, maybe, units, MOST) == band


def bag(*ago: float, open_: bool = False) -> Bag:
    return Bag(tuple(moment(days) for days in ago), (), open_)


@pytest.mark.parametrize(
    ("times", "automated", "band"),
    [
        (bag(), True, Band(0, 0)),
        (bag(800), True, Band(0, 0)),
        (bag(10), True, Band(1, 1)),
        (bag(10, 10), True, Band(1, 1)),
        (bag(10, 370), False, Band(2, 2)),
        (bag(10, 370), True, Band(3, 3)),
        (bag(10, 370), UNKNOWN, Band(2, 3)),
        (bag(10, 480), False, Band(1, 1)),
        (bag(500, 600), True, Band(1, 1)),
        (bag(10, 100, 1000), True, Band(1, 1)),
        (bag(10, 300, 1000), True, Band(3, 3)),
        (bag(open_=True), True, Band(0, 3)),
        (bag(10, open_=True), True, Band(1, 3)),
        (bag(10, 300, 640, open_=True), True, Band(3, 3)),
        (bag(10, 300, 640, open_=True), False, Band(2, 3)),
        (bag(10, 100, open_=True), True, Band(1, 3)),
        (UNKNOWN, True, Band(0, 3)),
        (Bag(("no time",)), True, Band(0, 3)),
        (Bag(("", "")), True, Band(0, 0)),
    ],
)
def test_a_rhythm_of_a_year(times: Computed, automated: Computed, band: Band) -> None:
    """Nothing in two years is No; once, or a silence over 1.25 years, is ad hoc; else regular, with triggers continuous."""
    assert cadence(times, AS_OF, 365, automated) == band


@given(
    st.lists(st.integers(0, 900), max_size=6),
    st.sampled_from([30, 92, 365]),
    st.sampled_from([True, False, UNKNOWN]),
    st.data(),
)
def test_a_rhythm_of_which_less_is_known_lies_around_the_whole_one(
    ago: list[int], interval: int, automated: Computed, data: st.DataObject
) -> None:
    whole = cadence(bag(*ago), AS_OF, interval, automated)
    kept = data.draw(st.lists(st.sampled_from(ago), unique=True)) if ago else []
    less = cadence(bag(*kept, open_=True), AS_OF, interval, automated)
    assert 0 <= less.low <= whole.low <= whole.high <= less.high <= 3


def results(*values: object) -> list[Result]:
    return [Result(value) for value in values]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("steps", "climbed", "counted"),
    [
        ((), Band(0, 0), Band(0, 0)), ((True, True, True), Band(3, 3), Band(3, 3)), ((True, False, True), Band(1, 1), Band(2, 2)),
        ((False, True, True), Band(0, 0), Band(2, 2)), ((UNKNOWN, True), Band(0, 2), Band(1, 2)), ((True, UNKNOWN, True), Band(1, 3), Band(2, 3)),
        ((True, UNKNOWN, False), Band(1, 2), Band(1, 2)), ((True,) * 5, Band(3, 3), Band(3, 3)),
    ],
)  # fmt: skip
def test_ladders_and_counts(steps: tuple[object, ...], climbed: Band, counted: Band) -> None:
    assert ladder(results(*steps)) == climbed
    assert count(results(*steps)) == counted


@pytest.mark.parametrize(
    ("share", "band"),
    [(0.0, Band(0, 0)), (0.8, Band(3, 3)), (0.79, Band(2, 2)), (0.5, Band(2, 2)), (0.1, Band(1, 1)), (7, Band(3, 3)), (UNKNOWN, Band(0, 3)),
     (Number(0.0, float("inf")), Band(0, 3)), (Number(0.4, 0.6), Band(1, 2)), ("text", Band(0, 3))],
)  # fmt: skip
def test_a_computed_share_is_placed_like_a_counted_one(share: float, band: Band) -> None:
    assert measured_share(share, MOST) == band

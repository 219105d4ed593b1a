"""From shares, dates and steps to a position 0 to 3 in an answer set, with the lowest and the highest it can be."""

from dataclasses import dataclass
from fractions import Fraction

from sammeter.rules import Verdict
from sammeter.rules.functions import happened, maxgap
from sammeter.rules.values import UNKNOWN, Bag, Computed, Result, as_number

TOP = 3


@dataclass(frozen=True, slots=True)
class Band:
    """A position that is at least `low` and at most `high`."""

    low: int
    high: int


def of_share(share: Fraction, most: Fraction) -> int:
    """Return the position of a share: none, some, at least half, most or all (from `most`)."""
    if share <= 0:
        return 0
    if share < Fraction(1, 2):
        return 1
    return 2 if share < most else TOP


def coverage(sure: int, maybe: int, units: int, most: Fraction) -> Band:
    """Return the band of a population of `units` of which `sure` count and `maybe` are unknown; none known: 0 to 3."""
    if units == 0:
        return Band(0, TOP)
    return Band(of_share(Fraction(sure, units), most), of_share(Fraction(sure + maybe, units), most))


def measured_share(value: Computed, most: Fraction) -> Band:
    """Return the band of a share that a condition computed."""
    number = as_number(value)
    if number is None:
        return Band(0, TOP)
    low, high = (of_share(Fraction(end).limit_denominator(10**6), most) for end in (number.low, min(number.high, 1.0)))
    return Band(low, high)


def staged(org: Verdict, sure: int, maybe: int, units: int, most: Fraction) -> Band:
    """Return the band of a staged introduction: started with the organisation's part, then in part, then entirely."""

    def stage(counted: int) -> int:
        if counted == 0 or units == 0:
            return 1
        return TOP if Fraction(counted, units) >= most else 2

    low = stage(sure) if org is Verdict.MET else 0
    high = TOP if units == 0 else stage(sure + maybe)
    return Band(low, high if org is not Verdict.UNMET else 0)


def cadence(times: Computed, as_of: str, interval: int, automated: Computed) -> Band:
    """Return the band of a rhythm: nothing in two intervals, ad hoc (once, or a gap over 1.25), regular, continuous."""
    if not isinstance(times, Bag):
        return Band(0, TOP)
    window = 2 * interval
    longest = as_number(maxgap(as_of, times, window))
    if longest is None:
        return Band(0, TOP)
    if longest.low > window:
        return Band(0, 0)
    once = len({int(ago) for ago in happened(as_of, times) if 0 <= ago <= window}) < 2
    regular = not once and longest.high <= interval * Fraction(5, 4)
    low = _rhythm(regular=regular, automated=automated is True)
    return Band(low, _rhythm(regular=regular, automated=automated is not False) if longest.low == longest.high else TOP)


def _rhythm(*, regular: bool, automated: bool) -> int:
    if not regular:
        return 1
    return TOP if automated else 2


def ladder(steps: list[Result]) -> Band:
    """Return the band of a ladder: a step counts only if all lower ones do."""

    def climbed(fine: tuple[object, ...]) -> int:
        count = 0
        for step in steps:
            if not any(step.value is value for value in fine):
                break
            count += 1
        return min(count, TOP)

    return Band(climbed((True,)), climbed((True, UNKNOWN)))


def count(steps: list[Result]) -> Band:
    """Return the band of a count of true steps."""
    sure = sum(step.value is True for step in steps)
    maybe = sum(not isinstance(step.value, bool) for step in steps)
    return Band(min(sure, TOP), min(sure + maybe, TOP))

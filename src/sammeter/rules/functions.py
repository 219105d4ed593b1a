"""The few functions of the rule language, each over values that may be unknown."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from math import inf, isnan

from sammeter.facts import NEVER
from sammeter.rules.values import UNKNOWN, Bag, Computed, Number, Plain, as_number, facts_of, size

NEVER_DAYS = 99_999
_DAY = 86_400
_SEVERITY = {"none": 0, "info": 1, "low": 2, "medium": 3, "high": 4, "critical": 5}


def moment(text: Computed) -> datetime | None:
    """Read an RFC 3339 time; None if it is empty or no time."""
    if not isinstance(text, str) or not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def age(as_of: str, time: Computed) -> Computed:
    """Return whole days from `time` to `as_of`; a time known never to have happened gives 99999."""
    if time == "":
        return NEVER_DAYS
    return _days(time, as_of)


def days(first: Computed, second: Computed) -> Computed:
    """Return whole days from `first` to `second`; unknown if either is empty."""
    return _days(first, second)


def _days(first: Computed, second: Computed) -> Computed:
    start, end = moment(first), moment(second)
    if start is None or end is None:
        return UNKNOWN
    return int((end - start).total_seconds() // _DAY)


def before(first: Computed, second: Computed) -> Computed:
    """Tell whether both times are set and the first is earlier."""
    if "" in (first, second):
        return False
    start, end = moment(first), moment(second)
    return UNKNOWN if start is None or end is None else start < end


def share(part: Computed, whole: Computed) -> Computed:
    """Return size(part)/size(whole) with its bounds; `part` is a filter of `whole`. Unknown if `whole` may be empty."""
    if not (isinstance(part, Bag) and isinstance(whole, Bag)):
        return UNKNOWN
    held, maybe = set(part.sure), set(part.maybe)
    if not whole.sure:
        return UNKNOWN
    sure = sum(item in held for item in whole.sure)
    never = [item for item in whole.sure if item not in held and item not in maybe]
    low = 0.0 if whole.open else sure / (len(whole.sure) + len(whole.maybe))
    high_part = sure + len(part.maybe)
    high = 1.0 if whole.open else high_part / (high_part + len(never)) if high_part else 0.0
    return Number(low, high, facts_of(part.sure), facts_of(tuple(never)))


def covers(held: Computed, wanted: Computed) -> Computed:
    """Tell whether every member of the non-empty list `wanted` is in `held`."""
    if not (isinstance(held, Bag) and isinstance(wanted, Bag)):
        return UNKNOWN
    closed = not (wanted.maybe or wanted.open)
    if not wanted.sure and closed:
        return False
    if all(item in held.sure for item in wanted.sure):
        return True if closed and wanted.sure else UNKNOWN
    settled = not (held.maybe or held.open)
    return False if settled else UNKNOWN


def uniq(bag: Computed) -> Computed:
    """Return the list without doubles."""
    if not isinstance(bag, Bag):
        return UNKNOWN
    sure = tuple(dict.fromkeys(bag.sure))
    maybe = tuple(item for item in dict.fromkeys(bag.maybe) if item not in sure)
    return Bag(sure, maybe, bag.open)


def flat(bag: Computed) -> Computed:
    """Join a list of lists into one."""
    if not isinstance(bag, Bag):
        return UNKNOWN
    inner = [item for item in bag.sure if isinstance(item, Bag)]
    unsure = bool(bag.maybe) or bag.open or len(inner) < len(bag.sure) or any(item.open or item.maybe for item in inner)
    return Bag(tuple(member for item in inner for member in item.sure), (), unsure)


def maxgap(as_of: str, times: Computed, window: Computed) -> Computed:
    """Return the longest stretch of days without an event in the last `window` days, edges counted.

    The window starts at the first event where that is later, so that a practice that began within it is not blamed
    for the time before; 99999 without events. A time that is set to empty is no event; one that cannot be read is an
    event that is not known, and such could shorten or lengthen the stretch within the bounds that are returned.
    """
    if not (isinstance(times, Bag) and isinstance(window, (int, float))) or moment(as_of) is None:
        return UNKNOWN
    ago = happened(as_of, times)
    unsure = bool(times.maybe) or times.open or len(ago) < sum(item != NEVER for item in times.sure)
    inside = sorted(days_ago for days_ago in ago if 0 <= days_ago <= window)
    if not inside:
        return UNKNOWN if unsure else NEVER_DAYS
    began_before = any(days_ago > window for days_ago in ago)
    longest = _stretch([0.0, *inside, window] if began_before else [0.0, *inside])
    if not unsure:
        return int(longest)
    return Number(0, int(max(longest, window - inside[-1])))


def happened(as_of: str, times: Bag) -> list[float]:
    """Return how many days before `as_of` each event was whose time can be read."""
    end = moment(as_of)
    known = [when for item in times.sure if isinstance(item, str) and (when := moment(item)) is not None]
    return [] if end is None else [(end - when).total_seconds() / _DAY for when in known]


def _stretch(ascending: list[float]) -> float:
    return max((later - sooner for sooner, later in pairwise(ascending)), default=0.0)


def sev(word: Computed) -> Computed:
    """Return the rank of a severity word, none 0 to critical 5; unknown for any other word."""
    return _SEVERITY.get(word, UNKNOWN) if isinstance(word, str) else UNKNOWN


def contains(held: Computed, item: Plain) -> Computed:
    """Tell whether `item` is a member of a list, as far as its members are known."""
    if not isinstance(held, Bag):
        return UNKNOWN
    if item in held.sure:
        return True
    return UNKNOWN if held.open or held.maybe else False


def compare(operator: str, left: Computed, right: Computed) -> Computed:
    """Compare two values; with bounds, true or false only if it holds over the whole range."""
    first, second = as_number(left), as_number(right)
    if first is not None and second is not None:
        return _ranges(operator, first, second)
    if type(left) is not type(right) or not isinstance(left, (str, bool)):
        return UNKNOWN
    return _plain(operator, left, right)


_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


def _ranges(operator: str, first: Number, second: Number) -> Computed:
    if operator in ("==", "!="):
        if first.low == first.high == second.low == second.high:
            return operator == "=="
        apart = first.high < second.low or second.high < first.low
        return operator == "!=" if apart else UNKNOWN
    test = _ORDER[operator]
    ends = {test(a, b) for a in (first.low, first.high) for b in (second.low, second.high)}
    return ends.pop() if len(ends) == 1 else UNKNOWN


def _plain(operator: str, left: Computed, right: Computed) -> Computed:
    if operator in ("==", "!="):
        return (left == right) is (operator == "==")
    if isinstance(left, str) and isinstance(right, str):
        return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]
    return UNKNOWN


def calculate(operator: str, left: Computed, right: Computed) -> Computed:
    """Add, subtract or multiply two numbers with bounds."""
    first, second = as_number(left), as_number(right)
    if first is None or second is None:
        return UNKNOWN
    if operator == "+":
        return _number(first.low + second.low, first.high + second.high)
    if operator == "-":
        return _number(first.low - second.high, first.high - second.low)
    ends = [a * b for a in (first.low, first.high) for b in (second.low, second.high) if not isnan(a * b)]
    return _number(min(ends), max(ends)) if ends else UNKNOWN


def _number(low: float, high: float) -> Computed:
    if isnan(low) or isnan(high):
        return UNKNOWN
    return low if low == high and abs(low) != inf else Number(low, high)


def length(value: Computed) -> Computed:
    """Count the members of a list, or the characters of a text."""
    if isinstance(value, Bag):
        return size(value)
    return len(value) if isinstance(value, str) else UNKNOWN


def _of_texts(test: Callable[[str, str], bool]) -> Callable[[Computed, Computed], Computed]:
    def tested(text: Computed, part: Computed) -> Computed:
        return test(text, part) if isinstance(text, str) and isinstance(part, str) else UNKNOWN

    return tested


TABLE: dict[str, Callable[..., Computed]] = {
    "size": length, "days": days, "before": before, "share": share, "covers": covers, "uniq": uniq, "flat": flat,
    "sev": sev, "startsWith": _of_texts(str.startswith), "endsWith": _of_texts(str.endswith),
    "contains": _of_texts(str.__contains__),
}  # fmt: skip
"""The functions and methods that need nothing but their values."""

"""A second implementation of the rule language: cel-python for the grammar, the functions written anew from their table.

All numbers are doubles here, since CEL compares no integer with a double and the rules do.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import celpy
from celpy import celtypes
from celpy.evaluation import CELEvalError

from sammeter.facts import Fact
from tests.rules.worlds import fact

AS_OF = "2026-01-01T00:00:00Z"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FORM = "%Y-%m-%dT%H:%M:%SZ"
_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.])")
_TEXT = re.compile(r"('[^']*'|\"[^\"]*\")")


class Undecided(Exception):  # noqa: N818 - no failure, an outcome
    """CEL has an error here; then ours may be unknown."""


def _when(text: Any) -> datetime:
    return datetime.strptime(str(text), FORM).replace(tzinfo=UTC)


def _whole_days(span: timedelta) -> celtypes.DoubleType:
    return celtypes.DoubleType(span.days)


def _age(text: Any) -> Any:
    return celtypes.DoubleType(99_999) if text == "" else _whole_days(NOW - _when(text))


def _days(first: Any, second: Any) -> Any:
    return _whole_days(_when(second) - _when(first))


def _before(first: Any, second: Any) -> Any:
    return celtypes.BoolType(first != "" and second != "" and _when(first) < _when(second))


def _share(part: Any, whole: Any) -> Any:
    if not whole:
        raise ValueError("share of nothing")
    return celtypes.DoubleType(len(part) / len(whole))


def _covers(held: Any, wanted: Any) -> Any:
    return celtypes.BoolType(len(wanted) > 0 and {str(w) for w in wanted} <= {str(h) for h in held})


def _uniq(items: Any) -> Any:
    kept: list[Any] = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return celtypes.ListType(kept)


def _flat(lists: Any) -> Any:
    return celtypes.ListType([item for one in lists for item in one])


def _maxgap(times: Any, window: Any) -> Any:
    """Walk the window day by second from its edge (or the first event in it) to now, and keep the longest silence."""
    begin = NOW - timedelta(days=float(window))
    events = sorted(_when(text) for text in times if text != "")
    inside = [event for event in events if begin <= event <= NOW]
    if not inside:
        return celtypes.DoubleType(99_999)
    last = begin if events[0] < begin else inside[0]
    longest = timedelta(0)
    for event in (*inside, NOW):
        longest, last = max(longest, event - last), event
    return _whole_days(longest)


def _sev(word: Any) -> Any:
    return celtypes.DoubleType(["none", "info", "low", "medium", "high", "critical"].index(str(word)))


def _size(items: Any) -> Any:
    return celtypes.DoubleType(len(items))


FUNCTIONS: dict[str, Any] = {"age": _age, "days": _days, "before": _before, "share": _share, "covers": _covers, "uniq": _uniq,
             "flat": _flat, "maxgap": _maxgap, "sev": _sev, "size": _size, "now": lambda: celtypes.StringType(AS_OF)}  # fmt: skip
_ENVIRONMENT = celpy.Environment(runner_class=celpy.InterpretedRunner)


def doubles(text: str) -> str:
    """Return a condition with every whole number written as a double; what stands in quotes is left alone."""
    parts = _TEXT.split(text)
    return "".join(
        part if part[:1] in ("'", '"') else _NUMBER.sub(lambda found: f"{found[0]}.0", part) for part in parts
    )


@lru_cache(maxsize=2000)
def _program(text: str) -> Any:
    return _ENVIRONMENT.program(_ENVIRONMENT.compile(doubles(text)), functions=FUNCTIONS)


def _cel(value: Any) -> Any:
    if isinstance(value, bool):
        return celtypes.BoolType(value)
    if isinstance(value, (int, float)):
        return celtypes.DoubleType(value)
    if isinstance(value, str):
        return celtypes.StringType(value)
    if isinstance(value, Mapping):
        return celtypes.MapType({celtypes.StringType(key): _cel(inner) for key, inner in value.items()})
    return celtypes.ListType([_cel(inner) for inner in value])


def second_opinion(
    text: str, facts: Mapping[str, list[dict[str, Any]]], limits: Mapping[str, float], this: Mapping[str, Any]
) -> bool:
    """Return what CEL says of a complete world. Raises Undecided where CEL has an error."""
    spaces: dict[str, dict[str, Any]] = {}
    for kind, rows in facts.items():
        space, _, name = kind.partition(".")
        spaces.setdefault(space, {})[name] = rows
    activation = {name: _cel(space) for name, space in {**spaces, "limits": limits, "this": this}.items()}
    try:
        value = _program(text).evaluate(activation)
    except CELEvalError as error:
        raise Undecided(str(error)) from error
    if isinstance(value, celtypes.BoolType):
        return bool(value)
    raise Undecided(f"{value!r} is no claim")


def this_fact(fields: Mapping[str, Any]) -> Fact:
    return fact("this", fields)

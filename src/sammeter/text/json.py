"""JSON (RFC 8259) from outside: strict, capped, located by JSON pointer (RFC 6901)."""

import json
import re
from math import isinf
from typing import Any, TypeVar

import msgspec

from sammeter.errors import SourceError
from sammeter.text.limits import DEFAULT, Limits
from sammeter.text.node import Node
from sammeter.text.plain import decode

_DIGITS = 20
_LONE = re.compile("[\ud800-\udfff]")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_STRUCTURE = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
Shape = TypeVar("Shape")


def read(data: bytes, *, where: str, limits: Limits = DEFAULT) -> Node:
    """Return the JSON document in `data`; each value's place is ``path#/pointer``.

    Duplicate keys, NaN and infinities, and whatever exceeds `limits` are refused. Raises SourceError with the place.
    """
    text = decode(data, where=where, limits=limits)
    _check_depth(text, where=where, limits=limits)
    try:
        value = json.loads(
            text, object_pairs_hook=_Pairs, parse_constant=_refuse, parse_int=_whole, parse_float=_number
        )
        return _locate(value, f"{where}#", _Budget(limits.nodes, where))
    except json.JSONDecodeError as error:
        raise SourceError(f"no JSON: {error.msg}", where=f"{where}:{error.lineno}", reason="malformed") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f"no JSON: {error}", where=where, reason="malformed") from error


def plain(data: bytes, *, where: str, limits: Limits = DEFAULT) -> Any:
    """Return the JSON document in `data` as ordinary Python data, for large documents whose places nobody asks for.

    Refuses what `read` refuses, in about a fifth of its time. Raises SourceError.
    """
    text = decode(data, where=where, limits=limits)
    _check_depth(text, where=where, limits=limits)
    if text.count(",") + text.count(":") > limits.nodes:
        raise SourceError(f"more than {limits.nodes:,} values", where=where, reason="too large")
    try:
        value = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_refuse, parse_int=_whole, parse_float=_number
        )
    except json.JSONDecodeError as error:
        raise SourceError(f"no JSON: {error.msg}", where=f"{where}:{error.lineno}", reason="malformed") from error
    except _DoubleKeyError as error:
        raise SourceError(
            f"key '{error}' stands twice in one object", where=f"{where}#", reason="duplicate key"
        ) from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f"no JSON: {error}", where=where, reason="malformed") from error
    if _HALF.search(text) or not text.isascii():
        _all_sound(value, f"{where}#")
    return value


def shaped(data: bytes, shape: type[Shape], *, where: str, limits: Limits = DEFAULT) -> Shape:
    """Return the JSON document in `data` as a msgspec struct; members that the struct does not name are passed over.

    Raises SourceError as `plain` does, and with reason ``wrong type`` and the path of the first value that does not fit.
    """
    try:
        return msgspec.convert(plain(data, where=where, limits=limits), shape)
    except msgspec.ValidationError as error:
        raise SourceError(str(error), where=f"{where}#", reason="wrong type") from error


class _DoubleKeyError(ValueError):
    """A key that stands twice in one object."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        raise _DoubleKeyError(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value] # adds as it goes
    return members


def _all_sound(value: Any, place: str) -> None:
    """Refuse a lone surrogate anywhere below `value`, whose depth was checked before."""
    if isinstance(value, str):
        _sound(value, place)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _sound(key, place)
            _all_sound(inner, place)
    elif isinstance(value, list):
        for inner in value:
            _all_sound(inner, place)


class _Pairs(list[tuple[str, Any]]):
    """The members of an object in their order, doubles included."""


class _Budget:
    """How many values may still be taken."""

    def __init__(self, nodes: int, where: str) -> None:
        self.left, self.nodes, self.where = nodes, nodes, where

    def take(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise SourceError(f"more than {self.nodes:,} values", where=self.where, reason="too large")


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no JSON number")


def _whole(digits: str) -> int | float:
    """Read a whole number: exact where 64 bits hold it, else as near as most readers of JSON come."""
    exact = int(digits) if len(digits) <= _DIGITS else None
    return _number(digits) if exact is None or not -(2**63) <= exact < 2**64 else exact


def _number(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        raise ValueError(f"{digits[:20]} is too large a number")
    return number


def _sound(text: str, place: str) -> str:
    """Return `text`, refusing one with half a character (a lone surrogate), which no output could hold."""
    if not text.isascii() and _LONE.search(text):
        raise SourceError("a text with half a character (a lone surrogate)", where=place, reason="encoding")
    return text


def _locate(value: Any, place: str, budget: _Budget) -> Node:
    budget.take()
    if isinstance(value, _Pairs):
        members: dict[str, Node] = {}
        for key, inner in value:
            _sound(key, place)
            if key in members:
                raise SourceError(f"key '{key}' stands twice in one object", where=place, reason="duplicate key")
            members[key] = _locate(inner, f"{place}/{_escape(key)}", budget)
        return Node(members, place)
    if isinstance(value, list):
        return Node([_locate(inner, f"{place}/{index}", budget) for index, inner in enumerate(value)], place)
    return Node(_sound(value, place) if isinstance(value, str) else value, place)


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _check_depth(text: str, *, where: str, limits: Limits) -> None:
    """Refuse deep nesting before the parser meets it; brackets inside texts count for nothing."""
    if text.count("[") + text.count("{") <= limits.depth:
        return
    depth = 0
    for found in _STRUCTURE.finditer(text):
        match found[0][0]:
            case "[" | "{":
                depth += 1
                if depth > limits.depth:
                    line = text.count("\n", 0, found.start()) + 1
                    raise SourceError(f"nested deeper than {limits.depth}", where=f"{where}:{line}", reason="too deep")
            case "]" | "}":
                depth -= 1
            case _:
                continue

"""JSON (RFC 8259) from outside: strict, capped, located by JSON pointer (RFC 6901)."""

import json
import re
from math import isinf
from typing import Any

from sammeter.errors import SourceError
from sammeter.text.limits import DEFAULT, Limits
from sammeter.text.node import Node
from sammeter.text.plain import decode

_DIGITS = 20
_LONE = re.compile("[\ud800-\udfff]")


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
    depth, inside, escaped = 0, False, False
    if text.count("[") + text.count("{") <= limits.depth:
        return
    for position, char in enumerate(text):
        if inside:
            inside = escaped or char != '"'
            escaped = char == "\\" and not escaped
        elif char == '"':
            inside = True
        elif char in "[{":
            depth += 1
            if depth > limits.depth:
                line = text.count("\n", 0, position) + 1
                raise SourceError(f"nested deeper than {limits.depth}", where=f"{where}:{line}", reason="too deep")
        elif char in "]}":
            depth -= 1

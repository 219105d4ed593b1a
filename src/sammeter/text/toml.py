"""TOML 1.0 from outside: strict and capped."""

import re
import tomllib
from typing import Any

from sammeter.errors import SourceError
from sammeter.text.limits import DEFAULT, Limits
from sammeter.text.plain import decode

_LINE = re.compile(r"\(at line (\d+)")
_STRUCTURE = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}]', re.DOTALL)  # fmt: skip
_DOTS = re.compile(r"^[ \t\[]*(?:[\w-]+[ \t]*\.[ \t]*){64}", re.MULTILINE)


def plain(data: bytes, *, where: str, limits: Limits = DEFAULT) -> dict[str, Any]:
    """Return the TOML document in `data` as ordinary Python data. Raises SourceError with the line."""
    text = decode(data, where=where, limits=limits)
    _check_depth(text, where=where, limits=limits)
    if text.count("=") + text.count(",") > limits.nodes:
        raise SourceError(f"more than {limits.nodes:,} values", where=where, reason="too large")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = _LINE.search(str(error))
        place = f"{where}:{found[1]}" if found else where
        raise SourceError(f"no TOML: {str(error)[:200]}", where=place, reason="malformed") from error


def _check_depth(text: str, *, where: str, limits: Limits) -> None:
    """Refuse deep nesting, by brackets or by dots, before the parser meets it."""
    if _DOTS.search(text):
        raise SourceError("a key of more than 64 parts", where=where, reason="too deep")
    depth = 0
    for found in _STRUCTURE.finditer(text):
        match found[0][0]:
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case _:
                continue
        if depth > limits.depth:
            raise SourceError(f"nested deeper than {limits.depth}", where=where, reason="too deep")

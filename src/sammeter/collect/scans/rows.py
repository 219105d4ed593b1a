"""Reports that are a list of rows: one JSON array, one object a line (JSON Lines), or one object alone."""

from collections.abc import Iterator
from typing import TypeVar

from sammeter.collect.registry import File
from sammeter.errors import SourceError
from sammeter.text import json

Row = TypeVar("Row")
LINES = 500_000


def rows(file: File, shape: type[Row]) -> Iterator[tuple[str, Row]]:
    """Yield each row with its place. Raises SourceError (malformed, wrong type, too many lines)."""
    text = file.text().lstrip("\ufeff \t\r\n")
    if text.startswith("["):
        for number, row in enumerate(file.shaped(list[shape])):  # type: ignore[valid-type] # a type made at run time
            yield f"{file.path}#/{number}", row
        return
    if text.split("\n", 1)[0].strip() == "{":
        yield f"{file.path}#", file.shaped(shape)
        return
    lines = text.split("\n")
    if len(lines) > LINES:
        raise SourceError(f"more than {LINES:,} lines", where=file.path, reason="too large")
    for number, line in enumerate(lines, 1):
        if line.strip():
            place = f"{file.path}:{number}"
            yield place, json.shaped(line.encode("utf-8"), shape, where=place, limits=file.limits)

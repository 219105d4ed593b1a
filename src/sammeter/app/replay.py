"""Facts kept in a file, and assessed again without the repository."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

import msgspec

from sammeter.errors import DataError, SourceError
from sammeter.facts import Fact, Gap
from sammeter.facts.collected import Collected
from sammeter.text import Limits, json

FORM = "sammeter-facts/1"
_LIMITS = Limits(size=64 << 20, nodes=5_000_000)
_HEAD = ("name", "revision", "at", "as_of", "looked", "complete")


def to_lines(collected: Collected) -> bytes:
    """Return what was collected as JSON lines: a head, then one fact or gap a line."""
    rows = ({"form": FORM, **head_of(collected)}, *seen_of(collected))
    return b"".join(msgspec.json.encode(row, order="sorted") + b"\n" for row in rows)


def head_of(collected: Collected) -> dict[str, Any]:
    """Return what a file of facts says before the facts: of what, from when, and what was looked for."""
    return {name: getattr(collected, name) for name in _HEAD}


def seen_of(collected: Collected) -> Iterator[dict[str, Any]]:
    """Yield the rows of facts and gaps."""
    yield from ({"fact": asdict(fact)} for fact in collected.facts)
    yield from ({"gap": asdict(gap)} for gap in collected.gaps)


def from_lines(data: bytes, *, where: str) -> Collected:
    """Return what `to_lines` wrote. Raises DataError with the line that is wrong."""
    rows = list(objects(data.splitlines(), where))
    if not rows or rows[0][1].get("form") != FORM:
        raise DataError(
            f"no facts file of the form {FORM}", where=f"{where}:1", hint="write one with: sammeter assess --facts FILE"
        )
    return collected_of(rows[0][1], rows[1:], where=where, line=rows[0][0])


def collected_of(
    head: dict[str, Any], rows: Sequence[tuple[int, dict[str, Any]]], *, where: str, line: int = 1
) -> Collected:
    """Return what `head_of` and `seen_of` wrote; `rows` are numbered. Raises DataError with the line that is wrong."""
    found = [_one(row, f"{where}:{number}") for number, row in rows]
    known = {"facts": (), "gaps": (), **{name: head[name] for name in _HEAD if name in head}}
    collected: Collected = structured(known, Collected, f"{where}:{line}")
    return replace(collected, facts=tuple(one for one in found if isinstance(one, Fact)),
                   gaps=tuple(one for one in found if isinstance(one, Gap)))  # fmt: skip


def objects(lines: Iterable[bytes], where: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the object on each line with its number; empty lines are passed over. Raises DataError with the line."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.read(line, where=f"{where}:{number}", limits=_LIMITS).plain()
        except SourceError as error:
            raise DataError(error.message, where=f"{where}:{number}", hint="write the file again") from error
        if not isinstance(row, dict):
            raise DataError("a line that is no object", where=f"{where}:{number}")
        yield number, row


def _one(row: dict[str, Any], where: str) -> Fact | Gap:
    """Return the fact or gap of one line; a line that is neither would be lost without a word."""
    for name, type_ in (("fact", Fact), ("gap", Gap)):
        if set(row) == {name}:
            one: Fact | Gap = structured(row[name], type_, where)
            return one
    raise DataError("a line that is neither one fact nor one gap", where=where, hint="write the file again")


def structured(row: Any, type_: Any, where: str) -> Any:
    """Return plain data as `type_`. Raises DataError with the place and the field that is wrong."""
    try:
        return msgspec.convert(row, type_)
    except msgspec.ValidationError as error:
        raise DataError(str(error), where=where, hint="write the file again") from error

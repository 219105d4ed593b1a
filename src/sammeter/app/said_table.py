"""Tables of answers: the empty one to fill in, and a filled one to statements, all of its mistakes at once."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from sammeter.answers import Statement
from sammeter.answers.check import faults
from sammeter.app import clock
from sammeter.app.declare import Said
from sammeter.app.record import SIZES, Extra, about, cut, proofs, statement, value
from sammeter.app.who import Who
from sammeter.data import Pack
from sammeter.data.reader import Mistakes
from sammeter.errors import SammeterError, SourceError
from sammeter.text import Limits
from sammeter.text.plain import decode

T = TypeVar("T")
COLUMNS = ("id", "answer", "unit", "note", "proof", "until", "by", "role")
HELP = ("question", "answers")
"""Columns that help to fill the table in and are not read."""
ROWS, ADVISED = 20_000, 200
"""More rows than anybody fills in, and more mistakes than anybody wants to read of."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def template(pack: Pack) -> str:
    """Return the table of all questions without an answer; no cell is a formula to a spreadsheet."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow((*COLUMNS, *HELP))
    for one in pack.model.activities():
        options = zip(SIZES, pack.model.answer_set(one.answers).answers, strict=True)
        cells = (
            one.id,
            *[""] * (len(COLUMNS) - 1),
            one.question,
            " | ".join(f"{word}: {text}" for word, text in options),
        )
        rows.writerow(map(_safe, cells))
    return out.getvalue()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A filled table: its bytes and name, where statements are kept, and who speaks where a row names nobody."""

    data: bytes
    where: str
    folder: Path
    who: Who
    unit: str = ""


def statements(table: Table, said: Said, pack: Pack) -> tuple[Statement, ...]:
    """Return the statements of a table; a row without an answer says nothing, it is not a no.

    UTF-8 with or without a byte order mark, cells parted by comma or semicolon. Raises one DataError with every mistake.
    """
    mistakes = Mistakes()
    found: list[Statement] = []
    seen: dict[tuple[str, str], str] = {}
    reader = _Reader(table, said, pack, mistakes)
    for where, row in _rows(table, mistakes):
        if len(mistakes.found) >= ADVISED:
            mistakes.add("the rest was not read", where=where, hint="mend the lines above first")
            break
        one = reader.statement(row, where)
        if one is None:
            continue
        first = seen.setdefault((one.about, one.unit), where)
        if first != where:
            mistakes.add(
                f"{one.about} is answered twice", where=where, hint=f"keep this line or {first.rpartition(':')[2]}"
            )
        found.append(one)
    if not found and not mistakes.found:
        mistakes.add("no row has an answer", where=table.where, hint="fill in the column answer")
    mistakes.settle(table.where)
    return tuple(found)


def _rows(table: Table, mistakes: Mistakes) -> Iterator[tuple[str, Mapping[str, str]]]:
    try:
        text = decode(table.data, where=table.where, limits=Limits(size=8 << 20))
    except SourceError as error:
        mistakes.add(error.message, where=error.where, hint="save the table as UTF-8")
        return
    first = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True
    )
    try:
        names = [name.strip().casefold() for name in next(reader, [])]
        if not _heads(names, table.where, mistakes):
            return
        for number, cells in enumerate(reader):
            where = f"{table.where}:{reader.line_num}"
            if number >= ROWS:
                mistakes.add(f"more than {ROWS:,} rows", where=where, hint="split the table")
                return
            if len(cells) > len(names):
                mistakes.add(
                    f"{len(cells)} cells under {len(names)} columns",
                    where=where,
                    hint="quote a cell that holds a comma",
                )
            elif any(cell.strip() for cell in cells):
                yield where, {name: _plain(cell) for name, cell in zip(names, cells, strict=False)}
    except csv.Error as error:
        mistakes.add(f"no table: {error}", where=f"{table.where}:{reader.line_num}", hint="save it as CSV again")


def _plain(cell: str) -> str:
    """Return what was meant by a cell: an apostrophe that keeps a spreadsheet from calculating goes."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text


def _heads(names: list[str], where: str, mistakes: Mistakes) -> bool:
    known = (*COLUMNS, *HELP)
    before = len(mistakes.found)
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            mistakes.add(f"unknown column '{cut(name)}'", where=f"{where}:1",
                         hint=f"did you mean {near[0]}?" if near else f"the columns are {', '.join(COLUMNS)}")  # fmt: skip
    for name in sorted({name for name in names if names.count(name) > 1}):
        mistakes.add(f"column {cut(name)} stands twice", where=f"{where}:1", hint="keep one")
    for name in ("id", "answer"):
        if name not in names:
            mistakes.add(f"column {name} is missing", where=f"{where}:1", hint="sammeter answer --template csv")
    return len(mistakes.found) == before


class _Reader:
    """Rows to statements; what is wrong with a row is kept with its line, and the row is left out."""

    def __init__(self, table: Table, said: Said, pack: Pack, mistakes: Mistakes) -> None:
        self.table, self.pack, self.mistakes = table, pack, mistakes
        self.latest = {(one.about, one.unit): one.at for one in sorted(said.statements, key=lambda one: one.at)}

    def statement(self, row: Mapping[str, str], where: str) -> Statement | None:
        """Return the statement of one row; None where it has no answer, or a mistake."""
        if not row.get("answer"):
            return None
        before = len(self.mistakes.found)
        id_ = self._tried(lambda: about(row.get("id", ""), self.pack.model), where) or ""
        answer = (self._tried(lambda: value(row["answer"], id_), where) or "") if id_ else ""
        named = [row["proof"]] if row.get("proof") else []
        proof = self._tried(lambda: proofs(named, self.table.folder), where) or ()
        if len(self.mistakes.found) > before:
            return None
        who = Who(by=row.get("by") or self.table.who.by, role=row.get("role") or self.table.who.role)
        unit = row.get("unit") or self.table.unit
        one = statement(id_, answer, who, unit=unit, after=self.latest.get((id_, unit), ""),
                        extra=Extra(proof=proof, until=row.get("until", ""), note=row.get("note", "")))  # fmt: skip
        for message, hint in faults(one, self.pack.model, clock.now()):
            self.mistakes.add(message, where=where, hint=hint)
        return one if len(self.mistakes.found) == before else None

    def _tried(self, work: Callable[[], T], where: str) -> T | None:
        try:
            return work()
        except SammeterError as error:
            message = error.message if error.where in ("ID", "VALUE") else str(error)
            self.mistakes.add(message, where=where, hint=error.hint)
            return None

"""Cells of a sheet set or emptied in its XML text; every byte that is not theirs stays as it is.

The text has been read by `sammeter.text.xml` before, so it is well-formed and has no DTD; here it is only cut at the
places of its tags.
"""

import re
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from xml.sax.saxutils import escape

from sammeter.errors import DataError
from sammeter.exchange.cells import escaped
from sammeter.exchange.package import as_text
from sammeter.exchange.refs import letters, moved, split

_TAG = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"|<(?P<end>/?)(?P<name>[^\s/>!?]+)(?P<attributes>(?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What a cell is to hold: a text, a number, a formula, or nothing at all."""

    text: str = ""
    number: str = ""
    formula: str = ""


@dataclass(slots=True, kw_only=True)
class _Span:
    """A cell in the text of a sheet."""

    start: int
    end: int
    column: int
    row: int
    attributes: dict[str, str]
    formula: str = ""
    shared: str | None = None
    kind: str = ""
    inside: tuple[int, int] = (0, 0)


@dataclass(slots=True, kw_only=True)
class _Row:
    number: int
    start: int
    end: int
    empty: bool
    opened: int
    cells: list[_Span] = field(default_factory=list)


class Sheet:
    """The text of one sheet with the places of its rows and cells."""

    def __init__(self, data: bytes, *, where: str) -> None:
        self.text = as_text(data, where)
        self.rows: list[_Row] = []
        self.prefix, self.data_end = "", (-1, False)
        _Scan(self).run()
        if self.data_end[0] < 0:
            raise DataError("a sheet without cells", where=where, hint="name an official workbook")
        self.cells = {f"{letters(cell.column)}{cell.row}": cell for row in self.rows for cell in row.cells}

    def patched(self, puts: Mapping[str, Put]) -> tuple[bytes, bool]:
        """Return the sheet with these cells set, and whether a formula gave way or came in."""
        edits: list[tuple[int, int, str]] = []
        formulas = self._unshare(puts, edits)
        for ref, put in puts.items():
            span = self.cells.get(ref)
            if span is not None:
                formulas |= bool(span.kind) or bool(put.formula)
                edits.append((span.start, span.end, self._cell(ref, put, span.attributes.get("s", ""))))
        new = {ref: put for ref, put in puts.items() if ref not in self.cells and put != Put()}
        formulas |= any(put.formula for put in new.values())
        edits += self._inserted(new)
        parts, at = [], 0
        for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
            parts += [self.text[at:start], text]
            at = end
        return "".join((*parts, self.text[at:])).encode(), formulas

    def _cell(self, ref: str, put: Put, style: str) -> str:
        p = self.prefix
        head = f'<{p}c r="{ref}"' + (f' s="{style}"' if style.isdigit() else "")
        if put.formula:
            return f"{head}><{p}f>{escape(put.formula)}</{p}f></{p}c>"
        if put.number:
            return f"{head}><{p}v>{escape(put.number)}</{p}v></{p}c>"
        if put.text:
            text = escape(escaped(put.text))
            return f'{head} t="inlineStr"><{p}is><{p}t xml:space="preserve">{text}</{p}t></{p}is></{p}c>'
        return f"{head}/>"

    def _unshare(self, puts: Mapping[str, Put], edits: list[tuple[int, int, str]]) -> bool:
        """Give each cell that shares a formula with one that is replaced a formula of its own."""
        masters = {
            span.shared: span
            for ref, span in self.cells.items()
            if span.shared is not None and span.formula and ref in puts
        }
        for ref, span in self.cells.items():
            first = masters.get(span.shared) if span.shared is not None else None
            if first is not None and ref not in puts:
                text = moved(first.formula, span.column - first.column, span.row - first.row)
                edits.append((*span.inside, f"<{self.prefix}f>{escape(text)}</{self.prefix}f>"))
        return bool(masters)

    def _inserted(self, new: Mapping[str, Put]) -> list[tuple[int, int, str]]:
        """Return the edits that add cells, and rows where there are none; in the order that a sheet has to keep."""
        by_row: dict[int, list[tuple[int, str]]] = {}
        for ref, put in new.items():
            column, number = split(ref) or (0, 0)
            by_row.setdefault(number, []).append((column, self._cell(ref, put, "")))
        rows = {row.number: row for row in self.rows}
        edits: list[tuple[int, int, str]] = []
        for number in sorted(by_row):
            added = sorted(by_row[number])
            row = rows.get(number)
            if row is None:
                edits.append(self._new_row(number, added))
            elif row.empty:
                head = self.text[row.start : row.end].rstrip(">").rstrip("/").rstrip()
                edits.append((row.start, row.end, f"{head}>{''.join(text for _, text in added)}</{self.prefix}row>"))
            else:
                edits += self._new_cells(row, added)
        return _joined(edits)

    @staticmethod
    def _new_cells(row: _Row, added: list[tuple[int, str]]) -> list[tuple[int, int, str]]:
        columns = [cell.column for cell in row.cells]
        edits = []
        for column, text in added:
            index = bisect(columns, column)
            place = row.cells[index - 1].end if index else row.opened
            edits.append((place, place, text))
        return edits

    def _new_row(self, number: int, added: list[tuple[int, str]]) -> tuple[int, int, str]:
        p = self.prefix
        text = f'<{p}row r="{number}">{"".join(text for _, text in added)}</{p}row>'
        before = [row for row in self.rows if row.number < number]
        if before:
            return before[-1].end, before[-1].end, text
        place, empty = self.data_end
        if empty:
            raise DataError("a sheet without cells", where="", hint="name an official workbook")
        return place, place, text


def _joined(edits: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Join insertions at one place, in their order."""
    found: dict[tuple[int, int], str] = {}
    for start, end, text in edits:
        found[start, end] = found.get((start, end), "") + text
    return [(start, end, text) for (start, end), text in found.items()]


class _Scan:
    """One walk over the tags of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.row: _Row | None = None
        self.cell: _Span | None = None
        self.formula = -1
        self.inside = False

    def run(self) -> None:
        for tag in _TAG.finditer(self.sheet.text):
            name = (tag["name"] or "").rpartition(":")[2]
            if name == "sheetData":
                self._data(tag)
            elif self.inside and name in {"row", "c", "f"}:
                {"row": self._row, "c": self._c, "f": self._f}[name](tag)

    def _data(self, tag: re.Match[str]) -> None:
        if tag["end"]:
            self.inside = False
            return
        self.inside = not tag["empty"]
        prefix = tag["name"].rpartition(":")[0]
        self.sheet.prefix = f"{prefix}:" if prefix else ""
        self.sheet.data_end = (tag.end(), bool(tag["empty"]))

    def _row(self, tag: re.Match[str]) -> None:
        rows = self.sheet.rows
        if tag["end"]:
            if self.row is not None:
                self.row.end = tag.end()
            return
        number = _attributes(tag).get("r", "")
        last = rows[-1].number if rows else 0
        self.row = _Row(number=int(number) if number.isdigit() else last + 1, start=tag.start(), end=tag.end(),
                        empty=bool(tag["empty"]), opened=tag.end())  # fmt: skip
        rows.append(self.row)

    def _c(self, tag: re.Match[str]) -> None:
        if tag["end"]:
            if self.cell is not None:
                self.cell.end = tag.end()
            return
        if self.row is None:
            return
        attributes = _attributes(tag)
        last = self.row.cells[-1].column if self.row.cells else 0
        column, row = split(attributes.get("r", "")) or (last + 1, self.row.number)
        self.cell = _Span(start=tag.start(), end=tag.end(), column=column, row=row, attributes=attributes)
        self.row.cells.append(self.cell)

    def _f(self, tag: re.Match[str]) -> None:
        if self.cell is None:
            return
        if tag["end"]:
            self.cell.formula = unescape(self.sheet.text[self.formula : tag.start()])
            self.cell.inside = (self.cell.inside[0], tag.end())
            return
        attributes = _attributes(tag)
        self.formula = tag.end()
        self.cell.inside = (tag.start(), tag.end())
        self.cell.kind = attributes.get("t", "normal")
        self.cell.shared = attributes.get("si", "") if self.cell.kind == "shared" else None


def _attributes(tag: re.Match[str]) -> dict[str, str]:
    return {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag["attributes"] or "")}

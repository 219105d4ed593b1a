"""The cells of a sheet: what was typed, what was calculated, and by which formula."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from sammeter.errors import SourceError
from sammeter.exchange.package import Package, local, relations
from sammeter.exchange.refs import letters, moved, split

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RAW = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?\Z")
LONGEST = 32_767
"""Characters that a cell can hold."""
_DAYS = (1, 2_958_465)
"""Serial numbers of dates from 1900 to 9999."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value as text (numbers as they are written), what kind it is, and its formula or an empty text."""

    text: str
    number: bool = False
    formula: str = ""
    error: bool = False

    @property
    def blank(self) -> bool:
        """Tell whether there is nothing but white space, and no formula."""
        return not self.formula and not self.text.strip()


EMPTY = Cell("")


def cells(package: Package, sheet: str, strings: list[str]) -> dict[str, Cell]:
    """Return the cells of a sheet that hold anything, by reference. Raises DataError, SourceError."""
    root = package.root(package.sheet(sheet))
    found, masters = dict[str, Cell](), dict[str, tuple[int, int, str]]()
    for row, column, element in _walk(root):
        cell = _cell(element, strings, masters, (column, row))
        if len(cell.text) > LONGEST:
            raise SourceError(f"a cell of {len(cell.text):,} characters, more than {LONGEST:,}", reason="malformed",
                              where=f"{package.where}!{sheet}!{letters(column)}{row}")  # fmt: skip
        if cell.text or cell.formula:
            found[f"{letters(column)}{row}"] = cell
    return found


def shared_strings(package: Package) -> list[str]:
    """Return the workbook's shared strings; rich text without its looks, phonetic guides left out."""
    for part in relations(package.parts, package.book, package.where).values():
        if part.endswith("/sharedStrings.xml") and part in package.parts:
            return [_rich(item) for item in package.root(part) if local(item) == "si"]
    return []


def day(text: str, *, epoch_1904: bool) -> str:
    """Return a serial number as RFC 3339 date; the text itself where it is none."""
    try:
        number = int(float(text))
    except (ValueError, OverflowError):
        return text
    if not _DAYS[0] <= number <= _DAYS[1] - (1_462 if epoch_1904 else 0):
        return text
    if epoch_1904:
        return (date(1904, 1, 1) + timedelta(days=number)).isoformat()
    return (date(1899, 12, 31 if number < 60 else 30) + timedelta(days=number)).isoformat()


def serial(text: str, *, epoch_1904: bool) -> str:
    """Return an RFC 3339 date as serial number; an empty text where it is none or before 1904."""
    try:
        days = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return ""
    if days is None or days < date(1904, 1, 2):
        return ""
    return str((days - (date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30))).days)


def is_number(text: str) -> bool:
    """Tell whether a text is a number as sheets store it; infinities and the like are none."""
    return _NUMBER.match(text) is not None


def unescaped(text: str) -> str:
    """Return a text with what XML cannot hold, written as ``_x0007_`` (ECMA-376 part 1, 22.9.2.19)."""

    def char(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        return "\N{REPLACEMENT CHARACTER}" if 0xD800 <= code < 0xE000 else chr(code)

    return _ESCAPE.sub(char, text) if "_x" in text else text


def escaped(text: str) -> str:
    """Return a text as a cell can hold it; `unescaped` gives it back."""
    return _RAW.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _walk(root: Element) -> Iterator[tuple[int, int, Element]]:
    """Yield row, column and element of each cell; places that are left out are counted."""
    row = 0
    for data in root:
        if local(data) != "sheetData":
            continue
        for line in data:
            row = _number(line.attrib.get("r", ""), row + 1)
            column = 0
            for element in line:
                if local(element) == "c":
                    place = split(element.attrib.get("r", ""))
                    column = place[0] if place else column + 1
                    yield (place[1] if place else row), column, element


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default


def _cell(element: Element, strings: list[str], masters: dict[str, tuple[int, int, str]], at: tuple[int, int]) -> Cell:
    kind = element.attrib.get("t", "n")
    value, formula = "", ""
    for child in element:
        name = local(child)
        if name == "v":
            value = child.text or ""
        elif name == "is":
            value = _rich(child)
        elif name == "f":
            formula = _formula(child, masters, at)
    if kind != "inlineStr":
        value = _value(kind, value, strings)
    return Cell(value, kind == "n" and is_number(value), formula, kind == "e")


def _value(kind: str, text: str, strings: list[str]) -> str:
    """Return what a stored value means: an index of the shared strings, a text, true or false, a number.

    An index beyond the strings is a text that was lost; it is shown as such, so that it is no blank.
    """
    if kind == "s" and text.strip():
        index = _number(text.strip(), len(strings))
        return strings[index] if index < len(strings) else f"(shared text {text.strip()[:20]} is missing)"
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(text.strip(), text)
    return unescaped(text) if kind == "str" else text.strip()


def _formula(element: Element, masters: dict[str, tuple[int, int, str]], at: tuple[int, int]) -> str:
    """Return a formula as it reads in this cell; ``?`` for one whose text is nowhere."""
    text, group = element.text or "", element.attrib.get("si", "")
    if element.attrib.get("t") != "shared":
        return text or "?"
    if text:
        masters[group] = (*at, text)
        return text
    first = masters.get(group)
    return moved(first[2], at[0] - first[0], at[1] - first[1]) if first else "?"


def _rich(element: Element) -> str:
    parts = []
    for child in element:
        name = local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [run.text or "" for run in child if local(run) == "t"]
    return unescaped("".join(parts))


def texts(sheet: Mapping[str, Cell], row: int, columns: str) -> tuple[str, ...]:
    """Return the texts of some cells of one row."""
    return tuple(sheet.get(f"{column}{row}", EMPTY).text for column in columns)

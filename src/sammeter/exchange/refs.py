"""Cell references of a sheet: columns as numbers, and formulas that move."""

import re

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")
_TOKENS = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*'!?)"""  # a text, or a sheet's name in quotes
    r"|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(!])"  # a cell
    r"|(?<![\w.$])(\$?)([A-Z]{1,3}):(\$?)([A-Z]{1,3})(?![\w.(!])"  # whole columns
    r"|(?<![\w.$])(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})(?![\w.(!])"  # whole rows
)
_COLUMNS, _ROWS = 16_384, 1_048_576


def split(ref: str) -> tuple[int, int] | None:
    """Return column and row of a reference such as ``F18``, both from 1; None for anything else."""
    found = _CELL.match(ref)
    return (column(found[1]), int(found[2])) if found else None


def column(letters: str) -> int:
    """Return the number of a column, A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters(number: int) -> str:
    """Return the letters of a column."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def moved(formula: str, columns: int, rows: int) -> str:
    """Return a formula as it reads that many columns and rows further: what a shared formula means there."""

    def shift(found: re.Match[str]) -> str:
        if found[1] is not None:
            return found[1]
        if found[3] is not None:
            return _column(found[2], found[3], columns) + _row(found[4], found[5], rows)
        if found[7] is not None:
            return f"{_column(found[6], found[7], columns)}:{_column(found[8], found[9], columns)}"
        return f"{_row(found[10], found[11], rows)}:{_row(found[12], found[13], rows)}"

    return _TOKENS.sub(shift, formula)


def _column(fixed: str, text: str, by: int) -> str:
    return f"${text}" if fixed else letters((column(text) - 1 + by) % _COLUMNS + 1)


def _row(fixed: str, text: str, by: int) -> str:
    return f"${text}" if fixed else str((int(text) - 1 + by) % _ROWS + 1)

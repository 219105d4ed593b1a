"""A roadmap as CSV (RFC 4180, UTF-8): one row an item; no text is taken for a formula by a spreadsheet."""

import csv
from fractions import Fraction
from io import StringIO

from sammeter.report.plan.rows import HEADS, Cell, table
from sammeter.report.plan.view import View
from sammeter.scoring import decimal
from sammeter.text.escape import csv_cell


def render(view: View) -> bytes:
    """Return the table with its heads."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADS)
    writer.writerows([_text(cell) for cell in row] for row in table(view).rows)
    return out.getvalue().encode()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return decimal(cell) if isinstance(cell, Fraction) else csv_cell(cell)

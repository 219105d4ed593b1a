"""A roadmap as a workbook: the items, all answers by phase, and scores that the workbook computes itself.

Texts are written as texts, never as formulas, links or numbers. The same plan gives the same bytes.
"""

from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO
from typing import Any

from sammeter.report.plan.rows import HEADS, Cell, table
from sammeter.report.plan.view import View
from sammeter.report.plan.xlsx_scores import phases_sheet, scores_sheet
from sammeter.text.escape import terminal

CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""No clock: the workbook's own date would make every file another."""
_WIDTHS = {"title": 44, "owner": 18, "why": 60, "note": 40, "phase": 16, "needs": 24, "opens": 30}


def render(view: View) -> bytes:
    """Return the workbook with the sheets Plan, Phases and Scores."""
    import xlsxwriter

    out = BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, safe)
    book.set_properties({"created": CREATED, "title": terminal(view.plan.name)[:200], "author": "sammeter"})
    book.set_calc_mode("auto")
    styles = styles_of(book)
    _plan_sheet(book.add_worksheet("Plan"), view, styles)
    phases_sheet(book.add_worksheet("Phases"), view, styles)
    scores_sheet(book.add_worksheet("Scores"), view, styles)
    book.close()
    return out.getvalue()


def styles_of(book: Any) -> dict[str, Any]:
    """Return the formats by name; `quoted` keeps a text a text when somebody edits the cell."""
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "bold": book.add_format({"bold": True}),
        "score": book.add_format({"num_format": "0.00"}),
        "bold_score": book.add_format({"num_format": "0.00", "bold": True}),
        "small": book.add_format({"num_format": "0.0000"}),
        "number": book.add_format({"num_format": "#,##0.##"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "quoted": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
    }


def _plan_sheet(sheet: Any, view: View, styles: dict[str, Any]) -> None:
    rows = table(view).rows
    for column, head in enumerate(HEADS):
        sheet.write_string(0, column, head.replace("_", " "), styles["head"])
        sheet.set_column(column, column, _WIDTHS.get(head, 11))
    for n, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, (n, column), cell, styles)
    sheet.freeze_panes(1, 4)
    sheet.autofilter(0, 0, max(len(rows), 1), len(HEADS) - 1)


def _write(sheet: Any, at: tuple[int, int], cell: Cell, styles: dict[str, Any]) -> None:
    if isinstance(cell, Fraction):
        gains = HEADS[at[1]] in ("practice_gain", "overall_gain")
        sheet.write_number(*at, float(cell), styles["small" if gains else "number"])
    elif cell:
        text = terminal(cell)
        sheet.write_string(*at, text, styles["quoted" if text[:1] in ("=", "+", "-", "@") else "text"])

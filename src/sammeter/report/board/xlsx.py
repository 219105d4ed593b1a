"""The report as a workbook: tidy sheets, and formulas that compute the scores anew from the answers beside ours.

Every text is written as a text, never as a formula or a link. No macro, no time of the machine: the same view gives the
same bytes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sammeter.report.board.sheets import Sheet, sheets
from sammeter.report.board.view import Board, Figures
from sammeter.text.escape import terminal

if TYPE_CHECKING:
    from xlsxwriter import Workbook

LONGEST = 32_000
"""A cell holds 32,767 characters."""
_LEADS = ("=", "+", "-", "@", "\t", "\r")
_WORTH = [0, 0.25, 0.5, 1]
_LINE = 100
_CLOSE = "0.000000001"
_KINDS = ("declared", "evidenced", "possible")
_COLUMNS = dict(zip(_KINDS, "HIJ", strict=True))
"""Where the answers sheet has the worth of each answer."""


def render(board: Board) -> bytes:
    """Return the workbook."""
    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    day = datetime.fromisoformat(board.head.as_of[:10])
    book.set_properties(
        {"title": terminal(board.title)[:250], "created": day, "comments": f"sha256 {board.head.digest}"}
    )
    formats = _Formats.of(book)
    pages = sheets(board)
    _summary(book, board, formats)
    _scores(book, board, formats)
    for sheet in pages:
        _sheet(book, sheet, formats)
    book.close()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Formats:
    """The few looks of a cell."""

    head: Any
    text: Any
    quoted: Any
    score: Any
    bold: Any
    title: Any
    muted: Any
    wrapped: Any

    @classmethod
    def of(cls, book: "Workbook") -> "_Formats":
        top: dict[str, Any] = {"valign": "top"}
        return cls(
            head=book.add_format({"bold": True, "bottom": 1, "bg_color": "#F1F3F5", **top}), text=book.add_format(top),
            quoted=book.add_format({"quote_prefix": True, **top}), score=book.add_format({"num_format": "0.00", "valign": "top"}),
            bold=book.add_format({"bold": True, **top}), title=book.add_format({"bold": True, "font_size": 16}),
            muted=book.add_format({"font_color": "#566273", **top}), wrapped=book.add_format({"text_wrap": True, **top}),
        )  # fmt: skip


def _text(sheet: Any, row: int, column: int, text: str, formats: _Formats, look: Any = None) -> None:
    """Write a text that stays one, wherever the workbook is opened or exported to."""
    flat = terminal(text)[:LONGEST]
    sheet.write_string(row, column, flat, formats.quoted if flat.startswith(_LEADS) else look or formats.text)


def _cell(sheet: Any, row: int, column: int, value: object, formats: _Formats) -> None:
    if isinstance(value, Fraction):
        sheet.write_number(row, column, float(value), formats.score)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, formats.text)
    elif value is not None:
        _text(sheet, row, column, str(value), formats)


def _sheet(book: "Workbook", made: Sheet, formats: _Formats) -> None:
    sheet = book.add_worksheet(made.name)
    _heads(sheet, made.heads, made.widths, formats)
    for number, row in enumerate(made.rows, 1):
        for column, value in enumerate(row):
            _cell(sheet, number, column, value, formats)
    last = max(len(made.rows), 1)
    sheet.autofilter(0, 0, last, len(made.heads) - 1)
    if made.name == "answers":
        sheet.data_validation(1, 7, last, 9, {"validate": "list", "source": _WORTH, "ignore_blank": True})


def _heads(sheet: Any, heads: Sequence[str], widths: Sequence[int], formats: _Formats) -> None:
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, formats.head)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the scores: how its formulas are written for a column of the answers."""

    level: str
    id: str
    name: str
    figures: Figures
    parts: str


def _score_rows(board: Board) -> Iterable[_Row]:
    """Yield practices under their function, and the whole last; `parts` are the rows a mean is made of."""
    row, functions = 2, []
    for function in board.functions:
        first = row + 1
        last = row + len(function.practices)
        functions.append(row)
        yield _Row("function", function.id, function.name, function.figures, f"{{0}}{first}:{{0}}{last}")
        for practice in function.practices:
            yield _Row("practice", practice.id, practice.name, practice.figures, "")
        row = last + 1
    yield _Row("overall", "", "Overall", board.overall, ",".join(f"{{0}}{number}" for number in functions))


def _scores(book: "Workbook", board: Board, formats: _Formats) -> None:
    """Write the scores as formulas over the answers, ours beside them, and whether they agree."""
    sheet = book.add_worksheet("scores")
    heads = ("level", "id", "name", "settled", "of", "declared", "evidenced", "possible", "our declared", "our evidenced",
             "our possible", "check")  # fmt: skip
    _heads(sheet, heads, (10, 8, 30, 8, 6, 11, 11, 11, 14, 14, 14, 9), formats)
    streams = {row.id: len({one.id[-1] for one in row.questions}) for row in board.practices}
    rows = list(_score_rows(board))
    for number, one in enumerate(rows, 1):
        line = number + 1
        for column, text in enumerate((one.level, one.id, one.name)):
            _text(sheet, number, column, text, formats, formats.text if one.level == "practice" else formats.bold)
        sheet.write_number(number, 3, one.figures.settled, formats.text)
        sheet.write_number(number, 4, one.figures.of, formats.text)
        for column, kind in enumerate(_KINDS, 5):
            ours = float(getattr(one.figures, kind) or 0)
            sheet.write_formula(number, column, _formula(one, kind, "FGH"[column - 5], streams), formats.score, ours)
            sheet.write_number(number, column + 3, ours, formats.score)
        same = "*".join(f"(ABS({mine}{line}-{ours}{line})<{_CLOSE})" for mine, ours in zip("FGH", "IJK", strict=True))
        sheet.write_formula(number, 11, f'=IF({same}=1,"equal","differs")', formats.text, "equal")
    last = len(rows)
    sheet.autofilter(0, 0, last, len(heads) - 1)
    dash = {"type": "formula", "criteria": "=$D2=0", "format": book.add_format({"num_format": '"\u2013"'})}
    for column in (6, 9):
        sheet.conditional_format(1, column, last, column, dash)
    book.define_name("overall_declared", f"=scores!$F${last + 1}")
    book.define_name("overall_evidenced", f"=scores!$G${last + 1}")
    book.define_name("overall_possible", f"=scores!$H${last + 1}")


def _formula(one: _Row, kind: str, column: str, streams: dict[str, int]) -> str:
    if one.level == "practice":
        worth = _COLUMNS[kind]
        return f'=SUMIF(answers!$B$2:$B$500,"{one.id}",answers!${worth}$2:${worth}$500)/{streams[one.id] or 1}'
    return f"=AVERAGE({one.parts.format(column)})"


def _summary(book: "Workbook", board: Board, formats: _Formats) -> None:
    """Write the first sheet: what was assessed, the verdict, the figures, coverage, how to read it, and the check."""
    sheet = book.add_worksheet("summary")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 2, 100)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    _text(sheet, 0, 0, board.head.name, formats, formats.title)
    head = board.head
    row = 2
    for name, text in (("SAMM", head.model), ("as of", head.as_of[:10]), ("commit", head.commit), ("read on", head.collected_at[:10]),
                       ("overlay", head.overlay), *(("", one) for one in board.verdict)):  # fmt: skip
        if text:
            _text(sheet, row, 0, name, formats, formats.muted)
            _long(sheet, row, text, formats)
            row += 1
    row += 1
    for line in board.lines:
        _text(sheet, row, 0, line.name, formats, formats.bold)
        _figure(sheet, row, line.name, line.value, board, formats)
        _text(sheet, row, 2, line.means, formats)
        row += 1
    total = 2 + len(board.functions) + len(board.practices)
    _text(sheet, row, 0, "check", formats, formats.bold)
    sheet.write_formula(
        row, 1, f'=IF(COUNTIF(scores!$L$2:$L${total},"equal")={total - 1},"equal","differs")', formats.bold, "equal"
    )
    _text(sheet, row, 2, "the formulas of the sheet scores against the figures that sammeter computed", formats)
    book.define_name("check", f"=summary!$B${row + 1}")
    row += 2
    for part in board.parts:
        _text(sheet, row, 0, part.word, formats)
        sheet.write_number(row, 1, part.count, formats.text)
        _text(sheet, row, 2, part.means, formats, formats.muted)
        row += 1
    row += 1
    for name, says in board.method:
        _text(sheet, row, 0, name, formats, formats.muted)
        _long(sheet, row, says, formats)
        row += 1


def _long(sheet: Any, row: int, text: str, formats: _Formats) -> None:
    """Write a sentence in the wide column, in a row that is high enough for it."""
    sheet.set_row(row, 15 * (1 + len(text) // _LINE))
    _text(sheet, row, 2, text, formats, formats.wrapped)


def _figure(sheet: Any, row: int, name: str, value: str, board: Board, formats: _Formats) -> None:
    """Write a figure live where the scores sheet computes it and there is one; else as the text that it is."""
    known = {"Declared": board.overall.declared, "Evidenced": board.overall.evidenced if board.overall.settled else None,
             "Possible": board.overall.possible}  # fmt: skip
    found = known.get(name)
    if found is None:
        _text(sheet, row, 1, value, formats)
    else:
        sheet.write_formula(row, 1, f"=overall_{name.lower()}", formats.score, float(found))

"""The sheets that compute: every answer in every phase, and the scores as OWASP's workbook counts them, with a check."""

from typing import Any

from sammeter.report.plan.view import View
from sammeter.roadmap.plan import NO, Answers
from sammeter.scoring import Scores
from sammeter.text.escape import terminal

ANSWERS = 3
"""The first column of answers on the sheet Phases."""


def columns(view: View) -> list[tuple[str, Answers, Scores]]:
    """Return the columns: where the plan starts, then the end of each phase."""
    return [("Start", view.start, view.first), *((one.phase.name, one.answers, one.scores) for one in view.planned)]


def phases_sheet(sheet: Any, view: View, styles: dict[str, Any]) -> None:
    """Write all answers: one row an activity in the model's order, one column a phase."""
    for column, head in enumerate(("activity", "title", "practice")):
        sheet.write_string(0, column, head, styles["head"])
    found = columns(view)
    for n, (name, _, _) in enumerate(found):
        sheet.write_string(0, ANSWERS + n, _head(n, name), styles["head"])
    row = 0
    for practice in view.model.practices:
        for stream in practice.streams:
            for activity in stream.activities:
                row += 1
                for column, text in enumerate((activity.id, activity.title, practice.id)):
                    sheet.write_string(row, column, text, styles["text"])
                for n, (_, answers, _) in enumerate(found):
                    sheet.write_number(row, ANSWERS + n, float(answers.get(activity.id, NO)), styles["number"])
    sheet.data_validation(
        1, ANSWERS, row, ANSWERS + len(found) - 1, {"validate": "list", "source": ["0", "0.25", "0.5", "1"]}
    )
    sheet.set_column(0, 0, 11)
    sheet.set_column(1, 1, 48)
    sheet.set_column(ANSWERS, ANSWERS + len(found) - 1, 12)
    sheet.freeze_panes(1, ANSWERS)
    sheet.autofilter(0, 0, row, ANSWERS + len(found) - 1)


def scores_sheet(sheet: Any, view: View, styles: dict[str, Any]) -> None:
    """Write the scores as formulas over Phases, sammeter's own beside them as numbers, and whether both agree."""
    found = columns(view)
    rows = _rows(view)
    ours = 2 + len(found) + 1
    for column, head in ((0, "id"), (1, "name"), (ours - 1, "")):
        sheet.write_string(0, column, head, styles["head"])
    for n, (name, _, _) in enumerate(found):
        sheet.write_string(0, 2 + n, _head(n, name), styles["head"])
        sheet.write_string(0, ours + n, f"sammeter: {_head(n, name)}", styles["head"])
    for row, (id_, name) in enumerate(rows, 1):
        style = styles["score" if len(id_) == 4 else "bold_score"]
        sheet.write_string(row, 0, id_, styles["bold"])
        sheet.write_string(row, 1, name, styles["text"])
        for n, (_, _, scores) in enumerate(found):
            value = _value(scores, id_)
            sheet.write_formula(row, 2 + n, _formula(view, id_, n, rows), style, value)
            sheet.write_number(row, ours + n, value, style)
    _check(sheet, len(rows), len(found), styles)
    sheet.set_column(0, 0, 9)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, ours + len(found) - 1, 12)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(rows), ours + len(found) - 1)


def _check(sheet: Any, rows: int, phases: int, styles: dict[str, Any]) -> None:
    row = rows + 2
    sheet.write_string(row, 0, "check", styles["bold"])
    sheet.write_string(row, 1, "formulas against sammeter", styles["text"])
    for n in range(phases):
        here, ours = (
            f"{_letters(2 + n)}2:{_letters(2 + n)}{rows + 1}",
            f"{_letters(3 + phases + n)}2:{_letters(3 + phases + n)}{rows + 1}",
        )
        sheet.write_formula(
            row, 2 + n, f'=IF(SUMPRODUCT(ABS({here}-{ours}))<0.000000001,"agrees","differs")', styles["bold"], "agrees"
        )


def _rows(view: View) -> list[tuple[str, str]]:
    functions = [(function.id, function.name) for function in view.model.functions]
    practices = [(practice.id, practice.name) for practice in view.model.practices]
    return [("overall", "Overall"), *functions, *practices]


def _formula(view: View, id_: str, n: int, rows: list[tuple[str, str]]) -> str:
    """Return the formula of a score: a practice from its answers, a function from practices, overall from functions."""
    places = {one: row for row, (one, _) in enumerate(rows, 2)}
    here = _letters(2 + n)
    if id_ == "overall":
        return f"=AVERAGE({','.join(f'{here}{places[one.id]}' for one in view.model.functions)})"
    practices = view.model.practices_of(id_)
    if practices:
        return f"=AVERAGE({','.join(f'{here}{places[one.id]}' for one in practices)})"
    row, letter = 2, _letters(ANSWERS + n)
    for practice in view.model.practices:
        count = sum(len(stream.activities) for stream in practice.streams)
        if practice.id == id_:
            return f"=SUM(Phases!{letter}{row}:{letter}{row + count - 1})/{len(practice.streams)}"
        row += count
    raise KeyError(id_)


def _value(scores: Scores, id_: str) -> float:
    return float(scores.overall if id_ == "overall" else scores.functions.get(id_, scores.practices.get(id_, NO)))


def _head(n: int, name: str) -> str:
    return "Start" if n == 0 else f"{n} {terminal(name)}"[:60]


def _letters(column: int) -> str:
    """Return the letters of a column, 0 is A."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

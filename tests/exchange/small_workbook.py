"""A small workbook with the layout of OWASP's, in sammeter's own words, to try what people do to such files."""

import io
from collections.abc import Mapping

import xlsxwriter

from sammeter.data import load
from sammeter.exchange.sammwise import ORDER, PRACTICES
from sammeter.exchange.types import Known

Value = str | float | tuple[str, str | float] | None
"""A text, a number, a formula with its stored result, or nothing."""
MODEL = load().model
LETTERS = [answers.id for answers in MODEL.answer_sets]
_TOPS = (18, 32, 46, 61, 75, 89, 104, 118, 132, 147, 161, 175, 190, 204, 218)
_PLANS = (18, 27, 36, 46, 55, 64, 74, 83, 92, 102, 111, 120, 130, 139, 148)
ROW = {f"{p}-{level}-{stream}": top + 2 * level - 2 + 7 * (stream == "B")
       for p, top in zip(PRACTICES, _TOPS, strict=True) for level in (1, 2, 3) for stream in "AB"}  # fmt: skip
PLAN = {f"{p}-{level}-{stream}": top + level - 1 + 4 * (stream == "B")
        for p, top in zip(PRACTICES, _PLANS, strict=True) for level in (1, 2, 3) for stream in "AB"}  # fmt: skip


def texts(name: str) -> tuple[str, ...]:
    """Return the four answers of an activity as the small workbook words them."""
    activity = MODEL.activity(name)
    assert activity is not None
    return MODEL.answer_set(activity.answers).answers


def sheet_id(name: str) -> str:
    """Return ``G-SM-A-1-1`` for ``G-SM-1-A``."""
    function, practice, level, stream = name.split("-")
    return f"{function}-{practice}-{stream}-{level}-1"


def known() -> Known:
    """Return two editions: the newest asks what the small workbook asks, the one before words list A in another way."""
    newest = {name: texts(name) for name in ORDER}
    older = {name: tuple(f"{text}, of old" if at else text for at, text in enumerate(all_)) if all_ == texts("I-SB-1-A") else all_
             for name, all_ in newest.items()}  # fmt: skip
    asks = {activity.id: activity.question for activity in MODEL.activities()}
    return Known(answers={"1.9": older, "2.2.0": newest}, questions={"1.9": asks, "2.2.0": asks}, digest=str.strip)


def workbook(
    cells: Mapping[str, Value] | None = None,
    *,
    without: tuple[str, ...] = (),
    options: Mapping[str, bool] | None = None,
) -> bytes:
    """Return a workbook with these cells (``Interview!F18``) put over those of a blank one, without some sheets."""
    sheets: dict[str, dict[str, Value]] = {"Attribution and License": {"B3": "'v2.2.0"}, "Interview": {}, "Roadmap": {},
                                           "imp-questions": {}, "imp-answers": {}, "Benchmark": {"C18": ("=Scorecard!J19", 0)}}  # fmt: skip
    for number, name in enumerate(ORDER, 2):
        activity = MODEL.activity(name)
        assert activity is not None
        sheets["Interview"][f"A{ROW[name]}"] = sheet_id(name)
        sheets["imp-questions"] |= {f"A{number}": sheet_id(name), f"F{number}": activity.question,
                                    f"H{number}": float(LETTERS.index(activity.answers))}  # fmt: skip
        row = PLAN[name]
        link = f'=IF(ISBLANK(Interview!F{ROW[name]}),"",Interview!F{ROW[name]})'
        sheets["Roadmap"] |= {f"A{row}": (f"=Interview!A{ROW[name]}", ""), f"F{row}": (link, "")}
        sheets["Roadmap"] |= {f"{to}{row}": (f"={of}{row}", "") for of, to in zip("FJNR", "JNRV", strict=True)}
    for at, answers in enumerate(MODEL.answer_sets):
        line: dict[str, Value] = dict(zip("BCDEFGHI", (*answers.answers, *map(float, answers.values)), strict=True))
        sheets["imp-answers"] |= {f"A{at + 2}": float(at)} | {
            f"{column}{at + 2}": value for column, value in line.items()
        }
    for place, value in (cells or {}).items():
        sheet, _, ref = place.partition("!")
        sheets.setdefault(sheet, {})[ref] = value
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **(options or {})}) as book:
        for name, content in sheets.items():
            if name not in without:
                _write(book.add_worksheet(name), content)
    return out.getvalue()


def _write(sheet: "xlsxwriter.worksheet.Worksheet", content: Mapping[str, Value]) -> None:
    for ref, value in content.items():
        if isinstance(value, tuple):
            sheet.write_formula(ref, value[0], None, value[1])
        elif isinstance(value, float):
            sheet.write_number(ref, value)
        elif value is not None:
            sheet.write_string(ref, value)

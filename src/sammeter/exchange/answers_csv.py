"""Answers as CSV (RFC 4180) for a spreadsheet, in sammeter's own words; no cell can start a formula."""

import csv
import io
import re

from sammeter.exchange.types import Filled
from sammeter.model import Model

_FORMULA = re.compile(r"[\s\x00]*[=+\-@|%\t\r\uFF0B\uFF0D\uFF1D\uFF20]")
HEADER = ("id", "question", "answer", "value", "note")


def write(filled: Filled, model: Model) -> bytes:
    """Return one line an activity, blanks as blanks, as UTF-8 with a byte order mark, which Excel wants."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(HEADER)
    for activity in model.activities():
        at = filled.answers.get(activity.id)
        options = model.answer_set(activity.answers)
        answer, value = ("", "") if at is None else (options.answers[at], options.values[at])
        row = (activity.id, activity.question, answer, value, filled.notes.get(activity.id, ""))
        lines.writerow([safe(text) for text in row])
    return out.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that starts like it gets an apostrophe in front."""
    return f"'{text}" if _FORMULA.match(text) else text

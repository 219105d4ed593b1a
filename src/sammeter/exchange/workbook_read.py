"""OWASP's workbook of SAMM v2, any release from 2020 on, to what was filled in. Stored scores are never believed."""

import re

from sammeter.exchange.answer_text import Reader
from sammeter.exchange.cells import EMPTY, Cell, day
from sammeter.exchange.editions import edition_of
from sammeter.exchange.layout import (
    ANSWER,
    ANSWERS,
    BENCH_CELLS,
    INTERVIEW,
    NOTE,
    ORGANISATION,
    Workbook,
    open_workbook,
)
from sammeter.exchange.plan import Plans
from sammeter.exchange.types import VALUES, Filled, Known, Organisation, Remark

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:")
"""How LibreOffice and others store a date as text."""


def read(data: bytes, known: Known, *, where: str) -> Filled:
    """Return what is filled in: answers, notes, phases, organisation, benchmark, and remarks by cell.

    Raises SourceError for what cannot be read and DataError for another kind of file or a workbook with parts missing.
    """
    book = open_workbook(data, known, where=where)
    reader = Reader(book, known)
    model, remarks = edition_of(book.questions, known, where=where)
    found = [*remarks, *_other_worths(book)]
    answers: dict[str, int] = {}
    for question in book.questions.values():
        ref = f"{ANSWER}{question.row}"
        reading = reader.read(book.interview.get(ref, EMPTY), question, f"{where}!{INTERVIEW}!{ref}")
        if reading.position is not None:
            answers[question.id] = reading.position
        if reading.remark:
            found.append(reading.remark)
    plans = Plans(book, reader)
    phases, typed_over = plans.read(answers)
    merged = {**answers, **typed_over}
    return Filled(
        model=model,
        answers={name: merged[name] for name in book.questions if name in merged},
        organisation=_organisation(book), notes=_notes(book), phases=phases,
        benchmark={name: text for name, ref in BENCH_CELLS.items() if (text := _typed(book.benchmark.get(ref, EMPTY)))},
        remarks=(*found, *plans.remarks),
    )  # fmt: skip


def _typed(cell: Cell) -> str:
    """Return what was typed; a whole number as it is written."""
    text = cell.text.removesuffix(".0") if cell.number else cell.text
    return text if text.strip() and not cell.error else ""


def _notes(book: Workbook) -> dict[str, str]:
    pairs = (
        (question.id, _typed(book.interview.get(f"{NOTE}{question.row}", EMPTY)))
        for question in book.questions.values()
    )
    return {name: text for name, text in pairs if text}


def _organisation(book: Workbook) -> Organisation:
    typed = {name: book.interview.get(ref, EMPTY) for name, ref in ORGANISATION.items()}
    texts = {name: _typed(cell) for name, cell in typed.items()}
    if typed["date"].number:
        texts["date"] = day(typed["date"].text, epoch_1904=book.package.epoch_1904)
    elif _MOMENT.match(texts["date"]):
        texts["date"] = texts["date"][:10]
    return Organisation(**texts)


def _other_worths(book: Workbook) -> list[Remark]:
    """Say so if somebody changed what answers are worth: sammeter scores by OWASP's worths."""
    usual = tuple(map(float, VALUES))
    changed = [question.id for question in book.questions.values() if question.worth != usual]
    if not changed:
        return []
    says = f"answers to {len(changed)} questions are worth other than {', '.join(VALUES)} here, first {changed[0]}; read by position"
    return [Remark(where=f"{book.package.where}!{ANSWERS}", says=says)]

"""The plans of a workbook: four columns that inherit from one another by formulas, as long as nobody types over them."""

import re
from collections.abc import Mapping

from sammeter.exchange.answer_text import Reader, Reading
from sammeter.exchange.cells import EMPTY, Cell
from sammeter.exchange.layout import NOW, PHASE_COLUMNS, ROADMAP, Question, Workbook
from sammeter.exchange.types import Remark

_SAME_ROW = re.compile(r"\+?\$?([A-Z]{1,2})\$?([0-9]{1,7})\Z")
_STOCK = {"I-SB-1-A": ("J", "N", "R", "V"), "I-SB-2-A": ("J", "N"), "I-SB-3-A": ("J", "N", "R")}
"""Cells that release 2.0.5 ships with a literal No instead of the formula that inherits."""


class Plans:
    """Reads the phases of one workbook; what it finds to say is in `remarks`."""

    def __init__(self, workbook: Workbook, reader: Reader) -> None:
        self._book, self._reader = workbook, reader
        self.remarks: list[Remark] = []

    def read(self, now: Mapping[str, int]) -> tuple[tuple[dict[str, int], ...], dict[str, int]]:
        """Return the phases, and the answers that were typed over the roadmap's copy of the interview.

        `now` are the interview's answers. A formula inherits; a text is chosen; a cell that was emptied is worth 0 from
        there on, as in the workbook; a number is what old releases show for a blank, or a rating, and inherits.
        """
        over = self._typed_over(now)
        start = {name: at for name, at in over.items() if name in now}
        columns = [column for column in PHASE_COLUMNS if self._used(column)]
        stock = self._stock()
        phases = []
        current = {**now, **over}
        for column in columns:
            phase: dict[str, int] = {}
            for question in self._book.questions.values():
                if column in stock.get(question.id, ()):
                    continue
                at = self._chosen(question, column, current)
                if at is not None:
                    phase[question.id] = at
            current |= phase
            phases.append(phase)
        if phases or start:
            phases = [start | (phases[0] if phases else {}), *phases[1:]]
        while phases and not phases[-1]:
            phases.pop()
        return tuple(phases), {name: at for name, at in over.items() if name not in now}

    def _place(self, question: Question, column: str) -> tuple[Cell, str]:
        ref = f"{column}{question.planned}"
        return self._book.roadmap.get(ref, EMPTY), f"{self._book.package.where}!{ROADMAP}!{ref}"

    def _used(self, column: str) -> bool:
        """Tell whether there is this phase at all: copies with fewer phases go round."""
        return any(not self._place(question, column)[0].blank for question in self._book.questions.values())

    def _typed_over(self, now: Mapping[str, int]) -> dict[str, int]:
        """Return what stands in the roadmap's column of the current answers where its formula was typed over."""
        found = {}
        for question in self._book.questions.values():
            cell, where = self._place(question, NOW)
            if cell.formula or (cell.number and float(cell.text) == 0):
                continue
            reading = self._reader.read(cell, question, where)
            at = self._cleared(question, where, now) if cell.blank else self._noted(reading)
            if at is None or at == now.get(question.id):
                continue
            if not cell.blank:
                says = "typed over the roadmap's formula; " + (
                    "taken for the first phase, the interview says otherwise" if question.id in now else
                    "taken as the answer, the interview is blank there")  # fmt: skip
                self.remarks.append(Remark(where=where, says=f"{question.id}: {says}"))
            found[question.id] = at
        return found

    def _chosen(self, question: Question, column: str, current: Mapping[str, int]) -> int | None:
        """Return the position that a phase sets, None if it inherits."""
        cell, where = self._place(question, column)
        if cell.blank:
            return self._cleared(question, where, current)
        if cell.formula:
            return self._calculated(question, column, cell, where)
        if cell.number and float(cell.text) == 0:
            return None
        return self._noted(self._reader.read(cell, question, where))

    def _calculated(self, question: Question, column: str, cell: Cell, where: str) -> int | None:
        """A formula inherits; only one that looks elsewhere and gives a text is taken at its stored word."""
        before = (NOW, *PHASE_COLUMNS)[PHASE_COLUMNS.index(column)]
        link = _SAME_ROW.match(cell.formula.replace(" ", ""))
        if link and (link[1], int(link[2])) == (before, question.planned):
            return None
        if cell.number or cell.error or not cell.text.strip() or cell.formula == "?":
            return None
        reading = self._noted(self._reader.read(cell, question, where))
        if reading is not None:
            self.remarks.append(
                Remark(where=where, says=f"{question.id}: a formula of its own; its stored text is taken")
            )
        return reading

    def _cleared(self, question: Question, where: str, current: Mapping[str, int]) -> int | None:
        if not current.get(question.id):
            return None
        says = f"{question.id}: emptied; 0 from here on, as the workbook scores it"
        self.remarks.append(Remark(where=where, says=says))
        return 0

    def _noted(self, reading: Reading) -> int | None:
        if reading.remark:
            self.remarks.append(reading.remark)
        return reading.position

    def _stock(self) -> Mapping[str, tuple[str, ...]]:
        """Return the cells of release 2.0.5 that nobody chose, if this is a workbook of that release as it was shipped."""
        book = self._book
        link = book.roadmap.get(f"F{book.questions['O-OM-3-B'].planned}", EMPTY).formula.replace(" ", "")
        if not link.endswith("F228"):
            return {}
        cells = [self._place(book.questions[name], column) for name, columns in _STOCK.items() for column in columns]
        left = [where for cell, where in cells if cell.text == "No" and not cell.formula]
        if len(left) <= len(cells) // 2:
            return {}
        if len(left) == len(cells):
            says = "the No of Secure Build, stream A, in the phases is this release's own fault; inherited instead"
            self.remarks.append(Remark(where=left[0], says=says))
            return _STOCK
        says = "release 2.0.5 ships with a No here; taken as chosen, since others of these cells were changed"
        self.remarks += [Remark(where=where, says=says) for where in left]
        return {}


def inherited(column: str, row: int) -> str:
    """Return the formula by which a cell of a phase inherits."""
    return f"{(NOW, *PHASE_COLUMNS)[PHASE_COLUMNS.index(column)]}{row}"

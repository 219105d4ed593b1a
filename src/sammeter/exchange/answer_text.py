"""The text of an answer to its position: exactly as the workbook compares, then tolerantly and with a remark."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from sammeter.exchange.cells import Cell
from sammeter.exchange.layout import Question, Workbook
from sammeter.exchange.types import Known, Remark

ZERO = "the workbook itself scores it 0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a cell says: a position or None, and what a reader must know about it."""

    position: int | None
    remark: Remark | None = None


class Reader:
    """Reads the answers of one workbook."""

    def __init__(self, workbook: Workbook, known: Known) -> None:
        self._lists: dict[str, set[int]] = {}
        for texts in workbook.lists:
            for position, text in enumerate(texts):
                self._lists.setdefault(plain(text), set()).add(position)
        self._known = known

    def read(self, cell: Cell, question: Question, where: str) -> Reading:
        """Return the position of a cell's text in the list of its question; a blank cell has none.

        Letter case never counts, and ``*`` and ``?`` stand for others, as in the workbook. What the workbook scores 0
        but is plainly meant is taken with a remark: outer and double spaces, another edition, another list. Whatever
        else stands there is a lost answer, never a 0.
        """
        if cell.error:
            return _lost(where, question, f"the error {cell.text}")
        if cell.formula and not cell.text:
            return _lost(where, question, "a formula without a stored result")
        if not cell.text.strip():
            return Reading(position=None)
        if cell.number or _is_number(cell.text):
            return _lost(where, question, f"the number {_cut(cell.text.strip())}")
        for find in (self._as_workbook, self._as_meant, self._of_another_edition, self._of_another_list):
            found = find(cell.text, question)
            if found is not None:
                position, says = found
                return Reading(position=position, remark=Remark(where=where, says=says) if says else None)
        return _lost(where, question, f"'{_cut(cell.text)}', no answer of its list")

    def _as_workbook(self, text: str, question: Question) -> tuple[int, str] | None:
        wanted = text.lower()
        at = _only(question.texts, lambda one: one.lower() == wanted)
        if at is not None:
            return at, ""
        if not set(text) & set("*?~"):
            return None
        first = next((n for n, one in enumerate(question.texts) if matches(wanted, one.lower())), None)
        return (
            None
            if first is None
            else (first, f"'{_cut(text)}' counts as '{question.texts[first]}', as in the workbook")
        )

    @staticmethod
    def _as_meant(text: str, question: Question) -> tuple[int, str] | None:
        wanted = plain(text)
        at = _only(question.texts, lambda one: plain(one) == wanted)
        return None if at is None else (at, f"'{_cut(text)}' differs in spaces or signs from the list; taken; {ZERO}")

    def _of_another_list(self, text: str, question: Question) -> tuple[int, str] | None:
        positions = self._lists.get(plain(text), set())
        if len(positions) != 1:
            return None
        at = min(positions)
        return at, f"'{_cut(text)}' is of another question's list; taken as '{question.texts[at]}'; {ZERO}"

    def _of_another_edition(self, text: str, question: Question) -> tuple[int, str] | None:
        wanted = self._known.digest(text)
        for version, answers in reversed(tuple(self._known.answers.items())):
            if wanted in answers[question.id]:
                at = answers[question.id].index(wanted)
                return at, f"'{_cut(text)}' is of edition {version}; taken as '{question.texts[at]}'; {ZERO}"
        return None


def plain(text: str) -> str:
    """Return a text without letter case, double and outer spaces, and forms of spaces, quotes and dashes."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-",
                                      0x2011: "-", 0xAD: None, 0x200B: None, 0xFEFF: None}).split())  # fmt: skip


def _only(texts: tuple[str, ...], fits: Callable[[str], bool]) -> int | None:
    found = [n for n, one in enumerate(texts) if fits(one)]
    return found[0] if found else None


def matches(pattern: str, text: str) -> bool:
    """Tell whether a text fits a pattern of Excel's MATCH: ``*`` any, ``?`` one, ``~`` before either itself.

    Goes back to the last ``*`` only, so the time is at most length times length.
    """
    signs = re.findall(r"~[*?~]|.", pattern, re.DOTALL)
    at, sign, star, mark = 0, 0, -1, 0
    while at < len(text):
        if sign < len(signs) and signs[sign] == "*":
            star, mark, sign = sign, at, sign + 1
        elif sign < len(signs) and (signs[sign] == "?" or signs[sign][-1] == text[at]):
            at, sign = at + 1, sign + 1
        elif star >= 0:
            mark += 1
            at, sign = mark, star + 1
        else:
            return False
    return all(rest == "*" for rest in signs[sign:])


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\s*[-+]?[0-9]+([.,][0-9]+)?\s*%?\s*", text) is not None


def _lost(where: str, question: Question, what: str) -> Reading:
    says = f"{question.id}: {what}; left blank"
    return Reading(position=None, remark=Remark(where=where, says=says, lost=True))


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}..."

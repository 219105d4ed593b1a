"""Where OWASP's workbook of SAMM v2 keeps what: the same in every release of 2020 and after.

Rows are found by the question ids in column A and the answers by the workbook's own hidden lists, never by the version
cell, which does not tell (it says 2.0 in most releases), and never by names, which changed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sammeter.errors import DataError
from sammeter.exchange.cells import Cell, cells, is_number, shared_strings, texts
from sammeter.exchange.package import Package, open_package
from sammeter.exchange.types import BENCHMARK, Known

INTERVIEW, ROADMAP, QUESTIONS, ANSWERS, BENCH = "Interview", "Roadmap", "imp-questions", "imp-answers", "Benchmark"
ANSWER, NOTE = "F", "I"
NOW, PHASE_COLUMNS = "F", ("J", "N", "R", "V")
ORGANISATION = {"name": "D10", "scope": "D11", "date": "D12", "lead": "D13", "contributors": "D14"}
BENCH_CELLS = {name: f"C{row}" for row, name in enumerate(BENCHMARK, 9)}
_ID = re.compile(r"([GDIVO]-[A-Z]{2})-(?:([AB])-([123])|([123])-([AB]))-1\Z")
_LINK = re.compile(r"\+?'?Interview'?!\$?A\$?([0-9]{1,7})\Z")
_ADVISED = 100
"""More doubled rows than anybody wants to read about."""
_HINT = "take your answers to a fresh copy of the workbook from owaspsamm.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a workbook: its rows, its four answers by worth, and all worths in the same order."""

    id: str
    row: int
    planned: int
    asks: str
    texts: tuple[str, ...]
    worth: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """An opened workbook of SAMM v2: sheets as cells, and its 90 questions by activity."""

    package: Package
    interview: Mapping[str, Cell]
    roadmap: Mapping[str, Cell]
    benchmark: Mapping[str, Cell]
    questions: Mapping[str, Question]
    lists: tuple[tuple[str, ...], ...]


def open_workbook(data: bytes, known: Known, *, where: str) -> Workbook:
    """Return the workbook in `data`. Raises SourceError (unreadable) and DataError (another kind, or parts missing)."""
    package = open_package(data, where=where)
    strings = shared_strings(package)
    _refuse_other_sheets(package)
    interview = cells(package, INTERVIEW, strings)
    rows = _interview_rows(interview, known, where)
    for name in (ROADMAP, QUESTIONS, ANSWERS):
        if not package.has(name):
            raise DataError(f"the sheet '{name}' is gone", where=where, hint=_HINT)
    roadmap = cells(package, ROADMAP, strings)
    planned = _roadmap_rows(roadmap, rows)
    lists = _lists(cells(package, ANSWERS, strings), where)
    asked = _asked(cells(package, QUESTIONS, strings), lists)
    missing = sorted(set(rows) - set(asked)) + sorted(set(rows) - set(planned))
    if missing:
        raise DataError(f"{QUESTIONS} or {ROADMAP} lacks {len(missing)} of its questions, the first is {missing[0]}",
                        where=where, hint=_HINT)  # fmt: skip
    return Workbook(
        package=package, interview=interview, roadmap=roadmap,
        benchmark=_benchmark(cells(package, BENCH, strings) if package.has(BENCH) else {}),
        questions={name: Question(id=name, row=rows[name], planned=planned[name], asks=asked[name][0],
                                  texts=asked[name][1][0], worth=asked[name][1][1]) for name in known.activities()},
        lists=tuple(one[0] for one in lists.values()),
    )  # fmt: skip


def activity(text: str) -> str:
    """Return ``G-SM-1-A`` for the workbook's ``G-SM-A-1-1`` (or ``G-SM-1-A-1``), else an empty text."""
    found = _ID.match(text.strip())
    if not found:
        return ""
    return f"{found[1]}-{found[3] or found[4]}-{found[2] or found[5]}"


def _refuse_other_sheets(package: Package) -> None:
    if not package.has(INTERVIEW):
        names = ", ".join(f"'{name[:40]}'" for name in list(package.sheets)[:6])
        raise DataError(f"no workbook of OWASP SAMM: its sheets are {names or 'none'}", where=package.where,
                        hint="name the SAMM toolbox workbook that you filled in")  # fmt: skip


def _interview_rows(interview: Mapping[str, Cell], known: Known, where: str) -> dict[str, int]:
    """Return the row of each question; refuses other editions and workbooks with rows lost or doubled."""
    rows, mistakes = dict[str, int](), list[DataError]()
    for ref, cell in interview.items():
        name = activity(cell.text) if ref[0] == "A" and ref[1:].isdigit() else ""
        if name in rows:
            mistakes.append(DataError(f"question {name} stands here and in row {rows[name]}",
                                      where=f"{where}!{INTERVIEW}!{ref}", hint=_HINT))  # fmt: skip
        elif name:
            rows[name] = int(ref[1:])
    if not rows:
        raise _no_ids(interview, where)
    for name in known.activities():
        if name not in rows:
            mistakes.append(
                DataError(f"question {name} is gone from column A", where=f"{where}!{INTERVIEW}", hint=_HINT)
            )
    if mistakes:
        raise DataError(f"{len(mistakes)} mistakes", where=where, hint=_HINT, mistakes=tuple(mistakes[:_ADVISED]))
    return rows


def _no_ids(interview: Mapping[str, Cell], where: str) -> DataError:
    first = interview.get("A18")
    if first and first.number:
        return DataError("a workbook of SAMM 1.5: 77 questions of another model", where=f"{where}!{INTERVIEW}!A18",
                         hint="answer the questions of SAMM v2; sammeter reads workbooks from 2020 on")  # fmt: skip
    return DataError("there are no question ids in column A: not a workbook of SAMM v2 (betas of 2019 have none)",
                     where=f"{where}!{INTERVIEW}!A", hint=_HINT)  # fmt: skip


def _roadmap_rows(roadmap: Mapping[str, Cell], rows: Mapping[str, int]) -> dict[str, int]:
    """Return the roadmap's row of each question: ids there are links to the interview, often without a stored value."""
    names = {row: name for name, row in rows.items()}
    found = dict[str, int]()
    for ref, cell in roadmap.items():
        if ref[0] == "A" and ref[1:].isdigit():
            link = _LINK.match(cell.formula.replace(" ", ""))
            name = names.get(int(link[1]), "") if link else activity(cell.text)
            if name:
                found.setdefault(name, int(ref[1:]))
    return found


def _lists(sheet: Mapping[str, Cell], where: str) -> dict[str, tuple[tuple[str, ...], tuple[float, ...]]]:
    """Return the hidden lists by their index: texts and worths, the least first, as positions are counted."""
    found = {}
    for ref, cell in sheet.items():
        if ref[0] != "A" or not ref[1:].isdigit() or not cell.number:
            continue
        row = int(ref[1:])
        words = texts(sheet, row, "BCDE")
        worths = texts(sheet, row, "FGHI")
        if not all(map(is_number, worths)):
            raise DataError("a worth that is no number", where=f"{where}!{ANSWERS}!F{row}", hint=_HINT)
        pairs = sorted(zip(map(float, worths), words, strict=True), key=lambda pair: pair[0])
        found[_index(cell.text)] = tuple(w for _, w in pairs), tuple(v for v, _ in pairs)
    return found


def _asked(
    sheet: Mapping[str, Cell], lists: Mapping[str, tuple[tuple[str, ...], tuple[float, ...]]]
) -> dict[str, tuple[str, tuple[tuple[str, ...], tuple[float, ...]]]]:
    """Return each question's own text and its list; a question whose list is not there is left out."""
    found = {}
    for ref, cell in sheet.items():
        name = activity(cell.text) if ref[0] == "A" and ref[1:].isdigit() else ""
        if name:
            text, index = texts(sheet, int(ref[1:]), "FH")
            if _index(index) in lists:
                found[name] = text, lists[_index(index)]
    return found


def _index(text: str) -> str:
    return text.strip().removesuffix(".0")


def _benchmark(sheet: Mapping[str, Cell]) -> Mapping[str, Cell]:
    """Return the benchmark sheet if it is OWASP's: other people's sheets of that name hold something else."""
    first = sheet.get("C18")
    return sheet if first and first.formula.replace("'", "").startswith("Scorecard!") else {}

"""What was filled in, written into a user's own copy of OWASP's workbook, any release from 2020 on.

Only input cells change: answers, notes, organisation, phases, benchmark. Texts are those of the copy's own lists. Charts,
looks, checks of input and all other parts stay byte for byte; the workbook is calculated anew when it is opened.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from sammeter.errors import DataError
from sammeter.exchange.cells import EMPTY, LONGEST, Cell, serial
from sammeter.exchange.layout import (
    ANSWER,
    BENCH,
    BENCH_CELLS,
    INTERVIEW,
    NOTE,
    NOW,
    ORGANISATION,
    PHASE_COLUMNS,
    ROADMAP,
    Question,
    Workbook,
    open_workbook,
)
from sammeter.exchange.package import as_text, resolve
from sammeter.exchange.plan import inherited
from sammeter.exchange.sheet_patch import Put, Sheet
from sammeter.exchange.types import PHASES, Filled, Known


def fill(template: bytes, filled: Filled, known: Known, *, where: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the workbook `template` with what is filled in, and what it has no place for (`benchmark`, if anything).

    Cells that `filled` leaves blank are emptied. Raises SourceError and DataError as `workbook_read.read` does,
    and DataError for notes and phases that the workbook cannot hold.
    """
    book = open_workbook(template, known, where=where)
    _refuse(filled, book, where)
    parts: dict[str, bytes] = {}
    formulas = False
    for name, puts in (
        (INTERVIEW, _interview(book, filled)),
        (ROADMAP, _roadmap(book, filled)),
        (BENCH, _benchmark(book, filled)),
    ):
        if puts:
            part = book.package.sheet(name)
            parts[part], changed = Sheet(book.package.parts[part], where=f"{where}!{name}").patched(puts)
            formulas |= changed
    part = book.package.book
    parts[part] = _calculated_on_load(book.package.parts[part], f"{where}!{part}")
    gone = _calculation_chain(book, parts) if formulas else ""
    return _packed(template, parts, gone), ("benchmark",) if filled.benchmark and not book.benchmark else ()


def _refuse(filled: Filled, book: Workbook, where: str) -> None:
    mistakes = [
        DataError(f"the note of {name} has {len(text):,} characters, a cell holds {LONGEST:,}", where=name, hint="shorten it")
        for name, text in filled.notes.items() if len(text) > LONGEST
    ]  # fmt: skip
    if len(filled.phases) > PHASES:
        mistakes.append(DataError(f"{len(filled.phases)} phases, the workbook holds {PHASES}", where="phases",
                                  hint="leave some out"))  # fmt: skip
    for number, (column, phase) in enumerate(zip(PHASE_COLUMNS, filled.phases, strict=False), 1):
        if phase and not _has(book, column):
            mistakes.append(DataError(f"this copy of the workbook has no phase {number}", where=f"{where}!{ROADMAP}!{column}",
                                      hint="take a template with four phases"))  # fmt: skip
    if mistakes:
        raise DataError(f"{len(mistakes)} things do not fit", where=where, mistakes=tuple(mistakes))


def _has(book: Workbook, column: str) -> bool:
    return any(not book.roadmap.get(f"{column}{one.planned}", EMPTY).blank for one in book.questions.values())


def _interview(book: Workbook, filled: Filled) -> dict[str, Put]:
    wanted: dict[str, Put] = {}
    for question in book.questions.values():
        at = filled.answers.get(question.id)
        wanted[f"{ANSWER}{question.row}"] = Put(text="" if at is None else question.texts[at])
        wanted[f"{NOTE}{question.row}"] = Put(text=filled.notes.get(question.id, ""))
    for name, ref in ORGANISATION.items():
        wanted[ref] = Put(text=getattr(filled.organisation, name))
    number = serial(filled.organisation.date, epoch_1904=book.package.epoch_1904)
    if number:
        wanted[ORGANISATION["date"]] = Put(number=number)
    return _changed(book.interview, wanted)


def _roadmap(book: Workbook, filled: Filled) -> dict[str, Put]:
    columns = [column for column in PHASE_COLUMNS if _has(book, column)]
    wanted: dict[str, Put] = {}
    for question in book.questions.values():
        wanted |= dict(_planned(book, question, filled, columns))
    return _changed(book.roadmap, wanted)


def _planned(book: Workbook, question: Question, filled: Filled, columns: list[str]) -> Iterator[tuple[str, Put]]:
    """Yield the cells of a question: the answer's text where a phase sets it, else the formula that inherits."""
    copy = f"{NOW}{question.planned}"
    if not book.roadmap.get(copy, EMPTY).formula:
        source = f"{INTERVIEW}!{ANSWER}{question.row}"
        yield copy, Put(formula=f'IF(ISBLANK({source}),"",{source})')
    for column, phase in zip(columns, (*filled.phases, *({},) * PHASES), strict=False):
        at = phase.get(question.id)
        ref = f"{column}{question.planned}"
        yield ref, Put(formula=inherited(column, question.planned)) if at is None else Put(text=question.texts[at])


def _benchmark(book: Workbook, filled: Filled) -> dict[str, Put]:
    if not book.benchmark:
        return {}
    wanted = {ref: Put(text=filled.benchmark.get(name, "")) for name, ref in BENCH_CELLS.items()}
    return _changed(book.benchmark, wanted)


def _changed(sheet: Mapping[str, Cell], wanted: Mapping[str, Put]) -> dict[str, Put]:
    """Return what differs from what stands there already."""

    def same(cell: Cell, put: Put) -> bool:
        if put.formula or cell.formula:
            return cell.formula.replace(" ", "").replace("$", "").lstrip("+") == put.formula
        return (
            cell.text == (put.number or put.text)
            and not cell.error
            and (not cell.text or cell.number is bool(put.number))
        )

    return {ref: put for ref, put in wanted.items() if not same(sheet.get(ref, EMPTY), put)}


def _calculated_on_load(data: bytes, where: str) -> bytes:
    """Return workbook.xml that says: calculate everything when this is opened."""
    text = as_text(data, where)
    found = re.search(r"<((?:\w+:)?)calcPr\b([^>]*?)(/?)>", text)
    if found:
        kept = re.sub(r"""\s+fullCalcOnLoad\s*=\s*("[^"]*"|'[^']*')""", "", found[2]).rstrip()
        if re.search(r"""fullCalcOnLoad\s*=\s*["'](1|true)["']""", found[2]):
            return data
        return (
            text[: found.start()] + f'<{found[1]}calcPr{kept} fullCalcOnLoad="1"{found[3]}>' + text[found.end() :]
        ).encode()
    after = max(text.rfind(f"</{tag}>") + len(tag) + 3 if f"</{tag}>" in text else -1
                for tag in ("sheets", "functionGroups", "externalReferences", "definedNames"))  # fmt: skip
    return data if after < 0 else (text[:after] + '<calcPr fullCalcOnLoad="1"/>' + text[after:]).encode()


def _calculation_chain(book: Workbook, parts: dict[str, bytes]) -> str:
    """Take the calculation chain out of the lists that name it and return its part: it would name cells that changed."""
    package = book.package
    folder, _, name = package.book.rpartition("/")
    links = f"{folder}/_rels/{name}.rels"
    gone = ""
    text = as_text(package.parts.get(links, b""), f"{package.where}!{links}")
    for link in re.findall(r"<(?:\w+:)?Relationship\b[^>]*?/>", text):
        target = re.search(r"""Target\s*=\s*["']([^"']*)["']""", link)
        if "/calcChain" in link and target:
            gone = resolve(package.book, target[1])
            parts[links] = text.replace(link, "").encode()
    if gone:
        types = as_text(package.parts.get("[Content_Types].xml", b""), f"{package.where}![Content_Types].xml")
        pattern = rf"""<(?:\w+:)?Override\b[^>]*PartName\s*=\s*["']/{re.escape(gone)}["'][^>]*/>"""
        parts["[Content_Types].xml"] = re.sub(pattern, "", types).encode()
    return gone


def _packed(template: bytes, parts: Mapping[str, bytes], gone: str) -> bytes:
    """Return the archive with these parts replaced and one left out; order, dates and kinds of packing are kept."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as source, zipfile.ZipFile(out, "w") as target:
        target.comment = source.comment
        for info in source.infolist():
            if info.filename != gone:
                target.writestr(info, parts.get(info.filename, source.read(info)))
    return out.getvalue()

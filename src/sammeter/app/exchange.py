"""The use cases `import` and `export`: other tools' files to answers and back."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import PurePath

from sammeter.app import answers_file, clock
from sammeter.data import load
from sammeter.data.editions import digest
from sammeter.errors import DataError, SourceError
from sammeter.exchange import samm_json, sammwise
from sammeter.exchange.types import Filled, Known, Organisation, Remark
from sammeter.text import Node
from sammeter.text import json as json_reader

KINDS = ("toolbox", "samm", "sammwise")
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_SHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_JSON = (b"{", b"[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a file holds, and the answers file that sammeter makes of it."""

    filled: Filled
    answers: bytes

    @property
    def lost(self) -> tuple[Remark, ...]:
        """The answers that could not be understood."""
        return tuple(remark for remark in self.filled.remarks if remark.lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file for another tool, and what it has no place for."""

    data: bytes
    left_out: tuple[str, ...]


@cache
def known() -> Known:
    """Return the editions of OWASP's model that sammeter knows by digests, oldest first."""
    upstream = load().upstream
    order = sorted(upstream, key=lambda version: tuple(map(int, version.split("."))))
    return Known(
        answers={v: {name: upstream[v].answer_sets[asked.answers].texts for name, asked in upstream[v].questions.items()}
                 for v in order},
        questions={v: {name: asked.text for name, asked in upstream[v].questions.items()} for v in order},
        digest=digest,
    )  # fmt: skip


def filled(data: bytes, *, where: str) -> Filled:
    """Return what a file holds, whatever it is: a toolbox workbook, .samm, sammwise, or sammeter's own answers.

    What it is, is told by its content; `where` is its name. Raises SourceError for what cannot be read and DataError,
    with all mistakes, for what is none of these.
    """
    if _is_workbook(data, where):
        return _toolbox(data, where)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_JSON):
        node = _json(data, where)
        if node is not None and samm_json.is_samm(node):
            return samm_json.read(data, known(), where=where)
        if node is not None and sammwise.is_sammwise(node):
            return sammwise.read(data, known(), where=where)
    return answers_file.read(data, where=where)


def import_file(kind: str, data: bytes, *, where: str, form: str = "yaml", strict: bool = False) -> Imported:
    """Return what a file of a kind (one of `KINDS`) holds and the answers file (`form` yaml or json) made of it.

    Answers that cannot be understood are blanks and listed; `strict` raises a DataError that lists them instead. Raises
    as `filled` does.
    """
    readers = {"toolbox": _toolbox, "samm": _samm, "sammwise": _sammwise}
    found = readers[kind](data, where)
    lost = [remark for remark in found.remarks if remark.lost]
    if strict and lost:
        mistakes = tuple(DataError(one.says.removesuffix("; left blank"), where=one.where, hint="mend it, or import without --strict")
                         for one in lost)  # fmt: skip
        raise DataError(f"{len(lost)} answers cannot be understood", where=where, mistakes=mistakes)
    source = answers_file.Source(file=PurePath(where).name, sha256=hashlib.sha256(data).hexdigest())
    write = answers_file.as_json if form == "json" else answers_file.as_yaml
    return Imported(filled=found, answers=write(found, source))


def export_toolbox(answers: Filled, template: bytes, *, where: str) -> Exported:
    """Return the workbook `template`, whose name is `where`, with the answers in it. Raises SourceError, DataError."""
    from sammeter.exchange.workbook_write import fill

    data, left_out = fill(template, answers, known(), where=where)
    return Exported(data=data, left_out=(*_left_out(answers, ("description",)), *left_out))


def export_samm(answers: Filled) -> Exported:
    """Return the answers as .samm; today's date where none is given, as open-sammy writes."""
    data = samm_json.write(answers, sammwise.ORDER, today=clock.today()[:10])
    left = _left_out(answers, ("lead", "contributors", "description", "phases", "benchmark"))
    if not samm_json.is_date(answers.organisation.date):
        left = (*left, "organisation date (none as 2026-01-31 is given; today's is written)")
    return Exported(data=data, left_out=left)


def export_sammwise(answers: Filled) -> Exported:
    """Return the answers as sammwise loads them."""
    left = _left_out(answers, ("date", "lead", "contributors", "phases", "notes", "benchmark"))
    return Exported(data=sammwise.write(answers), left_out=left)


def export_csv(answers: Filled) -> Exported:
    """Return the answers as CSV in sammeter's own words."""
    from sammeter.exchange import answers_csv

    organisation = tuple(one.name for one in fields(Organisation))
    return Exported(
        data=answers_csv.write(answers, load().model),
        left_out=_left_out(answers, (*organisation, "phases", "benchmark")),
    )


def remarks(found: Iterable[Remark]) -> list[str]:
    """Return remarks as lines: the place, then what was made of it."""
    return [f"{remark.where}: {remark.says}" for remark in found]


def _is_workbook(data: bytes, where: str) -> bool:
    path = PurePath(where)
    return data.startswith((_ZIP, _OLE)) or path.name.startswith("~$") or path.suffix.lower() in _SHEETS


def _json(data: bytes, where: str) -> Node | None:
    try:
        return json_reader.read(data, where=where, limits=answers_file.LIMITS)
    except SourceError:
        return None


def _toolbox(data: bytes, where: str) -> Filled:
    from sammeter.exchange import workbook_read

    return workbook_read.read(data, known(), where=where)


def _samm(data: bytes, where: str) -> Filled:
    _refuse_workbook(data, where, "samm")
    return samm_json.read(data, known(), where=where)


def _sammwise(data: bytes, where: str) -> Filled:
    _refuse_workbook(data, where, "sammwise")
    return sammwise.read(data, known(), where=where)


def _refuse_workbook(data: bytes, where: str, kind: str) -> None:
    if _is_workbook(data, where):
        raise DataError(
            f"a workbook, no {kind} file", where=where, hint=f"sammeter import toolbox {PurePath(where).name}"
        )


def _left_out(answers: Filled, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return which of these parts hold something."""
    organisation = {one.name for one in fields(Organisation)}
    return tuple(
        f"organisation {name}" if name in organisation else name
        for name in names
        if getattr(answers.organisation if name in organisation else answers, name)
    )

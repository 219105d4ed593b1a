"""What is no workbook of SAMM is refused by name, before anything in it is believed."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from sammeter.errors import DataError, SammeterError, SourceError
from sammeter.exchange.types import Filled
from sammeter.exchange.workbook_read import read
from tests.exchange.small_workbook import Value, known, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(part: str, before: bytes, after: bytes, data: bytes | None = None) -> bytes:
    parts = parts_of(data or workbook())
    assert before in parts[part]
    return packed({**parts, part: parts[part].replace(before, after, 1)})


def without(part: str) -> bytes:
    return packed({name: data for name, data in parts_of(workbook()).items() if name != part})


def told(data: bytes, where: str = "w.xlsx") -> SammeterError:
    with pytest.raises((DataError, SourceError)) as caught:
        read(data, known(), where=where)
    return caught.value


def filled(data: bytes) -> Filled:
    return read(data, known(), where="w.xlsx")


DOCTYPE = b"?>\n<!DOCTYPE x [<!ENTITY e 'e'>]>"


@pytest.mark.parametrize(
    ("data", "kind", "word"),
    [
        (b"", SourceError, "not a zip"), (b"id,answer\n", SourceError, "not a zip"), (b"PK\x03\x04", SourceError, "no readable zip"),
        (workbook()[:-300], SourceError, "no readable zip"), (workbook()[:9_000] + bytes(50) + workbook()[9_050:], SourceError, "no readable zip"),
        (OLE, DataError, "before 2007"), (OLE + "EncryptedPackage".encode("utf-16-le"), SourceError, "password"),
        (b"\x05Ada" + bytes(161), DataError, "lock file"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}), DataError, "OpenDocument"),
        (packed({"xl/workbook.bin": b""}), DataError, "xlsb"), (packed({"a.txt": b""}), DataError, "no workbook"),
        (packed({**parts_of(workbook()), "bomb": bytes(9_000_000)}), SourceError, "to 1"),
        (packed({**parts_of(workbook()), "../x": b""}), SourceError, "leaves the archive"),
        (without("xl/worksheets/sheet2.xml"), SourceError, "has no part"), (without("xl/workbook.xml"), DataError, "no workbook"),
        (changed("xl/workbook.xml", b"?>", DOCTYPE), SourceError, "not read"),
        (changed("xl/worksheets/sheet2.xml", b"?>", DOCTYPE), SourceError, "not read"),
        (changed("xl/sharedStrings.xml", b"?>", DOCTYPE), SourceError, "not read"),
        (changed("xl/worksheets/sheet2.xml", b"</sheetData>", b""), SourceError, "no XML"),
        (changed("xl/worksheets/sheet2.xml", b"<sheetData>", b"<x>" * 100 + b"</x>" * 100 + b"<sheetData>"), SourceError, "nested deeper"),
        (workbook({"Interview!I18": "x"}).replace(b"PK\x05\x06", b"PK\x05\x07"), SourceError, "no readable zip"),
        (workbook(without=("Interview",)), DataError, "no workbook of OWASP SAMM: its sheets are 'Attribution and License', 'Roadmap'"),
        (workbook(without=("imp-answers",)), DataError, "the sheet 'imp-answers' is gone"),
        (workbook(without=("Roadmap",)), DataError, "the sheet 'Roadmap' is gone"),
        (workbook({"imp-answers!H2": "a half"}), DataError, "a worth that is no number"),
        (workbook({"imp-questions!A2": None}), DataError, "lacks 1 of its questions, the first is G-SM-1-A"),
        (workbook({"Roadmap!A18": "else"}), DataError, "lacks 1 of its questions, the first is G-SM-1-A"),
    ],
)  # fmt: skip
def test_another_kind_of_file_is_refused_by_name(data: bytes, kind: type[SammeterError], word: str) -> None:
    error = told(data)
    assert type(error) is kind
    assert word in str(error)
    assert str(error).startswith("w.xlsx")


def test_the_lock_file_beside_an_open_workbook_is_told_by_its_name() -> None:
    assert "lock file" in str(told(workbook(), "dir/~$w.xlsx"))


def test_a_workbook_of_samm_1_5_is_named() -> None:
    rows: dict[str, Value] = {f"Interview!A{row}": None for row in range(1, 240)}
    rows |= {"Interview!A18": 1.0, "Interview!B18": "SM1"}
    error = told(workbook(rows))
    assert "SAMM 1.5" in str(error)
    assert error.where == "w.xlsx!Interview!A18"


def test_a_beta_without_ids_is_named() -> None:
    assert "no question ids" in str(told(workbook({f"Interview!A{row}": None for row in range(1, 240)})))


def test_lost_and_doubled_rows_are_all_told_at_once() -> None:
    error = told(workbook({"Interview!A20": None, "Interview!A34": None, "Interview!A300": "G-SM-A-3-1"}))
    assert isinstance(error, DataError)
    assert [str(one) for one in error.mistakes] == [
        "w.xlsx!Interview!A300: question G-SM-3-A stands here and in row 22",
        "w.xlsx!Interview: question G-SM-2-A is gone from column A",
        "w.xlsx!Interview: question G-PC-2-A is gone from column A",
    ]


def test_a_cell_longer_than_a_cell_can_be_is_refused_with_its_place() -> None:
    data = changed("xl/sharedStrings.xml", b"<t>G-SM-A-1-1</t>", b"<t>" + b"x" * 40_000 + b"</t>")
    assert str(told(data)) == "w.xlsx!Interview!A18: a cell of 40,000 characters, more than 32,767"


def test_names_of_sheets_may_differ_in_case_and_ids_in_the_order_of_level_and_stream() -> None:
    renamed = changed("xl/workbook.xml", b'name="Interview"', b'name=" INTERVIEW "')
    assert filled(renamed).answers == {}
    assert filled(workbook({"Interview!A18": "G-SM-1-A-1", "Interview!F18": "no"})).answers == {"G-SM-1-A": 0}


def test_strict_and_prefixed_namespaces_read_alike() -> None:
    parts = parts_of(workbook({"Interview!F18": "No"}))
    sheet = parts["xl/worksheets/sheet2.xml"].replace(
        b"schemas.openxmlformats.org/spreadsheetml/2006/main", b"purl.oclc.org/ooxml/spreadsheetml/main"
    )
    assert filled(packed({**parts, "xl/worksheets/sheet2.xml": sheet})).answers == {"G-SM-1-A": 0}

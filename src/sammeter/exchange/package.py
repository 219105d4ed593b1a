"""A workbook as a package of parts (ECMA-376 part 2): opened from bytes, checked before anything is believed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath
from xml.etree.ElementTree import Element

from sammeter.errors import DataError, SourceError
from sammeter.text import Limits, xml
from sammeter.text import zip as archive

LIMITS = Limits(size=24 << 20, unpacked=128 << 20, entries=2_000, nodes=300_000)
"""OWASP's workbooks are 130 to 270 KB, 1.6 MB unpacked, 20,000 elements a sheet, packed up to 35 to 1."""
SAVE = "open it in Excel or LibreOffice and save it as .xlsx"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCK = 165


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The parts of a workbook by name, the part that lists its sheets, and the part of each sheet by its name."""

    where: str
    data: bytes
    parts: Mapping[str, bytes]
    book: str
    sheets: Mapping[str, str]
    epoch_1904: bool

    def sheet(self, name: str) -> str:
        """Return the part of a sheet; case and outer spaces do not count. Raises DataError."""
        for known, part in self.sheets.items():
            if known.strip().casefold() == name.casefold():
                return part
        raise DataError(f"there is no sheet '{name}'", where=self.where,
                        hint="name a workbook of OWASP SAMM v2, with its hidden sheets")  # fmt: skip

    def has(self, name: str) -> bool:
        """Tell whether there is a sheet of that name."""
        return any(known.strip().casefold() == name.casefold() for known in self.sheets)

    def root(self, part: str) -> Element:
        """Return a part's root element. Raises SourceError."""
        return xml.read(self.parts[part], where=f"{self.where}!{part}", limits=LIMITS)


def open_package(data: bytes, *, where: str) -> Package:
    """Return the workbook in `data`.

    Raises SourceError for what cannot be read (torn, a bomb, under a password) and DataError for another kind of file.
    """
    _refuse_others(data, where)
    parts = dict(archive.entries(data, where=where, limits=LIMITS))
    _refuse_kinds(parts, where)
    book = _office_document(parts, where)
    root = xml.read(parts[book], where=f"{where}!{book}", limits=LIMITS)
    links = relations(parts, book, where)
    sheets = {}
    for element in root.iter():
        if local(element) == "sheet" and "name" in element.attrib:
            target = links.get(next((v for k, v in element.attrib.items() if k.endswith("}id")), ""), "")
            if target not in parts:
                raise SourceError(f"sheet '{element.attrib['name'][:60]}' has no part", where=where, reason="malformed")
            sheets[element.attrib["name"]] = target
    epoch = any(local(e) == "workbookPr" and e.attrib.get("date1904") in {"1", "true"} for e in root.iter())
    return Package(where=where, data=data, parts=parts, book=book, sheets=sheets, epoch_1904=epoch)


def relations(parts: Mapping[str, bytes], part: str, where: str) -> dict[str, str]:
    """Return the targets of a part's relationships by their ids."""
    name = f"{dirname(part)}/_rels/{basename(part)}.rels"
    if name not in parts:
        return {}
    root = xml.read(parts[name], where=f"{where}!{name}", limits=LIMITS)
    return {
        link.attrib.get("Id", ""): resolve(part, link.attrib.get("Target", ""))
        for link in root
        if link.attrib.get("TargetMode") != "External"
    }


def resolve(part: str, target: str) -> str:
    """Return the name of the part that a relationship of `part` points at."""
    return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))


def local(element: Element) -> str:
    """Return an element's name without its namespace: strict and transitional files differ in nothing else."""
    return str(element.tag).rpartition("}")[2]


def as_text(data: bytes, where: str) -> str:
    """Return the text of a part that is to be written to. Raises DataError for any encoding but UTF-8."""
    declared = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", data)
    try:
        if not declared or declared[1].lower() in {b"utf-8", b"utf8"}:
            return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    raise DataError("a part that is not UTF-8 is not written to", where=where, hint=SAVE)


def _refuse_others(data: bytes, where: str) -> None:
    if where.rpartition("/")[2].startswith("~$") or (len(data) == _LOCK and not data.startswith(b"PK")):
        raise DataError("is the lock file of an open workbook", where=where, hint="name the workbook without ~$")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise SourceError("a workbook under a password", where=where, reason="encrypted",
                              hint="open it and save it without a password")  # fmt: skip
        raise DataError("an Excel file of before 2007 (.xls)", where=where, hint=SAVE)
    if not data.startswith(b"PK"):
        raise SourceError("no workbook: not a zip archive", where=where, reason="malformed",
                          hint="name an .xlsx file")  # fmt: skip


def _refuse_kinds(parts: Mapping[str, bytes], where: str) -> None:
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        raise DataError("an OpenDocument file; sammeter reads .xlsx", where=where, hint=SAVE)
    if any(name.endswith("workbook.bin") for name in parts):
        raise DataError("a binary workbook (.xlsb); sammeter reads .xlsx", where=where, hint=SAVE)


def _office_document(parts: Mapping[str, bytes], where: str) -> str:
    """Return the part that the package's own relationships name as its document."""
    if "_rels/.rels" in parts:
        root = xml.read(parts["_rels/.rels"], where=f"{where}!_rels/.rels", limits=LIMITS)
        for link in root:
            target = link.attrib.get("Target", "").lstrip("/")
            if link.attrib.get("Type", "").endswith("/officeDocument") and target in parts and "xl/" in target:
                return target
    raise DataError("a zip archive, but no workbook", where=where, hint="name an .xlsx file")

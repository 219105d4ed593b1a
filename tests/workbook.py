"""OWASP's official workbook as an oracle: fills its answer cells, lets LibreOffice calculate it, reads its scores.

The workbook is not ours to ship; tests that need it say so when they are skipped.
"""

import html
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

OFFICIAL = Path(__file__).parents[2] / "shared" / "toolbox" / "SAMM_spreadsheet_v2.2.0.xlsx"
OFFICE = shutil.which("soffice") or ""
MISSING = (
    f"the official workbook, which is not ours to ship, is not at {OFFICIAL}" if not OFFICIAL.exists() else
    "" if OFFICE or os.environ.get("CI") == "true" else "LibreOffice (soffice) is not installed"
)  # fmt: skip
PRACTICES = (
    "G-SM",
    "G-PC",
    "G-EG",
    "D-TA",
    "D-SR",
    "D-SA",
    "I-SB",
    "I-SD",
    "I-DM",
    "V-AA",
    "V-RT",
    "V-ST",
    "O-IM",
    "O-EM",
    "O-OM",
)
FUNCTIONS = ("G", "D", "I", "V", "O")
_ROADMAP = (18, 27, 36, 46, 55, 64, 74, 83, 92, 102, 111, 120, 130, 139, 148)
_PHASES = ("J", "N", "R", "V")
_SCORES = ((14, 19), (34, 39), (54, 59), (73, 78), (94, 99))
"""First practice row and the row of the overall score on the scorecard: now, and phases 1 to 4."""
_CELL = re.compile(r'<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)

Answers = Mapping[str, Fraction]


def _cells(xml: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for ref, _, inner in _CELL.findall(xml):
        value = re.search(r"<v>(.*?)</v>|<t[^>]*>(.*?)</t>", inner, re.DOTALL)
        found[ref] = html.unescape(value[1] or value[2] or "") if value else ""
    return found


def _parts(file: Path) -> dict[str, str]:
    """Return the place of each sheet inside the package, by the sheet's name."""
    with zipfile.ZipFile(file) as archive:
        book = archive.read("xl/workbook.xml").decode()
        links = archive.read("xl/_rels/workbook.xml.rels").decode()
    targets = {}
    for link in re.findall(r"<Relationship [^>]*>", links):
        name, target = re.search(r' Id="([^"]+)"', link), re.search(r' Target="([^"]+)"', link)
        if name and target:
            targets[name[1]] = target[1].removeprefix("/xl/").removeprefix("/")
    found = {}
    for sheet in re.findall(r"<sheet [^>]*>", book):
        name, target = re.search(r' name="([^"]+)"', sheet), re.search(r' r:id="([^"]+)"', sheet)
        if name and target:
            found[name[1]] = f"xl/{targets[target[1]]}"
    return found


def _sheet(file: Path, name: str) -> dict[str, str]:
    with zipfile.ZipFile(file) as archive:
        return _cells(archive.read(_parts(file)[name]).decode())


def _core_id(text: str) -> str:
    """``G-SM-A-1-1`` of the sheet is ``G-SM-1-A`` of the model."""
    function, practice, stream, level, _ = text.split("-")
    return f"{function}-{practice}-{level}-{stream}"


class Workbook:
    """The official workbook: where each question's cells are, and the texts that it knows as answers."""

    def __init__(self) -> None:
        interview, questions, answers = (
            _sheet(OFFICIAL, name) for name in ("Interview", "imp-questions", "imp-answers")
        )
        lists = {answers[f"A{row}"]: row for row in range(2, 60) if answers.get(f"A{row}")}
        self.texts: dict[str, dict[Fraction, str]] = {}
        for row in range(2, 92):
            at = lists[questions[f"H{row}"]]
            values = {
                Fraction(answers[f"{value}{at}"]): answers[f"{text}{at}"]
                for text, value in zip("BCDE", "FGHI", strict=True)
            }
            self.texts[_core_id(questions[f"A{row}"])] = values
        ids = {
            ref: text for ref, text in interview.items() if ref[0] == "A" and ref[1].isdigit() and text.count("-") == 4
        }
        self.now = {_core_id(text): f"F{ref[1:]}" for ref, text in ids.items()}
        self.rows = {f"{p}-{level}-{stream}": top + level - 1 + (4 if stream == "B" else 0)
                     for p, top in zip(PRACTICES, _ROADMAP, strict=True) for level in (1, 2, 3) for stream in "AB"}  # fmt: skip

    def fill(self, target: Path, now: Answers, phases: Sequence[Answers]) -> None:
        interview = {self.now[name]: self.texts[name][value] for name, value in now.items()}
        roadmap = {f"{column}{self.rows[name]}": self.texts[name][value]
                   for column, phase in zip(_PHASES, phases, strict=False) for name, value in phase.items()}  # fmt: skip
        parts = _parts(OFFICIAL)
        patches = {parts["Interview"]: interview, parts["Roadmap"]: roadmap}
        with zipfile.ZipFile(OFFICIAL) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            for info in source.infolist():
                data = source.read(info)
                if info.filename in patches:
                    data = _patch(data.decode(), patches[info.filename]).encode()
                if info.filename == "xl/workbook.xml" and b"fullCalcOnLoad" not in data:
                    data = data.replace(b"<calcPr ", b'<calcPr fullCalcOnLoad="1" ')
                out.writestr(info, data)


def _patch(xml: str, texts: Mapping[str, str]) -> str:
    left = set(texts)

    def cell(found: re.Match[str]) -> str:
        if found[1] not in texts:
            return found[0]
        left.discard(found[1])
        style = re.search(r' s="\d+"', found[2])
        text = html.escape(texts[found[1]], quote=False)
        return f'<c r="{found[1]}"{style[0] if style else ""} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    patched = _CELL.sub(cell, xml)
    assert not left, f"the sheet has no cells {sorted(left)}"
    return patched


def calculate(files: Sequence[Path], folder: Path) -> None:
    """Let LibreOffice calculate the workbooks and write them anew into `folder`."""
    profile = folder / "profile"
    done = subprocess.run(
        [OFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", str(folder), *map(str, files)],
        check=False, capture_output=True, timeout=300, text=True,
    )  # fmt: skip
    assert all((folder / file.name).exists() for file in files), f"LibreOffice: {done.stderr}"


def scores(file: Path) -> Iterator[dict[str, float]]:
    """Yield practices, functions and overall as the scorecard shows them: now, then the four phases."""
    card = _sheet(file, "Scorecard")
    for first, overall in _SCORES:
        found = {practice: float(card[f"C{first + n}"]) for n, practice in enumerate(PRACTICES)}
        found |= {function: float(card[f"J{first + n}"]) for n, function in enumerate(FUNCTIONS)}
        yield {**found, "overall": float(card[f"J{overall}"])}

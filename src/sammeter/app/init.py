"""The use case `init`: looks around and proposes a catalog; nothing that is there is overwritten."""

import csv
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

from sammeter.app.catalog_types import LIFECYCLES, RISKS, Application, Catalog, Component
from sammeter.data.reader import Mistakes
from sammeter.errors import SourceError
from sammeter.text import decode

DEPTH, MANY = 3, 20_000
_SKIP = {"node_modules", ".venv", "venv", "vendor", "__pycache__", ".git"}
_NO_NAMES = ("repo", "mirror", "git", "src", "code")
_COLUMNS = {
    "name": ("name", "application", "app", "component", "service", "system"), "owner": ("owner", "responsible", "product owner"),
    "team": ("team", "squad", "group"), "unit": ("unit", "org unit", "department", "division"),
    "risk": ("risk", "risk class", "criticality", "tier"), "lifecycle": ("lifecycle", "state", "status", "stage"),
    "repositories": ("repository", "repositories", "repo", "repos", "path"), "exposure": ("exposure",),
    "data": ("data", "data class", "classification"), "technology": ("technology", "technologies", "language", "stack"),
}  # fmt: skip


def repositories(folder: Path) -> Iterator[Path]:
    """Yield the git repositories below a folder, bare or not, at most `DEPTH` deep; none inside another."""
    found = 0
    for place, folders, files in os.walk(folder):
        path = Path(place)
        bare = "HEAD" in files and {"objects", "refs"} <= set(folders)
        if bare or ".git" in folders or ".git" in files:
            yield path
            folders.clear()
            continue
        deep = len(path.relative_to(folder).parts) >= DEPTH
        folders[:] = (
            [] if deep else sorted(name for name in folders if name not in _SKIP and not (path / name).is_symlink())
        )
        found += 1
        if found > MANY:
            raise SourceError(f"more than {MANY:,} folders", where=str(folder), hint="name a smaller folder")


def propose(folder: Path) -> Catalog:
    """Return a catalog with one application for each repository below `folder`; what nobody said is left empty."""
    if not folder.is_dir():
        raise SourceError("no such folder", where=str(folder), hint="name the folder that holds your repositories")
    names: dict[str, Path] = {}
    for path in repositories(folder):
        name = path.resolve().name
        name = path.parent.resolve().name if name in _NO_NAMES and path != folder else name.removesuffix(".git")
        while name in names:
            name += "-2"
        names[name] = path
    applications = tuple(
        Application(name=name, repositories=(os.path.relpath(path, folder),)) for name, path in sorted(names.items())
    )
    return Catalog(organisation=folder.resolve().name, applications=applications, places=(".",))


def of_table(data: bytes, *, where: str) -> Catalog:
    """Return the catalog in a CSV or XLSX inventory with a heading row. Raises one DataError with all mistakes by line."""
    mistakes = Mistakes()
    rows = list(_xlsx(data, where) if data[:4] == b"PK\x03\x04" else _csv(data, where))
    heading = [cell.strip().casefold() for cell in rows[0]] if rows else []
    columns = {
        field: next((heading.index(word) for word in words if word in heading), -1) for field, words in _COLUMNS.items()
    }
    if columns["name"] < 0:
        mistakes.add(
            "no column is called name or application", where=f"{where}:1", hint="name the columns in the first row"
        )
        mistakes.settle(where)
    found: list[Application] = []
    for number, row in enumerate(rows[1:], 2):
        cells = {field: row[at].strip() if 0 <= at < len(row) else "" for field, at in columns.items()}
        if not any(cells.values()):
            continue
        if not cells["name"]:
            mistakes.add(
                "an application without a name", where=f"{where}:{number}", hint="fill the column or drop the row"
            )
            continue
        found.append(_application(cells, f"{where}:{number}", mistakes))
    mistakes.settle(where)
    return Catalog(applications=tuple(found))


def _application(cells: dict[str, str], where: str, mistakes: Mistakes) -> Application:
    risk, lifecycle = cells["risk"].casefold(), cells["lifecycle"].casefold()
    for name, value, words in (("risk", risk, RISKS), ("lifecycle", lifecycle, LIFECYCLES)):
        if value and value not in words:
            mistakes.add(f"{name} '{value[:60]}'", where=where, hint=f"one of {', '.join(words)}")
    return Application(
        name=cells["name"], owner=cells["owner"], team=cells["team"], unit=cells["unit"], risk=risk, lifecycle=lifecycle,
        exposure=cells["exposure"], data=cells["data"], technology=_many(cells["technology"]), repositories=_many(cells["repositories"]),
    )  # fmt: skip


def _many(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,;\s]+", text) if part)


def _csv(data: bytes, where: str) -> Iterator[list[str]]:
    text = decode(data, where=where)
    dialect = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    yield from csv.reader(io.StringIO(text), delimiter=dialect)


def _xlsx(data: bytes, where: str) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    from sammeter.text import zip as archive

    for _ in archive.entries(data, where=where):
        pass
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        yield from ([str(cell) for cell in row] for row in sheet.to_python())
    except (CalamineError, IndexError) as error:
        raise SourceError(f"no workbook: {error}", where=where, reason="malformed") from error


def _stated(part: Component) -> dict[str, str | bool]:
    """Return what is said of a component."""
    said = {"name": part.name, "owner": part.owner, "key": part.key, "risk": part.risk, "baseline": part.baseline}
    return {name: value for name, value in said.items() if value not in ("", None)}


def as_yaml(catalog: Catalog) -> str:
    """Return a catalog as the YAML of ``sammeter.yaml``, with a word on what is left to be filled in."""
    import json

    def row(one: Application) -> Iterator[str]:
        yield f"- name: {json.dumps(one.name, ensure_ascii=False)}"
        texts = {"owner": one.owner, "team": one.team, "unit": one.unit, "risk": one.risk, "lifecycle": one.lifecycle,
                 "exposure": one.exposure, "data": one.data}  # fmt: skip
        yield from (f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in texts.items() if value)
        lists = {"technology": one.technology, "repositories": one.repositories, "evidence": one.evidence}
        yield from (f"  {key}: {json.dumps(list(value), ensure_ascii=False)}" for key, value in lists.items() if value)
        if one.components:
            yield "  components:"
            yield from (f"  - {json.dumps(_stated(part), ensure_ascii=False)}" for part in one.components)

    lines = [
        "# Applications, their owners and where they are kept; see docs/reference/catalog.md.",
        "# Say more of each: owner, team, unit, risk (low, medium, high, critical), lifecycle, evidence.",
        f"organisation: {json.dumps(catalog.organisation, ensure_ascii=False)}",
        *([f"places: {json.dumps(list(catalog.places))}"] if catalog.places else []), "applications:",
        *(line for one in catalog.applications for line in row(one)),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"

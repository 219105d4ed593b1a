"""The use case `model validate`: every mistake of model, rule and overlay files at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sammeter.app.pages import names
from sammeter.data import benchmark, load, older
from sammeter.data.compile import compile_pack, sources
from sammeter.data.folder import one_file, yaml_files
from sammeter.data.overlay import FILES, apply
from sammeter.data.reader import Mistakes, read, structure
from sammeter.errors import DataError, NotFoundError

_PAGE = "see docs/reference/model-files.md"
_HEADS = ("facts.yaml", "profiles.yaml", "upstream.yaml", "efforts.yaml", "templates.yaml", "checks.yaml", "sla.yaml")
_TABLES: Mapping[str, Any] = {
    older.NAME: dict[str, older.Older], older.REWORDINGS: list[older.Rewording], benchmark.NAME: list[benchmark.Figures],
}  # fmt: skip
"""Files beside the pack, by what each holds."""


def validate(path: Path) -> str:
    """Return one line that says what was found to be right.

    A folder holds model and rule files (those it lacks are taken from sammeter) or is an overlay; a file is any of
    these. Raises one DataError that lists every mistake of every file.
    """
    if not path.exists():
        raise NotFoundError(
            "no such file or folder", where=str(path), hint="name a folder or a file of model, rules or overlay"
        )
    mistakes = Mistakes()
    files = yaml_files(path, mistakes) if path.is_dir() else _single(path, mistakes)
    mistakes.settle(str(path))
    if files and set(files) <= set(FILES):
        pack = apply(load(), files, name=str(path if path.is_dir() else path.parent))
        held = pack.book.overlay.counts() if pack.book.overlay else "nothing"
        return f"{path}: an overlay without a mistake ({held})"
    return _package(path, files)


def _package(path: Path, files: Mapping[str, bytes]) -> str:
    strange = [name for name in files if not _known(name)]
    if strange or not files:
        found = tuple(
            DataError("is no file of a model, of rules or of an overlay", where=f"{path}/{name}", hint=_PAGE)
            for name in strange
        )
        nothing = (DataError("no YAML file of a model, of rules or of an overlay", where=str(path), hint=_PAGE),)
        raise DataError(f"{names(len(strange) or 1, 'mistake')}", where=str(path), mistakes=found or nothing)
    mistakes = Mistakes()
    for name in sorted(set(files) & set(_TABLES)):
        structure(read(files[name], f"{path}/{name}", mistakes), _TABLES[name], mistakes)
    mistakes.settle(str(path))
    try:
        pack = compile_pack({**shipped_beside(files), **files})
    except DataError as error:
        raise DataError(
            error.message, where=str(path), mistakes=tuple(_placed(one, path, files) for one in error.mistakes)
        ) from error
    return (f"{path}: {names(len(files), 'file')} without a mistake ({len(pack.model.criteria())} criteria,"
            f" {len(pack.book.rules)} rules)")  # fmt: skip


def _known(name: str) -> bool:
    return name in (*_HEADS, *_TABLES, "model/model.yaml", "model/glossary.yaml") or name.startswith(
        ("model/practices/", "rules/")
    )


def shipped_beside(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the shipped files that stand in for those that were not given; a renamed practice file counts as given."""
    given = {f"{name.rpartition('/')[0]}/{_practice(name, data)}" for name, data in files.items()}
    return {
        name: data
        for name, data in sources().items()
        if f"{name.rpartition('/')[0]}/{_practice(name, data)}" not in given
    }


def _practice(name: str, data: bytes) -> str:
    if not name.startswith(("model/practices/", "rules/")):
        return name
    node = read(data, name, Mistakes())
    head = node["id" if name.startswith("model/") else "practice"] if isinstance(node.value, dict) else node
    return name if not head or isinstance(head.value, (dict, list)) else head.text()


def _placed(mistake: DataError, path: Path, files: Mapping[str, bytes]) -> DataError:
    """Return the mistake with the path that the user knows, where it lies in a file of his."""
    file = mistake.where.partition(":")[0]
    where = mistake.where
    if file in files:
        where = f"{path}/{mistake.where}" if path.is_dir() else str(path) + mistake.where.removeprefix(file)
    elif file.endswith((".yaml", ".yml")):
        where = f"sammeter's own {mistake.where}"
    return DataError(mistake.message, where=where, hint=mistake.hint or _PAGE)


def _single(path: Path, mistakes: Mistakes) -> dict[str, bytes]:
    """Return one file under the name that its content calls for."""
    data = one_file(path, mistakes)
    if data is None:
        return {}
    node = read(data, str(path), mistakes)
    if mistakes.found:
        return {}
    keys = set(node.value) if isinstance(node.value, dict) else set()
    name = _name_by(path.name, keys)
    if not name:
        mistakes.add("is no file of a model, of rules or of an overlay", where=node.where, hint=_PAGE)
        return {}
    return {name: data}


def _name_by(name: str, keys: set[str]) -> str:
    if name in FILES or name in _HEADS:
        return name
    if name in ("model.yaml", "glossary.yaml"):
        return f"model/{name}"
    marks = {"streams": f"model/practices/{name}", "objectives": f"model/practices/{name}", "answer_sets": "model/model.yaml",
             "rules": f"rules/{name}", "activities": f"rules/{name}", "criteria": "criteria.yaml", "conditions": "conditions.yaml",
             "limits": "limits.yaml", "placement": "placement.yaml", "kinds": "facts.yaml"}  # fmt: skip
    return next((target for mark, target in marks.items() if mark in keys), "")

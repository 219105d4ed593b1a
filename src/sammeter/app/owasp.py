"""OWASP's own wording: imported from the user's checkout, kept in the user's data folder, never shipped."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sammeter.data import load
from sammeter.data.editions import Edition
from sammeter.errors import DataError, NotFoundError, SourceError

FORM = "sammeter-owasp/1"
UNPINNED = "unpinned"
LICENCE = ("OWASP SAMM by the OWASP SAMM project, https://owaspsamm.org, licensed under CC BY-SA 4.0, "
           "https://creativecommons.org/licenses/by-sa/4.0/")  # fmt: skip
_LARGEST = 8 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """OWASP's texts as they were imported: the versions whose files they are (none: not pinned)."""

    form: str
    versions: tuple[str, ...]
    licence: str
    edition: Edition

    def attribution(self) -> str:
        """Return the line that has to stand under every text of OWASP's."""
        which = f"SAMM {' and '.join(self.versions)}" if self.versions else "from files that match no known version"
        return f"Wording of OWASP, {which}: {self.licence}"


def data_folder() -> Path:
    """Return where sammeter keeps what the user gave it: ``SAMMETER_DATA``, else below the user's data folder (XDG)."""
    stated = os.environ.get("SAMMETER_DATA")
    if stated:
        return Path(stated)
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "sammeter"


def import_model(path: Path, *, unpinned: bool = False) -> tuple[Wording, Path]:
    """Read OWASP's files from a checkout, keep their texts, and return them with the file that holds them.

    Raises one DataError that lists every mistake, or says that the files match no version that sammeter knows.
    """
    wording = read_wording(path)
    if not wording.versions and not unpinned:
        raise DataError(f"these files match no version that sammeter knows (content hash {wording.edition.content[:16]})",
                        where=str(path), hint="check out a release tag, or import them as they are with --unpinned")  # fmt: skip
    target = _file(wording.versions[-1] if wording.versions else UNPINNED)
    _keep(msgspec.json.encode(wording), target)
    return wording, target


def read_wording(path: Path) -> Wording:
    """Return the wording of a checkout. Raises one DataError that lists every mistake."""
    from sammeter.data.reader import Mistakes
    from sammeter.data.upstream import model_files, read_edition

    if not path.is_dir():
        raise SourceError(
            "no such folder", where=str(path), hint="name a checkout of https://github.com/owaspsamm/core"
        )
    mistakes = Mistakes()
    root, files = model_files(path, mistakes)
    edition = read_edition(files, mistakes, root=str(root))
    mistakes.settle(str(path))
    versions = tuple(version for version, known in load().upstream.items() if known.content == edition.content)
    return Wording(form=FORM, versions=versions, licence=LICENCE, edition=edition)


def wording_of(version: str) -> Wording:
    """Return the imported wording of a version, else the one that is not pinned. Raises NotFoundError, DataError."""
    for name in (version, UNPINNED):
        target = _file(name)
        try:
            with target.open("rb") as handle:
                data = handle.read(_LARGEST)
        except OSError:
            continue
        try:
            return msgspec.json.decode(data, type=Wording)
        except msgspec.MsgspecError as error:
            raise DataError(f"is no wording that sammeter wrote: {error}", where=str(target),
                            hint="import it again: sammeter model import PATH") from error  # fmt: skip
    raise NotFoundError(f"OWASP's wording of {version} is not here", where="--wording owasp",
                        hint="sammeter model import PATH, with a checkout of https://github.com/owaspsamm/core")  # fmt: skip


def _file(name: str) -> Path:
    return data_folder() / f"owasp-{name}.json"


def _keep(data: bytes, target: Path) -> None:
    """Write the whole file or nothing."""
    name = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(target)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise SourceError(f"cannot be written: {error.strerror}", where=str(target),
                          hint="set SAMMETER_DATA to a folder that can be written") from error  # fmt: skip

"""One statement as a person types it: which question, what answer, which proof."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from sammeter.answers import Proof, Statement
from sammeter.answers.statements import EXCLUDED, WITHDRAWN, WORTH
from sammeter.app import clock
from sammeter.app.declare import Said, digest_of
from sammeter.app.who import Who
from sammeter.errors import DataError
from sammeter.model import Model

_ID = re.compile(r"([GDIVO])-?([A-Z]{2})-?(?:([123])-?([AB])|([AB])-?([123])(?:-1)?)(?:\.?([1-9]))?")
"""Ids in any of the ways that SAMM's tools write them, with or without dashes."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+\Z", re.IGNORECASE)
SIZES = ("no", "some", "half", "most")
"""The four positions of an answer set in one word each, from the least."""
_WORDS = {"na": EXCLUDED, EXCLUDED: EXCLUDED, WITHDRAWN: WITHDRAWN}
_WORTHS = {"0": "0", "0.0": "0", "0.25": "0.25", "0.5": "0.5", "0.50": "0.5", "1": "1", "1.0": "1"}


def about(text: str, model: Model) -> str:
    """Return the id of a question or criterion: ``isb2a``, ``I-SB-A-2-1`` and ``i-sb-2-a.2`` are understood.

    Raises DataError with the nearest id.
    """
    found = _ID.fullmatch(text.strip().upper())
    name = text.strip().upper()
    if found:
        function, practice, level, stream, stream_first, level_last, criterion = found.groups()
        name = f"{function}-{practice}-{level or level_last}-{stream or stream_first}"
        name += f".{criterion}" if criterion else ""
    known = [*(one.id for one in model.activities()), *model.criteria()]
    if name in known:
        return name
    near = get_close_matches(name, known, n=1)
    raise DataError(f"'{cut(text)}' is no question or criterion of SAMM {model.version}", where="ID",
                    hint=f"did you mean {near[0]}?" if near else "sammeter model list shows the ids")  # fmt: skip


def value(text: str, of: str) -> str:
    """Return an answer as it is kept: yes or no of a criterion, a worth of a question. Raises DataError.

    2, 3 and 4 are refused although an interview has keys of these names: 1 is the worth of *most* here, and the key of *no*
    there, so a number is always a worth.
    """
    word = text.strip().casefold()
    if "." in of:
        if word in ("yes", "no", WITHDRAWN):
            return word
        raise DataError(f"{of}: '{cut(text)}' is no answer to a criterion", where="VALUE",
                        hint=f"write yes, no or {WITHDRAWN}")  # fmt: skip
    known = {**dict(zip(SIZES, WORTH, strict=True)), **_WORDS, **_WORTHS}
    if word in known:
        return known[word]
    hints = {
        "yes": "a yes has three sizes: some, half or most",
        **dict.fromkeys(
            ("2", "3", "4"), "a number is what an answer is worth: 0, 0.25, 0.5 or 1; or write no, some, half, most"
        ),
    }
    raise DataError(f"{of}: '{cut(text)}' is no answer to a question", where="VALUE",
                    hint=hints.get(word, f"write {', '.join(SIZES)}, n/a or {WITHDRAWN}; or a worth 0, 0.25, 0.5, 1"))  # fmt: skip


def proofs(texts: Iterable[str], folder: Path, *, sha256: str = "") -> tuple[Proof, ...]:
    """Return documents with their digests: files are read, an address is given `sha256` or one that follows it.

    A path is kept as it is seen from the folder of statements. Raises DataError, SourceError (gone, too large).
    """
    found = tuple(_proof(text.strip(), folder) for text in texts)
    if not sha256:
        return found
    addresses = [one for one in found if _ADDRESS.match(one.what)]
    if len(addresses) != 1:
        raise DataError(f"one digest for {len(addresses)} addresses", where="--proof-sha256",
                        hint="name one address with --proof; a file's digest is computed")  # fmt: skip
    return tuple(Proof(what=one.what, sha256=sha256.lower()) if one is addresses[0] else one for one in found)


def _proof(text: str, folder: Path) -> Proof:
    what, _, digest = text.partition(" ")
    if _ADDRESS.match(what):
        return Proof(what=what, sha256=digest.strip().lower())
    path = Path(text).expanduser()
    digest = digest_of(path)
    return Proof(what=Path(os.path.relpath(path, folder)).as_posix(), sha256=digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """What may go with a statement: `units` it was counted over, the `period` it covers, the last day it holds."""

    units: tuple[str, ...] = ()
    proof: tuple[Proof, ...] = ()
    period: str = ""
    until: str = ""
    note: str = ""


def statement(
    about_: str, answer: str, person: Who, *, unit: str = "", after: str = "", extra: Extra | None = None
) -> Statement:
    """Return a statement of this moment, or of the second after `after` where that is later; it has no id yet."""
    extra = extra or Extra()
    return Statement(id="", about=about_, answer=answer, by=person.by, role=person.role, at=clock.after(after), unit=unit,
                     units=extra.units, proof=extra.proof, period=extra.period, until=extra.until, note=extra.note)  # fmt: skip


def last_at(said: Said, about_: str, unit: str) -> str:
    """Return when the same thing was last spoken of; empty where it never was."""
    return max((one.at for one in said.statements if (one.about, one.unit) == (about_, unit)), default="")


def cut(text: str) -> str:
    """Return a text that an error message can hold."""
    return text if len(text) <= 60 else f"{text[:60]}..."


def units(text: str) -> tuple[str, ...]:
    """Return the names of a list with commas."""
    return tuple(_parts(text))


def _parts(text: str) -> Iterator[str]:
    yield from (part.strip() for part in text.split(",") if part.strip())

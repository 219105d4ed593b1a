"""What people declare: folders of statements, a workbook or a file of answers, to what stands at one time."""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sammeter.answers import Declaration, Proof, Review, Statement
from sammeter.answers.check import faults, review_faults
from sammeter.answers.statements import Clock, declare, inherit, review_id, same_person, statement_id
from sammeter.app import clock
from sammeter.data import Pack
from sammeter.data.reader import Mistakes, read, structure
from sammeter.errors import DataError, ForbiddenError, NotFoundError, SourceError
from sammeter.store.statements import LIMIT, append, read_files
from sammeter.text import Limits, Node

DEFAULT = Path("statements")
PROOF_LIMIT = 1 << 30
LIMITS = Limits(size=LIMIT, nodes=5_000_000)
"""What one file of statements may hold: as much as is read of one, some 100,000 lines."""
_WORTH = {"0.0": "0", "0.50": "0.5", "1.0": "1", "N/A": "n/a", "No": "no", "Yes": "yes"}
_REVIEW = ("accepts", "returns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All statements and reviews of one or several places, as they are kept, and the state of every proof.

    `carried` where they were taken over from a workbook or a file of answers: nobody can review them there.
    """

    statements: tuple[Statement, ...] = ()
    reviews: tuple[Review, ...] = ()
    proofs: Mapping[Proof, str] = field(default_factory=dict)
    carried: bool = False

    def by_id(self) -> dict[str, Statement]:
        """Return the statements under their ids."""
        return {one.id: one for one in self.statements}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A statement as it stands in a file."""

    about: str
    answer: str
    by: str
    role: str
    at: str
    id: str = ""
    unit: str = ""
    units: tuple[str, ...] = ()
    proof: tuple[Proof, ...] = ()
    period: str = ""
    until: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReviewRow:
    """A review as it stands in a file."""

    by: str
    role: str
    at: str
    accepts: str = ""
    returns: str = ""
    id: str = ""
    note: str = ""


def folder_of(stated: Path | None) -> Path:
    """Return the folder of statements: the one that was named, else ``SAMMETER_STATEMENTS``, else ``statements``."""
    return stated or Path(os.environ.get("SAMMETER_STATEMENTS") or DEFAULT)


def read_said(folder: Path, pack: Pack, *, today: str = "") -> Said:
    """Return what is said in a folder of statement files, in one such file, or in a workbook or file of answers.

    Raises one DataError with all mistakes by line (exit 2), SourceError.
    """
    if folder.is_file() and not is_list(data := folder.read_bytes()):
        from sammeter.app.carried import carried

        statements = carried(data, pack, where=str(folder), today=today or clock.now())
        return Said(statements=statements, carried=True)
    mistakes = Mistakes()
    found: list[tuple[str, Statement | Review]] = []
    for name, data in _files(folder):
        node = _read(data, name, mistakes) if data.strip() else Node(None, name)
        for row in _rows(node, mistakes):
            one = _one(row, mistakes)
            if one is not None:
                found.append((row.where, one))
    said = _checked(found, pack, today or clock.now(), mistakes)
    mistakes.settle(str(folder))
    base = folder if folder.is_dir() else folder.parent
    return replace(said, proofs={proof: proof_state(proof, base) for one in said.statements for proof in one.proof})


def declaration(places: Sequence[Path], pack: Pack, *, as_of: str) -> Declaration:
    """Return what stands of all that is declared in `places`; the first is one's own, the others are inherited."""
    if not places:
        return Declaration()
    own, *others = [read_said(place, pack) for place in places]
    return stands(own, pack, as_of=as_of, inherited=others)


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        yield from read_files(path)
    elif path.exists():
        yield str(path), path.read_bytes()
    else:
        raise NotFoundError("there are no statements", where=str(path), hint="sammeter ask makes the first ones")


def is_list(data: bytes) -> bool:
    """Tell whether a file is a list of statements: any other file of ours begins with a key, and no workbook with a dash."""
    lines = (line.strip() for line in data.splitlines())
    return next((line for line in lines if line and not line.startswith(b"#")), b"- ").startswith(b"-")


def _read(data: bytes, name: str, mistakes: Mistakes) -> Node:
    """Return a file's rows; where its last line was cut off while it was written, say so at that line."""
    found = Mistakes()
    node = read(data, name, found, limits=LIMITS)
    if found.found and not data.endswith(b"\n"):
        number = data.count(b"\n") + 1
        mistakes.add("the last line was cut off", where=f"{name}:{number}", hint="remove this line, and state it anew")
        return Node(None, name)
    mistakes.found.extend(found.found)
    return node


def _rows(node: Node, mistakes: Mistakes) -> list[Node]:
    if node and not isinstance(node.value, list):
        mistakes.add(f"{node.kind()} where a list of statements is expected", where=node.where,
                     hint="see docs/reference/statements.md")  # fmt: skip
        return []
    return node.items()


def _one(row: Node, mistakes: Mistakes) -> Statement | Review | None:
    if isinstance(row.value, dict) and any(key in row for key in _REVIEW):
        review = structure(row, _ReviewRow, mistakes)
        return None if review is None else _review(review, row.where)
    found = structure(row, _Row, mistakes)
    if found is None:
        return None
    return Statement(
        id=found.id, about=found.about, answer=_WORTH.get(found.answer, found.answer), by=found.by, role=found.role,
        at=found.at, unit=found.unit, units=found.units, proof=found.proof, period=found.period, until=found.until,
        note=found.note, where=row.where,
    )  # fmt: skip


def _review(row: _ReviewRow, where: str) -> Review:
    return Review(id=row.id, of=row.accepts or row.returns, accepted=bool(row.accepts), by=row.by, role=row.role,
                  at=row.at, note=row.note, where=where)  # fmt: skip


def _checked(found: list[tuple[str, Statement | Review]], pack: Pack, today: str, mistakes: Mistakes) -> Said:
    statements: dict[str, Statement] = {}
    reviews: list[Review] = []
    for where, one in found:
        if isinstance(one, Statement):
            for message, hint in faults(one, pack.model, today):
                mistakes.add(message, where=where, hint=hint)
            named = one if one.id else replace(one, id=statement_id(one))
            statements.setdefault(named.id, named)
    for where, one in found:
        if isinstance(one, Review):
            for message, hint in review_faults(one, statements, today):
                mistakes.add(message, where=where, hint=hint)
            reviews.append(one if one.id else replace(one, id=review_id(one)))
    return Said(statements=tuple(statements.values()), reviews=tuple(reviews))


def proof_state(proof: Proof, base: Path) -> str:
    """Return why a proof proves nothing now: gone, changed, kept without a digest; empty where it still holds.

    An address cannot be read here: with a digest it holds until it lapses, without one it is only a pointer.
    """
    if re.match(r"[a-z][a-z0-9+.-]*://", proof.what):
        return "" if proof.sha256 else f"{proof.what} is an address without a digest"
    if not proof.sha256:
        return f"{proof.what} is named without a digest"
    try:
        now = digest_of(base / proof.what)
    except SourceError as error:
        return f"{proof.what}: {error.message}"
    return "" if now == proof.sha256 else f"{proof.what} changed after it was named"


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file. Raises SourceError (gone, not a file, too large)."""
    try:
        if not path.is_file():
            raise SourceError("is gone" if not path.exists() else "is no file", where=str(path))
        if path.stat().st_size > PROOF_LIMIT:
            raise SourceError(f"is larger than {PROOF_LIMIT:,} bytes", where=str(path), reason="too large")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=str(path)) from error


def stands(own: Said, pack: Pack, *, as_of: str, inherited: Sequence[Said] = ()) -> Declaration:
    """Return what stands at `as_of`; what is inherited never changes what one's own says (see `inherit`)."""
    days = Clock(as_of=as_of, days=int(pack.book.limits["statement"]))
    declared = declare(own.statements, own.reviews, own.proofs, days)
    if own.carried:
        declared = replace(declared, waiting=())
    for other in inherited:
        declared = inherit(declared, declare(other.statements, other.reviews, other.proofs, days))
    return declared


def state(folder: Path, statements: Sequence[Statement], pack: Pack) -> tuple[Statement, ...]:
    """Append statements to their practices' files and return them with their ids and where they stand.

    Raises one DataError that lists what is wrong with any of them; whatever fails, none is written then.
    """
    mistakes = Mistakes()
    named = tuple(_named(one) for one in statements)
    for one in named:
        for message, hint in faults(one, pack.model, clock.now()):
            mistakes.add(message, where=one.where or one.about, hint=hint)
    mistakes.settle("statements")
    places = _append(folder, [(one.about, line(one)) for one in named])
    return tuple(replace(one, where=where) for one, where in zip(named, places, strict=True))


def _named(one: Statement) -> Statement:
    """Return a statement under its id, each text as a file can hold it."""
    proof = tuple(Proof(what=_storable(proof.what), sha256=proof.sha256) for proof in one.proof)
    kept = replace(one, by=_storable(one.by), role=_storable(one.role), unit=_storable(one.unit), note=_storable(one.note),
                   units=tuple(map(_storable, one.units)), proof=proof)  # fmt: skip
    return replace(kept, id=statement_id(kept))


def _storable(text: str) -> str:
    """Return text as UTF-8 can hold it; bytes of a command line that are no UTF-8 become question marks."""
    return text.encode("utf-8", "replace").decode()


def _append(folder: Path, lines: Sequence[tuple[str, str]]) -> list[str]:
    """Append lines to the files of the practices they are about; return the place of each, ``file:line``."""
    files: dict[str, list[str]] = {}
    for about, text in lines:
        files.setdefault(f"{about[:4]}.yaml", []).append(text)
    first = append(folder, files)
    numbers = {name: iter(range(start, start + len(files[name]))) for name, start in first.items()}
    return [f"{folder / name}:{next(numbers[name])}" for name in (f"{about[:4]}.yaml" for about, _ in lines)]


def judge(folder: Path, reviews: Sequence[Review], pack: Pack) -> tuple[Review, ...]:
    """Append reviews beside the statements they are of; nobody reviews their own. Raises DataError, ForbiddenError."""
    by_id = read_said(folder, pack).by_id()
    mistakes = Mistakes()
    named = tuple(_reviewed(one) for one in reviews)
    for one in named:
        if one.of in by_id and same_person(by_id[one.of].by, one.by):
            raise ForbiddenError(
                "nobody reviews their own statement", where=one.of, hint="let another person review it"
            )
        for message, hint in review_faults(one, by_id, clock.now()):
            mistakes.add(message, where=one.of, hint=hint)
    mistakes.settle("reviews")
    places = _append(folder, [(by_id[one.of].about, review_line(one)) for one in named])
    return tuple(replace(one, where=where) for one, where in zip(named, places, strict=True))


def _reviewed(one: Review) -> Review:
    kept = replace(one, by=_storable(one.by), role=_storable(one.role), note=_storable(one.note))
    return replace(kept, id=review_id(kept))


def line(one: Statement) -> str:
    """Return a statement as the one line of YAML that it is kept as."""
    row: dict[str, Any] = {
        "id": one.id, "about": one.about, "answer": one.answer, "by": one.by, "role": one.role, "at": one.at,
        "unit": one.unit, "units": list(one.units), "proof": [_plain(proof) for proof in one.proof],
        "period": one.period, "until": one.until, "note": one.note,
    }  # fmt: skip
    return _flow(row)


def review_line(one: Review) -> str:
    """Return a review as the one line of YAML that it is kept as."""
    return _flow({"id": one.id, "accepts" if one.accepted else "returns": one.of, "by": one.by, "role": one.role,
                  "at": one.at, "note": one.note})  # fmt: skip


def _plain(proof: Proof) -> dict[str, str]:
    return {"what": proof.what, **({"sha256": proof.sha256} if proof.sha256 else {})}


def _flow(row: Mapping[str, Any]) -> str:
    return "- {" + ", ".join(f"{key}: {quoted(value)}" for key, value in row.items() if value) + "}"


def quoted(value: Any) -> str:
    """Write a value as JSON, which YAML 1.2 reads as it is, with every character that could break a line escaped."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {quoted(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(quoted, value)) + "]"
    text = json.dumps(str(value), ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def no_such(id_: str, said: Said) -> DataError:
    """Return the error for an id that no statement has."""
    from difflib import get_close_matches

    near = get_close_matches(id_, said.by_id(), n=1)
    return DataError(
        f"there is no statement {id_[:60]}", hint=f"did you mean {near[0]}?" if near else "sammeter review"
    )

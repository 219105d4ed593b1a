"""Small worlds for baselines: a repository on the spot, statements in a folder, and baselines of both."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sammeter.answers import Proof, Review, Statement
from sammeter.answers.statements import review_id, statement_id
from sammeter.app.assess import collect
from sammeter.app.baseline_rows import Baseline
from sammeter.app.baselines import Label, make, said_in
from sammeter.app.declare import line, review_line
from sammeter.app.reading import Wanted
from sammeter.data import Pack, load
from sammeter.facts.collected import Collected
from tests.cli.command import repository

AS_OF = "2026-02-01T00:00:00Z"
_COLLECTED: dict[tuple[str, str], Collected] = {}
ADA = "Ada <ada@example.org>"


def collected(folder: Path, files: dict[str, str] | None = None, *, as_of: str = AS_OF) -> Collected:
    """Return what a repository in `folder` shows, under the name *shop*; the same files are read once a test run."""
    key = (str(sorted((files or {}).items())), as_of)
    if key not in _COLLECTED:
        path = folder if folder.exists() else repository(folder, files)
        _COLLECTED[key] = replace(collect(Wanted(path=path, as_of=as_of))[0], name="shop")
    return _COLLECTED[key]


def statement(
    about: str, answer: str, *, at: str = "2026-01-10T09:00:00Z", by: str = ADA, note: str = "", until: str = ""
) -> Statement:
    """Return a statement of a developer, Ada's if not of another, with its id."""
    one = Statement(id="", about=about, answer=answer, by=by, role="developer", at=at, note=note, until=until)
    return replace(one, id=statement_id(one))


def proved(one: Statement, *proofs: Proof) -> Statement:
    """Return the statement with proofs, and the id that it has then."""
    bare = replace(one, proof=proofs, id="")
    return replace(bare, id=statement_id(bare))


def review(of: Statement, *, accepted: bool = True, note: str = "", at: str = "2026-01-12T09:00:00Z") -> Review:
    """Return Bob's review of a statement, with its id."""
    one = Review(id="", of=of.id, accepted=accepted, by="Bob", role="lead", at=at, note=note)
    return replace(one, id=review_id(one))


def folder_of(path: Path, *said: Statement | Review) -> Path:
    """Write statements and reviews as files of a folder."""
    path.mkdir(parents=True, exist_ok=True)
    rows = [line(one) if isinstance(one, Statement) else review_line(one) for one in said]
    (path / "all.yaml").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def baseline(
    seen: Collected, places: Sequence[Path] = (), *, name: str = "a", as_of: str = AS_OF, pack: Pack | None = None
) -> Baseline:
    """Return a baseline of what was seen and is said in the places."""
    pack = pack or load()
    return make(seen, said_in(places, pack), pack, label=Label(name=name), as_of=as_of)

"""The use case `migrate`: answers or statements from one version of the model to another; no value is ever changed.

What means the same is kept as it is. What asks something else is left open, with what was said before beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from sammeter.answers import Statement
from sammeter.answers.statements import WITHDRAWN, statement_id
from sammeter.app.assess import assess
from sammeter.app.carry import Meaning, edition_of, meaning
from sammeter.app.clock import FORM
from sammeter.app.declare import Said, line, read_said, stands
from sammeter.app.score import Answers, read_answers
from sammeter.data import Pack
from sammeter.data.older import editions, rewordings
from sammeter.errors import DataError, NotFoundError
from sammeter.facts.collected import Collected
from sammeter.model import Model
from sammeter.scoring import Scores, score

_WORTH = {Fraction(0): "0", Fraction(1, 4): "0.25", Fraction(1, 2): "0.5", Fraction(1): "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to: the version, its model in sammeter's form, and how what it asks differs from each version known."""

    version: str
    model: Model
    pack: Pack
    own: Meaning

    def meaning_from(self, version: str) -> Meaning:
        """Return what changed its meaning since `version`."""
        known = editions()
        base = self.version if self.version in known else self.pack.model.version
        return meaning(known[version], known[base], rewordings()).then(self.own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """One thing that is asked again: what was said of it (by whom), and why; `gone` where the target has no such id."""

    id: str
    said: str
    why: tuple[str, ...]
    by: str = ""
    unit: str = ""
    phase: int = 0
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """What came of it: how much is kept, what is asked again, scores before, after, and as if all had been kept.

    `text` is the file to write, empty where there is nothing to write, and `name` what it is called where it goes beside
    the statements.
    """

    before: str
    after: str
    kept: int
    again: tuple[Again, ...]
    unasked: tuple[str, ...]
    scores: Mapping[str, Scores]
    text: bytes
    name: str = ""


def target_of(to: str, pack: Pack) -> Target:
    """Return the target that a user names: a version, or a folder of model files of one's own.

    Raises NotFoundError with what there is, DataError with all mistakes of the folder.
    """
    if to in editions():
        return Target(version=to, model=pack.model, pack=pack, own=Meaning())
    if not Path(to).is_dir():
        raise NotFoundError("is neither a version that sammeter knows nor a folder of model files", where=to,
                            hint=f"one of {', '.join(editions())}, or a folder")  # fmt: skip
    model = _own(Path(to))
    return Target(version=model.version, model=model, pack=pack, own=meaning(edition_of(pack.model), edition_of(model)))


def _own(folder: Path) -> Model:
    from sammeter.app.validate import shipped_beside
    from sammeter.data.compile import read_model
    from sammeter.data.folder import yaml_files
    from sammeter.data.reader import Mistakes

    mistakes = Mistakes()
    found = yaml_files(folder, mistakes)
    model = read_model({**shipped_beside(found), **found}, mistakes)
    mistakes.settle(str(folder))
    if model is None or not any(name.startswith("model/") for name in found):
        raise DataError("no model files", where=str(folder), hint="see docs/reference/model-files.md")
    return model


def migrate_answers(data: bytes, *, where: str, to: str, pack: Pack) -> Migrated:
    """Return a file of answers carried to another version. Raises DataError with every mistake, NotFoundError."""
    target = target_of(to, pack)
    given = read_answers(data, where=where)
    changed = target.meaning_from(given.version)
    again = tuple(_again(given, changed))
    left = {(one.phase, one.id) for one in again}
    parts = [{id_: worth for id_, worth in part.items() if (number, id_) not in left}
             for number, part in enumerate((given.now, *given.phases))]  # fmt: skip
    ids = [activity.id for activity in target.model.activities()]
    stayed = {id_: worth for id_, worth in given.now.items() if id_ in ids}
    return Migrated(
        before=given.version, after=target.version, kept=len(parts[0]), again=again,
        unasked=tuple(id_ for id_ in ids if id_ in changed.new),
        scores={"before": score(pack.model, given.now), "after": score(target.model, parts[0]), "if kept": score(target.model, stayed)},
        text="".join(f"{row}\n" for row in _answer_lines(given, target, parts, again)).encode(),
    )  # fmt: skip


def _again(given: Answers, changed: Meaning) -> Iterator[Again]:
    for phase, part in enumerate((given.now, *given.phases)):
        for id_, worth in sorted(part.items()):
            why = changed.asks_again(id_)
            if id_ in changed.gone:
                yield Again(
                    id=id_, said=_WORTH[worth], why=("the target has no such question",), phase=phase, gone=True
                )
            elif why:
                yield Again(id=id_, said=_WORTH[worth], why=why, phase=phase)


def _answer_lines(
    given: Answers, target: Target, parts: Sequence[Mapping[str, Fraction]], again: Sequence[Again]
) -> Iterator[str]:
    """Yield the file: kept answers, open ones as null with what was said, and those of ids that are gone as notes."""
    yield f"# Carried from SAMM {given.version} to {target.version}. What is null is to be asked again; its note is what was said."
    yield f"model: {_quoted(target.version)}"
    yield "answers:"
    rows = list(_rows(parts[0], again, 0, target.version))
    yield from (f"  {row}" for row in rows or ["{}"])
    if given.phases:
        yield "phases:"
        for phase, part in enumerate(parts[1:], 1):
            first, *rest = list(_rows(part, again, phase, target.version)) or ["{}"]
            yield "  -"
            yield from (f"    {row}" for row in (first, *rest))
    for name, texts in (("organisation", given.organisation), ("notes", given.notes)):
        if texts:
            yield f"{name}:"
            yield from (f"  {key}: {_text(value)}" for key, value in texts.items())


def _text(value: str) -> str:
    """Write a text as one line of YAML."""
    from sammeter.app.declare import quoted

    return quoted(value)


def _rows(part: Mapping[str, Fraction], again: Sequence[Again], phase: int, version: str) -> Iterator[str]:
    """Yield one row an id in the order of ids; a mapping of notes alone is an empty one."""
    open_ = {one.id: one for one in again if one.phase == phase}
    if not part and all(one.gone for one in open_.values()):
        yield "{}"
    for id_ in sorted({*part, *open_}):
        one = open_.get(id_)
        if one is None:
            yield f"{id_}: {_WORTH[part[id_]]}"
        else:
            note = f"was {one.said}; in SAMM {version} {'; '.join(one.why)}"
            yield f"# {id_}: {note}" if one.gone else f"{id_}: null  # {note}"


def _quoted(version: str) -> str:
    """Write a version as YAML text, however it is spelled."""
    from sammeter.envelope.digests import canonical

    plain = all(char.isascii() and (char.isalnum() or char in ".-") for char in version) and version.count(".") > 1
    return version if plain else canonical(version).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scribe:
    """Who takes back what is asked again: name, role, and the moment it is done."""

    by: str
    role: str
    at: str


def migrate_statements(folder: Path, *, since: str, to: str, pack: Pack, scribe: Scribe) -> Migrated:
    """Return the statements that take back what is asked again, to be put beside the others, which stay as they stand.

    Each says in its note what was said before and why it is asked again. `since` is the version that was answered.
    Raises DataError, NotFoundError, SourceError.
    """
    if since not in editions():
        raise DataError(f"'{since}' is no version that sammeter knows" if since else "statements name no version", where="--from",
                        hint=f"say which one was answered: --from {pack.model.version}; one of {', '.join(editions())}")  # fmt: skip
    target = target_of(to, pack)
    said = read_said(folder, pack)
    changed = target.meaning_from(since)
    standing = list(_standing(said))
    again = tuple(_said_again(standing, changed))
    taken = [_taken_back(one, changed, target.version, scribe) for one in standing if changed.asks_again(one.about)]
    after = replace(said, statements=(*said.statements, *taken))
    ids = {activity.id for activity in target.model.activities()} | set(target.model.criteria())
    scores = {"before": _declared(said, pack, scribe.at), "after": _declared(_only(after, ids), pack, scribe.at),
              "if kept": _declared(_only(said, ids), pack, scribe.at)}  # fmt: skip
    return Migrated(
        before=since, after=target.version, kept=len(standing) - len(again), again=again,
        unasked=tuple(sorted(id_ for id_ in changed.new if "." not in id_)), scores=scores,
        text="".join(f"{line(one)}\n" for one in taken).encode(),
        name=f"migrated-{_slug(since)}-to-{_slug(target.version)}.yaml",
    )  # fmt: skip


def _slug(version: str) -> str:
    return "".join(char if char.isascii() and (char.isalnum() or char in ".-") else "-" for char in version)[:40]


def _standing(said: Said) -> Iterator[Statement]:
    """Yield the newest statement about each thing for each unit, unless it was withdrawn."""
    newest: dict[tuple[str, str], Statement] = {}
    for one in sorted(said.statements, key=lambda statement: (statement.at, statement.id)):
        newest[one.about, one.unit] = one
    yield from (one for _, one in sorted(newest.items()) if one.answer != WITHDRAWN)


def _said_again(standing: Sequence[Statement], changed: Meaning) -> Iterator[Again]:
    for one in standing:
        why = changed.asks_again(one.about)
        if one.about in changed.gone:
            yield Again(
                id=one.about, said=one.answer, why=("the target has no such id",), by=one.by, unit=one.unit, gone=True
            )
        elif why:
            yield Again(id=one.about, said=one.answer, why=why, by=one.by, unit=one.unit)


def _taken_back(one: Statement, changed: Meaning, version: str, scribe: Scribe) -> Statement:
    why = "; ".join(changed.asks_again(one.about))
    note = f"asked again, as in SAMM {version} {why}; {one.by} said {one.answer} on {one.at[:10]} ({one.id})"
    at = scribe.at if scribe.at > one.at else _after(one.at)
    bare = Statement(
        id="", about=one.about, answer=WITHDRAWN, by=scribe.by, role=scribe.role, at=at, unit=one.unit, note=note
    )
    return replace(bare, id=statement_id(bare))


def _after(at: str) -> str:
    """Return the second after a moment, so that what takes a statement back is newer than it."""
    return (datetime.strptime(at, FORM).replace(tzinfo=UTC) + timedelta(seconds=1)).strftime(FORM)


def _only(said: Said, ids: set[str]) -> Said:
    return replace(said, statements=tuple(one for one in said.statements if one.about in ids))


def _declared(said: Said, pack: Pack, at: str) -> Scores:
    """Return the declared scores of what is said; all zero where nothing is."""
    nothing = Collected(name="", revision="", at="", as_of=at, facts=(), gaps=(), looked=(), complete=())
    found = assess(nothing, as_of=at, pack=pack, declared=stands(said, pack, as_of=at)).declared
    return found or score(pack.model, {})

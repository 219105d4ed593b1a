"""The use case `review`: what waits for a second person, what was sent back, and that person's word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sammeter.answers import Declaration, Review, Statement
from sammeter.answers.statements import EXCLUDED, same_person
from sammeter.app import clock
from sammeter.app.declare import Said, judge, no_such, read_said, stands
from sammeter.app.pages import names, page
from sammeter.app.say import grade, words
from sammeter.app.who import Who
from sammeter.data import Pack
from sammeter.errors import DataError, ForbiddenError, NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What is to be reviewed, oldest first: all that is said, what waits, and what was sent back with the review."""

    said: Said
    waiting: tuple[Statement, ...]
    returned: tuple[tuple[Statement, Review], ...]


def queue(folder: Path, pack: Pack, *, practice: str = "") -> Queue:
    """Return what waits and what was sent back, of one practice or of all. Raises DataError, NotFoundError."""
    names_ = [one.id for one in pack.model.practices]
    wanted = practice.strip().upper()
    if wanted and wanted not in names_:
        raise DataError(f"there is no practice '{wanted[:20]}'", where="--practice", hint=f"one of {', '.join(names_)}")
    said = read_said(folder, pack)
    declared: Declaration = stands(said, pack, as_of=clock.now())
    waiting = sorted((one for one in declared.waiting if one.about.startswith(wanted)), key=_age)
    returned = sorted(
        (pair for pair in declared.returned if pair[0].about.startswith(wanted)), key=lambda pair: _age(pair[0])
    )
    return Queue(said=said, waiting=tuple(waiting), returned=tuple(returned))


def _age(one: Statement) -> tuple[str, str, str]:
    return one.at, one.about, one.id


def queue_page(found: Queue, who: Who, pack: Pack) -> str:
    """Return the queue for a terminal; what is one's own is marked, as somebody else has to review it."""
    return page(_queue(found, who, pack))


def _queue(found: Queue, who: Who, pack: Pack) -> Iterator[str]:
    yield f"Waiting for a second person: {len(found.waiting)}"
    for one in found.waiting:
        yield from _statement(one, found, who, pack)
    if found.returned:
        yield ""
        yield f"Sent back: {len(found.returned)}"
        for one, review in found.returned:
            yield from _statement(one, found, who, pack)
            yield f"    sent back by {review.by} ({review.role}), {review.at[:10]}: {review.note}"
    yield ""
    yield (
        "next  sammeter review ID accept, or: sammeter review ID return --note TEXT"
        if found.waiting
        else "Nothing waits."
    )


def _statement(one: Statement, found: Queue, who: Who, pack: Pack) -> Iterator[str]:
    mine = "   yours: another person reviews it" if who.by and same_person(one.by, who.by) else ""
    yield f"  {one.id}  {one.at[:10]}  {words(one, pack)}"
    yield f"    {one.by} ({one.role}){f': {one.note}' if one.note else ''}{mine}"
    if one.answer != EXCLUDED:
        yield f"    {grade(one, found.said, pack)}{f': {_proofs(one)}' if one.proof else ''}"


def _proofs(one: Statement) -> str:
    return ", ".join(proof.what for proof in one.proof)


def chosen(texts: Sequence[str], found: Queue) -> tuple[Statement, ...]:
    """Return the statements that are meant: by id, or by the beginning of one.

    Raises one DataError with all that are unknown, ambiguous, or replaced by a newer statement.
    """
    mistakes: list[DataError] = []
    meant: list[Statement] = []
    for text in texts:
        try:
            meant.append(_meant(text, found.said))
        except DataError as error:
            mistakes.append(error)
    if mistakes:
        raise DataError(mistakes[0].message, hint=mistakes[0].hint, mistakes=tuple(mistakes))
    return tuple(dict.fromkeys(meant))


def _meant(text: str, said: Said) -> Statement:
    near = (
        [one for id_, one in said.by_id().items() if id_.startswith(text.strip().lower())]
        if len(text) > len("s-")
        else []
    )
    if len(near) > 1:
        raise DataError(
            f"'{text[:60]}' begins {names(len(near), 'id')}", where="ID", hint=f"{near[0].id} or {near[1].id}?"
        )
    if not near:
        raise no_such(text, said)
    one = near[0]
    newer = [
        other for other in said.statements if (other.about, other.unit) == (one.about, one.unit) and other.at > one.at
    ]
    if newer:
        last = max(newer, key=lambda other: other.at)
        raise DataError(f"{one.id} was followed by {last.id} of {last.at[:10]}", where="ID", hint=f"review {last.id}")
    return one


def all_of_others(found: Queue, who: Who) -> tuple[Statement, ...]:
    """Return what waits and is not one's own. Raises NotFoundError (nothing waits), ForbiddenError (only one's own)."""
    if not found.waiting:
        raise NotFoundError(
            "nothing waits for a second person", where="review", hint="sammeter review shows what was sent back"
        )
    others = tuple(one for one in found.waiting if not same_person(one.by, who.by))
    if not others:
        raise ForbiddenError(
            "nobody reviews their own statement", where=found.waiting[0].id, hint="let another person review it"
        )
    return others


def decide(
    meant: Sequence[Statement], who: Who, folder: Path, pack: Pack, *, accepted: bool, note: str = ""
) -> tuple[Review, ...]:
    """Keep a second person's word on statements, all or none. Raises DataError, ForbiddenError (one's own)."""
    last = {one.of: one.at for one in sorted(read_said(folder, pack).reviews, key=lambda review: review.at)}
    reviews = [
        Review(id="", of=one.id, accepted=accepted, by=who.by, role=who.role, at=max(clock.after(last.get(one.id, "")), one.at), note=note)
        for one in meant
    ]  # fmt: skip
    return judge(folder, reviews, pack)

"""The use case `answer`: statements without an interview, each with the place where it is kept and how far it carries."""

from collections.abc import Sequence
from pathlib import Path

from sammeter.answers import Statement
from sammeter.answers.grades import SECOND_PERSON
from sammeter.answers.statements import EXCLUDED, WITHDRAWN, WORTH
from sammeter.app.ask_begin import said_in
from sammeter.app.declare import Said, read_said, state
from sammeter.app.exchange import filled
from sammeter.app.record import Extra, about, last_at, statement, value
from sammeter.app.said_table import Table, statements
from sammeter.app.who import Who
from sammeter.data import Pack
from sammeter.errors import DataError
from sammeter.exchange import Filled

Kept = tuple[tuple[Statement, str], ...]
"""Statements as they are kept, each with how far it carries."""


def say(
    thing: tuple[str, str], who: Who, folder: Path, pack: Pack, *, unit: str = "", extra: Extra | None = None
) -> Kept:
    """Keep one answer, as it was typed. Raises DataError with all mistakes; then nothing is kept."""
    id_ = about(thing[0], pack.model)
    answer = value(thing[1], id_)
    said = said_in(folder, pack)
    return _kept(folder, [statement(id_, answer, who, unit=unit, after=last_at(said, id_, unit), extra=extra)], pack)


def say_table(table: Table, pack: Pack) -> Kept:
    """Keep a table of answers, all or none. Raises DataError with all mistakes by line."""
    return _kept(table.folder, statements(table, said_in(table.folder, pack), pack), pack)


def _kept(folder: Path, made: Sequence[Statement], pack: Pack) -> Kept:
    kept = state(folder, made, pack)
    said = read_said(folder, pack)
    return tuple((one, grade(one, said, pack)) for one in kept)


def say_file(data: bytes, where: str, who: Who, folder: Path, pack: Pack, *, unit: str = "") -> Kept:
    """Keep the answers of a workbook or a file of answers as statements, all or none; what was said already is not said again.

    Raises SourceError (unreadable), DataError (nothing in it, or mistakes).
    """
    found = filled(data, where=where)
    said = said_in(folder, pack)
    before = {(one.about, one.unit, one.answer, one.note) for one in latest(said)}
    made = [
        one for one in carried(found, who, said, unit=unit) if (one.about, one.unit, one.answer, one.note) not in before
    ]
    if not found.answers:
        raise DataError("no answer in it", where=where, hint="fill it in first")
    return _kept(folder, made, pack)


def latest(said: Said) -> tuple[Statement, ...]:
    """Return the newest statement about each thing for each unit."""
    newest: dict[tuple[str, str], Statement] = {}
    for one in sorted(said.statements, key=lambda statement: statement.at):
        newest[one.about, one.unit] = one
    return tuple(newest.values())


def carried(answers: Filled, who: Who, said: Said, *, unit: str = "") -> tuple[Statement, ...]:
    """Return the answers of a questionnaire that was filled in elsewhere as statements, with their notes."""
    return tuple(
        statement(
            id_,
            WORTH[position],
            who,
            unit=unit,
            after=last_at(said, id_, unit),
            extra=Extra(note=answers.notes.get(id_, "")),
        )
        for id_, position in answers.answers.items()
    )


def grade(one: Statement, said: Said, pack: Pack) -> str:
    """Return how far a statement carries by itself, in words: with live proof, only claimed and why, or not yet."""
    if one.answer == WITHDRAWN:
        return "taken back"
    if one.answer == EXCLUDED:
        return "waits for a second person: sammeter review"
    if not one.proof:
        return "E0, claimed: no proof named"
    weak = next((why for proof in one.proof if (why := said.proofs.get(proof, ""))), "")
    if weak:
        return f"E0, claimed: {weak}"
    rule = pack.book.by_id().get(one.about)
    if rule is not None and rule.class_ == "attested" and int(rule.id.split("-")[2]) >= SECOND_PERSON:
        return f"E1, stated with live proof; from level {SECOND_PERSON} on it counts once a second person agreed"
    return "E1, stated with live proof"


def words(one: Statement, pack: Pack) -> str:
    """Return what was said in words: ``I-SB-2-A 'Yes, for half of the applications or more' (0.5) for shop``."""
    activity = pack.model.activity(one.about)
    text = one.answer
    if activity is not None and one.answer in WORTH:
        text = f"'{pack.model.answer_set(activity.answers).answers[WORTH.index(one.answer)]}' ({one.answer})"
    return f"{one.about} {text}{f' for {one.unit}' if one.unit else ''}"

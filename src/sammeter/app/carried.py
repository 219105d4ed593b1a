"""Answers of a workbook or a file of answers, as statements: stated without proof, by whoever is named in the file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from sammeter.answers import Statement
from sammeter.answers.statements import WORTH, statement_id
from sammeter.app.exchange import filled
from sammeter.data import Pack
from sammeter.errors import DataError
from sammeter.exchange.types import Filled


def carried(data: bytes, pack: Pack, *, where: str, today: str) -> tuple[Statement, ...]:
    """Return one statement for each answer of a file.

    Raises SourceError (unreadable), DataError (none of the formats that are read, or nothing in it).
    """
    found = filled(data, where=where)
    statements = statements_of(found, where=where, today=today)
    if not statements:
        raise DataError("no answer in it", where=where, hint="fill it in, or leave out --declared")
    known = {activity.id for activity in pack.model.activities()}
    return tuple(one for one in statements if one.about in known)


def statements_of(found: Filled, *, where: str, today: str) -> tuple[Statement, ...]:
    """Return the answers of a file as statements without proof, dated as the file is dated, never in the future."""
    organisation = found.organisation
    day = organisation.date if len(organisation.date) == 10 and organisation.date <= today[:10] else today[:10]
    by = organisation.lead.strip() or f"whoever filled in {PurePath(where).name}"
    made = (
        Statement(id="", about=activity, answer=WORTH[position], by=by, role="as the file names it", at=f"{day}T00:00:00Z",
                  note=found.notes.get(activity, ""), where=where)
        for activity, position in sorted(found.answers.items())
    )  # fmt: skip
    return tuple(replace(one, id=statement_id(one)) for one in made)


def outdated(places: Sequence[Path], pack: Pack) -> Iterator[str]:
    """Yield a warning for each file whose answers were given to questions that ask something else today."""
    from sammeter.app.declare import is_list
    from sammeter.app.migrate import migrate_answers

    for place in places:
        if not place.is_file() or is_list(data := place.read_bytes()):
            continue
        moved = migrate_answers(data, where=str(place), to=pack.model.version, pack=pack)
        ids = list(dict.fromkeys(one.id for one in moved.again))
        if ids:
            more = f" and {len(ids) - 4} more" if len(ids) > 4 else ""
            yield (f"{place} was filled in for SAMM {moved.before}; {', '.join(ids[:4])}{more} ask something else in "
                   f"{moved.after}: sammeter migrate {place} --to {moved.after}")  # fmt: skip

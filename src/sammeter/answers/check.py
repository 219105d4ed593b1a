"""What is wrong with a statement or a review, each with what to do."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches

from sammeter.answers.statements import EXCLUDED, WITHDRAWN, WORTH, review_id, same_person, somebody, statement_id
from sammeter.answers.types import Review, Statement
from sammeter.model import Model

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
Fault = tuple[str, str]
"""What is wrong, and what to do."""


def faults(one: Statement, model: Model, today: str) -> Iterator[Fault]:
    """Yield what is wrong with a statement: about nothing, by nobody, of another day, without its reason, or edited."""
    yield from _about(one, model)
    yield from _who_and_when(one.by, one.role, one.at, today)
    yield from _dates(one)
    for proof in one.proof:
        if not proof.what.strip():
            yield "a proof without a name", "write proof: [{what: report.pdf, sha256: ...}]"
        if proof.sha256 and not _SHA256.match(proof.sha256):
            yield (
                f"'{_cut(proof.sha256)}' is no SHA-256",
                "write 64 hex digits, or let sammeter answer --proof FILE do it",
            )
    if any(not unit.strip() for unit in one.units):
        yield "a unit without a name", "write units: [shop, crm]"
    if one.answer == EXCLUDED and not one.note.strip():
        yield "n/a without a reason", "say in note why it does not apply"
    if one.id and one.id != statement_id(one):
        yield "was changed after it was written", "put it back as it was, and state anew: sammeter answer"


def _about(one: Statement, model: Model) -> Iterator[Fault]:
    criterion = "." in one.about
    known = list(model.criteria()) if criterion else [activity.id for activity in model.activities()]
    if one.about not in known:
        near = get_close_matches(one.about.upper(), known, n=1)
        yield (
            f"'{_cut(one.about)}' is no question or criterion of SAMM {model.version}",
            f"did you mean {near[0]}?" if near else "sammeter model list shows the ids",
        )
        return
    allowed = ("yes", "no", WITHDRAWN) if criterion else (*WORTH, EXCLUDED, WITHDRAWN)
    if one.answer not in allowed:
        yield f"{one.about}: '{_cut(one.answer)}' is no answer", f"one of {', '.join(allowed)}"


def _who_and_when(by: str, role: str, at: str, today: str) -> Iterator[Fault]:
    if not somebody(by):
        yield "by nobody", "write by: and a name"
    if not role.strip():
        yield "without a role", "write role: and what that person was at that time"
    if not _moment(at):
        yield f"'{_cut(at)}' is no time", "write at: 2026-01-31T12:00:00Z"
    elif at[:10] > today[:10]:
        yield f"{at} is in the future", "write the day on which it was said"


def _moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return bool(re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z\Z", text))


def _dates(one: Statement) -> Iterator[Fault]:
    if one.until and not _day(one.until):
        yield f"'{_cut(one.until)}' is no day", "write until: 2026-12-31"
    elif one.until and one.until < one.at[:10]:
        yield f"until {one.until} is before it was said", "write the last day it holds"
    if one.period:
        begun, _, ended = one.period.partition("/")
        if not _day(begun) or not _day(ended) or begun > ended:
            yield f"'{_cut(one.period)}' is no period", "write period: 2026-01-01/2026-06-30"


def _day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def review_faults(one: Review, statements: Mapping[str, Statement], today: str) -> Iterator[Fault]:
    """Yield what is wrong with a review: of nothing, one's own, by nobody, sent back without a word, or edited."""
    yield from _who_and_when(one.by, one.role, one.at, today)
    reviewed = statements.get(one.of)
    if reviewed is None:
        yield f"there is no statement {_cut(one.of)}", "sammeter review shows what waits"
    elif same_person(reviewed.by, one.by):
        yield f"{one.by} reviews their own statement {one.of}", "let another person review it"
    elif one.at < reviewed.at:
        yield f"reviewed before {one.of} was said", "mend the times"
    if not one.accepted and not one.note.strip():
        yield "sent back without a word", "say in note what is missing"
    if one.id and one.id != review_id(one):
        yield "was changed after it was written", "put it back as it was, and review anew: sammeter review"


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}..."

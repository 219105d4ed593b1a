"""Statements as they are kept: the state each is in at the assessment's clock, its proofs, and what does not apply."""

from collections.abc import Iterator

from sammeter.answers import Declaration, Review, Statement
from sammeter.answers.statements import EXCLUDED, WITHDRAWN
from sammeter.report.assessment import Assessment
from sammeter.report.board.view import Exclusion, Kept, StatementRow

Key = tuple[str, str, str, str]
ORDER = ("sent back", "lapsed", "waits for review", "accepted", "replaced", "withdrawn", "said later")
"""States in the order in which they are read: what needs a look comes first."""


def statement_rows(assessment: Assessment, kept: Kept) -> tuple[StatementRow, ...]:
    """Return one row a statement that is kept, in the order of ORDER, then by what it is about."""
    weak = _weak(assessment.declaration)
    rows = [
        _row(one, weak, latest_reviews(kept, assessment.subject.as_of), assessment, kept) for one in kept.statements
    ]
    return tuple(sorted(rows, key=lambda row: (ORDER.index(row.state), row.about, row.at, row.id)))


def latest_reviews(kept: Kept, as_of: str) -> dict[str, Review]:
    """Return the newest review of each statement by the clock's day."""
    return {one.of: one for one in sorted(kept.reviews, key=lambda one: one.at) if one.at[:10] <= as_of[:10]}


def exclusions(assessment: Assessment) -> tuple[Exclusion, ...]:
    """Return the questions that do not apply, in the model's order."""
    order = {answer.activity: number for number, answer in enumerate(assessment.answers)}
    rows = [Exclusion(id=one.activity, reason=one.reason, by=one.by, approver=one.approver, at=one.at)
            for one in assessment.declaration.excluded]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (order.get(row.id, 0), row.at)))


def key(one: Statement) -> Key:
    """Return what tells one statement from another where its id is not kept."""
    return one.about, one.unit, one.by, one.at


def _weak(said: Declaration) -> dict[Key, str]:
    """Return why what stands is not proved, empty where it is; what is not in here does not stand."""
    found: dict[Key, str] = {}
    for stated in said.criteria:
        found[stated.criterion, stated.unit, stated.by, stated.at] = stated.weak
    for answered in said.answers:
        found[answered.activity, answered.unit, answered.by, answered.at] = answered.weak
    return found


def _row(
    one: Statement, weak: dict[Key, str], reviews: dict[str, Review], assessment: Assessment, kept: Kept
) -> StatementRow:
    review = reviews.get(one.id)
    return StatementRow(
        id=one.id, about=one.about, answer=one.answer, by=one.by, role=one.role, at=one.at, until=one.until,
        state=_state(one, weak, review, assessment), weak=weak.get(key(one), ""), note=one.note, where=one.where,
        reviewed="" if review is None else f"{review.by}, {review.at[:10]}" + (f": {review.note}" if review.note else ""),
        proofs=tuple((proof.what, proof.sha256, kept.proofs.get(proof, "not looked at")) for proof in one.proof),
    )  # fmt: skip


def _state(one: Statement, weak: dict[Key, str], review: Review | None, assessment: Assessment) -> str:
    return next(_states(one, weak, review, assessment))


def _states(one: Statement, weak: dict[Key, str], review: Review | None, assessment: Assessment) -> Iterator[str]:
    """Yield the states that fit, the strongest first."""
    said = assessment.declaration
    if one.at[:10] > assessment.subject.as_of[:10]:
        yield "said later"
    if one.answer == WITHDRAWN:
        yield "withdrawn"
    waits = any(other.id == one.id for other in said.waiting)
    stands = key(one) in weak or waits or any(other.id == one.id for other, _ in said.returned)
    excluded = any((other.activity, other.by) == (one.about, one.by) for other in said.excluded)
    if not stands and not (one.answer == EXCLUDED and excluded):
        yield "replaced"
    if review is not None and not review.accepted:
        yield "sent back"
    if weak.get(key(one), "").startswith("lapsed"):
        yield "lapsed"
    yield "waits for review" if review is None else "accepted"

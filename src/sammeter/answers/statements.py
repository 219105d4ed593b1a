"""Statements and reviews as they are kept to what stands at one time: the newest that holds, and how well it is proved."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sammeter.answers.types import Answered, Declaration, Excluded, Proof, Review, Stated, Statement
from sammeter.envelope.digests import canonical, sha256

WORTH = ("0", "0.25", "0.5", "1")
"""What the four positions of an answer set are worth, as they are written."""
EXCLUDED, WITHDRAWN = "n/a", "withdrawn"
_ID = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The time by which statements are read: later ones are not there yet, and without `until` one holds `days` days."""

    as_of: str
    days: int


def statement_id(one: Statement) -> str:
    """Return the id that a statement's content gives it, so that one that was edited later is found out."""
    kept = {
        "about": one.about, "answer": one.answer, "by": one.by, "role": one.role, "at": one.at, "unit": one.unit,
        "units": list(one.units), "proof": [[proof.what, proof.sha256] for proof in one.proof], "period": one.period,
        "until": one.until, "note": one.note,
    }  # fmt: skip
    return f"s-{sha256(canonical({name: value for name, value in kept.items() if value}))[:_ID]}"


def review_id(one: Review) -> str:
    """Return the id that a review's content gives it."""
    kept = {"of": one.of, "accepted": one.accepted, "by": one.by, "role": one.role, "at": one.at, "note": one.note}
    return f"r-{sha256(canonical(kept))[:_ID]}"


def same_person(one: str, other: str) -> bool:
    """Tell whether two names are one person's: same name, or same address in ``Name <address>``."""
    return bool(_names(one) & _names(other))


def somebody(by: str) -> bool:
    """Tell whether a name shows anything to a reader."""
    return bool(_names(by))


def _names(by: str) -> set[str]:
    """Return name and address as a reader sees them: marks that do not show, width and case tell nobody apart."""
    seen = "".join(one for one in unicodedata.normalize("NFKC", by) if unicodedata.category(one) not in ("Cf", "Cc"))
    name, _, address = seen.casefold().partition("<")
    return {" ".join(part.split()) for part in (name, address.rstrip("> ")) if part.strip()}


def declare(
    statements: Iterable[Statement], reviews: Iterable[Review], proofs: Mapping[Proof, str], clock: Clock
) -> Declaration:
    """Return what stands at the clock's time; `proofs` says of each document why it proves nothing, or nothing.

    The newest statement about one thing for one unit stands; *n/a* only once a second person agreed, until then what
    was said before it.
    """
    latest = _latest_reviews(reviews, clock)
    found = _Reduced(latest, proofs, clock)
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in statements:
        if one.at <= clock.as_of or one.at[:10] <= clock.as_of[:10]:
            groups.setdefault((one.about, one.unit), []).append(one)
    for group in groups.values():
        found.add(sorted(group, key=lambda one: (one.at, one.id)))
    return Declaration(criteria=tuple(found.criteria), answers=tuple(found.answers), excluded=tuple(found.excluded),
                       waiting=tuple(found.waiting), returned=tuple(found.returned))  # fmt: skip


def _latest_reviews(reviews: Iterable[Review], clock: Clock) -> dict[str, Review]:
    latest: dict[str, Review] = {}
    for one in sorted(reviews, key=lambda review: (review.at, review.id)):
        if one.at[:10] <= clock.as_of[:10]:
            latest[one.of] = one
    return latest


class _Reduced:
    """What stands, gathered one thing after the other."""

    def __init__(self, reviews: Mapping[str, Review], proofs: Mapping[Proof, str], clock: Clock) -> None:
        self.reviews, self.proofs, self.clock = reviews, proofs, clock
        self.criteria: list[Stated] = []
        self.answers: list[Answered] = []
        self.excluded: list[Excluded] = []
        self.waiting: list[Statement] = []
        self.returned: list[tuple[Statement, Review]] = []

    def add(self, group: Sequence[Statement]) -> None:
        """Take what was said of one thing for one unit, oldest first."""
        for one in self._standing(group):
            review = self.reviews.get(one.id)
            if review is None:
                self.waiting.append(one)
            elif not review.accepted:
                self.returned.append((one, review))
            self._keep(one, review)

    def _standing(self, group: Sequence[Statement]) -> Iterator[Statement]:
        """Yield the newest; before it the one it waits to replace, where it is an n/a that nobody agreed to yet."""
        for one in reversed(group):
            if one.answer == WITHDRAWN:
                return
            yield one
            review = self.reviews.get(one.id)
            if one.answer != EXCLUDED or (review is not None and review.accepted):
                return

    def _keep(self, one: Statement, review: Review | None) -> None:
        accepted = review is not None and review.accepted
        if one.answer == EXCLUDED:
            if review is not None and accepted and self._lapsed(one) == "":
                self.excluded.append(Excluded(activity=one.about, reason=one.note, by=one.by, approver=review.by,
                                              at=review.at, unit=one.unit))  # fmt: skip
            return
        sent_back = f"sent back by {review.by}: {review.note}" if review is not None and not accepted else ""
        gone = sent_back or self._lapsed(one)
        weak = gone or self._unproved(one)
        if "." in one.about:
            self.criteria.append(Stated(
                criterion=one.about, yes=one.answer == "yes", by=one.by, at=one.at, unit=one.unit, role=one.role,
                holds=not gone, proof_live=not weak, accepted=accepted, weak=weak, where=one.where))  # fmt: skip
        else:
            self.answers.append(Answered(
                activity=one.about, position=WORTH.index(one.answer), by=one.by, at=one.at, unit=one.unit,
                units=one.units, role=one.role, holds=not gone, proof_live=not weak, accepted=accepted, weak=weak, note=one.note,
                where=one.where))  # fmt: skip

    def _lapsed(self, one: Statement) -> str:
        day = last_day(one, self.clock.days)
        return f"lapsed on {day}" if day < self.clock.as_of[:10] else ""

    def _unproved(self, one: Statement) -> str:
        if not one.proof:
            return "no proof named"
        return next((why for proof in one.proof if (why := self.proofs.get(proof, "not looked at"))), "")


def last_day(one: Statement, days: int) -> str:
    """Return the last day on which a statement holds: as stated, else `days` after what it covers or when it was made."""
    if one.until:
        return one.until
    begun = one.period.partition("/")[2] or one.at[:10]
    try:
        return (date.fromisoformat(begun) + timedelta(days=days)).isoformat()
    except OverflowError:
        return date.max.isoformat()


def inherit(own: Declaration, other: Declaration) -> Declaration:
    """Return `own` with what `other` adds to it: nothing that is inherited changes what is said by oneself.

    An answer (or that a question does not apply) is inherited only where one's own says nothing of that question nor of
    its criteria; a criterion where one's own does not speak of it, and a *no* to it not where one's own answered yes. What
    one's own says of all units is said of each. Other people's reviews are their own: nothing waits here for them.
    """
    mine = _Own(own)
    return replace(
        own,
        criteria=(*own.criteria, *(one for one in other.criteria if not mine.ticked(one))),
        answers=(*own.answers, *(one for one in other.answers if not mine.asked(one.activity, one.unit))),
        excluded=(*own.excluded, *(one for one in other.excluded if not mine.asked(one.activity, one.unit))),
    )


class _Own:
    """What one's own declaration speaks of; every thing with the units it is said of."""

    def __init__(self, own: Declaration) -> None:
        self.criteria = {(one.criterion, one.unit) for one in own.criteria}
        self.questions = {
            *((one.activity, one.unit) for one in own.answers),
            *((one.activity, one.unit) for one in own.excluded),
            *((one.about, one.unit) for one in own.waiting),
        }
        self.touched = {(one.criterion.rpartition(".")[0], one.unit) for one in own.criteria}
        self.yes = {(one.activity, one.unit) for one in own.answers if one.position > 0}

    def asked(self, activity: str, unit: str) -> bool:
        """Tell whether an inherited answer would change what is said of the question or of its criteria."""
        return _of_each(activity, unit, self.questions) or _of_any(activity, unit, self.touched)

    def ticked(self, one: Stated) -> bool:
        """Tell whether an inherited word on a criterion would change what is said of it, or what an answer implies."""
        about = one.criterion.rpartition(".")[0]
        return _of_each(one.criterion, one.unit, self.criteria) or (not one.yes and _of_any(about, one.unit, self.yes))


def _of_each(about: str, unit: str, said: set[tuple[str, str]]) -> bool:
    return (about, unit) in said or (about, "") in said


def _of_any(about: str, unit: str, said: set[tuple[str, str]]) -> bool:
    """As `_of_each`; and what is inherited for all units meets what is said of any one of them."""
    return _of_each(about, unit, said) or (not unit and any(name == about for name, _ in said))

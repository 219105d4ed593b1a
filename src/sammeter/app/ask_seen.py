"""What an interview shows beside a question: what was seen and said of its criteria, and which answer that allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sammeter.answers import Answer, Answered, Declaration, Stated, Statement
from sammeter.answers.positions import TOP
from sammeter.answers.statements import EXCLUDED
from sammeter.data import Pack
from sammeter.model import Activity
from sammeter.report.assessment import Assessment
from sammeter.rules import Decided, Flag, Verdict

Tick = Literal["yes", "no", "open"]
SUGGESTED = "suggested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One criterion: what the facts say (None: nobody looked), what a person says, and whether that ticks it.

    `shown` tells that what was seen speaks for the scope that is asked about; one application's does not speak for all.
    """

    id: str
    decided: Decided | None
    stated: Stated | None
    shown: bool

    @property
    def tick(self) -> Tick:
        """A measurement goes before a word, as everywhere."""
        if self.shown and self.decided is not None and self.decided.verdict is not Verdict.UNKNOWN:
            return "yes" if self.decided.verdict is Verdict.MET else "no"
        if self.stated is None:
            return "open"
        return "yes" if self.stated.yes else "no"

    @property
    def indicated(self) -> bool:
        """Facts indicate it for the scope that is asked about, and a person's word is missing."""
        flagged = self.decided is not None and Flag.INDICATED in self.decided.flags
        return self.shown and flagged and self.stated is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """The answer that the ticks suggest (None: they suggest nothing), the highest that needs no reason, and why."""

    suggested: int | None
    most: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """All that is known of one question for one scope. `own` is this scope's answer; `inherited` stands where it has none."""

    activity: Activity
    lines: tuple[Line, ...]
    allowed: Allowed
    own: Answered | None
    inherited: Answered | None
    excluded: str = ""
    waiting: Statement | None = None

    @property
    def offered(self) -> tuple[int, str] | None:
        """Return the answer that one key accepts and where it comes from: one's own of before, inherited, suggested."""
        if self.own is not None:
            return None if self.own.holds else (self.own.position, f"carried over from {self.own.at[:10]}")
        if self.inherited is not None:
            return self.inherited.position, f"inherited from {self.inherited.by}, {self.inherited.at[:10]}"
        return None if self.allowed.suggested is None else (self.allowed.suggested, SUGGESTED)


def look(
    activity: Activity, scope: str, pack: Pack, declared: Sequence[Declaration], seen: Assessment | None
) -> Question:
    """Return what is known of a question; `declared` is one's own declaration, then the one with what is inherited."""
    own, all_ = declared
    lines = tuple(_line(id_, scope, pack, all_, seen) for id_ in activity.criterion_ids())
    mine = _mine(activity.id, scope, own)
    excluded = all_.excluded_from(activity.id, scope)
    return Question(
        activity=activity, lines=lines, own=mine, inherited=None if mine else all_.answered(activity.id, scope),
        allowed=_allowed(activity, lines, pack, seen.answer(activity.id) if seen and _speaks(lines) else None),
        excluded=f"{excluded.reason} ({excluded.by}, agreed by {excluded.approver})" if excluded else "",
        waiting=_waiting(activity.id, scope, own),
    )  # fmt: skip


def is_open(activity: str, scope: str, declared: Sequence[Declaration]) -> bool:
    """Tell whether nobody answered a question for this scope, or the answer lapsed or was sent back."""
    own, all_ = declared
    mine = _mine(activity, scope, own)
    settled = all_.excluded_from(activity, scope) is not None or _waiting(activity, scope, own) is not None
    return not settled and (mine is None or not mine.holds)


def _mine(activity: str, scope: str, own: Declaration) -> Answered | None:
    found = own.answered(activity, scope)
    return found if found is not None and found.unit == scope else None


def _waiting(activity: str, scope: str, own: Declaration) -> Statement | None:
    key = (activity, scope, EXCLUDED)
    return next((one for one in own.waiting if (one.about, one.unit, one.answer) == key), None)


def _line(id_: str, scope: str, pack: Pack, declared: Declaration, seen: Assessment | None) -> Line:
    found = [one for one in declared.criteria if one.criterion == id_ and one.unit in ("", scope)]
    standing = seen.standings().get(id_) if seen else None
    rule = pack.book.by_id().get(id_)
    return Line(id=id_, decided=standing.decided if standing else None, shown=bool(scope) or (rule is not None and rule.scope == "org"),
                stated=max(found, key=lambda one: (one.unit != "", one.at), default=None))  # fmt: skip


def _speaks(lines: Sequence[Line]) -> bool:
    return all(one.shown for one in lines)


def _allowed(activity: Activity, lines: Sequence[Line], pack: Pack, seen: Answer | None) -> Allowed:
    """Return what the ticks allow.

    A yes stands on all criteria: where one is not so, or people ticked some and left others out, they allow no yes. Where
    nothing is known of some, they say nothing: a blank is not a no.
    """
    ticks = [one.tick for one in lines]
    yes, count = ticks.count("yes"), len(ticks)
    by_people = any(one.stated is not None and one.tick == "yes" for one in lines)
    if "no" in ticks or (by_people and yes < count):
        return Allowed(suggested=0, most=0, why=f"{yes} of {count} ticked: a yes stands on all")
    kind = next(one.answer["kind"] for one in pack.book.answerings if one.id == activity.id)
    if seen is not None and seen.evidenced:
        return Allowed(suggested=seen.evidenced, most=seen.possible, why=f"{yes} of {count} ticked, and seen")
    if yes < count:
        return Allowed(suggested=None, most=TOP, why=f"{yes} of {count} ticked" if yes else "")
    if kind == "coverage":
        return Allowed(suggested=TOP, most=TOP, why=f"all {count} ticked")
    return Allowed(suggested=None, most=TOP, why=f"all {count} ticked: which yes it is, they do not say")

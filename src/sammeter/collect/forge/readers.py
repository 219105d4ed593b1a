"""Who read a change request: approvals weighed against those who wrote it, never guessed."""

from dataclasses import dataclass

from sammeter.collect.people import Person, is_bot, person, pseudonym


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A standing approval of an account: when it was given (empty: not known), and whether of the last state."""

    account: str
    at: str
    last_state: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is known of a change request's readers; None is not known."""

    approvers: tuple[str, ...]
    read: bool | None
    before_merge: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Signs that somebody else may have read it without an approval that counts: at any time, and until the merge."""

    ever: bool
    until_merge: bool


def weigh(approvals: list[Approval], *, wrote: list[Person], merged_at: str, doubt: Doubt) -> Reading:
    """Return who read a change that `wrote` made.

    An approval counts of a person who wrote none of it, of the state that was merged. Where none counts it is not known
    whether somebody read it, if there is doubt (another person commented or merged, an approval was of an earlier
    state or taken back, or not all authors are known), and known that nobody did, if not.
    """
    others = [
        one for one in approvals if not is_bot(one.account) and not any(person(one.account).same(w) for w in wrote)
    ]
    last = [one for one in others if one.last_state]
    before = [one for one in last if one.at and one.at <= merged_at]
    early = [one for one in others if not one.at or one.at <= merged_at]
    return Reading(
        approvers=tuple(dict.fromkeys(pseudonym(one.account) for one in last)),
        read=True if last else None if others or doubt.ever else False,
        before_merge=True if before else None if early or doubt.until_merge else False,
    )

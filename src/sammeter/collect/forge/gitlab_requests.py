"""Merged merge requests of GitLab with their approvals, notes and commits."""

import re
from collections.abc import Iterator

from sammeter.collect.forge.envelope import moment, sha
from sammeter.collect.forge.readers import Approval, Doubt, Reading, weigh
from sammeter.collect.people import Person, is_bot, is_forge, person, pseudonym, trailers
from sammeter.facts.forge import Review
from sammeter.text import Node

_PROGRAM = re.compile(r"(?:project|group)_\d+_bot|service_account_|support-bot\Z|ghost\Z")
_APPROVED, _PUSHED = "approved this merge request", "added "


def reviews(items: Iterator[Node]) -> Iterator[tuple[Review, bool]]:
    """Yield each merged request, and whether all commits that it put on the branch are known."""
    for item in items:
        raw = item["merge_request"] or item
        merged_at = moment(raw["merged_at"])
        if merged_at:
            yield _review(item if "merge_request" in item else Node({}, item.where), raw, merged_at)


def account(user: Node) -> str:
    """Return the account name of a user; programs that GitLab makes for access tokens are marked as such."""
    name = user["username"].text()
    return f"{name}[bot]" if _PROGRAM.match(name) else name


def _review(item: Node, raw: Node, merged_at: str) -> tuple[Review, bool]:
    author = account(raw["author"])
    reading = _reading(item, raw, merged_at)
    own = [sha(one["id"]) for one in item["commits"]]
    landed = [sha(raw[key]) for key in ("merge_commit_sha", "squash_commit_sha", "sha")]
    review = Review(
        where=item.where, pr=f"!{raw['iid'].text()}", merged_at=merged_at, author=pseudonym(author) if author else None,
        authors=(pseudonym(author),) if author and _alone(item, author) else None,
        approvers=reading.approvers if "approvals" in item else None, read=reading.read, before_merge=reading.before_merge,
        head=sha(raw["sha"]) or None, commits=tuple(dict.fromkeys(one for one in (*landed, *own) if one)),
    )  # fmt: skip
    return review, bool(own)


def _alone(item: Node, author: str) -> bool:
    """Tell whether the one who opened it wrote all of it, as far as names and mails show: commits name no accounts."""
    return "commits" in item and all(person(author).same(one) for commit in item["commits"] for one in _wrote(commit))


def _wrote(commit: Node) -> Iterator[Person]:
    for role in ("author", "committer"):
        stated = f"{commit[f'{role}_name'].text()} <{commit[f'{role}_email'].text()}>"
        if commit[f"{role}_email"] and not is_forge(stated):
            yield person(stated)
    yield from trailers(commit["message"].text())


def _reading(item: Node, raw: Node, merged_at: str) -> Reading:
    if "approvals" not in item:
        return Reading(approvers=(), read=None, before_merge=None)
    wrote = [person(account(raw["author"])), *(one for commit in item["commits"] for one in _wrote(commit))]
    notes = [(moment(note["created_at"]) or "", note) for note in item["notes"]]
    given = [
        _approval(one, notes, known="notes" in item, merged_at=merged_at) for one in item["approvals"]["approved_by"]
    ]
    return weigh(given, wrote=wrote, merged_at=merged_at, doubt=_doubt(item, raw, notes, merged_at))


def _approval(node: Node, notes: list[tuple[str, Node]], *, known: bool, merged_at: str) -> Approval:
    who = account(node["user"])
    said = [at for at, note in notes if note["body"].text() == _APPROVED and account(note["author"]) == who]
    at = moment(node["approved_at"]) or max(said, default="")
    pushed = [when for when, note in notes if note["body"].text().startswith(_PUSHED) and when <= merged_at]
    return Approval(account=who, at=at, last_state=all(when <= at for when in pushed) if known and at else None)


def _doubt(item: Node, raw: Node, notes: list[tuple[str, Node]], merged_at: str) -> Doubt:
    """Tell whether another than the one who opened it wrote about it, approved it or merged it, or that is not known."""
    opener = account(raw["author"])
    merger = account(raw["merge_user"]) or account(raw["merged_by"])
    unsure = "commits" not in item or "notes" not in item or not opener or _other(merger, opener)
    spoke = [at for at, note in notes if _other(account(note["author"]), opener)
             and (note["system"].value is not True or "approved" in note["body"].text())]  # fmt: skip
    return Doubt(ever=unsure or bool(spoke), until_merge=unsure or any(at <= merged_at for at in spoke))


def _other(who: str, opener: str) -> bool:
    return not who or (not is_bot(who) and not person(who).same(person(opener)))

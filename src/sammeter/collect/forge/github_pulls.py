"""Merged pull requests of GitHub with their reviews, commits, and what they put on the branch."""

from collections.abc import Iterator

from sammeter.collect.forge.envelope import moment, sha
from sammeter.collect.forge.readers import Approval, Doubt, Reading, weigh
from sammeter.collect.people import Person, is_bot, is_forge, person, pseudonym, trailers
from sammeter.facts.forge import Review
from sammeter.text import Node

_DECIDES = ("APPROVED", "CHANGES_REQUESTED", "DISMISSED")
LISTED = 250
"""GitHub lists at most so many commits of a pull request."""


def reviews(items: Iterator[Node]) -> Iterator[tuple[Review, bool]]:
    """Yield each merged pull request, and whether all commits that it put on the branch are known."""
    for item in items:
        composed = "pull" in item
        pull = item["pull"] if composed else item
        merged_at = moment(pull["merged_at"])
        if merged_at:
            yield _review(item if composed else Node({"pull": item}, item.where), pull, merged_at)


def _review(item: Node, pull: Node, merged_at: str) -> tuple[Review, bool]:
    author = account(pull["user"])
    commits = item["commits"].items()
    reading = _reading(item, pull, merged_at)
    landed, whole = _landed(item, pull)
    accounts = [author, *(account(one["author"]) for one in commits)]
    review = Review(
        where=item.where, pr=f"#{pull['number'].text()}", merged_at=merged_at, author=pseudonym(author) if author else None,
        authors=tuple(dict.fromkeys(pseudonym(one) for one in accounts if one)) if _all_authors(item) else None,
        approvers=reading.approvers if "reviews" in item else None, read=reading.read, before_merge=reading.before_merge,
        head=sha(pull["head"]["sha"]) or None, commits=landed,
    )  # fmt: skip
    return review, whole


def account(user: Node) -> str:
    """Return the account name of a user, marked as a program where GitHub says so; empty for a deleted one."""
    login = user["login"].text()
    return f"{login}[bot]" if user["type"].text() == "Bot" and not login.endswith("[bot]") else login


def _all_authors(item: Node) -> bool:
    return "commits" in item and len(item["commits"].items()) < LISTED


def _reading(item: Node, pull: Node, merged_at: str) -> Reading:
    if "reviews" not in item:
        return Reading(approvers=(), read=None, before_merge=None)
    wrote = [person(account(pull["user"])), *(one for commit in item["commits"] for one in _wrote(commit))]
    head = sha(pull["head"]["sha"])
    at_merge = _standing(item["reviews"].items(), merged_at)
    late = [one for who, one in _standing(item["reviews"].items(), "").items() if who not in at_merge]
    approvals = [Approval(account=account(one["user"]), at=moment(one["submitted_at"]) or "",
                          last_state=sha(one["commit_id"]) == head if one["commit_id"] and head else None)
                 for one in [*at_merge.values(), *late] if one["state"].text() == "APPROVED"]  # fmt: skip
    return weigh(approvals, wrote=wrote, merged_at=merged_at, doubt=_doubt(item, pull, merged_at))


def _doubt(item: Node, pull: Node, merged_at: str) -> Doubt:
    """Tell whether another than the one who opened it reviewed or merged it, or who that was is not known."""
    opener = account(pull["user"])
    unsure = (
        not _all_authors(item) or not opener or "merged_by" not in pull or _other(account(pull["merged_by"]), opener)
    )
    acted = [(account(one["user"]), moment(one["submitted_at"]) or "") for one in item["reviews"]]
    return Doubt(ever=unsure or any(_other(who, opener) for who, _ in acted),
                 until_merge=unsure or any(_other(who, opener) and at <= merged_at for who, at in acted))  # fmt: skip


def _other(who: str, opener: str) -> bool:
    return not who or (not is_bot(who) and not person(who).same(person(opener)))


def _standing(reviews_: list[Node], until: str) -> dict[str, Node]:
    """Return the last decision of each account by a time; a comment changes none."""
    found: dict[str, Node] = {}
    dated = [(moment(one["submitted_at"]) or "", one) for one in reviews_ if one["state"].text() in _DECIDES]
    for at, one in sorted(dated, key=lambda pair: pair[0]):
        if account(one["user"]) and (not until or at <= until):
            found[account(one["user"])] = one
    return found


def _wrote(commit: Node) -> Iterator[Person]:
    """Yield all who may have written a commit: accounts, names and mails, and those whom its message calls authors."""
    inner = commit["commit"]
    for role in ("author", "committer"):
        if login := account(commit[role]):
            yield person(login)
        stated = f"{inner[role]['name'].text()} <{inner[role]['email'].text()}>"
        if inner[role] and not is_forge(stated):
            yield person(stated)
    yield from trailers(inner["message"].text())


def _landed(item: Node, pull: Node) -> tuple[tuple[str, ...], bool]:
    """Return the commits that the merge put on the branch: by a merge, squashed into one, or rebased one by one."""
    merge, own = sha(pull["merge_commit_sha"]), item["commits"].items()
    known = [merge, *(sha(one["sha"]) for one in own)]
    placed = item["landed"].items()
    rebased = _rebased(placed, own)
    told = bool(own) and (len(own) == 1 or merge in known[1:] or bool(placed))
    return tuple(dict.fromkeys(one for one in (*known, *rebased) if one)), bool(merge) and told and _all_authors(item)


def _rebased(placed: list[Node], own: list[Node]) -> list[str]:
    """Return the commits before the merge that are copies of the pull request's own, author, date and message alike."""
    if len(placed) < len(own) or (placed and len(placed[0]["parents"].items()) > 1):
        return []
    newest = [(_print(new), _print(old)) for new, old in zip(placed, reversed(own), strict=False)]
    return [sha(one["sha"]) for one in placed[: len(own)]] if all(new == old for new, old in newest) else []


def _print(commit: Node) -> tuple[str, str, str]:
    inner = commit["commit"]
    return inner["author"]["email"].text(), inner["author"]["date"].text(), inner["message"].text().split("\n")[0]

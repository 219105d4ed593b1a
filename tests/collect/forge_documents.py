"""Exports of a forge as its API words them, made for one test, and the way from documents to verdicts.

The shapes were seen in the answers that GitHub publishes with the description of its REST API, in answers that a client
library recorded from GitHub (branch protection, errors, pages), and in GitLab's pages about its API; the content is ours.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.collect.repositories import AS_OF

from sammeter.collect.folder import FolderTree
from sammeter.collect.git import open_git
from sammeter.collect.registry import load
from sammeter.collect.run import NoCache, run
from sammeter.data import load as load_pack
from sammeter.facts.collected import Collected
from sammeter.facts.join import Joined, join
from sammeter.rules.decide import decide

FETCHED = "2026-06-29T12:00:00Z"
SINCE = "2025-06-01T00:00:00Z"


def export(folder: Path, endpoint: str, items: list[Any], *, source: str = "github", **more: Any) -> Path:
    """Write one exported endpoint; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    envelope = {"schema": "sammeter-forge/1", "source": source, "endpoint": endpoint, "repository": "acme/shop", "since": SINCE,
                "fetched_at": FETCHED, "full_view": True, "missing": [], **more, "items": items}  # fmt: skip
    (folder / f"{endpoint}.json").write_text(json.dumps(envelope), encoding="utf-8")
    return folder


def user(login: str, kind: str = "User") -> dict[str, str]:
    """Return an account as GitHub shows it."""
    return {"login": login, "type": kind}


def commit(
    sha: str, login: str = "alice", *, message: str = "change", date: str = "2026-06-01T08:00:00Z", **more: Any
) -> dict[str, Any]:
    """Return a commit as GitHub shows it; a forge's own committer made it on the web."""
    return {
        "sha": sha, "author": user(login), "committer": user("web-flow"), "parents": [{"sha": "0" * 40}], **more,
        "commit": {"message": message, "author": {"name": login.title(), "email": f"{login}@{login}.example", "date": date},
                   "committer": {"name": "GitHub", "email": "noreply@github.com", "date": date}},
    }  # fmt: skip


def pull(
    number: int, merge: str, commits: list[dict[str, Any]], reviews: Iterable[dict[str, Any]] = (), **more: Any
) -> dict[str, Any]:
    """Return a merged pull request of alice with its commits and reviews, as the client puts them together."""
    raw = {"number": number, "user": user("alice"), "merged_at": "2026-06-10T12:00:00Z", "merge_commit_sha": merge,
           "head": {"sha": commits[-1]["sha"]}, "base": {"ref": "main"}, "merged_by": user("alice")}  # fmt: skip
    landed = more.pop("landed", [])
    return {"pull": {**raw, **more}, "reviews": list(reviews), "commits": commits, "landed": landed}


def review(
    login: str, sha: str, *, state: str = "APPROVED", at: str = "2026-06-10T10:00:00Z", kind: str = "User"
) -> dict[str, Any]:
    """Return a review of one commit."""
    return {"user": user(login, kind), "state": state, "submitted_at": at, "commit_id": sha}


def branch(**protection: Any) -> dict[str, Any]:
    """Return the protection of main as GitHub shows it to an administrator, with one approval asked, changed as named."""
    return {
        "branch": {"name": "main"}, "protection_seen": "read", "rules": [], "rulesets": [],
        "protection": {
            "required_pull_request_reviews": {"required_approving_review_count": 1, "dismiss_stale_reviews": True,
                                              "require_code_owner_reviews": True},
            "enforce_admins": {"enabled": True}, "allow_force_pushes": {"enabled": False},
            "required_status_checks": {"contexts": ["audit"], "checks": [{"context": "audit", "app_id": 15368}]}, **protection,
        },
    }  # fmt: skip


def collect(repository: Path, evidence: Path, *, names: Iterable[str] = ()) -> Collected:
    """Run the named collectors (all, if none is named) over a repository and documents beside it."""
    chosen = [one for one in load() if not names or one.name in names]
    place = FolderTree(root=evidence, name=evidence.name)
    return run(open_git(repository, at=""), chosen, as_of=AS_OF, cache=NoCache(), evidence=[place])


def documents(evidence: Path, name: str) -> Collected:
    """Run one collector over documents alone."""
    nothing = evidence.parent / "nothing"
    nothing.mkdir(exist_ok=True)
    chosen = [one for one in load() if one.name == name]
    return run(FolderTree(root=nothing, name="nothing"), chosen, as_of=AS_OF, cache=NoCache(),
               evidence=[FolderTree(root=evidence, name="forge")])  # fmt: skip


def joined(repository: Path, evidence: Path, *, complete: tuple[str, ...] = ()) -> Joined:
    """Return the worlds of a repository and its exports; `complete` kinds are taken for whole, as another source may say."""
    found = collect(repository, evidence)
    return join(replace(found, complete=(*found.complete, *complete)), as_of=AS_OF)


def decided(rule: str, repository: Path, evidence: Path, *, complete: tuple[str, ...] = ()) -> str:
    """Return what the shipped rule decides over a repository and its exports: a verdict, or the flag of an unknown."""
    pack = load_pack()
    worlds = joined(repository, evidence, complete=complete)
    found = decide(next(one for one in pack.book.rules if one.id == rule), worlds.unit, pack.book.limits, worlds.this)
    return found.flags[0].value if found.flags else found.verdict.name.lower()

"""What a version-control history shows."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Repo:
    """A repository: its default branch, the time of its newest commit, and how many commits 90 days saw."""

    kind: ClassVar[str] = "vcs.repos"
    where: str
    repo: str
    default_branch: str | None = None
    head_at: str | None = None
    commits_90d: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release tag: `signed` says that a signature is present, not that it was verified; `signers` name its keys."""

    kind: ClassVar[str] = "vcs.releases"
    where: str
    tag: str
    at: str | None = None
    commit: str | None = None
    signed: bool | None = None
    signature: str | None = None
    signers: tuple[str, ...] | None = None
    on_default: bool | None = None
    version_ok: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A commit of the last 180 days: `reviewed` is True where the history itself names another reader, else unknown.

    `released` tells whether a tag that names a version holds it; it is not known where there is no such tag.
    """

    kind: ClassVar[str] = "vcs.changes"
    where: str
    sha: str
    at: str | None = None
    author: str | None = None
    bot: bool | None = None
    merge: bool | None = None
    released: bool | None = None
    signed: bool | None = None
    reviewers: tuple[str, ...] | None = None
    reviewed: bool | None = None
    review_before_build: bool | None = None
    classes: tuple[str, ...] | None = None
    issue_keys: tuple[str, ...] | None = None
    security_suite_ran: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedFile:
    """A tracked file of a kind that matters: `lockfile`, `build`, `pipeline`, `config`, `infrastructure`, ..."""

    kind: ClassVar[str] = "vcs.files"
    where: str
    path: str
    kind_of: str | None = None
    changed_at: str | None = None
    encrypted: bool | None = None

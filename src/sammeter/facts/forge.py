"""What a forge's own records show: rules of branches, reviews, environments, deployments, rights."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One exported endpoint: the fact kind `of` which it tells, since when and until when, whether all, the branch's commits."""

    kind: ClassVar[str] = "forge.exports"
    where: str
    source: str
    endpoint: str
    of: str | None = None
    repository: str | None = None
    since: str | None = None
    until: str | None = None
    whole: bool | None = None
    commits: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchRule:
    """What must hold before a merge into a branch, all mechanisms of the forge taken together."""

    kind: ClassVar[str] = "forge.branch_rules"
    where: str
    branch: str
    pr_required: bool | None = None
    min_approvals: int | None = None
    stale_dismissed: bool | None = None
    owner_review: bool | None = None
    admins_bound: bool | None = None
    force_push: bool | None = None
    checks: tuple[str, ...] | None = None
    bypass_count: int | None = None
    full_view: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A merged change request; `read` says that a person who wrote none of it approved its last state, at any time.

    `before_merge` says that such an approval was there at the merge; `commits` are those that it put on its branch.
    """

    kind: ClassVar[str] = "forge.reviews"
    where: str
    pr: str
    merged_at: str | None = None
    author: str | None = None
    authors: tuple[str, ...] | None = None
    approvers: tuple[str, ...] | None = None
    read: bool | None = None
    before_merge: bool | None = None
    security_reviewer: bool | None = None
    sensitive: bool | None = None
    guideline: str | None = None
    findings: tuple[str, ...] | None = None
    head: str | None = None
    commits: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """A deployment environment: its tier, who lets a deployment go, and whether anybody who can write may."""

    kind: ClassVar[str] = "forge.environments"
    where: str
    name: str
    tier: str | None = None
    deployers: tuple[str, ...] | None = None
    approvers: tuple[str, ...] | None = None
    open_to_all_writers: bool | None = None
    self_review_blocked: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A deployment that went through: who approved it, of which commit, and whether a pipeline did it."""

    kind: ClassVar[str] = "forge.deployments"
    where: str
    env: str
    tier: str | None = None
    at: str | None = None
    actor: str | None = None
    code_author: str | None = None
    automated: bool | None = None
    approved_by: str | None = None
    digest: str | None = None
    log_kept_days: int | None = None
    qualified: bool | None = None
    commit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A right that a person or program has on a system."""

    kind: ClassVar[str] = "forge.access"
    where: str
    system: str
    principal: str
    human: bool | None = None
    role: str | None = None
    developer: bool | None = None
    mfa: bool | None = None
    precondition_ok: bool | None = None

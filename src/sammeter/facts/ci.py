"""What pipeline definitions show, in one vocabulary for all CI systems."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """A pipeline definition (a workflow file, a .gitlab-ci.yml): triggers, manual steps, what it builds and deploys."""

    kind: ClassVar[str] = "ci.pipelines"
    where: str
    id: str
    system: str
    triggers: tuple[str, ...] | None = None
    builds_release: bool | None = None
    deploys_tiers: tuple[str, ...] | None = None
    manual_steps: int | None = None
    template_central: bool | None = None
    pinned_share: float | None = None
    last_success_at: str | None = None
    from_vcs: bool | None = None
    includes_resolved: bool | None = None
    includes: tuple[str, ...] | None = None
    uses_total: int | None = None
    uses_pinned: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that a tool was recognised in: its kind, the stage it runs in, and whether its failure stops the run."""

    kind: ClassVar[str] = "ci.steps"
    where: str
    pipeline: str
    kind_of: str | None = None
    tool: str | None = None
    stage: str | None = None
    blocking: bool | None = None
    fail_on: str | None = None
    publishes: bool | None = None
    ran_at: str | None = None
    required: bool | None = None
    job: str | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardening:
    """One static hardening check on a pipeline with its outcome: ``pass`` or ``fail``, absent where it cannot be told."""

    kind: ClassVar[str] = "ci.hardening"
    where: str
    target: str
    area: str
    check: str
    result: str | None = None
    at: str | None = None
    weight: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretRef:
    """A reference to a secret: the store its value comes from, and whether pull requests from outside reach it."""

    kind: ClassVar[str] = "ci.secret_refs"
    where: str
    pipeline: str
    name: str
    store: str | None = None
    scoped: bool | None = None
    pr_exposed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A finished pipeline run: `ran` and `failed` are its jobs and steps (``job`` or ``job :: step``) by their names.

    `stopped_by` are the kinds of tools in the steps that failed; the join with the definition knows them.
    """

    kind: ClassVar[str] = "ci.runs"
    where: str
    pipeline: str
    commit: str | None = None
    at: str | None = None
    result: str | None = None
    event: str | None = None
    stopped_by: tuple[str, ...] | None = None
    log_kept_days: int | None = None
    ran: tuple[str, ...] | None = None
    failed: tuple[str, ...] | None = None

"""What checks of configuration against baselines show."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A hardening baseline by the id that its document has."""

    kind: ClassVar[str] = "conf.baselines"
    where: str
    id: str
    component_kind: str | None = None
    owner: str | None = None
    updated_at: str | None = None
    updated_by_owner: bool | None = None
    reviewed_at: str | None = None
    readers: str | None = None
    upstream_behind: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformity:
    """One check of one component: only what passed or failed counts; not applicable, error and unknown do not."""

    kind: ClassVar[str] = "conf.results"
    where: str
    component: str | None = None
    baseline: str | None = None
    at: str | None = None
    automated: bool | None = None
    passed: int | None = None
    failed: int | None = None
    stored: bool | None = None
    readers: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A rule that a component fails."""

    kind: ClassVar[str] = "conf.deviations"
    where: str
    rule: str
    component: str | None = None
    at: str | None = None
    state: str | None = None
    ticket: str | None = None
    exception: str | None = None
    overdue: bool | None = None

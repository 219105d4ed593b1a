"""What trackers and the register of defects show."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """A security defect; times are empty where it never happened. `app` names its application where the record does."""

    kind: ClassVar[str] = "tracker.defects"
    where: str
    id: str
    created_at: str | None = None
    closed_at: str | None = None
    severity: str | None = None
    status: str | None = None
    source: str | None = None
    category: str | None = None
    component: str | None = None
    due_at: str | None = None
    breached: bool | None = None
    triaged_at: str | None = None
    triaged_by: str | None = None
    duplicate_of: str | None = None
    false_positive: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A register or tracker project: its scheme of severities, its deadlines, and when it was last brought up to date."""

    kind: ClassVar[str] = "tracker.projects"
    where: str
    scheme: str | None = None
    scheme_classes: tuple[str, ...] | None = None
    sla_set: bool | None = None
    sla_policy: str | None = None
    sla_classes: tuple[str, ...] | None = None
    has_fp_state: bool | None = None
    has_duplicate_state: bool | None = None
    synced_at: str | None = None

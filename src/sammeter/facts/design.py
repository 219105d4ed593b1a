"""What threat models, architecture models and decisions kept in the repository show."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreatModel:
    """A threat model: `mitigated_or_decided` counts the threats that a person has settled one way or the other.

    `threats` is not known where the tool makes them only when it runs. A join knows when the file last changed.
    """

    kind: ClassVar[str] = "design.threat_models"
    where: str
    path: str
    tool: str
    in_vcs: bool | None = None
    updated_at: str | None = None
    reviewed_at: str | None = None
    diagrams: int | None = None
    elements: int | None = None
    threats: int | None = None
    mitigated_or_decided: int | None = None
    methodology: str | None = None
    generated_parts: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """A threat in a model: `status` is ``open``, ``mitigated``, ``accepted`` or ``not-applicable``, absent where nobody set it."""

    kind: ClassVar[str] = "design.threats"
    where: str
    id: str
    category: str | None = None
    severity: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """An architecture model: how many components and connections it names; a join knows when it last changed."""

    kind: ClassVar[str] = "design.models"
    where: str
    path: str
    updated_at: str | None = None
    components: int | None = None
    interfaces: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An architecture decision as its record states it: `status` in lower case, `at` the day it was taken."""

    kind: ClassVar[str] = "design.decisions"
    where: str
    id: str
    at: str | None = None
    status: str | None = None

"""What code that describes infrastructure says of what runs: its parts, and where its logs go."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part that an application stands on; `version` is a tag or a digest, empty where none is named.

    `declared` by a definition, `observed` where it runs; `seen_at` is the earliest that it can have been observed.
    """

    kind: ClassVar[str] = "iac.stack"
    where: str
    component: str
    kind_of: str | None = None
    version: str | None = None
    declared: bool | None = None
    pinned: bool | None = None
    observed: bool | None = None
    seen_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRoute:
    """Where logs are sent by declaration."""

    kind: ClassVar[str] = "iac.logging"
    where: str
    central: bool | None = None
    retention_days: int | None = None
    covers: tuple[str, ...] | None = None

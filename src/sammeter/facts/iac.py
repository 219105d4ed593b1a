"""What code that describes infrastructure says of what runs: parts, log routes, protection of data, settings."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part that an application stands on, as declared; `version` is a tag or a digest, empty where none is named."""

    kind: ClassVar[str] = "iac.stack"
    where: str
    component: str
    kind_of: str | None = None
    version: str | None = None
    declared: bool | None = None
    pinned: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRoute:
    """Where logs are sent by declaration."""

    kind: ClassVar[str] = "iac.logging"
    where: str
    central: bool | None = None
    retention_days: int | None = None
    covers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataControl:
    """How a store of data is protected by declaration; a property that nothing states is not known."""

    kind: ClassVar[str] = "iac.data_controls"
    where: str
    store: str
    at_rest: bool | None = None
    in_transit: bool | None = None
    access_logged: bool | None = None
    backup: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A file of settings with secrets in it or apart from it; `set` names the layered files that belong together."""

    kind: ClassVar[str] = "iac.config"
    where: str
    versioned: bool | None = None
    secrets_split: bool | None = None
    set: str | None = None
    tier: str | None = None
    settings: tuple[str, ...] | None = None

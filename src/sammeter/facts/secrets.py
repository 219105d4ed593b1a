"""What is seen of secrets: where they lie open, how they are protected, how they reach what runs. Never a value."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRun:
    """A search for secrets: `scopes` says in what (code, config, ci, history), `completed` that nothing was left out."""

    kind: ClassVar[str] = "secrets.scan_runs"
    where: str
    at: str | None = None
    history: bool | None = None
    scopes: tuple[str, ...] | None = None
    completed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that must not stand there: `found_in` is config, code, ci, docs or history; `reason` tells why an example.

    `active` is False only for what cannot work, such as a placeholder; whether a secret works is not tried.
    """

    kind: ClassVar[str] = "secrets.findings"
    where: str
    found_in: str
    kind_of: str
    state: str
    active: bool | None = None
    tier: str | None = None
    reason: str | None = None
    setting: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A secret of which a file says that it exists: `protected` by encryption or by lying elsewhere, never by an encoding."""

    kind: ClassVar[str] = "secrets.items"
    where: str
    id: str
    tier: str | None = None
    store: str | None = None
    protected: bool | None = None
    origin: str | None = None
    rotated_at: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Injection:
    """How a secret reaches what runs; `baked` says that the value lies in the image or in the file that describes it."""

    kind: ClassVar[str] = "secrets.injection"
    where: str
    method: str
    moment: str | None = None
    baked: bool | None = None
    tier: str | None = None

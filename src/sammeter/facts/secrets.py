"""What files say of the secrets that exist, and of settings with secrets in them. Never a value.

Where candidates lie and who searched for them is in scans.py, for reports of scanners and our own search alike.
"""

from dataclasses import dataclass
from typing import ClassVar


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
class Config:
    """A file of settings with secrets in it or apart from it; `set` names the layered files that belong together."""

    kind: ClassVar[str] = "iac.config"
    where: str
    versioned: bool | None = None
    secrets_split: bool | None = None
    set: str | None = None
    tier: str | None = None
    settings: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Injection:
    """How a secret reaches what runs; `baked` says that the value lies in the image or in the file that describes it."""

    kind: ClassVar[str] = "secrets.injection"
    where: str
    method: str
    moment: str | None = None
    baked: bool | None = None
    tier: str | None = None

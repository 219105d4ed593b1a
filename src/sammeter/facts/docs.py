"""What documents and well-known files of a repository show."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A governed document; what its front matter says of kind, owner and dates are labels that somebody typed."""

    kind: ClassVar[str] = "docs.items"
    where: str
    id: str | None = None
    doc_kind: str | None = None
    owner: str | None = None
    owner_role: str | None = None
    approver_roles: tuple[str, ...] | None = None
    approved_at: str | None = None
    reviewed_at: str | None = None
    changed_at: str | None = None
    readers: str | None = None
    live: bool | None = None
    links: tuple[str, ...] | None = None
    sections: tuple[str, ...] | None = None
    derived_from: tuple[str, ...] | None = None
    revisions_1y: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A document against the tree: how many paths and commands that it quotes exist no more, and how far it lags."""

    kind: ClassVar[str] = "docs.drift"
    where: str
    doc_kind: str | None = None
    refs_total: int | None = None
    refs_broken: int | None = None
    broken: tuple[str, ...] | None = None
    behind_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where to report: `purpose` is ``vulnerability`` or ``incident``."""

    kind: ClassVar[str] = "docs.contacts"
    where: str
    source: str | None = None
    purpose: str | None = None
    contact: str | None = None
    expires_at: str | None = None
    verified_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOwner:
    """One line of CODEOWNERS; `sensitive` where its paths hold build, deployment or security matters."""

    kind: ClassVar[str] = "docs.codeowners"
    where: str
    pattern: str
    owners: tuple[str, ...] = ()
    sensitive: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateBot:
    """A configured update bot and the ecosystems it keeps current."""

    kind: ClassVar[str] = "docs.update_bots"
    where: str
    tool: str
    ecosystems: tuple[str, ...] | None = None
    enabled: bool | None = None
    last_pr_at: str | None = None

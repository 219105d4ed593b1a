"""What bills of materials, lock files and dependency policies show."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """A bill of materials: `digest` is that of the artifact it belongs to, `version` the one that it names for it.

    `transitive` is True where its dependency graph has more than the root's own edges, False where it has a graph that
    ends there, None where it has none. `whole` is True where it claims to list everything of its subject. `lock_missing` counts
    the packages of the lock files, those for development left out, that it does not list.
    """

    kind: ClassVar[str] = "sbom.docs"
    where: str
    format: str
    subject: str | None = None
    version: str | None = None
    digest: str | None = None
    commit: str | None = None
    at: str | None = None
    layers: tuple[str, ...] | None = None
    transitive: bool | None = None
    versioned_share: float | None = None
    parts: int | None = None
    whole: bool | None = None
    in_production: bool | None = None
    for_latest_release: bool | None = None
    lock_missing: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A component: `license` is an SPDX expression as stated, empty where the source says that none is known.

    `scope` is ``required``, ``optional``, ``dev`` or ``excluded`` where stated; `hashed` says that a digest is kept.
    """

    kind: ClassVar[str] = "sbom.parts"
    where: str
    purl: str
    layer: str | None = None
    direct: bool | None = None
    version: str | None = None
    license: str | None = None
    license_policy: str | None = None
    scope: str | None = None
    hashed: bool | None = None
    approved: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowlist:
    """A list of permitted dependencies or licences: `permits` says ``packages``, ``imports`` or ``licenses``.

    `entries` is how many it permits; `strict` says that it refuses what it does not name.
    """

    kind: ClassVar[str] = "sbom.allowlist"
    where: str
    tool: str
    permits: str
    entries: int
    strict: bool | None = None
    names: tuple[str, ...] | None = None
    denied: tuple[str, ...] | None = None
    criteria_doc: str | None = None
    updated_at: str | None = None
    owner: str | None = None

"""What provenance, signatures and those who are trusted show; digests are ``sha256:`` (or ``sha512:``) and hexadecimal digits."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """Something that was built, as a statement about it names it."""

    kind: ClassVar[str] = "prov.artifacts"
    where: str
    digest: str
    at: str | None = None
    checksum_by_build: bool | None = None
    latest: bool | None = None
    in_production: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature over a statement about an artifact.

    `verified` only where a key that is trusted made it, and not known where nobody said whom to trust or where it cannot be
    verified offline; `identity_trusted` tells whether the signer is one of those. `by_build` where that key is a builder's.
    """

    kind: ClassVar[str] = "prov.signatures"
    where: str
    digest: str
    scheme: str
    verified: bool | None = None
    identity_trusted: bool | None = None
    by_build: bool | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Provenance of an artifact; `builder_trusted` only where its signature was verified with a key of that very builder."""

    kind: ClassVar[str] = "prov.statements"
    where: str
    digest: str
    builder: str | None = None
    builder_trusted: bool | None = None
    source_commit: str | None = None
    inputs_complete: bool | None = None
    rebuilt_same: bool | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """A public key that somebody says is trusted, and the builders that may sign with it."""

    kind: ClassVar[str] = "prov.trust"
    where: str
    name: str
    pem: str
    builders: tuple[str, ...] = ()

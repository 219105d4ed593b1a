"""Reports of secret scanners, without the members that hold a secret: those are never taken out of the document."""

from typing import Any

import msgspec


class Leak(msgspec.Struct):
    """One hit of Gitleaks: version 8 writes names with capitals, version 7 without."""

    rule: str | None = msgspec.field(default=None, name="RuleID")
    file: str | None = msgspec.field(default=None, name="File")
    commit: str | None = msgspec.field(default=None, name="Commit")
    start: int | None = msgspec.field(default=None, name="StartLine")
    print: str | None = msgspec.field(default=None, name="Fingerprint")
    image: str | None = msgspec.field(default=None, name="SymlinkFile")
    old_rule: str | None = msgspec.field(default=None, name="rule")
    old_file: str | None = msgspec.field(default=None, name="file")
    old_commit: str | None = msgspec.field(default=None, name="commit")
    old_start: int | None = msgspec.field(default=None, name="lineNumber")


class Metadata(msgspec.Struct):
    """Where TruffleHog found something, by the kind of source."""

    data: dict[str, Any] | None = msgspec.field(default=None, name="Data")


class Candidate(msgspec.Struct):
    """One hit of TruffleHog 3."""

    metadata: Metadata | None = msgspec.field(default=None, name="SourceMetadata")
    detector: str | None = msgspec.field(default=None, name="DetectorName")
    verified: bool | None = msgspec.field(default=None, name="Verified")


class Entry(msgspec.Struct):
    """One entry of a baseline of detect-secrets; its digest of the secret is unkeyed and so not taken either."""

    type: str | None = None
    line: int | None = msgspec.field(default=None, name="line_number")
    verified: bool | None = msgspec.field(default=None, name="is_verified")
    secret: bool | None = msgspec.field(default=None, name="is_secret")


class Baseline(msgspec.Struct):
    """A baseline of detect-secrets."""

    version: str | None = None
    generated: str | None = msgspec.field(default=None, name="generated_at")
    results: dict[str, list[Entry]] | None = None


class Incident(msgspec.Struct):
    """One incident of ggshield."""

    type: str | None = None
    validity: str | None = None
    sha: str | None = msgspec.field(default=None, name="ignore_sha")


class Entity(msgspec.Struct):
    """One file with incidents."""

    filename: str | None = None
    incidents: list[Incident] | None = None


class Scan(msgspec.Struct):
    """One scanned commit or path."""

    type: str | None = None
    entities: list[Entity] | None = msgspec.field(default=None, name="entities_with_incidents")


class Shield(msgspec.Struct):
    """A report of ggshield."""

    type: str | None = None
    scans: list[Scan] | None = None
    entities: list[Entity] | None = msgspec.field(default=None, name="entities_with_incidents")

"""Reports of Trivy, Grype, Semgrep and Bandit in their own JSON, as far as they are read."""

from typing import Any

import msgspec


class Misconfiguration(msgspec.Struct):
    """A check of Trivy on configuration; passed ones are listed too where asked for."""

    id: str | None = msgspec.field(default=None, name="ID")
    status: str | None = msgspec.field(default=None, name="Status")
    severity: str | None = msgspec.field(default=None, name="Severity")
    message: str | None = msgspec.field(default=None, name="Message")


class TrivySecret(msgspec.Struct):
    """A candidate secret without its text."""

    rule: str | None = msgspec.field(default=None, name="RuleID")
    line: int | None = msgspec.field(default=None, name="StartLine")


class TrivyPart(msgspec.Struct):
    """One thing that Trivy looked at."""

    target: str | None = msgspec.field(default=None, name="Target")
    kind: str | None = msgspec.field(default=None, name="Class")
    misconfigurations: list[Misconfiguration] | None = msgspec.field(default=None, name="Misconfigurations")
    secrets: list[TrivySecret] | None = msgspec.field(default=None, name="Secrets")


class TrivyVersion(msgspec.Struct):
    """The version of Trivy, in newer reports."""

    version: str | None = msgspec.field(default=None, name="Version")


class Trivy(msgspec.Struct):
    """A report of Trivy, schema 2."""

    trivy: TrivyVersion | None = msgspec.field(default=None, name="Trivy")
    created: str | None = msgspec.field(default=None, name="CreatedAt")
    name: str | None = msgspec.field(default=None, name="ArtifactName")
    artifact: str | None = msgspec.field(default=None, name="ArtifactType")
    results: list[TrivyPart] | None = msgspec.field(default=None, name="Results")


class GrypeStatus(msgspec.Struct):
    """The state of Grype's database since its version 6."""

    built: str | None = None
    error: str | None = None


class GrypeDatabase(msgspec.Struct):
    """Grype's database."""

    built: str | None = None
    error: Any = None
    status: GrypeStatus | None = None


class GrypeTool(msgspec.Struct):
    """What Grype says of itself."""

    version: str | None = None
    timestamp: str | None = None
    db: GrypeDatabase | None = None


class GrypeSource(msgspec.Struct):
    """What Grype looked at."""

    type: str | None = None


class Grype(msgspec.Struct):
    """A report of Grype without its matches."""

    descriptor: GrypeTool
    source: GrypeSource | None = None


class SemgrepStart(msgspec.Struct, frozen=True):
    """A line."""

    line: int = 0


class SemgrepMetadata(msgspec.Struct):
    """What a rule says of itself."""

    cwe: list[str] | str | None = None


class SemgrepExtra(msgspec.Struct, frozen=True):
    """More of a result; the lines of code are left where they are."""

    fingerprint: str | None = None
    severity: str | None = None
    is_ignored: bool | None = None
    metadata: SemgrepMetadata | None = None


class SemgrepResult(msgspec.Struct):
    """One result of Semgrep."""

    check_id: str
    path: str
    start: SemgrepStart = SemgrepStart()
    extra: SemgrepExtra = SemgrepExtra()


class SemgrepPaths(msgspec.Struct):
    """The files that were looked at."""

    scanned: list[str] | None = None


class Semgrep(msgspec.Struct):
    """A report of Semgrep."""

    results: list[SemgrepResult]
    errors: list[Any] | None = None
    version: str | None = None
    paths: SemgrepPaths | None = None


class BanditCount(msgspec.Struct):
    """Counts of one file, or of all."""

    loc: int = 0
    nosec: int = 0
    skipped_tests: int = 0


class BanditWeakness(msgspec.Struct):
    """A CWE number."""

    id: int | None = None


class BanditResult(msgspec.Struct):
    """One result of Bandit."""

    test_id: str
    filename: str
    line: int | None = msgspec.field(default=None, name="line_number")
    severity: str | None = msgspec.field(default=None, name="issue_severity")
    cwe: BanditWeakness | None = msgspec.field(default=None, name="issue_cwe")


class Bandit(msgspec.Struct):
    """A report of Bandit."""

    results: list[BanditResult]
    metrics: dict[str, BanditCount]
    errors: list[Any] | None = None
    generated: str | None = msgspec.field(default=None, name="generated_at")

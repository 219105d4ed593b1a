"""Reports of kube-bench and Checkov, and findings of OCSF, as far as they are read."""

from typing import Any

import msgspec


class Test(msgspec.Struct):
    """One test of kube-bench."""

    number: str | None = msgspec.field(default=None, name="test_number")
    status: str | None = None


class Section(msgspec.Struct):
    """A section of a benchmark."""

    results: list[Test] | None = None


class Controls(msgspec.Struct):
    """The tests of one kind of node."""

    version: str | None = None
    detected: str | None = msgspec.field(default=None, name="detected_version")
    node: str | None = msgspec.field(default=None, name="node_type")
    tests: list[Section] | None = None


class Wrapped(msgspec.Struct):
    """A report of newer releases."""

    controls: list[Controls] = msgspec.field(name="Controls")


class CheckResult(msgspec.Struct):
    """The outcome of a check of Checkov."""

    result: str | None = None
    comment: str | None = msgspec.field(default=None, name="suppress_comment")


class Check(msgspec.Struct):
    """One check of Checkov on one resource; its lines of code are left where they are."""

    id: str | None = msgspec.field(default=None, name="check_id")
    path: str | None = msgspec.field(default=None, name="file_path")
    resource: str | None = None
    severity: str | None = None
    result: CheckResult | None = msgspec.field(default=None, name="check_result")


class Checks(msgspec.Struct):
    """The checks by outcome."""

    passed: list[Check] | None = msgspec.field(default=None, name="passed_checks")
    failed: list[Check] | None = msgspec.field(default=None, name="failed_checks")
    skipped: list[Check] | None = msgspec.field(default=None, name="skipped_checks")
    errors: list[Any] | None = msgspec.field(default=None, name="parsing_errors")


class Summary(msgspec.Struct):
    """Checkov's own counts, of which only the errors are believed."""

    errors: int = msgspec.field(default=0, name="parsing_errors")
    version: str | None = msgspec.field(default=None, name="checkov_version")


class Checkov(msgspec.Struct):
    """A report of Checkov for one kind of file."""

    results: Checks
    type: str | None = msgspec.field(default=None, name="check_type")
    summary: Summary | None = None


class Ocsf(msgspec.Struct):
    """One finding of OCSF."""

    class_: int | None = msgspec.field(default=None, name="class_uid")
    code: str | None = msgspec.field(default=None, name="status_code")
    status: str | None = None
    metadata: dict[str, Any] | None = None
    cloud: dict[str, Any] | None = None
    finding: dict[str, Any] | None = msgspec.field(default=None, name="finding_info")
    time_dt: Any = None

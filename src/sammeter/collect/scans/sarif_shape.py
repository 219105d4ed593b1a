"""The parts of a SARIF 2.1.0 log (OASIS, errata 01) that are read, as structs; every member may be missing or null."""

from typing import Any

import msgspec


class Notification(msgspec.Struct, rename="camel"):
    """What the tool says of its own run (3.58); the level is ``warning`` where none is stated."""

    level: str | None = None


class Enabled(msgspec.Struct, rename="camel"):
    """A rule's configuration (3.50); a rule is on where nothing is stated."""

    enabled: bool | None = None


class Component(msgspec.Struct, rename="camel"):
    """A reference to a part of the tool (3.54)."""

    index: int | None = None
    name: str | None = None


class RuleReference(msgspec.Struct, rename="camel"):
    """A reference to a rule (3.52)."""

    id: str | None = None
    index: int | None = None
    tool_component: Component | None = None


class Override(msgspec.Struct, rename="camel"):
    """A rule's configuration as this run changed it (3.51)."""

    configuration: Enabled | None = None
    descriptor: RuleReference | None = None


class Invocation(msgspec.Struct, rename="camel"):
    """One start of the tool (3.20); `execution_successful` is required by the standard and missing in the wild."""

    execution_successful: bool | None = None
    start_time_utc: str | None = None
    end_time_utc: str | None = None
    exit_code: int | None = None
    tool_execution_notifications: list[Notification] | None = None
    tool_configuration_notifications: list[Notification] | None = None
    rule_configuration_overrides: list[Override] | None = None


class Relationship(msgspec.Struct, rename="camel"):
    """A link from a rule to a taxon (3.53)."""

    target: RuleReference | None = None


class Rule(msgspec.Struct, rename="camel"):
    """A rule of the tool or of a pack (3.49)."""

    id: str | None = None
    default_configuration: Enabled | None = None
    relationships: list[Relationship] | None = None
    properties: dict[str, Any] | None = None


class Part(msgspec.Struct, rename="camel"):
    """The driver or an extension (3.19)."""

    name: str | None = None
    full_name: str | None = None
    organization: str | None = None
    version: str | None = None
    semantic_version: str | None = None
    is_comprehensive: bool | None = None
    rules: list[Rule] | None = None


class Tool(msgspec.Struct, rename="camel"):
    """The tool (3.18)."""

    driver: Part
    extensions: list[Part] | None = None


class ArtifactLocation(msgspec.Struct, rename="camel"):
    """A place by URI (3.4)."""

    uri: str | None = None
    uri_base_id: str | None = None
    index: int | None = None


class Region(msgspec.Struct, rename="camel"):
    """A region (3.30); its snippet is never read."""

    start_line: int | None = None
    start_column: int | None = None


class PhysicalLocation(msgspec.Struct, rename="camel"):
    """A place in an artifact (3.29)."""

    artifact_location: ArtifactLocation | None = None
    region: Region | None = None


class Location(msgspec.Struct, rename="camel"):
    """A place (3.28)."""

    physical_location: PhysicalLocation | None = None


class Suppression(msgspec.Struct, rename="camel"):
    """Why a result is not shown (3.35); it counts as accepted where no status is stated."""

    kind: str | None = None
    status: str | None = None
    justification: str | None = None


class Provenance(msgspec.Struct, rename="camel"):
    """When a result was first and last seen (3.48)."""

    first_detection_time_utc: str | None = None


class Result(msgspec.Struct, rename="camel"):
    """One result (3.27)."""

    rule_id: str | None = None
    rule_index: int | None = None
    rule: RuleReference | None = None
    kind: str | None = None
    locations: list[Location] | None = None
    suppressions: list[Suppression] | None = None
    baseline_state: str | None = None
    guid: str | None = None
    correlation_guid: str | None = None
    fingerprints: dict[str, Any] | None = None
    partial_fingerprints: dict[str, Any] | None = None
    work_item_uris: list[str] | None = None
    provenance: Provenance | None = None
    taxa: list[RuleReference] | None = None
    properties: dict[str, Any] | None = None


class Artifact(msgspec.Struct, rename="camel"):
    """A file that the run looked at or mentions (3.24)."""

    location: ArtifactLocation | None = None
    roles: list[str] | None = None


class VersionControl(msgspec.Struct, rename="camel"):
    """The revision that was scanned (3.23)."""

    revision_id: str | None = None


class External(msgspec.Struct, rename="camel"):
    """What was moved out to other files (3.15): it is not read, so nothing is said of it."""

    results: list[Any] | None = None


class Run(msgspec.Struct, rename="camel"):
    """One run of one tool (3.14)."""

    tool: Tool
    invocations: list[Invocation] | None = None
    results: list[Result] | None = None
    artifacts: list[Artifact] | None = None
    version_control_provenance: list[VersionControl] | None = None
    external_property_file_references: External | None = None


class Log(msgspec.Struct, rename="camel"):
    """A log file (3.13)."""

    version: str
    runs: list[Run] | None = None

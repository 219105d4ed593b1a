"""What reports of scanners show: runs, what they found, and rules that somebody wrote."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRun:
    """One run of a scanner; `completed` is what it says of its own execution, `at` when it ended.

    `rules_off` and `suppressed` are 0 only where the report tells of every rule or judges every finding.
    """

    kind: ClassVar[str] = "scan.runs"
    where: str
    tool: str
    tool_version: str | None = None
    kind_of: str | None = None
    target: str | None = None
    at: str | None = None
    database_at: str | None = None
    commit: str | None = None
    stage: str | None = None
    completed: bool | None = None
    rules: tuple[str, ...] | None = None
    packs: tuple[str, ...] | None = None
    rules_on: int | None = None
    rules_custom: int | None = None
    rules_off: int | None = None
    config_in_vcs: bool | None = None
    config_differs: bool | None = None
    results: int | None = None
    suppressed: int | None = None
    suppressed_reasoned: int | None = None
    authenticated: bool | None = None
    inputs_sent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanFinding:
    """One finding, told apart by `id`, which stays the same from run to run where the tool gives a fingerprint.

    `state` is ``open``, ``suppressed`` or ``resolved``; `ticket` is empty where the report says that there is none.
    """

    kind: ClassVar[str] = "scan.findings"
    where: str
    tool: str
    id: str
    kind_of: str | None = None
    rule: str | None = None
    place: str | None = None
    severity: str | None = None
    state: str | None = None
    first_seen_at: str | None = None
    ticket: str | None = None
    cwe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretScanRun:
    """One search for secrets: when, in what (`scopes`: code, config, ci, docs, history), and if nothing was left out."""

    kind: ClassVar[str] = "secrets.scan_runs"
    where: str
    tool: str
    at: str | None = None
    history: bool | None = None
    scopes: tuple[str, ...] | None = None
    completed: bool | None = None
    commit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretFinding:
    """A candidate secret without its value: the rule, where it lies (`found_in`), and whether it works, if tried.

    `state` is ``open`` for a candidate, ``exposed`` where it is beyond doubt what it looks like and readable to whoever
    has the tree, ``example`` where it is none for a `reason`, or what a person said (``false-positive``, ``rotated``).
    """

    kind: ClassVar[str] = "secrets.findings"
    where: str
    tool: str
    kind_of: str | None = None
    place: str | None = None
    found_in: str | None = None
    fingerprint: str | None = None
    active: bool | None = None
    state: str | None = None
    tier: str | None = None
    first_seen_at: str | None = None
    reason: str | None = None
    setting: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRules:
    """A file in the repository with rules or a rule pack that somebody wrote for a scanner, by the names they have."""

    kind: ClassVar[str] = "scan.rules"
    where: str
    tool: str
    ids: tuple[str, ...] = ()
    pack: str | None = None

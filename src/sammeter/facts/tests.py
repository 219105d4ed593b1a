"""What reports of tests show: runs, marked cases, fuzzing and the crashes it found."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """The cases of one kind in one report: `kind_of` by explicit marks only, empty for those without one where others have.

    `in_main_runner` is true where cases of other kinds ran in the same run.
    """

    kind: ClassVar[str] = "tests.suites"
    where: str
    suite: str
    kind_of: str | None = None
    at: str | None = None
    commit: str | None = None
    passed: int | None = None
    failed: int | None = None
    skipped: int | None = None
    framework: str | None = None
    in_main_runner: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case that bears a mark; `result` is ``pass``, ``fail`` or ``skip``."""

    kind: ClassVar[str] = "tests.cases"
    where: str
    name: str
    kind_of: str | None = None
    controls: tuple[str, ...] | None = None
    requirement: str | None = None
    defect: str | None = None
    abuse_case: str | None = None
    result: str | None = None
    at: str | None = None
    assertions: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuzz:
    """A fuzz campaign; `executions` is how many inputs were run."""

    kind: ClassVar[str] = "tests.fuzz"
    where: str
    target: str | None = None
    at: str | None = None
    executions: int | None = None
    completed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FuzzSurface:
    """Inputs with a fuzz target; how many inputs there are in all, a repository does not say."""

    kind: ClassVar[str] = "tests.fuzz_surface"
    where: str
    listed_by: str
    inputs: int | None = None
    inputs_fuzzed: int | None = None
    targets: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """A crash that a fuzzer found."""

    kind: ClassVar[str] = "tests.crashes"
    where: str
    id: str
    at: str | None = None
    triaged_at: str | None = None
    impact: str | None = None
    ticket: str | None = None

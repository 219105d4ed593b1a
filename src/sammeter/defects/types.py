"""What tools report, what becomes of it, and by when it has to be mended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal["open", "accepted", "fixed", "false-positive", "duplicate"]
What = Literal[
    "found",
    "seen",
    "gone",
    "triaged",
    "assigned",
    "severity",
    "accepted",
    "false-positive",
    "duplicate",
    "reopened",
    "not-affected",
]
SEVERITIES = ("none", "info", "low", "medium", "high", "critical")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that one tool reported: `key` is the same for the same fault, whichever tool and run reports it.

    `kind` is ``code``, ``part`` or ``secret``; `where` the record of the report; `at` the time of the run.
    """

    key: str
    kind: Literal["code", "part", "secret"]
    tool: str
    title: str
    severity: str = ""
    place: str = ""
    cwe: str = ""
    names: tuple[str, ...] = ()
    exploited: bool = False
    where: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One run of one tool over `scope` that ended well and showed everything it found."""

    tool: str
    scope: Literal["code", "part", "secret"]
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a defect; events are only ever added. `value` and `until` mean what `what` says."""

    defect: str
    at: str
    what: What
    by: str
    value: str = ""
    until: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """By when a defect has to be mended: days by severity, shorter by risk class.

    `days` holds a number for each severity that has a deadline; `factor` multiplies it by risk class (1 where none is named);
    `exploited` days at most for what is known to be exploited. `business` days leave out weekends and `holidays`.
    """

    name: str
    days: Mapping[str, int]
    factor: Mapping[str, float] = field(default_factory=dict)
    exploited: int = 0
    business: bool = False
    holidays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One fault of one application as it stands at a time; times are RFC 3339, empty where it never happened.

    The clock runs from `opened_at`, the last time it was found or came back, and stands still while it is accepted. `due_at`
    is empty where its severity has no deadline, or nobody knows it.
    """

    id: str
    app: str
    key: str
    kind: str
    title: str
    severity: str
    place: str
    cwe: str
    names: tuple[str, ...]
    exploited: bool
    tools: tuple[str, ...]
    state: State
    found_at: str
    opened_at: str
    seen_at: str
    triaged_at: str = ""
    triaged_by: str = ""
    closed_at: str = ""
    accepted_until: str = ""
    duplicate_of: str = ""
    owner: str = ""
    reopened: int = 0
    due_at: str = ""
    breached: bool = False

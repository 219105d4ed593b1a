"""What a policy asks for, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sammeter.checks.signoffs import SignOff
from sammeter.facts import Fact
from sammeter.rules import Case, Tree, Verdict

Point = Literal["build", "deploy", "start"]
Mode = Literal["watch", "warn", "stop"]
MODES: tuple[Mode, ...] = ("watch", "warn", "stop")
POINTS: tuple[Point, ...] = ("build", "deploy", "start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing that a policy asks for: a condition over facts, a criterion, or a score.

    `known` names the kinds of which what was handed in counts as all that is known, unless a part could not be read: a
    check asks for defects that are known, and its condition asks beside that that somebody looked. `criterion` has to be
    `at_least` met or indicated; `practice` has to have the evidenced `score`, 0 to 3, a decimal text. Before the day
    `since` it warns only. `bring` says what to hand in where it is unknown.
    """

    id: str
    says: str
    advice: str = ""
    bring: str = ""
    when: str = ""
    known: tuple[str, ...] = ()
    criterion: str = ""
    at_least: Literal["met", "indicated"] = "met"
    practice: str = ""
    score: str = ""
    mode: Mode = "stop"
    since: str = ""
    points: tuple[Point, ...] = POINTS
    cases: tuple[Case, ...] = ()
    tree: Tree | None = None
    origin: str = "sammeter"

    def in_force(self, as_of: str) -> Mode:
        """Return the mode at a time: what takes effect later warns until then."""
        return "warn" if self.mode == "stop" and as_of[:10] < self.since else self.mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Requirements at one point, the limits they are read with, and who may sign exceptions off.

    `approvers` are the roles that may, by the application's risk class (``any``: whatever the class); nobody may where none
    is named. An exception may last `exception_days`. `loosened` says in sentences where it asks less than the policy that it
    extends.
    """

    name: str
    point: Point
    says: str
    requirements: tuple[Requirement, ...]
    limits: Mapping[str, float] = field(default_factory=dict)
    approvers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exception_days: int = 90
    extends: str = ""
    loosened: tuple[str, ...] = ()
    origin: str = "sammeter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """All that ships of checks: requirements by id, the limits that they add, and the policies."""

    requirements: Mapping[str, Requirement] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    policies: Mapping[str, Policy] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is decided on: an application at a commit, and the artifact (``sha256:...``) where one is named."""

    name: str
    commit: str = ""
    artifact: str = ""
    risk_class: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one requirement: the verdict, the facts behind it, and the exceptions by which it passes all the same.

    `because` holds the first of the facts that refute it where it is unmet, those that it stands on where it is met;
    `more` counts the refuting ones that are left out. `exceptions` never change the verdict.
    """

    requirement: Requirement
    verdict: Verdict
    mode: Mode
    because: tuple[Fact, ...] = ()
    more: int = 0
    missing: tuple[str, ...] = ()
    exceptions: tuple[SignOff, ...] = ()
    note: str = ""

    @property
    def passes(self) -> bool:
        """Tell whether it lets the point pass: met, or excepted."""
        return self.verdict is Verdict.MET or bool(self.exceptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Pass or stop at one point, with every reason.

    `refused` are exceptions that would have been used and do not count, each with why.
    """

    policy: Policy
    subject: Subject
    as_of: str
    outcomes: tuple[Outcome, ...]
    refused: tuple[tuple[SignOff, str], ...] = ()

    @property
    def stopped_by(self) -> Literal["", "unmet", "unknown"]:
        """What stops it: something that is unmet, else something that nobody knows, else nothing."""
        verdicts = [one.verdict for one in self.outcomes if one.mode == "stop" and not one.passes]
        if not verdicts:
            return ""
        return "unmet" if Verdict.UNMET in verdicts else "unknown"

    @property
    def result(self) -> Literal["pass", "stop"]:
        """The decision in one word."""
        return "stop" if self.stopped_by else "pass"

    def exceptions(self) -> tuple[SignOff, ...]:
        """Return the exceptions that it rests on, each once."""
        return tuple(dict.fromkeys(one for outcome in self.outcomes for one in outcome.exceptions))

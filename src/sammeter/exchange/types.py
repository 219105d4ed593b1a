"""What a filled questionnaire holds, whatever tool it was filled in with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

BENCHMARK = ("type", "scope", "region", "industry", "developers", "security_staff", "champions", "target_developers",
             "method")  # fmt: skip
"""The nine answers of the workbook's benchmark sheet, from C9 down."""
PHASES = 4
"""How many plans the workbook holds, one after another."""
VALUES = ("0", "0.25", "0.5", "1")
"""What the four positions are worth, in every answer set of every edition since 2021."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Whose assessment it is; every field as it was typed, `date` as RFC 3339 date where it is one.

    `description` is of sammwise; no other tool has a place for it.
    """

    name: str = ""
    scope: str = ""
    date: str = ""
    lead: str = ""
    contributors: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something in a file that a reader must know: the cell or line, what is there, and what was made of it.

    `lost` where an answer could not be understood and is left blank.
    """

    where: str
    says: str
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The answers of one questionnaire: positions 0 to 3 in the answer set of each activity; absent is blank.

    A phase holds only what it changes; what it leaves out is inherited from the phase before, the first from `answers`.
    """

    model: str
    answers: Mapping[str, int]
    organisation: Organisation = field(default_factory=Organisation)
    notes: Mapping[str, str] = field(default_factory=dict)
    phases: tuple[Mapping[str, int], ...] = ()
    benchmark: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The editions of OWASP's model by digests of their texts: a file's edition is told by what it asks.

    `answers` and `questions` hold digests by edition and activity, oldest edition first; `digest` makes one of a text.
    """

    answers: Mapping[str, Mapping[str, tuple[str, ...]]]
    questions: Mapping[str, Mapping[str, str]]
    digest: Callable[[str], str]

    @property
    def newest(self) -> str:
        """The newest edition."""
        return tuple(self.answers)[-1]

    def activities(self) -> tuple[str, ...]:
        """Return the ids of all activities."""
        return tuple(self.answers[self.newest])

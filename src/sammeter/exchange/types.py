"""What a filled questionnaire holds, whatever tool it was filled in with."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Whose assessment it is; every field as it was typed, `date` as RFC 3339 date where it is one."""

    name: str = ""
    scope: str = ""
    date: str = ""
    lead: str = ""
    contributors: str = ""


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

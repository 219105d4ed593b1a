"""Everything that the assessment of a portfolio found, ready to be shown in any format."""

from collections.abc import Mapping
from dataclasses import dataclass

from sammeter.answers import Answer
from sammeter.facts import Gap
from sammeter.model import Model
from sammeter.report.assessment import Seen
from sammeter.rules import Decided, Rule, RuleBook
from sammeter.scoring import Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The organisation, a team, a risk class or one application: its members, answers and scores."""

    name: str
    kind: str
    members: tuple[str, ...]
    answers: tuple[Answer, ...]
    scores: Mapping[str, Scores | None]

    @property
    def settled(self) -> int:
        """How many answers no unknown can change any more."""
        return sum(one.settled for one in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """All applications of a catalog, and what follows for teams, risk classes and the organisation.

    `measures` holds, for each measure beside the model, what was decided of each application. `unmapped` are
    repositories that were seen and belong to no application; `failed` applications that could not be measured, and why.
    """

    model: Model
    book: RuleBook
    name: str
    as_of: str
    organisation: Part
    applications: tuple[Part, ...]
    teams: tuple[Part, ...]
    risks: tuple[Part, ...]
    failed: tuple[tuple[str, str], ...]
    gaps: tuple[Gap, ...]
    counted: Mapping[str, int]
    seen: Mapping[str, tuple[Seen, ...]]
    measures: tuple[tuple[Rule, tuple[tuple[str, Decided], ...]], ...]
    unmapped: tuple[str, ...]

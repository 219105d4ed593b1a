"""Everything that an assessment found, ready to be shown in any format."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sammeter.answers import Answer, Contradiction, Declaration, Standing
from sammeter.facts import Fact, Gap, Vocabulary
from sammeter.facts.vocabulary import Reach
from sammeter.model import Model
from sammeter.rules import Decided, Rule, RuleBook
from sammeter.scoring import Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What was assessed: the tree's name, its commit with the commit's time, and the clock that was used."""

    name: str
    commit: str
    at: str
    as_of: str
    collected_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A next step: what to do, why, and the criteria that it would settle."""

    do: str
    why: str
    settles: tuple[str, ...]
    command: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One kind of source: how many criteria it can settle, how many are settled or indicated, whether it was read."""

    reach: Reach
    can: int
    settled: int
    indicated: int
    read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An X-measure: shown beside the activities, never scored."""

    rule: Rule
    decided: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One observation in a sentence: how many facts stand behind it, where the first ones are, what they bear on."""

    kind: str
    says: str
    good: bool | None
    facts: tuple[Fact, ...]
    bears_on: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing that was seen, in a sentence, with the facts behind it."""

    says: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What was seen that speaks against the answer to one question, without refuting it."""

    activity: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One assessment of one scope.

    `supported` is declared less what is contradicted or unproved; `achievable` the highest scores where some questions
    do not apply. Each is None where nobody said anything that it could be made of.
    """

    model: Model
    book: RuleBook
    vocabulary: Vocabulary
    subject: Subject
    facts: tuple[Fact, ...]
    gaps: tuple[Gap, ...]
    answers: tuple[Answer, ...]
    measures: tuple[Measure, ...]
    evidenced: Scores
    possible: Scores
    declared: Scores | None
    supported: Scores | None
    achievable: Scores | None
    declaration: Declaration
    composition: Mapping[str, Fraction]
    reached: tuple[Reached, ...]
    seen: tuple[Seen, ...]
    contradictions: tuple[Contradiction, ...]
    doubts: tuple[Doubt, ...]
    next: tuple[Step, ...]

    def standings(self) -> dict[str, Standing]:
        """Return where each criterion stands, by id; of several units the first."""
        found: dict[str, Standing] = {}
        for answer in self.answers:
            for standing in answer.standings:
                found.setdefault(standing.criterion, standing)
        return found

    def answer(self, activity: str) -> Answer:
        """Return the answer to one question."""
        return next(answer for answer in self.answers if answer.activity == activity)

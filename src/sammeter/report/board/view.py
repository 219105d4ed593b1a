"""What a report to a board shows: built once, so that every format has the same figures.

Scores are fractions 0 to 3 here; `shown` of sammeter.scoring turns them into what people read. What is None or empty
is left out of every format.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from sammeter.answers import Proof, Review, Statement
from sammeter.scoring import shown

Extent = Literal["executive", "full"]
NONE = "\u2013"
"""Printed where there is no figure: never a zero that nobody measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Statements and reviews as they are kept, and why each proof proves nothing now (empty where it holds)."""

    statements: tuple[Statement, ...] = ()
    reviews: tuple[Review, ...] = ()
    proofs: Mapping[Proof, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseView:
    """One phase of a plan: the score that it should reach, and what it does first."""

    name: str
    until: str
    projected: Fraction
    target: Fraction | None = None
    does: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """A plan: the overall score that is aimed at, and its phases in order."""

    target: Fraction
    phases: tuple[PhaseView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One thing that changed since an earlier assessment, and what changed it."""

    id: str
    says: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """What changed since an earlier assessment: better, worse, and what lapsed."""

    since: str
    up: tuple[Moved, ...] = ()
    down: tuple[Moved, ...] = ()
    lapsed: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkRow:
    """What others have: the average of `count` assessments, by whom and when it was published.

    `name` is a practice, a function, or overall; `few` where too few assessments stand behind it.
    """

    name: str
    count: int
    average: Fraction
    source: str
    date: str
    few: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What an assessment alone does not hold; None is left out of the report."""

    kept: Kept = field(default_factory=Kept)
    plan: PlanView | None = None
    change: ChangeView | None = None
    benchmark: tuple[BenchmarkRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What was assessed, when, by what; `digest` is the SHA-256 of the assessment's JSON."""

    name: str
    commit: str
    at: str
    as_of: str
    collected_at: str
    model: str
    profile: str
    overlay: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures that stand side by side, never averaged; `settled` of `of` answers cannot change any more."""

    declared: Fraction | None
    supported: Fraction | None
    evidenced: Fraction
    possible: Fraction
    settled: int
    of: int

    @property
    def evidenced_shown(self) -> str:
        """The evidenced score, or a dash where no answer is settled."""
        return shown(self.evidenced) if self.settled else NONE

    @property
    def declared_shown(self) -> str:
        """The declared score, or a dash where nobody said anything."""
        return NONE if self.declared is None else shown(self.declared)

    @property
    def possible_shown(self) -> str:
        """The possible score."""
        return shown(self.possible)

    @property
    def says(self) -> str:
        """All of them in words, for those who do not see the picture."""
        evidenced = f"evidenced {self.evidenced_shown}" if self.settled else "nothing evidenced"
        declared = "nothing declared" if self.declared is None else f"declared {self.declared_shown}"
        return f"{declared}, {evidenced}, possible {self.possible_shown}, of 3.00; {self.settled} of {self.of} settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One of the figures on the first page: its value as text, its name, and what it means."""

    name: str
    value: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How many criteria stand at one verdict."""

    word: str
    sign: str
    count: int
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What one person said against what was seen: both with their places."""

    id: str
    kind: str
    asks: str
    claim: str
    said_where: str
    seen: str
    seen_where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A decision that is wanted: what to do, why, and the criteria or measures that it would settle, also in words."""

    do: str
    why: str
    settles: tuple[str, ...]
    would: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One answer in the grid: `state` is a key of CELLS, `text` what is written in it, `label` the same in words."""

    id: str
    state: str
    sign: str
    text: str
    label: str
    shade: int = 0


CELLS: Mapping[str, tuple[str, str]] = {
    "settled": ("■", "evidenced: no unknown can change it"),
    "contradicted": ("!", "declared, and contradicted by what was seen"),
    "declared": ("▨", "declared only"),
    "partly": ("◪", "some criteria settled"),
    "indicated": ("◐", "indicated: a person has to confirm"),
    "no occasion": ("○", "no occasion to show it"),
    "excluded": ("n/a", "does not apply"),
    "unknown": ("?", "nobody looked"),
}
"""Signs and meanings of the cells; the first that fits is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion of a question: where it stands, how well it is proved, where it was seen, what people said of it."""

    id: str
    text: str
    word: str
    sign: str
    grade: str
    where: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who answered a question: the answer, when, with what proof, and who agreed."""

    answer: str
    by: str
    at: str
    proof: str
    reviewed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with its answers and its criteria."""

    id: str
    title: str
    level: int
    stream: str
    asks: str
    evidenced: str
    possible: str
    declared: str
    worth: tuple[Fraction | None, Fraction, Fraction]
    said: tuple[Said, ...]
    excluded: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRow:
    """One practice: its six cells, None where the model has no such activity, its figures and its questions."""

    id: str
    name: str
    function: str
    about: str
    cells: tuple[Cell | None, ...]
    figures: Figures
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionRow:
    """One business function with its practices."""

    id: str
    name: str
    figures: Figures
    practices: tuple[PracticeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One statement as it is kept, the state it is in, and its proofs with digest and state."""

    id: str
    about: str
    answer: str
    by: str
    role: str
    at: str
    until: str
    state: str
    weak: str
    reviewed: str
    note: str
    where: str
    proofs: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A question that does not apply: why, who said so, who agreed."""

    id: str
    reason: str
    by: str
    approver: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """Places that were not read for one reason, and what would help."""

    reason: str
    count: int
    places: tuple[str, ...]
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One kind of source: how many criteria it can settle, how many it did, and whether it was read."""

    name: str
    can: int
    settled: int
    indicated: int
    read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """How many facts of one kind were seen, and where the first one is."""

    kind: str
    says: str
    count: int
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything that a report shows, in every format."""

    extent: Extent
    head: Head
    verdict: tuple[str, ...]
    overall: Figures
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    conflicts: tuple[Conflict, ...]
    wishes: tuple[Wish, ...]
    functions: tuple[FunctionRow, ...]
    plan: PlanView | None
    change: ChangeView | None
    benchmark: tuple[BenchmarkRow, ...]
    method: tuple[tuple[str, str], ...]
    sources: tuple[SourceRow, ...]
    statements: tuple[StatementRow, ...]
    exclusions: tuple[Exclusion, ...]
    gaps: tuple[GapRow, ...]
    facts: tuple[FactRow, ...]
    glossary: tuple[tuple[str, str], ...]

    @property
    def criteria(self) -> int:
        """How many criteria there are: the parts add up to it."""
        return sum(part.count for part in self.parts)

    @property
    def practices(self) -> tuple[PracticeRow, ...]:
        """All practices in the model's order."""
        return tuple(practice for function in self.functions for practice in function.practices)

    @property
    def title(self) -> str:
        """The title of the document."""
        return f"{self.head.name}: software assurance, as of {self.head.as_of[:10]}"

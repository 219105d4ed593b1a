"""The nouns of SAMM v2, with OWASP's ids and sammeter's own words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Effort = Literal["small", "medium", "large"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One of the three maturity levels."""

    level: int
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSet:
    """Four answers with what they are worth (decimal texts), and the unit that they count."""

    id: str
    counts: str
    answers: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One activity with its question: `answers` names the answer set, `needs` the activities to have first."""

    id: str
    title: str
    summary: str
    benefit: str
    effort: Effort
    roles: tuple[str, ...]
    needs: tuple[str, ...]
    question: str
    show: str
    answers: str
    criteria: tuple[str, ...]

    @property
    def level(self) -> int:
        """The maturity level, 1 to 3."""
        return int(self.id.split("-")[2])

    def criterion_ids(self) -> tuple[str, ...]:
        """Return the ids of the criteria, ``I-SB-2-A.1`` and on."""
        return tuple(f"{self.id}.{position}" for position in range(1, len(self.criteria) + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One of the two streams of a practice, its activities in the order of their levels."""

    id: str
    name: str
    summary: str
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """A security practice with one objective a level."""

    id: str
    name: str
    function: str
    summary: str
    objectives: Mapping[int, str]
    streams: tuple[Stream, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A business function."""

    id: str
    name: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One version of SAMM, complete."""

    version: str
    functions: tuple[Function, ...]
    levels: tuple[Level, ...]
    answer_sets: tuple[AnswerSet, ...]
    practices: tuple[Practice, ...]
    glossary: Mapping[str, str]

    def activities(self) -> Iterator[Activity]:
        """Yield the activities in the model's order."""
        for practice in self.practices:
            for stream in practice.streams:
                yield from stream.activities

    def activity(self, id_: str) -> Activity | None:
        """Return one activity by its id."""
        return next((activity for activity in self.activities() if activity.id == id_), None)

    def criteria(self) -> dict[str, str]:
        """Return all quality criteria under their ids, in the model's order."""
        return {i: text for a in self.activities() for i, text in zip(a.criterion_ids(), a.criteria, strict=True)}

    def answer_set(self, id_: str) -> AnswerSet:
        """Return one answer set by its letter."""
        return next(answers for answers in self.answer_sets if answers.id == id_)

    def practices_of(self, function: str) -> tuple[Practice, ...]:
        """Return the practices of one business function."""
        return tuple(practice for practice in self.practices if practice.function == function)

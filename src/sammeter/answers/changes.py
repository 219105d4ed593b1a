"""What changed between two assessments, and because of what: pure, and the same read from either end.

An assessment is reduced to a `Shot`. Between two of them lies a path of shots in which one thing changes at a time (the
rules, the clock, the facts, the proofs, the statements, the reviews); what changed is put down to the steps in which it did.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import pairwise
from typing import Literal

Kind = Literal["rule", "clock", "lapse", "fact", "proof", "person", "review"]
KINDS: tuple[Kind, ...] = ("rule", "clock", "lapse", "fact", "proof", "person", "review")
MEASURES = "X-"
UNPROVED = "no proof named"
"""Why a statement is weak that never had a proof: not a thing that lapses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Four figures side by side as decimal texts; None where nobody declared anything."""

    declared: str | None = None
    supported: str | None = None
    evidenced: str = "0.00"
    possible: str = "0.00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Figures):
    """The answer to one question: its figures are worths 0 to 1; `applies` is no where it was agreed that it does not."""

    applies: str = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where one criterion or measure stands, in words: by evidence, with the grade, and as declared."""

    verdict: str = "unknown"
    grade: str = ""
    declared: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """An assessment reduced to what it says: scores, answers and verdicts by id, and a digest of the rule behind each."""

    scores: Mapping[str, Figures] = field(default_factory=dict)
    answers: Mapping[str, Given] = field(default_factory=dict)
    verdicts: Mapping[str, Stand] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)

    def unknown(self) -> int:
        """Count the criteria that are unknown; measures beside the model do not count."""
        return sum(one.verdict == "unknown" for id_, one in self.verdicts.items() if not id_.startswith(MEASURES))

    def same(self, other: "Shot") -> bool:
        """Tell whether both say the same, by whatever rules."""
        return (self.scores, self.answers, self.verdicts) == (other.scores, other.answers, other.verdicts)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Trace:
    """One thing that a change goes back to: what it says, where it stands, and who said it when under which id."""

    says: str
    where: str = ""
    by: str = ""
    at: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why something changed: the kind of cause, and what stood there before and after."""

    kind: Kind
    before: tuple[Trace, ...] = ()
    after: tuple[Trace, ...] = ()

    def inverse(self) -> "Cause":
        """Return the cause of the change back."""
        return replace(self, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing of one criterion, measure or answer that differs; an empty text is what was not there."""

    id: str
    what: str
    before: str
    after: str
    causes: tuple[Cause, ...] = ()

    def inverse(self) -> "Change":
        """Return the change back."""
        return replace(self, before=self.after, after=self.before, causes=tuple(c.inverse() for c in self.causes))


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Strength:
    """A statement that stands in both: why it was weak before and is after; empty where it is sound."""

    about: str
    unit: str
    by: str
    at: str
    before: str
    after: str

    @property
    def lapsed(self) -> bool:
        """It was sound, or only never proved, and is no longer."""
        return self.after not in ("", UNPROVED)

    def inverse(self) -> "Strength":
        """Return the change back."""
        return replace(self, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All that differs: the shots at both ends, what changed and why, and statements that hold no longer or again."""

    before: Shot
    after: Shot
    changes: tuple[Change, ...] = ()
    strengths: tuple[Strength, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.changes or self.strengths or not self.before.same(self.after))

    def inverse(self) -> "Difference":
        """Return the difference from the other end."""
        return Difference(before=self.after, after=self.before, changes=tuple(one.inverse() for one in self.changes),
                          strengths=tuple(one.inverse() for one in self.strengths))  # fmt: skip


Explain = Callable[[str], tuple[Cause, ...]]
"""Says of one id what changed of it in one step; nothing where the step's kind says it all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the path: the kind of thing that changes in it, and what explains a change."""

    kind: Kind
    explain: Explain

    def causes(self, id_: str) -> tuple[Cause, ...]:
        """Return the causes of a change of `id_` in this step, never none."""
        return self.explain(id_) or (Cause(kind=self.kind),)


def compare(shots: Sequence[Shot], steps: Sequence[Step], *, strengths: tuple[Strength, ...] = ()) -> Difference:
    """Return what differs between the first and the last shot; `steps` lie between each shot and the next.

    What changed on the way and changed back is no difference.
    """
    tables = [_table(shot) for shot in shots]
    keys = sorted({*tables[0], *tables[-1]})
    changed = [key for key in keys if tables[0].get(key, "") != tables[-1].get(key, "")]
    return Difference(
        before=shots[0], after=shots[-1], strengths=tuple(sorted(one for one in strengths if one.before != one.after)),
        changes=tuple(Change(id=id_, what=what, before=tables[0].get((id_, what), ""), after=tables[-1].get((id_, what), ""),
                             causes=_causes(id_, what, tables, steps)) for id_, what in changed),
    )  # fmt: skip


_Table = Mapping[tuple[str, str], str]


def _table(shot: Shot) -> _Table:
    rows: Iterator[tuple[str, Given | Stand]] = iter((*shot.answers.items(), *shot.verdicts.items()))
    return {(id_, one.name): getattr(row, one.name) or "" for id_, row in rows for one in fields(row)}


def _causes(id_: str, what: str, tables: Sequence[_Table], steps: Sequence[Step]) -> tuple[Cause, ...]:
    found: dict[Cause, None] = {}
    for (before, after), step in zip(pairwise(tables), steps, strict=True):
        if before.get((id_, what), "") != after.get((id_, what), ""):
            for name in (id_, *_moved(id_, before, after)):
                found.update(dict.fromkeys(step.causes(name)))
    full = [cause for cause in found if cause.before or cause.after]
    kinds = {cause.kind for cause in full}
    bare = [cause for cause in found if not (cause.before or cause.after) and cause.kind not in kinds]
    return tuple(sorted((*full, *bare), key=_order))


def _order(cause: Cause) -> tuple[int, list[Trace]]:
    """Sort by kind and by what stood there, the same from either end."""
    return KINDS.index(cause.kind), sorted((*cause.before, *cause.after))


def _moved(id_: str, before: _Table, after: _Table) -> list[str]:
    """Return the criteria of an activity that changed in a step: its answer changed because of them."""
    own = sorted({name for name, _ in (*before, *after) if name.startswith(f"{id_}.")})
    return [
        name
        for name in own
        if any(before.get((name, one.name)) != after.get((name, one.name)) for one in fields(Stand))
    ]

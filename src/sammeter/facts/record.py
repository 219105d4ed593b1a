"""One thing seen, one place not seen, and what is known of one scope at one time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Value = str | int | float | bool | tuple[str, ...]
"""What a field holds. Times are RFC 3339 texts in UTC (``2026-01-31T12:00:00Z``), so that they sort as they are."""

NEVER = ""
"""The time of what is known never to have happened; a field that is absent is not known."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fact:
    """One typed record of `kind` that `source` saw at `where` (``path:line``, a commit, a tag)."""

    kind: str
    where: str
    source: str
    fields: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Gap:
    """A place that should have been read for `kinds` and was not, with the reason in one word and in a sentence."""

    where: str
    reason: str
    detail: str = ""
    hint: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All facts of one kind in one scope; `complete` claims that nothing of that kind could have been missed.

    Where only a person's word makes it so, `word` holds the claims.
    """

    facts: tuple[Fact, ...] = ()
    complete: bool = False
    word: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is known of one scope at `as_of`: a kind that is absent from `seen` was never looked for.

    `collected_at` is when the sources were read, empty for a world that was made up.
    """

    as_of: str
    collected_at: str = ""
    seen: Mapping[str, Seen] = field(default_factory=dict)

    def measured(self) -> "World":
        """Return the same world without what is complete by a person's word alone."""
        seen = {kind: Seen(facts=one.facts) if one.word else one for kind, one in self.seen.items()}
        return World(as_of=self.as_of, collected_at=self.collected_at, seen=seen)

    def of(self, kind: str) -> Iterable[Fact]:
        """Return the facts of one kind, none if nobody looked."""
        found = self.seen.get(kind)
        return found.facts if found else ()

"""What a rule is, what it may say, and what it said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, Literal

from sammeter.facts import Fact
from sammeter.facts.vocabulary import Reach

Tree = list[Any]
"""A parsed condition: ``[operator, operand, ...]``, plain lists so that it can be kept as JSON."""


def kinds_in(tree: Tree | None) -> frozenset[str]:
    """Return the fact kinds that a condition reads."""
    if not tree:
        return frozenset()
    own = frozenset({str(tree[1])}) if tree[0] == "kind" else frozenset[str]()
    return own.union(*(kinds_in(child) for child in tree[1:] if isinstance(child, list)))


class Verdict(IntEnum):
    """UNMET < UNKNOWN < MET: `all` is min, `any` is max."""

    UNMET = 0
    UNKNOWN = 1
    MET = 2


class Flag(StrEnum):
    """What an UNKNOWN has to add."""

    INDICATED = "indicated"
    NO_OCCASION = "no-occasion"


CaseVerdict = Literal["met", "unmet", "unknown", "indicated", "no-occasion"]
RuleClass = Literal["observable", "supported", "attested"]
Scope = Literal["unit", "org"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A small world and the verdict that a rule must give on it."""

    verdict: CaseVerdict
    world: Mapping[str, list[dict[str, Any]]]
    this: dict[str, Any] | None = None
    open: tuple[str, ...] = ()
    as_of: str = "2026-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The one condition over facts that decides a criterion or a measure, and what it is entitled to say.

    Where an overlay wrote or changed it, `origin` names the overlay and `because` its reason; `placed` is the practice
    and level where the overlay wants a measure shown.
    """

    id: str
    class_: RuleClass
    scope: Scope
    reach: Reach
    says: str
    when: str
    fresh_days: int
    pitfalls: str
    advice: str
    no_occasion: str = ""
    alternatives: tuple[str, ...] = ()
    settles: tuple[Literal["met", "unmet", "indicated"], ...] = ()
    supports: tuple[str, ...] = ()
    confirm: str = ""
    proof: str = ""
    mended: str = ""
    cases: tuple[Case, ...] = ()
    tree: Tree | None = None
    no_occasion_tree: Tree | None = None
    origin: str = "sammeter"
    because: str = ""
    placed: str = ""

    def kinds(self) -> frozenset[str]:
        """Return the fact kinds that its conditions read."""
        return kinds_in(self.tree) | kinds_in(self.no_occasion_tree)

    def entitled(self) -> tuple[str, ...]:
        """Return the verdicts that this rule may reach, by its class where it does not restrict itself."""
        if self.settles:
            return self.settles
        by_class = {"observable": ("met", "unmet"), "supported": ("indicated", "unmet"), "attested": ()}
        return by_class[self.class_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """How one activity's answer comes about: its units, who is counted, and the kind of its answer set."""

    id: str
    unit: str
    population: str
    answer: Mapping[str, Any]
    filter: str = ""
    counts_when: str = ""
    note: str = ""
    trees: Mapping[str, Tree] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What an organisation laid over the shipped rules: where it is kept, its digest, and how much of each it changed."""

    name: str
    digest: str
    criteria: int = 0
    conditions: int = 0
    limits: int = 0
    placements: int = 0

    def counts(self) -> str:
        """Return what it holds in words: ``2 conditions, 1 limit``."""
        counts = ((self.criteria, "criterion", "criteria"), (self.conditions, "condition", "conditions"),
                  (self.limits, "limit", "limits"), (self.placements, "placement", "placements"))  # fmt: skip
        return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts if count) or "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """All rules and answerings, the limits they are read with, the profile that set them, and the overlay if any."""

    rules: tuple[Rule, ...]
    answerings: tuple[Answering, ...]
    limits: Mapping[str, float]
    profile: str = "assessor"
    overlay: Overlay | None = None

    def by_id(self) -> dict[str, Rule]:
        """Return the rules under the ids of their criteria."""
        return {rule.id: rule for rule in self.rules}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a rule said of one scope: the verdict, the facts that decided, and what was missing where it is UNKNOWN."""

    rule: str
    verdict: Verdict
    flags: tuple[Flag, ...] = ()
    because: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()

"""What sources of known weaknesses, and people's judgements of them, show."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A known weakness in a component: `state` is ``open``, ``fixed``, ``not_affected``, ``false_positive`` or ``accepted``.

    `detected_at` is the first time that a report shows it; `resolved_at` is empty where it is known to be open.
    """

    kind: ClassVar[str] = "vuln.matches"
    where: str
    component: str
    id: str
    by: str
    aliases: tuple[str, ...] = ()
    layer: str | None = None
    severity: str | None = None
    known_exploited: bool | None = None
    epss: float | None = None
    detected_at: str | None = None
    published_at: str | None = None
    state: str | None = None
    decided: bool | None = None
    documented: bool | None = None
    resolved_at: str | None = None
    fix_available: bool | None = None
    fixed_in: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source of weakness information as it was handed in: `last_sync_at` is the newest time that its content states.

    `covers` names the kinds of packages that it has records of, `whole` that it is an export of all records of them.
    """

    kind: ClassVar[str] = "vuln.feeds"
    where: str
    id: str
    kind_of: str
    last_sync_at: str | None = None
    covers: tuple[str, ...] | None = None
    whole: bool | None = None
    records: int | None = None
    components_covered_share: float | None = None
    mitigation_steps: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a VEX statement says of one weakness in some products: `state` as in matches, `reason` what it gives for it."""

    kind: ClassVar[str] = "vuln.judgements"
    where: str
    format: str
    id: str
    products: tuple[str, ...]
    state: str
    aliases: tuple[str, ...] = ()
    author: str | None = None
    at: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What a catalogue says of one weakness: exploited in the wild (KEV), or how likely that is (EPSS, 0 to 1)."""

    kind: ClassVar[str] = "vuln.ratings"
    where: str
    id: str
    source: str
    known_exploited: bool | None = None
    epss: float | None = None
    at: str | None = None

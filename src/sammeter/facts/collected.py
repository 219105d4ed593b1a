"""What collectors brought from one tree, before it becomes the world that rules see."""

from dataclasses import dataclass

from sammeter.facts.record import Fact, Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """Everything seen and not seen in one tree, and the time it was read (`as_of`).

    `looked` names the kinds that were looked for, `complete` those of which one repository, fully read, shows
    everything of its application.
    """

    name: str
    revision: str
    at: str
    as_of: str
    facts: tuple[Fact, ...]
    gaps: tuple[Gap, ...]
    looked: tuple[str, ...]
    complete: tuple[str, ...]

"""How many facts of one document are taken."""

from collections.abc import Iterator

from sammeter.collect.registry import Yielded
from sammeter.facts import Gap
from sammeter.facts.vuln import Match

FACTS = 50_000


def capped(found: Iterator[Yielded], where: str) -> Iterator[Yielded]:
    """Yield at most FACTS; that there is more is a Gap, so that nothing passes for complete."""
    for number, one in enumerate(found, 1):
        if number > FACTS:
            yield Gap(
                where=where,
                reason="too many",
                detail=f"more than {FACTS:,} weaknesses or judgements",
                kinds=(Match.kind,),
            )
            return
        yield one

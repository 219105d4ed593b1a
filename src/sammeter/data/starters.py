"""What a roadmap starts with, from the pack: days by size of activity and templates of targets; and what is wrong with them."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from sammeter.data.pack import Pack
from sammeter.data.reader import Mistakes, locate, read
from sammeter.errors import DataError
from sammeter.roadmap.effort import Efforts
from sammeter.roadmap.plan import NO
from sammeter.roadmap.template import flaws

SIZES = ("small", "medium", "large")
HINT = "see docs/reference/roadmap-file.md"


def efforts(pack: Pack, own: Mapping[str, Fraction] | None = None) -> Efforts:
    """Return the shipped days and shares, with an organisation's own days by size over them."""
    days = {size: Fraction(text) for size, text in pack.efforts["days"].items()}
    spent = {Fraction(worth): Fraction(share) for worth, share in pack.efforts["spent"].items()}
    return Efforts(days={**days, **(own or {})}, spent={NO: NO, **spent})


def lint_starters(pack: Pack, found: Mapping[str, bytes]) -> Iterator[DataError]:
    """Yield what is wrong with efforts.yaml and templates.yaml, with its line."""
    try:
        shares = [Fraction(pack.efforts.get("spent", {}).get(text, "0")) for text in ("0", "0.25", "0.5", "1")]
        shares += [] if all(Fraction(text) >= 0 for text in pack.efforts.get("days", {}).values()) else [NO]
    except ValueError:
        shares = []
    if set(pack.efforts.get("days", {})) != set(SIZES) or shares != sorted(set(shares)) or shares[-1:] != [1]:
        expected = f"days for {', '.join(SIZES)} and shares that rise to 1 are expected"
        yield DataError(expected, where="efforts.yaml", hint=HINT)
    node = read(found["templates.yaml"], "templates.yaml", Mistakes())
    for key, template in pack.templates.items():
        for risk, activity, says in flaws(template, pack.model):
            place = locate(node, f"$[{key}].targets[{risk}][{activity}]")
            yield DataError(f"{key}, {risk}: {activity} {says}".replace("  ", " "), where=place.where, hint=HINT)

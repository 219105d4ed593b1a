"""The committed chart: distances to the floor on a logarithmic axis, as one SVG without a script or a style sheet from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from math import ceil, log10

LEFT, WIDE, ROW, HEAD = 270, 420, 20, 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One thing measured, as times the floor; None where it was not run."""

    name: str
    value: float | None
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One repository."""

    name: str
    bars: list[Bar]


def draw(groups: list[Group]) -> str:
    """Return the chart; every group has the same axis, from 0.1 times the floor to the longest bar."""
    most = max((bar.value for group in groups for bar in group.bars if bar.value), default=1)
    decades = max(1, ceil(log10(most))) + 1
    height = sum(HEAD + ROW * len(group.bars) + 26 for group in groups) + 10
    drawn, top = [], 0
    for group in groups:
        drawn += _group(group, top, decades)
        top += HEAD + ROW * len(group.bars) + 26
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDE + 80} {height}" role="img" '
        'font-family="sans-serif" font-size="12"><title>Times as long as git reading every file once</title>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(drawn)}</svg>\n'
    )


def _group(group: Group, top: int, decades: int) -> Iterator[str]:
    end = top + HEAD + ROW * len(group.bars)
    yield f'<text x="8" y="{top + 22}" font-weight="bold" fill="#1b2430">{escape(group.name)}: times the floor</text>'
    for decade in range(decades + 1):
        x = LEFT + WIDE * decade / decades
        dark = "#1b2430" if decade == 1 else "#d5dae1"
        yield f'<path stroke="{dark}" d="M{x:.1f} {top + HEAD - 4}V{end}"/>'
        yield f'<text x="{x:.1f}" y="{end + 14}" text-anchor="middle" fill="#5b6472">{10 ** (decade - 1):g}</text>'
    for number, bar in enumerate(group.bars):
        yield from _bar(bar, top + HEAD + ROW * number, decades)


def _bar(bar: Bar, y: int, decades: int) -> Iterator[str]:
    yield f'<text x="{LEFT - 8}" y="{y + 13}" text-anchor="end" fill="#1b2430">{escape(bar.name)}</text>'
    if bar.value is None:
        yield f'<text x="{LEFT + 6}" y="{y + 13}" fill="#5b6472">not installed</text>'
        return
    wide = max(1.0, WIDE * (log10(max(bar.value, 0.1)) + 1) / decades)
    yield f'<rect x="{LEFT}" y="{y + 3}" width="{wide:.1f}" height="13" fill="{"#1c5a92" if bar.ours else "#9aa5b1"}"/>'
    yield f'<text x="{LEFT + wide + 5:.1f}" y="{y + 13}" fill="#1b2430">{bar.value:.{0 if bar.value >= 10 else 1}f}</text>'

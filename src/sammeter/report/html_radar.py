"""The radar as numbers for an SVG: one axis a practice, always 0 to 3, so that two reports can be laid side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, pi, sin

RADIUS = 120
TOP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis: where it ends, where its name stands, and whether any answer on it is settled."""

    name: str
    x: str
    y: str
    label_x: str
    label_y: str
    anchor: str
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar:
    """Axes, rings at 1, 2 and 3, and each series as the points of a polygon; `marks` are the evidenced corners."""

    axes: tuple[Axis, ...]
    rings: tuple[str, ...]
    evidenced: str
    possible: str
    declared: str
    marks: tuple[tuple[str, str], ...]


def radar(
    names: Sequence[str], known: Sequence[bool], evidenced: Sequence[Fraction], possible: Sequence[Fraction],
    declared: Sequence[Fraction] | None,
) -> Radar:  # fmt: skip
    """Return the picture of these scores; a corner is marked only where an answer is settled."""
    total = len(names)
    marks = tuple(_at(n, total, value) for n, (value, sure) in enumerate(zip(evidenced, known, strict=True)) if sure)
    return Radar(
        axes=tuple(_axis(name, n, total, known=known[n]) for n, name in enumerate(names)),
        rings=tuple(_polygon([Fraction(ring)] * total) for ring in range(1, TOP + 1)),
        evidenced=_polygon(evidenced), possible=_polygon(possible),
        declared="" if declared is None else _polygon(declared), marks=marks,
    )  # fmt: skip


def _axis(name: str, number: int, total: int, *, known: bool) -> Axis:
    x, y = _at(number, total, Fraction(TOP))
    label_x, label_y = _at(number, total, Fraction(TOP) * 109 / 100)
    side = sin(2 * pi * number / total)
    anchor = "middle" if abs(side) < 0.1 else "start" if side > 0 else "end"
    return Axis(name=name, x=x, y=y, label_x=label_x, label_y=label_y, anchor=anchor, known=known)


def _polygon(values: Sequence[Fraction]) -> str:
    return " ".join(",".join(_at(number, len(values), value)) for number, value in enumerate(values))


def _at(number: int, total: int, value: Fraction) -> tuple[str, str]:
    """Return the point of a value on its axis, the first axis pointing up, as texts of one decimal place."""
    angle, far = 2 * pi * number / total, float(value) / TOP * RADIUS
    return f"{far * sin(angle) + 0.0:.1f}".replace("-0.0", "0.0"), f"{-far * cos(angle) + 0.0:.1f}".replace(
        "-0.0", "0.0"
    )

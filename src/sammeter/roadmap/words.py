"""Figures of a roadmap in words."""

from fractions import Fraction
from textwrap import wrap


def number(value: Fraction, places: int = 2) -> str:
    """Return a number with at most `places` places, rounded half up, without zeros at its end."""
    scaled = (value * 10**places + Fraction(1, 2)).__floor__()
    whole, part = divmod(abs(scaled), 10**places)
    return f"{'-' if scaled < 0 else ''}{whole:,}{f'.{part:0{places}d}'.rstrip('0') if part else ''}"


def days(value: Fraction) -> str:
    """Return person-days as words."""
    return f"{number(value)} day{'s' * (value != 1)}"


def percent(value: Fraction) -> str:
    """Return a share as a whole percentage, rounded down, so that 100 % is never said too early."""
    return f"{(value * 100).__floor__()} %"


def folded(text: str, *, indent: int = 0, hanging: int | None = None) -> list[str]:
    """Return text in lines of at most 80 columns, without breaking an id; `hanging` indents what follows the first line."""
    following = " " * (indent if hanging is None else hanging)
    return wrap(text, 80, initial_indent=" " * indent, subsequent_indent=following, break_on_hyphens=False)

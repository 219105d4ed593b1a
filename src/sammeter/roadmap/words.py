"""Figures of a roadmap in words."""

from fractions import Fraction


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

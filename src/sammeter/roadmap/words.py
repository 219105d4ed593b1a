"""Figures of a roadmap in words."""

from fractions import Fraction

ANSWERS = {Fraction(0): "No", Fraction(1, 4): "some", Fraction(1, 2): "half", Fraction(1): "most"}
"""The four answers of the commonest answer set, as short as a column needs."""


def number(value: Fraction) -> str:
    """Return a number with at most 2 places, rounded half up, without zeros at its end."""
    hundred = (value * 100 + Fraction(1, 2)).__floor__()
    whole, part = divmod(abs(hundred), 100)
    return f"{'-' if hundred < 0 else ''}{whole:,}{f'.{part:02d}'.rstrip('0') if part else ''}"


def days(value: Fraction) -> str:
    """Return person-days as words."""
    return f"{number(value)} day{'s' * (value != 1)}"


def worth(value: Fraction) -> str:
    """Return what an answer is worth as the workbook writes it: 0, 0.25, 0.5, 1."""
    return number(value)


def percent(value: Fraction) -> str:
    """Return a share as a whole percentage, rounded down, so that 100 % is never said too early."""
    return f"{(value * 100).__floor__()} %"

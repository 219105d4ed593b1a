"""What a step costs in person-days: days by the size of the activity, and how much of them each answer takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sammeter.model import Activity


@dataclass(frozen=True, slots=True, kw_only=True)
class Efforts:
    """Person-days from No to the highest answer by size, and the share of them that is spent at each answer.

    Shares rise from 0 at No to 1 at the highest answer. The first step carries what is done once (the rules, the tool,
    the first teams), so it is dearer than its quarter.
    """

    days: Mapping[str, Fraction]
    spent: Mapping[Fraction, Fraction]

    def between(self, activity: Activity, before: Fraction, to: Fraction) -> Fraction:
        """Return the days from one answer to a higher one; 0 if it is not higher."""
        return max(self.spent[to] - self.spent[before], Fraction(0)) * self.days[activity.effort]

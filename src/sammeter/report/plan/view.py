"""What every format of a roadmap is made from."""

from dataclasses import dataclass
from fractions import Fraction

from sammeter.model import Model
from sammeter.roadmap.plan import Answers, Plan
from sammeter.roadmap.progress import ToDate, ToTarget
from sammeter.roadmap.project import Projected
from sammeter.scoring import Scores, score


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A plan played forward from its start, and where the answers `now` are given from there, with the progress.

    `planned` starts from `start`, `expected` from `now` as if all that is open were done in its phase.
    `to_target` is of `now`, else of the start. `now`, `expected` and `to_date` are empty without answers.
    """

    model: Model
    plan: Plan
    as_of: str
    start: Answers
    planned: tuple[Projected, ...]
    target: Answers
    to_target: ToTarget
    now: Answers | None = None
    expected: tuple[Projected, ...] = ()
    to_date: ToDate | None = None

    @property
    def first(self) -> Scores:
        """The scores where the plan starts."""
        return score(self.model, self.start)

    @property
    def effort(self) -> Fraction:
        """The person-days of all phases."""
        return sum((one.effort for one in self.planned), Fraction(0))

    @property
    def cost(self) -> Fraction:
        """The costs that are stated, of all phases."""
        return sum((one.cost for one in self.planned), Fraction(0))

    def title(self, activity: str) -> str:
        """Return the title of an activity."""
        found = self.model.activity(activity)
        return found.title if found else activity

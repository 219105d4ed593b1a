"""Why a step stands where it stands: what it brings, what it takes, what it needs and what it opens."""

from fractions import Fraction

from sammeter.roadmap.project import Step
from sammeter.roadmap.words import days, number


def why(step: Step, planned: frozenset[str]) -> str:
    """Return one sentence; of what it needs and opens only what the plan takes on, `planned`, is named."""
    if not step.overall_gain:
        return "is reached already"
    gains = f"raises {step.practice} by {number(step.practice_gain)} and the whole by {number(step.overall_gain, 4)}"
    parts = [f"{gains} for {days(step.effort)}"]
    if step.per_day is not None:
        parts[0] += f" ({number(step.per_day * 100)} per 100 days)"
    needs, opens = [one for one in step.needs if one in planned], [one for one in step.opens if one in planned]
    parts += [f"needs {', '.join(needs)}"] if needs else []
    parts += [f"opens {', '.join(opens)}"] if opens else []
    return "; ".join(parts)


def best_first(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return steps with the most gain per day first; those that cost nothing before all; ties as they were."""
    return tuple(sorted(steps, key=lambda step: -step.per_day if step.per_day is not None else Fraction(-(1 << 60))))

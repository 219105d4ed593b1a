"""By when a defect has to be mended: calendar or business days from the day it was opened, longer by what was accepted."""

from datetime import datetime, timedelta

from sammeter.defects.types import Deadlines

_WEEKEND = 5
FORM = "%Y-%m-%dT%H:%M:%SZ"


def due(
    policy: Deadlines,
    opened_at: str,
    severity: str,
    *,
    risk_class: str = "",
    exploited: bool = False,
    paused_days: int = 0,
) -> str:
    """Return the time by which it has to be mended; empty where its severity has no deadline or is not known.

    An application of an unknown risk class gets the shortest deadline that any class has.
    """
    days = policy.days.get(severity, 0)
    if days:
        factor = policy.factor.get(risk_class, 1.0) if risk_class else min(policy.factor.values(), default=1.0)
        days = max(1, int(days * factor))
    if exploited and policy.exploited:
        days = min(days or policy.exploited, policy.exploited)
    if not days or not opened_at:
        return ""
    end = _after(policy, datetime.fromisoformat(opened_at), days) + timedelta(days=paused_days)
    return end.strftime(FORM)


def _after(policy: Deadlines, start: datetime, days: int) -> datetime:
    if not policy.business:
        return start + timedelta(days=days)
    end = start
    while days:
        end += timedelta(days=1)
        if end.weekday() < _WEEKEND and end.strftime("%Y-%m-%d") not in policy.holidays:
            days -= 1
    return end

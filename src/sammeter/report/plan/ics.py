"""A roadmap as a calendar (RFC 5545): one all-day event an item, on the last day of its phase."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from sammeter.errors import DataError
from sammeter.report.plan.view import View
from sammeter.roadmap.plan import Phase
from sammeter.roadmap.project import Step
from sammeter.roadmap.words import days, number
from sammeter.text.escape import terminal

if TYPE_CHECKING:
    from icalendar import Event


def render(view: View) -> bytes:
    """Return the calendar; the same plan gives the same bytes. Raises DataError if icalendar is not installed.

    UIDs hang on the plan's name, the activity and its answer, so that an item that moves to another phase stays the same
    event. DTSTAMP is the start of the plan, since the bytes must not depend on the clock.
    """
    try:
        from icalendar import Calendar
    except ImportError as error:
        raise DataError(
            "a calendar needs icalendar, which is not installed", hint="pip install 'sammeter[roadmap]'"
        ) from error
    calendar = Calendar()
    calendar.add("PRODID", "-//sammeter//roadmap//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("NAME", terminal(view.plan.name))
    stamp = datetime.combine(date.fromisoformat(view.plan.phases[0].start), datetime.min.time(), tzinfo=UTC)
    for projected in view.planned:
        for step in projected.steps:
            calendar.add_component(_event(view, projected.phase, step, stamp))
    return bytes(calendar.to_ical())


def _event(view: View, phase: Phase, step: Step, stamp: datetime) -> "Event":
    from icalendar import Event

    item, last = step.item, date.fromisoformat(phase.until)
    event = Event()
    key = "\0".join((view.plan.name, item.activity, number(item.to)))
    event.add("UID", f"{sha256(key.encode()).hexdigest()[:32]}@roadmap.sammeter.invalid")
    event.add("DTSTAMP", stamp)
    event.add("DTSTART", last)
    event.add("DTEND", last + timedelta(days=1))
    event.add("SUMMARY", f"{item.activity} to {number(item.to)}: {view.title(item.activity)}")
    said = [
        f"{terminal(phase.name)}, from {phase.start}",
        f"owner: {terminal(item.owner) or 'nobody'}",
        days(step.effort),
    ]
    said += [terminal(text) for text in (item.why, item.note) if text]
    event.add("DESCRIPTION", "\n".join(said))
    event.add("TRANSP", "TRANSPARENT")
    return event

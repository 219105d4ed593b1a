"""Events to the defects as they stand at a time. Pure: the same events, policy and clock give the same defects."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sammeter.defects.sla import due
from sammeter.defects.types import SEVERITIES, Deadlines, Defect, Event, Finding, Scan, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A defect as it was first reported: everything else follows from events."""

    id: str
    app: str
    finding: Finding


@dataclass(slots=True)
class _Now:
    """What is known of one defect while its events are read."""

    severity: str
    state: State = "open"
    tools: dict[str, str] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    exploited: bool = False
    found_at: str = ""
    opened_at: str = ""
    seen_at: str = ""
    triaged: tuple[str, str] = ("", "")
    closed_at: str = ""
    until: str = ""
    accepted_at: str = ""
    paused: int = 0
    other: str = ""
    owner: str = ""
    reopened: int = 0


def replay(
    known: Iterable[Known],
    events: Iterable[Event],
    policy: Deadlines,
    *,
    as_of: str,
    risks: Mapping[str, str] | None = None,
) -> tuple[Defect, ...]:
    """Return all defects that were found by `as_of`, in the order of their ids.

    `risks` names the risk class of applications.
    """
    by_defect: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.at <= as_of:
            by_defect[event.defect].append(event)
    found = (
        _defect(one, by_defect[one.id], policy, as_of, (risks or {}).get(one.app, ""))
        for one in known
        if by_defect.get(one.id)
    )
    return tuple(sorted(found, key=lambda one: one.id))


def _defect(known: Known, events: list[Event], policy: Deadlines, as_of: str, risk: str) -> Defect:
    now = _Now(severity=known.finding.severity, exploited=known.finding.exploited)
    for event in sorted(events, key=lambda one: one.at):
        _lapse(now, event.at)
        _apply(now, event)
    _lapse(now, as_of)
    one = known.finding
    pause = now.paused + (_days(now.accepted_at, as_of) if now.state == "accepted" else 0)
    due_at = due(policy, now.opened_at, now.severity, risk_class=risk, exploited=now.exploited, paused_days=pause)
    live = now.state == "open"
    late = bool(due_at) and ((live and due_at < as_of) or (now.state == "fixed" and due_at < now.closed_at))
    return Defect(
        id=known.id, app=known.app, key=one.key, kind=one.kind, title=one.title, severity=now.severity, place=one.place, cwe=one.cwe,
        names=one.names, exploited=now.exploited, tools=tuple(sorted(now.tools)), state=now.state, found_at=now.found_at,
        opened_at=now.opened_at, seen_at=now.seen_at, triaged_at=now.triaged[0], triaged_by=now.triaged[1], closed_at=now.closed_at,
        accepted_until=now.until if now.state == "accepted" else "", duplicate_of=now.other, owner=now.owner, reopened=now.reopened,
        due_at=due_at, breached=late,
    )  # fmt: skip


def _lapse(now: _Now, at: str) -> None:
    """End an acceptance whose last day has passed: the clock goes on where it stood."""
    if now.state == "accepted" and now.until and now.until < at[:10]:
        now.paused += _days(now.accepted_at, f"{now.until}T23:59:59Z")
        now.state, now.accepted_at = "open", ""


def _apply(now: _Now, event: Event) -> None:
    what = event.what
    if what in ("found", "seen"):
        _seen(now, event)
    elif what == "gone":
        now.gone[event.value] = event.at
        if now.state in ("open", "accepted") and all(tool in now.gone for tool in now.tools):
            now.state, now.closed_at = "fixed", event.at
    elif what == "assigned":
        now.owner = event.value
    elif what == "severity":
        now.severity = event.value if event.value in SEVERITIES else now.severity
    elif what == "triaged":
        now.triaged = (event.at, event.by)
    elif what == "reopened":
        _open(now, event.at)
    else:
        _close(now, event)


def _seen(now: _Now, event: Event) -> None:
    """A tool reports it: for the first time, again, or after it was gone."""
    now.tools.setdefault(event.value, event.at)
    now.gone.pop(event.value, None)
    now.seen_at = max(now.seen_at, event.at)
    now.exploited = now.exploited or event.note == "exploited"
    if not now.found_at:
        now.found_at = now.opened_at = event.at
    elif now.state == "fixed":
        now.reopened += 1
        _open(now, event.at)


def _open(now: _Now, at: str) -> None:
    now.state, now.opened_at, now.closed_at, now.paused, now.other, now.until = "open", at, "", 0, "", ""


def _close(now: _Now, event: Event) -> None:
    now.triaged = now.triaged if now.triaged[0] else (event.at, event.by)
    if event.what == "accepted":
        now.state, now.until, now.accepted_at = "accepted", event.until, event.at
    elif event.what == "duplicate":
        now.state, now.other, now.closed_at = "duplicate", event.value, event.at
    else:
        now.state, now.closed_at = "false-positive", event.at


def _days(first: str, last: str) -> int:
    if not first or last <= first:
        return 0
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).days


def events_of(
    app: str, found: Sequence[Finding], scans: Sequence[Scan], known: Mapping[str, Known], reported: Mapping[str, Mapping[str, str]],
    *, at: str,
) -> tuple[tuple[Known, ...], tuple[Event, ...]]:  # fmt: skip
    """Return the defects that are new with these reports, and what the reports say of all of them.

    `known` holds the application's defects by key, `reported` the tools that report each and when they last did. One is gone
    for a tool only by a later run of that tool over the same scope that ended well and no longer shows it. `at` is the time
    of what names none.
    """
    ended = {(scan.tool, scan.scope): scan.at for scan in sorted(scans, key=lambda one: one.at)}
    new: dict[str, Known] = {}
    events: list[Event] = []
    shown: defaultdict[str, set[str]] = defaultdict(set)
    for one in found:
        shown[one.key].add(one.tool)
        first = one.key not in known and one.key not in new
        if first:
            new[one.key] = Known(id=f"{_slug(app)}-{one.key[:12]}", app=app, finding=one)
        run = ended.get((one.tool, one.kind), at)
        events.append(Event(defect=(known.get(one.key) or new[one.key]).id, at=min(one.at or run, run) if first else run,
                            what="found" if first else "seen", by=one.tool, value=one.tool, note="exploited" if one.exploited else ""))  # fmt: skip
    for key, tools in reported.items():
        for tool, last in sorted(tools.items()):
            when = ended.get((tool, known[key].finding.kind), "")
            if tool not in shown.get(key, set()) and when > last:
                events.append(Event(defect=known[key].id, at=when, what="gone", by=tool, value=tool))
    return tuple(new.values()), tuple(events)


def _slug(app: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in app.casefold())[:20].strip("-") or "app"

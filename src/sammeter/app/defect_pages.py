"""The register of defects as people read it: what is due first, and the figures, each with its number of cases."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sammeter.defects import Defect, Event
from sammeter.defects.types import SEVERITIES, Deadlines
from sammeter.report.text_lines import cut
from sammeter.text.escape import csv_cell, markdown, terminal

RANK = {name: number for number, name in enumerate(reversed(SEVERITIES))}
BANDS = (30, 90, 180)
SOON, WINDOW = 7, 90


def ordered(defects: Iterable[Defect]) -> list[Defect]:
    """Return defects, the first due first, then by severity; those without a deadline last."""
    return sorted(defects, key=lambda one: (one.due_at or "9", RANK.get(one.severity, len(RANK)), one.id))


def left(one: Defect, as_of: str) -> str:
    """Return the days left as users read them: ``5 d``, ``-2 d``; a dash where there is no deadline."""
    return f"{_days(as_of, one.due_at)} d" if one.due_at and one.state in ("open", "accepted") else "-"


def listed(defects: Sequence[Defect], as_of: str) -> str:
    """Return one line a defect, what is due first."""
    lines = [cut(_line(one, as_of)) for one in ordered(defects)]
    states = Counter(one.state for one in defects)
    late = sum(one.breached and one.state == "open" for one in defects)
    counts = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    return (
        "\n".join(
            [
                *lines,
                *([""] if lines else []),
                f"{len(defects)} defects{f': {counts}' if counts else ''}; {late} overdue",
            ]
        )
        + "\n"
    )


def _line(one: Defect, as_of: str) -> str:
    state = "" if one.state == "open" else f"  {one.state}"
    place = f"  {terminal(one.place)}" if one.place and one.place not in one.title else ""
    return f"{one.id}  {one.severity or '?':<8} {left(one, as_of):>6}{state}  {terminal(one.title)}{place}  {terminal(one.owner) or 'nobody'}"


def told(one: Defect, events: Sequence[Event], as_of: str) -> str:
    """Return everything that is known of one defect, and what happened to it."""
    rows = (("state", one.state + (f" until {one.accepted_until}" if one.accepted_until else "") + (f" of {one.duplicate_of}" if one.duplicate_of else "")),
            ("application", one.app), ("severity", (one.severity or "not known") + (", exploited" if one.exploited else "")),
            ("where", one.place), ("known as", ", ".join(one.names)), ("weakness", one.cwe), ("reported by", ", ".join(one.tools)),
            ("owner", one.owner or "nobody"), ("found", one.found_at), ("opened", one.opened_at), ("due", f"{one.due_at} ({left(one, as_of)})" if one.due_at else "no deadline"),
            ("closed", one.closed_at))  # fmt: skip
    lines = [
        f"{one.id}  {terminal(one.title)}",
        *(f"  {name:<12} {terminal(value)}" for name, value in rows if value),
        "",
        "What happened",
    ]
    lines += [f"  {event.at}  {event.what:<14} {terminal(' '.join(part for part in (event.by, event.value if event.value != event.by else '', event.until, event.note) if part))}"
              for event in sorted(events, key=lambda each: each.at)]  # fmt: skip
    return "\n".join(map(cut, lines)) + "\n"


def promises(defects: Sequence[Defect], deadlines: Deadlines, as_of: str, *, risks: bool) -> str:
    """Return what is due by severity, what is overdue with its owner, and how many promises were kept, with n."""
    return "\n".join(map(cut, _promises(defects, deadlines, as_of, risks=risks))) + "\n"


def _promises(defects: Sequence[Defect], deadlines: Deadlines, as_of: str, *, risks: bool) -> Iterator[str]:
    kind = "business days" if deadlines.business else "days"
    yield f"deadlines '{terminal(deadlines.name)}', {kind} from the day it was opened   as of {as_of[:10]}"
    if not risks and len(set(deadlines.factor.values())) > 1:
        yield "no risk classes are known (--catalog), so the shortest deadline counts"
    yield f"{'':<10} {'due in':>7} {'open':>6} {'overdue':>8} {f'<= {SOON} d':>7}   in time, {WINDOW} d       oldest"
    for severity in reversed(SEVERITIES):
        mine = [one for one in defects if one.severity == severity]
        if not mine and severity not in deadlines.days:
            continue
        live = [one for one in mine if one.state == "open"]
        late = [one for one in live if one.breached]
        soon = [one for one in live if not one.breached and one.due_at and _days(as_of, one.due_at) <= SOON]
        days = deadlines.days.get(severity)
        oldest = max((_days(one.opened_at, as_of) for one in live), default=None)
        yield (f"{severity:<10} {f'{days} d' if days else '-':>7} {len(live):>6} {len(late) if days else '-':>8} {len(soon) if days else '-':>7}   "
               f"{kept(mine, as_of):<18} {f'{oldest} d' if oldest is not None else '-':>6}")  # fmt: skip
    accepted = sorted((one for one in defects if one.state == "accepted"), key=lambda one: one.accepted_until)
    if accepted:
        yield f"{'accepted':<10} {'':>7} {len(accepted):>6}   next one ends {accepted[0].accepted_until} ({accepted[0].id})"
    unknown = sum(not one.severity and one.state == "open" for one in defects)
    if unknown:
        yield f"{'not rated':<10} {'':>7} {unknown:>6}   no severity, so no deadline: sammeter defects triage ID --severity"
    overdue = [one for one in ordered(defects) if one.state == "open" and one.breached]
    if overdue:
        yield ""
        yield from (_line(one, as_of) for one in overdue[:10])
        if len(overdue) > 10:
            yield f"and {len(overdue) - 10} more overdue"


def kept(defects: Sequence[Defect], as_of: str) -> str:
    """Return the share of what was mended within its deadline in the last 90 days, with n; a dash where nothing was."""
    first = (datetime.fromisoformat(as_of) - timedelta(days=WINDOW)).strftime("%Y-%m-%dT%H:%M:%SZ")
    closed = [one for one in defects if one.state == "fixed" and one.due_at and one.closed_at >= first]
    good = sum(not one.breached for one in closed)
    return f"{100 * good // len(closed)} %  {good} of {len(closed)}" if closed else "-"


def figures(defects: Sequence[Defect], as_of: str) -> dict[str, Any]:
    """Return time to fix, promises kept, age of the backlog and what came back, in all and by application, tool and weakness."""
    return {"as_of": as_of, "all": _figures(defects, as_of), **{
        f"by_{name}": {value: _figures([one for one in defects if value in of(one)], as_of)
                       for value in sorted({value for one in defects for value in of(one)})}
        for name, of in _GROUPS.items()
    }, "by_month": _months(defects)}  # fmt: skip


_GROUPS: dict[str, Callable[[Defect], tuple[str, ...]]] = {
    "app": lambda one: (one.app,), "tool": lambda one: one.tools, "weakness": lambda one: (one.cwe,) if one.cwe else (),
    "severity": lambda one: (one.severity or "not rated",), "owner": lambda one: (one.owner or "nobody",),
}  # fmt: skip


def _figures(defects: Sequence[Defect], as_of: str) -> dict[str, Any]:
    fixed = [_days(one.opened_at, one.closed_at) for one in defects if one.state == "fixed"]
    ages = [_days(one.opened_at, as_of) for one in defects if one.state == "open"]
    due = [one for one in defects if one.state == "fixed" and one.due_at]
    bands = Counter(
        next((f"up to {band} days" for band in BANDS if age <= band), f"over {BANDS[-1]} days") for age in ages
    )
    return {"defects": len(defects), "open": len(ages), "overdue": sum(one.breached and one.state == "open" for one in defects),
            "accepted": sum(one.state == "accepted" for one in defects), "fixed": len(fixed), "median_days_to_fix": median(fixed) if fixed else None,
            "in_time": sum(not one.breached for one in due), "with_deadline": len(due), "age": dict(sorted(bands.items())),
            "came_back": sum(one.reopened for one in defects)}  # fmt: skip


def _months(defects: Sequence[Defect]) -> dict[str, dict[str, int]]:
    opened = Counter(one.found_at[:7] for one in defects)
    closed = Counter(one.closed_at[:7] for one in defects if one.closed_at)
    return {month: {"found": opened[month], "closed": closed[month]} for month in sorted({*opened, *closed})}


def figures_text(found: dict[str, Any]) -> str:
    """Return the figures as text."""
    lines = [f"as of {found['as_of'][:10]}"]
    for name in ("all", "by_severity", "by_app", "by_owner", "by_tool", "by_weakness"):
        rows = {"": found["all"]} if name == "all" else found[name]
        lines.append("")
        lines.append(
            f"{name.replace('_', ' '):<24} {'open':>6} {'overdue':>8} {'fixed':>6} {'median d':>9} {'in time':>12} {'back':>5}"
        )
        for value, row in rows.items():
            time = f"{row['in_time']} of {row['with_deadline']}" if row["with_deadline"] else "-"
            days = "-" if row["median_days_to_fix"] is None else f"{row['median_days_to_fix']:g}"
            lines.append(
                f"  {terminal(value)[:21] or 'defects':<22} {row['open']:>6} {row['overdue']:>8} {row['fixed']:>6} {days:>9} {time:>12} {row['came_back']:>5}"
            )
    lines += ["", f"{'month':<24} {'found':>6} {'closed':>8}"]
    lines += [
        f"  {month:<22} {row['found']:>6} {row['closed']:>8}" for month, row in list(found["by_month"].items())[-12:]
    ]
    return "\n".join(map(cut, lines)) + "\n"


def rows(defects: Sequence[Defect], as_of: str) -> list[dict[str, Any]]:
    """Return defects as plain data, what is due first."""
    return [{**asdict(one), "names": list(one.names), "tools": list(one.tools), "days_left": _days(as_of, one.due_at) if one.due_at else None}
            for one in ordered(defects)]  # fmt: skip


COLUMNS = ("id", "app", "kind", "severity", "state", "title", "place", "cwe", "names", "tools", "owner", "exploited", "found_at", "opened_at",
           "due_at", "breached", "closed_at", "accepted_until", "duplicate_of", "reopened")  # fmt: skip


def as_csv(defects: Sequence[Defect], as_of: str) -> bytes:
    """Return defects as CSV that no spreadsheet takes for formulas."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows(defects, as_of):
        writer.writerow(
            [csv_cell(" ".join(value) if isinstance(value := row[name], list) else str(value)) for name in COLUMNS]
        )
    return out.getvalue().encode("utf-8", "surrogateescape")


def as_markdown(defects: Sequence[Defect], as_of: str) -> bytes:
    """Return defects as a Markdown table."""
    lines = ["| defect | severity | days left | state | what | owner |", "|---|---|---|---|---|---|"]
    lines += [f"| {markdown(one.id)} | {one.severity or '?'} | {left(one, as_of)} | {one.state} | {markdown(one.title)} | {markdown(one.owner) or 'nobody'} |"
              for one in ordered(defects)]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def _days(first: str, last: str) -> int:
    return int((datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds() // 86_400)

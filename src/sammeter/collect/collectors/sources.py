"""Claims of completeness: a person says that all reports or exports of some kind were handed in."""

import difflib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from sammeter.collect.registry import File, collector, documents, load
from sammeter.collect.times import stated_time
from sammeter.errors import SourceError
from sammeter.facts.sources import Claim
from sammeter.text import Node

USUAL, LONGEST = 31, 92
"""Days for which a claim holds that names no end, and the most for which one may."""

_OURS = re.compile(rb"^complete[ \t]*:", re.MULTILINE)
_KEYS = ("kinds", "by", "at", "until", "because", "application", "organisation")


@collector(reads=documents("**/*.yaml", "**/*.yml"), yields=[Claim], complete=[])
def collect(file: File) -> Iterator[Claim]:
    """Yield one claim a kind; a document whose root holds more than the list `complete` is none of ours."""
    if not _OURS.search(file.data):
        return
    root = file.yaml()
    if not isinstance(root.value, dict) or set(root.value) != {"complete"}:
        return
    for entry in root["complete"].items():
        yield from _claims(entry)


def _claims(entry: Node) -> Iterator[Claim]:
    for key in entry.mapping():
        if key not in _KEYS:
            raise SourceError(
                f"'{key[:40]}' is not one of {', '.join(_KEYS)}", where=entry[key].where, reason="malformed"
            )
    by, because = _said(entry, "by"), _said(entry, "because")
    at, until = _days(entry)
    kinds = entry["kinds"].items()
    if not kinds:
        raise SourceError("it names no kinds", where=entry.where, reason="malformed", hint="kinds: [scan.runs]")
    for kind in kinds:
        yield Claim(where=kind.where, of=_kind(kind), by=by, at=at, until=until, because=because,
                    everywhere=entry["organisation"].value is True, of_app=entry["application"].text() or None)  # fmt: skip


def _said(entry: Node, name: str) -> str:
    said = entry[name].text().strip()
    if not said:
        raise SourceError(f"'{name}' is not said", where=entry.where, reason="malformed",
                          hint="by: who says so; because: how that person knows")  # fmt: skip
    return said


def _days(entry: Node) -> tuple[str, str]:
    """Return from when until when it holds, both RFC 3339 in UTC; the last day counts in full."""
    at = stated_time(entry["at"].text())
    if at is None:
        raise SourceError("'at' is no day", where=entry.where, reason="malformed", hint="at: 2026-01-31")
    first = datetime.fromisoformat(at)
    stated = stated_time(entry["until"].text()) if entry["until"] else _text(first + timedelta(days=USUAL))
    if stated is None or stated < at:
        raise SourceError("'until' is no day after 'at'", where=entry["until"].where, reason="malformed")
    last = datetime.fromisoformat(stated)
    if last - first > timedelta(days=LONGEST):
        raise SourceError(f"it is said for more than {LONGEST} days", where=entry["until"].where, reason="malformed",
                          hint="say it again when it has been looked at again")  # fmt: skip
    return at, _text(last + timedelta(days=1))


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _kind(node: Node) -> str:
    kinds = sorted({kind for one in load() for kind in one.yields} - {Claim.kind})
    if node.text() in kinds:
        return node.text()
    near = difflib.get_close_matches(node.text(), kinds, n=1)
    raise SourceError(f"no collector yields '{node.text()[:40]}'", where=node.where, reason="malformed",
                      hint=f"did you mean '{near[0]}'?" if near else "sammeter explain KIND says what a kind holds")  # fmt: skip

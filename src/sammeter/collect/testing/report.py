"""Test cases of any report, counted by kind."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sammeter.collect.testing.marks import Marks
from sammeter.facts.tests import Case, Suite

LABELLED = 20_000
"""More marked cases of one report are counted and not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One case of a report with its result (``pass``, ``fail``, ``skip``; None: not told) and its marks."""

    where: str
    name: str
    result: str | None
    marks: Marks
    at: str | None = None
    assertions: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is the same for all cases of one report; `whole` is false where the report lacks cases that it counts."""

    where: str
    name: str
    at: str | None
    commit: str | None
    framework: str | None
    whole: bool


def facts(frame: Frame, ran: Iterable[Ran]) -> Iterator[Suite | Case]:
    """Yield one suite for each kind, and each case that bears a mark.

    Where some tests of a report are marked, those without a mark have the empty kind; where none is, the kind is unknown.
    """
    groups: defaultdict[str | None, list[Ran]] = defaultdict(list)
    for one in ran:
        groups[one.marks.kind()].append(one)
    marked = any(groups.keys() - {None})
    for kind, found in sorted(groups.items(), key=lambda item: item[0] or ""):
        yield _suite(frame, kind or ("" if marked else None), found, mixed=len(groups) > 1)
    listed = [one for found in groups.values() for one in found if one.marks]
    for one in listed[:LABELLED]:
        yield Case(where=one.where, name=one.name, kind_of=one.marks.kind(), controls=one.marks.values.get("controls"),
                   requirement=one.marks.first("requirement"), defect=one.marks.first("defect"),
                   abuse_case=one.marks.first("abuse_case"), result=one.result, at=one.at or frame.at,
                   assertions=one.assertions if one.assertions is not None else one.marks.assertions())  # fmt: skip


def _suite(frame: Frame, kind: str | None, found: list[Ran], *, mixed: bool) -> Suite:
    count = Counter(one.result for one in found)
    known = frame.whole and None not in count
    return Suite(
        where=frame.where, suite=frame.name, kind_of=kind, at=frame.at, commit=frame.commit, framework=frame.framework,
        passed=count["pass"] if known else None, failed=count["fail"] if known else None,
        skipped=count["skip"] if known else None, in_main_runner=True if mixed and kind else None,
    )  # fmt: skip

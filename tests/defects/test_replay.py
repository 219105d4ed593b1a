"""The clock and the states of defects, replayed from events at any time."""

import pytest

from sammeter.defects import Defect, Event, Finding
from sammeter.defects.findings import findings, scans
from sammeter.defects.replay import Known, events_of, replay
from sammeter.defects.sla import due
from sammeter.defects.types import Deadlines, Scan
from sammeter.facts import Fact

DAYS = Deadlines(name="d", days={"critical": 7, "high": 30}, factor={"low": 2, "high": 0.5}, exploited=3)
START = "2026-01-05T10:00:00Z"
"""A Monday."""


def day(number: int) -> str:
    return f"2026-01-{number:02d}T10:00:00Z"


def finding(key: str = "k", tool: str = "t", severity: str = "high", kind: str = "code", **more: object) -> Finding:
    return Finding(key=key, kind=kind, tool=tool, title=key, severity=severity, **more)  # type: ignore[arg-type]


class Book:
    """A register in memory: imports and what people say, in the order of time."""

    def __init__(self) -> None:
        self.known: list[Known] = []
        self.events: list[Event] = []

    def bring(self, number: int, *found: Finding, ended: tuple[str, ...] = ("t",), kind: str = "code") -> None:
        runs = [Scan(tool=tool, scope=kind, at=day(number)) for tool in ended]  # type: ignore[arg-type]
        reported: dict[str, dict[str, str]] = {}
        keys = {one.id: one.finding.key for one in self.known}
        for event in sorted(self.events, key=lambda one: one.at):
            tools = reported.setdefault(keys[event.defect], {})
            if event.what in ("found", "seen"):
                tools[event.value] = event.at
            elif event.what == "gone":
                tools.pop(event.value, None)
        new, events = events_of(
            "shop", found, runs, {one.finding.key: one for one in self.known}, reported, at=day(number)
        )
        self.known += new
        self.events += events

    def say(self, number: int, what: str, **more: str) -> None:
        self.events.append(Event(defect=self.known[0].id, at=day(number), what=what, by="Ada", **more))  # type: ignore[arg-type]

    def at(self, number: int, risk: str = "medium") -> Defect:
        (one,) = replay(self.known, self.events, DAYS, as_of=day(number), risks={"shop": risk})
        return one


def test_found_seen_again_and_mended() -> None:
    book = Book()
    book.bring(5, finding())
    book.bring(6, finding())
    book.bring(8)
    assert (book.at(7).state, book.at(7).seen_at, book.at(9).state, book.at(9).closed_at) == (
        "open",
        day(6),
        "fixed",
        day(8),
    )
    assert (book.at(9).breached, book.at(5).due_at) == (False, "2026-02-04T10:00:00Z")


@pytest.mark.parametrize("ended", [(), ("other",)])
def test_only_a_later_whole_run_of_the_same_tool_shows_that_it_is_gone(ended: tuple[str, ...]) -> None:
    book = Book()
    book.bring(5, finding())
    book.bring(8, ended=ended)
    assert book.at(9).state == "open"


def test_a_whole_run_over_something_else_mends_nothing() -> None:
    book = Book()
    book.bring(5, finding())
    book.bring(8, kind="part")
    assert book.at(9).state == "open"


def test_an_older_report_that_is_imported_later_mends_nothing() -> None:
    book = Book()
    book.bring(8, finding())
    book.bring(5)
    assert book.at(9).state == "open"


def test_what_two_tools_report_is_one_defect_and_gone_only_when_both_say_so() -> None:
    book = Book()
    book.bring(5, finding(tool="a"), finding(tool="b"), ended=("a", "b"))
    assert (len(book.known), book.at(5).tools) == (1, ("a", "b"))
    book.bring(7, ended=("a",))
    assert book.at(7).state == "open"
    book.bring(8, ended=("b",))
    assert book.at(8).state == "fixed"


def test_what_comes_back_is_the_same_defect_with_a_new_clock() -> None:
    book = Book()
    book.bring(5, finding())
    book.bring(8)
    book.bring(20, finding())
    one = book.at(20)
    assert (one.state, one.reopened, one.found_at, one.opened_at, one.closed_at) == ("open", 1, day(5), day(20), "")
    assert len(book.known) == 1


def test_accepted_the_clock_stands_still_and_goes_on_afterwards() -> None:
    book = Book()
    book.bring(5, finding(severity="critical"))
    book.say(7, "accepted", until="2026-01-17")
    assert (book.at(10).state, book.at(10).accepted_until, book.at(15).breached) == ("accepted", "2026-01-17", False)
    assert (book.at(18).state, book.at(18).due_at, book.at(18).breached) == ("open", "2026-01-22T10:00:00Z", False)
    assert book.at(23).breached


@pytest.mark.parametrize(
    ("what", "more", "state"),
    [("false-positive", {}, "false-positive"), ("duplicate", {"value": "other"}, "duplicate")],
)
def test_what_is_none_is_closed_and_stays_so_when_it_is_seen_again(what: str, more: dict[str, str], state: str) -> None:
    book = Book()
    book.bring(5, finding())
    book.say(6, what, **more)
    book.bring(7, finding())
    assert (book.at(8).state, book.at(8).triaged_by) == (state, "Ada")
    book.say(9, "reopened")
    assert (book.at(9).state, book.at(9).opened_at) == ("open", day(9))


def test_the_past_is_replayed_as_it_stood_then() -> None:
    book = Book()
    book.bring(5, finding(severity=""))
    book.say(7, "severity", value="critical")
    book.say(8, "assigned", value="core")
    assert (book.at(6).severity, book.at(6).due_at, book.at(6).owner) == ("", "", "")
    assert (book.at(8).severity, book.at(8).due_at, book.at(8).owner) == ("critical", "2026-01-12T10:00:00Z", "core")
    assert replay(book.known, book.events, DAYS, as_of=day(4)) == ()


@pytest.mark.parametrize(
    ("severity", "more", "expected"),
    [
        ("high", {"risk_class": "medium"}, "2026-02-04"), ("high", {"risk_class": "high"}, "2026-01-20"), ("high", {"risk_class": "low"}, "2026-03-06"),
        ("high", {}, "2026-01-20"), ("low", {"risk_class": "high"}, ""), ("", {}, ""), ("low", {"exploited": True}, "2026-01-08"),
        ("critical", {"exploited": True, "risk_class": "medium"}, "2026-01-08"), ("high", {"risk_class": "medium", "paused_days": 5}, "2026-02-09"),
    ],
)  # fmt: skip
def test_the_due_date_follows_severity_risk_class_and_exploitation(
    severity: str, more: dict[str, object], expected: str
) -> None:
    assert due(DAYS, START, severity, **more)[:10] == expected  # type: ignore[arg-type]


def test_business_days_leave_out_weekends_and_holidays() -> None:
    business = Deadlines(name="b", days={"high": 5}, business=True, holidays=("2026-01-07",))
    assert due(business, START, "high")[:10] == "2026-01-13"
    assert due(business, "2026-01-09T22:00:00Z", "high")[:10] == "2026-01-16"


def fact(kind: str, /, **fields: object) -> Fact:
    return Fact(kind=kind, where="r.json", source="t", fields=fields)  # type: ignore[arg-type]


def test_one_weakness_of_a_package_is_one_key_for_every_scanner_version_and_name() -> None:
    rows = [
        fact("vuln.matches", component="pkg:pypi/jinja2@2.10?x=1", id="CVE-2019-10906", by="trivy", severity="high"),
        fact(
            "vuln.matches",
            component="pkg:pypi/Jinja2@2.11",
            id="GHSA-462w-v97r-4m45",
            aliases=("CVE-2019-10906",),
            by="osv",
            severity="high",
        ),
        fact("vuln.matches", component="pkg:pypi/jinja2@2.10", id="CVE-2020-28493", by="trivy"),
        fact("vuln.matches", component="pkg:pypi/flask@1", id="CVE-2019-10906", by="trivy"),
    ]
    keys = [one.key for one in findings(rows, at=START)]
    assert (keys[0] == keys[1], len(set(keys))) == (True, 3)


@pytest.mark.parametrize("state", ["suppressed", "resolved", "fixed", "not_affected", "false_positive", "example"])
def test_what_a_report_or_a_vex_statement_closes_is_no_defect(state: str) -> None:
    assert (
        findings(
            [
                fact("vuln.matches", component="pkg:pypi/a@1", id="CVE-1", by="t", state=state),
                fact("scan.findings", tool="t", id="1", state=state),
            ],
            at=START,
        )
        == ()
    )


def test_only_runs_that_ended_well_and_name_their_time_can_mend() -> None:
    rows = [
        fact("scan.runs", tool="t", kind="sast", completed=done, at=at)
        for done, at in ((True, START), (False, START), (None, START), (True, ""))
    ]
    assert scans(rows) == (Scan(tool="t", scope="code", at=START),)

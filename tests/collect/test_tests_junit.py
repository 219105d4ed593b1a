"""JUnit XML of many runners: results from the cases, kinds from marks alone, times as early as they can be."""

from pathlib import Path
from typing import Any

import pytest
from tests.collect.decisions import handed_in, values
from tests.collect.repositories import reasons

NAMES = ("kind", "passed", "failed", "skipped")


def read(path: Path, xml: str) -> Any:
    return handed_in(path, {"r.xml": f'<?xml version="1.0" encoding="utf-8"?>\n{xml}'}, only="tests_junit")


def suites(path: Path, xml: str, *names: str) -> Any:
    return values(read(path, xml), "tests.suites", *names)


def prop(name: str, value: str) -> str:
    return f'<properties><property name="{name}" value="{value}"/></properties>'


def test_results_are_counted_from_the_cases(tmp_path: Path) -> None:
    xml = """<testsuites><testsuite name="pytest" errors="0" failures="9" tests="7" timestamp="2026-06-20T10:00:00.5+02:00">
      <testcase classname="a" name="passes"/><testcase name="fails"><failure/></testcase><testcase name="breaks"><error/></testcase>
      <testcase name="is skipped"><skipped/></testcase><testcase name="is not run" status="notrun"/>
      <testcase name="flaky"><flakyFailure/></testcase><testcase name="fails again"><failure/><rerunFailure/></testcase>
      </testsuite></testsuites>"""
    assert suites(tmp_path, xml, "suite", *NAMES, "framework", "at") == [
        ("pytest", None, 2, 3, 2, "pytest", "2026-06-20T08:00:00Z")
    ]


def test_a_report_that_lacks_cases_it_counts_is_a_gap_and_has_no_counts(tmp_path: Path) -> None:
    got = read(tmp_path, '<testsuite name="pytest" tests="6" failures="0"/>')
    assert (reasons(got), values(got, "tests.suites", "passed")) == (["totals disagree"], [])
    got = read(tmp_path, '<testsuite name="pytest" tests="6"><testcase name="a"/></testsuite>')
    assert (reasons(got), values(got, "tests.suites", *NAMES)) == (["totals disagree"], [(None, None, None, None)])


def test_a_suite_of_suites_is_counted_once(tmp_path: Path) -> None:
    xml = '<testsuite name="all" tests="2"><testsuite name="a" tests="2"><testcase name="x"/><testcase name="y"/></testsuite></testsuite>'
    assert suites(tmp_path, xml, *NAMES) == [(None, 2, 0, 0)]


@pytest.mark.parametrize(
    ("stamp", "at"),
    [("2026-06-20T10:00:00Z", "2026-06-20T10:00:00Z"), ("2026-06-20T10:00:00", "2026-06-19T20:00:00Z"),
     ("Sat, 20 Jun 2026 10:00:00 GMT", "2026-06-20T10:00:00Z"), ("yesterday", None), ("2026-02-30T10:00:00", None), ("", None)],
)  # fmt: skip
def test_a_time_without_a_zone_is_taken_as_early_as_it_can_be(tmp_path: Path, stamp: str, at: str | None) -> None:
    assert suites(tmp_path, f'<testsuite timestamp="{stamp}"><testcase name="a"/></testsuite>', "at") == [at]


def test_marked_cases_are_told_apart_from_those_without_a_mark(tmp_path: Path) -> None:
    xml = f"""<testsuite name="pytest">
      <testcase name="log-in">{prop("kind", "security")}</testcase><testcase name="token">{prop("tags", "slow, Security")}<failure/></testcase>
      <testcase name="security_of_nothing"/></testsuite>"""
    assert suites(tmp_path, xml, *NAMES, "in_main_runner") == [("", 1, 0, 0, None), ("security", 1, 1, 0, True)]


def test_a_name_is_never_a_mark(tmp_path: Path) -> None:
    xml = '<testsuite name="security"><testcase classname="tests.security.test_authn" name="test_security_abuse"/></testsuite>'
    assert suites(tmp_path, xml, "kind", "in_main_runner") == [(None, None)]


def test_properties_of_the_machine_are_no_marks(tmp_path: Path) -> None:
    # ScalaTest and Surefire write every property of the Java machine into the report
    machine = '<property name="java.vendor.url.bug" value="https://java.example/bug"/><property name="sun.group" value="unit"/>'
    got = read(tmp_path, f'<testsuite name="a"><properties>{machine}</properties><testcase name="x"/></testsuite>')
    assert (values(got, "tests.suites", "kind"), values(got, "tests.cases", "name")) == ([None], [])


def test_marks_of_a_suite_hold_for_its_cases(tmp_path: Path) -> None:
    xml = (
        f'<testsuites><testsuite name="s">{prop("category", "regression")}<testcase name="a"/></testsuite></testsuites>'
    )
    assert suites(tmp_path, xml, "kind", "in_main_runner") == [("regression", None)]


def test_a_case_says_what_it_proves(tmp_path: Path) -> None:
    marks = "".join(
        f'<property name="{name}" value="{value}"/>'
        for name, value in (
            ("control", "Authentication, crypto"),
            ("requirement", "R-1"),
            ("defect", "D-7"),
            ("abuse_case", "A-2"),
        )
    )
    xml = f'<testsuite timestamp="2026-06-20T10:00:00Z"><testcase classname="t" name="a" assertions="3"><properties>{marks}</properties></testcase><testcase name="b"/></testsuite>'
    names = ("name", "kind", "controls", "requirement", "defect", "abuse_case", "result", "at", "assertions")
    assert values(read(tmp_path, xml), "tests.cases", *names) == [
        ("t.a", None, ("authn", "crypto"), "R-1", "D-7", "A-2", "pass", "2026-06-20T10:00:00Z", 3)
    ]


def test_a_revision_may_stand_among_the_properties(tmp_path: Path) -> None:
    sha = "5da53fbb2a0aaa12d648b73984acc9aac2e11c2a"
    xml = f'<testsuite>{prop("env.GITHUB_SHA", sha)}<testcase name="a"/></testsuite>'
    assert suites(tmp_path, xml, "commit") == [sha]


@pytest.mark.parametrize(
    ("xml", "framework"),
    [
        ('<testsuites name="jest tests"><testsuite name="a"><testcase name="x"/></testsuite></testsuites>', "jest"),
        (f'<testsuite name="pkg">{prop("go.version", "go1.24")}<testcase name="x"/></testsuite>', "go"),
        ('<testsuite xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:noNamespaceSchemaLocation="https://m.example/surefire-test-report.xsd" name="a"><testcase name="x"/></testsuite>', "surefire"),
        ('<testsuite name="a"><testcase name="x"/></testsuite>', None),
    ],
)  # fmt: skip
def test_a_framework_is_named_by_the_report_or_not_known(tmp_path: Path, xml: str, framework: str | None) -> None:
    assert suites(tmp_path, xml, "framework") == [framework]


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<testsuite><testcase>", "malformed"),
        ("<testsuite>" * 99 + "</testsuite>" * 99, "too deep"),
        ("<other/>", "not recognised"),
        ("<testsuite name='&lol;'/>", "malformed"),
    ],
)
def test_a_hostile_report_is_a_gap(tmp_path: Path, xml: str, reason: str) -> None:
    got = read(tmp_path, xml)
    assert (got.facts, reasons(got)[:1]) == ((), [reason])


def test_entities_are_refused(tmp_path: Path) -> None:
    text = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aa">]><testsuite><testcase name="&a;"/></testsuite>'
    got = handed_in(tmp_path, {"r.xml": text}, only="tests_junit")
    assert (got.facts, reasons(got)[:1]) == ((), ["forbidden XML"])

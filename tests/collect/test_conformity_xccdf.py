"""XCCDF results: only what passed or failed counts."""

from pathlib import Path
from typing import Any

import pytest
from tests.collect.decisions import handed_in, values, verdict
from tests.collect.repositories import reasons

ENDED = "2026-06-20T10:00:00+00:00"


def results(*outcomes: str, end: str = ENDED, target: str = "db", more: str = "") -> str:
    rules = "".join(
        f'<rule-result idref="r{n}" time="{ENDED}"><result>{one}</result></rule-result>'
        for n, one in enumerate(outcomes)
    )
    return (f'<TestResult id="t" end-time="{end}" test-system="cpe:/a:redhat:openscap:1.3"><benchmark id="stig-9"/>'
            f"<target>{target}</target>{rules}{more}</TestResult>")  # fmt: skip


def benchmark(*inside: str, version: str = "1.2") -> str:
    return (f'<?xml version="1.0"?><Benchmark xmlns="http://checklists.nist.gov/xccdf/{version}" id="stig-9">'
            f'<version time="2026-01-05T00:00:00Z">1</version>{"".join(inside)}</Benchmark>')  # fmt: skip


def read(path: Path, text: str) -> Any:
    return handed_in(path, {"r.xml": text}, only="conformity_xccdf")


def test_what_is_not_applicable_or_could_not_be_told_is_neither_pass_nor_fail(tmp_path: Path) -> None:
    words = (
        "pass",
        "fixed",
        "fail",
        "fail",
        "notapplicable",
        "notchecked",
        "notselected",
        "informational",
        "error",
        "unknown",
    )
    got = read(tmp_path, benchmark(results(*words)))
    assert values(got, "conf.results", "component", "baseline", "at", "automated", "passed", "failed") == [
        ("db", "stig-9", "2026-06-20T10:00:00Z", True, 2, 2)
    ]
    assert values(got, "conf.deviations", "component", "rule", "state", "ticket") == [
        ("db", "r2", "open", None),
        ("db", "r3", "open", None),
    ]
    assert [(gap.reason, gap.kinds) for gap in got.gaps] == [("not judged", ("conf.deviations",))]
    assert values(got, "conf.baselines", "id", "updated_at", "owner") == [("stig-9", "2026-01-05T00:00:00Z", None)]


def test_an_override_has_the_last_word(tmp_path: Path) -> None:
    rule = '<rule-result idref="o"><result>fail</result><override authority="a"><old-result>fail</old-result><new-result>pass</new-result><remark>r</remark></override></rule-result>'
    assert values(read(tmp_path, benchmark(results(more=rule))), "conf.results", "passed", "failed") == [(1, 0)]


def test_results_stand_alone_or_in_an_arf_too(tmp_path: Path) -> None:
    alone = results("pass").replace("<TestResult", '<TestResult xmlns="http://checklists.nist.gov/xccdf/1.1"')
    assert values(read(tmp_path, alone), "conf.results", "passed") == [1]
    arf = f'<arf:asset-report-collection xmlns:arf="http://scap.nist.gov/schema/asset-reporting-format/1.1"><arf:report>{alone}</arf:report></arf:asset-report-collection>'
    assert values(read(tmp_path / "b", arf), "conf.results", "baseline", "passed") == [("stig-9", 1)]


def test_a_check_of_no_rule_judged_nothing(tmp_path: Path) -> None:
    got = read(tmp_path, benchmark(results()))
    assert (values(got, "conf.results", "passed", "failed"), reasons(got)) == ([(0, 0)], ["not judged"])


def test_monthly_checks_of_a_component_meet_o_em_3_a_1(tmp_path: Path) -> None:
    unit = {"app": "shop", "component": "db"}
    monthly = {f"{n}.xml": benchmark(results("pass", end=f"2026-0{n}-20T10:00:00Z")) for n in (4, 5, 6)}
    assert verdict("O-EM-3-A.1", handed_in(tmp_path / "a", monthly), this=unit) == "met"
    whole = ("conf.results",)
    assert verdict("O-EM-3-A.1", handed_in(tmp_path / "b", monthly), this=unit, whole=whole) == "met"
    once = {"4.xml": benchmark(results("pass", end="2026-04-20T10:00:00Z"))}
    assert verdict("O-EM-3-A.1", handed_in(tmp_path / "c", once), this=unit, whole=whole) == "unmet"
    assert (
        verdict("O-EM-3-A.1", handed_in(tmp_path / "d", monthly), this={"app": "shop", "component": "web"}, whole=whole)
        == "unmet"
    )


def test_departures_without_a_ticket_leave_o_em_3_a_3_open_and_none_at_all_is_no_occasion(tmp_path: Path) -> None:
    unit, whole = {"app": "shop", "component": "db"}, ("conf.results", "conf.deviations")
    clean = handed_in(tmp_path / "a", {"r.xml": benchmark(results("pass", end="2026-06-20T10:00:00Z"))})
    failing = handed_in(tmp_path / "b", {"r.xml": benchmark(results("pass", "fail", end="2026-06-20T10:00:00Z"))})
    opaque = handed_in(tmp_path / "c", {"r.xml": benchmark(results("pass", "error", end="2026-06-20T10:00:00Z"))})
    assert verdict("O-EM-3-A.3", clean, this=unit, whole=whole) == "no-occasion"
    assert verdict("O-EM-3-A.3", failing, this=unit, whole=whole) == "unknown"
    assert verdict("O-EM-3-A.3", opaque, this=unit, whole=whole) == "unknown"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (benchmark(results("pass"))[:-9], "malformed"),
        (benchmark("<Group>" * 99 + "</Group>" * 99), "too deep"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + results().replace("<TestResult", '<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2"'), "forbidden XML"),
        ("<Benchmark/>", "not recognised"),
    ],
)  # fmt: skip
def test_a_hostile_document_is_a_gap(tmp_path: Path, text: str, reason: str) -> None:
    got = read(tmp_path, text)
    assert (got.facts, reasons(got)[:1]) == ((), [reason])

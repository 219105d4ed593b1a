"""kube-bench, Checkov and OCSF: counts from what is listed, component by component."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.collect.decisions import handed_in, values, verdict
from tests.collect.repositories import reasons


def read(path: Path, document: Any) -> Any:
    return handed_in(path, {"r.json": json.dumps(document)}, only="conformity_json")


def bench(*words: str, **more: Any) -> dict[str, Any]:
    tests = [{"test_number": f"1.1.{n}", "status": word} for n, word in enumerate(words)]
    return {"id": "1", "version": "cis-1.9", "detected_version": "1.31", "node_type": "master", "tests": [{"section": "1.1", "results": tests}],
            "total_pass": 99, **more}  # fmt: skip


def check(id_: str, word: str, **more: Any) -> dict[str, Any]:
    return {"check_id": id_, "check_result": {"result": word, **more}, "file_path": "/main.tf", "resource": "aws_s3_bucket.a", "code_block": [[1, "x"]]}  # fmt: skip


def checkov(**lists: list[Any]) -> dict[str, Any]:
    empty: dict[str, list[Any]] = {"passed_checks": [], "failed_checks": [], "skipped_checks": [], "parsing_errors": []}
    return {
        "check_type": "terraform",
        "results": {**empty, **lists},
        "summary": {"failed": 77, "checkov_version": "3.2.1"},
    }


def finding(code: str, rule: str, **more: Any) -> dict[str, Any]:
    return {"class_uid": 2003, "status_code": code, "status": "New", "metadata": {"event_code": rule, "product": {"name": "Prowler"}},
            "cloud": {"account": {"uid": "1234"}}, "finding_info": {"uid": f"p-{rule}", "created_time_dt": "2026-06-20T10:00:00Z"}, **more}  # fmt: skip


def test_kube_bench_counts_tests_and_leaves_out_what_a_person_must_look_at(tmp_path: Path) -> None:
    for number, document in enumerate(
        ([bench("PASS", "FAIL", "WARN", "INFO")], {"Controls": [bench("PASS", "FAIL", "WARN", "INFO")], "Totals": {}})
    ):
        got = read(tmp_path / str(number), document)
        assert values(got, "conf.results", "component", "baseline", "passed", "failed", "at") == [
            ("master", "1.31", 1, 1, None)
        ]
        assert values(got, "conf.deviations", "component", "rule") == [("master", "1.1.1")]


def test_checkov_counts_its_lists_and_not_its_summary(tmp_path: Path) -> None:
    skips = [
        check("C3", "SKIPPED", suppress_comment="public on purpose"),
        check("C4", "SKIPPED", suppress_comment="No comment provided"),
    ]
    got = read(
        tmp_path,
        checkov(passed_checks=[check("C1", "PASSED")], failed_checks=[check("C2", "FAILED")], skipped_checks=skips),
    )
    names = ("tool", "kind", "completed", "results", "suppressed", "suppressed_reasoned")
    assert values(got, "scan.runs", *names) == [("checkov", "iac-scan", True, 1, 2, 1)]
    assert values(got, "conf.results", "baseline", "component", "passed", "failed") == [("checkov", None, 1, 1)]
    assert values(got, "scan.findings", "rule", "place", "state") == [
        ("C2", "main.tf", "open"), ("C3", "main.tf", "suppressed"), ("C4", "main.tf", "suppressed"),
    ]  # fmt: skip


@pytest.mark.parametrize("lists", [{}, {"passed_checks": [check("C1", "PASSED")], "parsing_errors": ["/bad.tf"]}])
def test_checkov_that_looked_at_nothing_or_could_not_read_is_no_clean_run(
    tmp_path: Path, lists: dict[str, Any]
) -> None:
    assert values(read(tmp_path, checkov(**lists)), "scan.runs", "completed") == [None]


def test_several_kinds_of_files_are_several_runs(tmp_path: Path) -> None:
    got = read(tmp_path, [checkov(), {**checkov(), "check_type": "dockerfile"}])
    assert values(got, "scan.runs", "target") == ["terraform", "dockerfile"]


def test_ocsf_findings_are_grouped_by_account_and_muted_ones_left_out(tmp_path: Path) -> None:
    rows = [finding("PASS", "a"), finding("FAIL", "b"), finding("FAIL", "b"), finding("MANUAL", "c"), finding("FAIL", "d", status="Suppressed"),
            finding("FAIL", "e", class_uid=6003), finding("PASS", "f", cloud=None)]  # fmt: skip
    got = read(tmp_path, rows)
    assert values(got, "conf.results", "component", "baseline", "passed", "failed", "at") == [
        (None, "Prowler", 1, 0, "2026-06-20T10:00:00Z"), ("1234", "Prowler", 1, 2, "2026-06-20T10:00:00Z"),
    ]  # fmt: skip
    assert values(got, "conf.deviations", "component", "rule") == [("1234", "b")]


def test_an_iac_scan_with_reasons_is_what_v_st_2_a_2_asks_for_but_states_no_time(tmp_path: Path) -> None:
    skips = [check("C3", "SKIPPED", suppress_comment="public on purpose")]
    got = handed_in(
        tmp_path, {"r.json": json.dumps(checkov(passed_checks=[check("C1", "PASSED")], skipped_checks=skips))}
    )
    assert verdict("V-ST-2-A.2", got, whole=("scan.runs",)) == "unknown"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (json.dumps([bench("PASS", tests=7)]) + " ", "not recognised"),
        (json.dumps([{**bench("PASS"), "node_type": 7}]), "wrong type"),
        (json.dumps(checkov(passed_checks=[7])), "wrong type"),
        (json.dumps([finding("PASS", "a")])[:-1], "malformed"),
        (json.dumps(checkov())[:-1], "malformed"),
    ],
)
def test_a_hostile_report_is_a_gap(tmp_path: Path, text: str, reason: str) -> None:
    got = handed_in(tmp_path, {"r.json": text}, only="conformity_json")
    assert (got.facts, reasons(got)[:1]) == ((), [reason])

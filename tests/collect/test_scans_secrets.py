"""Secret scanners: where candidates lie and whether they work; never what they are."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.collect.decisions import handed_in, values, verdict
from tests.collect.repositories import reasons

SECRET = "hunter" + "2" * 20


def read(path: Path, document: Any, name: str = "s.json") -> Any:
    text = document if isinstance(document, str) else json.dumps(document)
    got = handed_in(path, {name: text}, only="scans_secrets")
    assert SECRET not in repr(got)
    return got


def leak(**more: Any) -> dict[str, Any]:
    return {"RuleID": "aws-access-token", "StartLine": 2, "Match": SECRET, "Secret": SECRET, "File": "conf/aws.tf", "Commit": "",
            "Author": "Alice Ash", "Email": "alice@ash.example", "Fingerprint": "conf/aws.tf:aws-access-token:2", **more}  # fmt: skip


def test_gitleaks_tells_what_lies_in_the_history_from_what_lies_in_the_code(tmp_path: Path) -> None:
    got = read(tmp_path, [leak(), leak(Commit="ab12"), leak(File=".github/workflows/ci.yml")])
    assert values(got, "secrets.findings", "@", "kind", "where", "place", "active", "state") == [
        ("reports/s.json#/0", "aws-access-token", "config", "conf/aws.tf", None, "open"),
        ("reports/s.json#/1", "aws-access-token", "history", "conf/aws.tf", None, "open"),
        ("reports/s.json#/2", "aws-access-token", "ci", ".github/workflows/ci.yml", None, "open"),
    ]
    assert values(got, "secrets.scan_runs", "tool", "history", "completed", "at") == [("gitleaks", True, None, None)]
    assert values(got, "scan.runs", "kind") == ["secret-scan"]
    assert "Alice" not in repr(got)


def test_gitleaks_7_has_other_names(tmp_path: Path) -> None:
    old = {
        "line": SECRET,
        "lineNumber": 3,
        "offender": SECRET,
        "commit": "",
        "repo": ".",
        "rule": "Github",
        "file": ".bashrc",
    }
    got = read(tmp_path, [old])
    assert values(got, "secrets.findings", "kind", "place") == [("Github", ".bashrc")]
    assert values(got, "secrets.scan_runs", "history") == [None]


def test_an_empty_list_is_nobodys_and_no_clean_run(tmp_path: Path) -> None:
    assert reasons(read(tmp_path, [])) == ["not recognised"]


def test_trufflehog_knows_what_works_and_not_what_does_not(tmp_path: Path) -> None:
    def hit(source: str, *, verified: bool, **data: Any) -> str:
        return json.dumps({"SourceMetadata": {"Data": {source: data}}, "DetectorName": "AWS", "Verified": verified, "Raw": SECRET,
                           "Redacted": SECRET[:8]})  # fmt: skip

    lines = [
        hit("Git", verified=True, file="keys", commit="ab12", line=4),
        hit("Docker", verified=False, file="/app/env", image="shop:1"),
    ]
    got = read(tmp_path, "\n".join(lines), "s.jsonl")
    assert values(got, "secrets.findings", "@", "kind", "where", "active") == [
        ("reports/s.jsonl:1", "AWS", "history", True), ("reports/s.jsonl:2", "AWS", "image", None),
    ]  # fmt: skip
    assert SECRET[:8] not in repr(got)


def test_one_hit_over_many_lines_is_read_and_reports_of_others_with_the_same_words_are_not(tmp_path: Path) -> None:
    hit = {"SourceMetadata": {"Data": {"Git": {"file": "k", "commit": "ab12"}}}, "DetectorName": "AWS", "Raw": SECRET}
    got = read(tmp_path / "a", json.dumps(hit, indent=2))
    assert values(got, "secrets.findings", "@", "kind") == [("reports/s.json#", "AWS")]
    trivy = {"SchemaVersion": 2, "Results": [{"Secrets": [{"RuleID": "private-key", "StartLine": 1}]}]}
    raw = {"passthrough": {"raw": [hit]}}
    for number, other in enumerate((trivy, raw)):
        got = read(tmp_path / str(number), json.dumps(other, indent=2))
        assert (got.facts, reasons(got)) == ((), ["not recognised"])


def test_an_entry_that_a_person_judged_to_be_no_secret_is_none(tmp_path: Path) -> None:
    entries = [{"type": "Secret Keyword", "hashed_secret": SECRET, "is_verified": False, "line_number": 1, **more}
               for more in ({}, {"is_secret": False}, {"is_secret": True}, {"is_verified": True})]  # fmt: skip
    baseline = {"version": "1.5.0", "plugins_used": [], "filters_used": [], "results": {"app/settings.py": entries},
                "generated_at": "2026-06-20T10:00:00Z"}  # fmt: skip
    got = read(tmp_path, baseline, ".secrets.baseline")
    assert values(got, "secrets.findings", "active", "state") == [
        (None, "open"), (False, "false-positive"), (None, "open"), (True, "open"),
    ]  # fmt: skip
    assert values(got, "secrets.scan_runs", "at", "completed") == [("2026-06-20T10:00:00Z", None)]


@pytest.mark.parametrize(("validity", "active"), [("valid", True), ("invalid", False), ("no_checker", None)])
def test_ggshield_says_what_it_tried(tmp_path: Path, validity: str, active: object) -> None:
    incident = {
        "type": "Django Secret Key",
        "validity": validity,
        "ignore_sha": "06b1",
        "occurrences": [{"match": SECRET}],
    }
    scan = {"type": "commit", "entities_with_incidents": [{"filename": "settings.py", "incidents": [incident]}]}
    got = read(
        tmp_path, {"id": "1", "type": "commit-range", "scans": [scan], "total_incidents": 1, "total_occurrences": 1}
    )
    assert values(got, "secrets.findings", "where", "active") == [("history", active)]


def test_a_working_secret_in_a_pipeline_refutes_i_sb_2_a_3_and_a_candidate_does_not(tmp_path: Path) -> None:
    def hit(*, verified: bool) -> str:
        return json.dumps({"SourceMetadata": {"Data": {"Filesystem": {"file": ".github/workflows/ci.yml", "line": 3}}},
                           "DetectorName": "AWS", "Verified": verified, "Raw": SECRET})  # fmt: skip

    assert verdict("I-SB-2-A.3", handed_in(tmp_path / "a", {"t.jsonl": hit(verified=True)})) == "unmet"
    assert verdict("I-SB-2-A.3", handed_in(tmp_path / "b", {"t.jsonl": hit(verified=False)})) == "unknown"


def test_a_working_secret_in_the_history_refutes_i_sd_2_b_1(tmp_path: Path) -> None:
    def hit(*, verified: bool) -> str:
        return json.dumps({"SourceMetadata": {"Data": {"Git": {"file": "keys", "commit": "ab12", "line": 3}}},
                           "DetectorName": "AWS", "Verified": verified, "Raw": SECRET})  # fmt: skip

    assert verdict("I-SD-2-B.1", handed_in(tmp_path / "a", {"t.jsonl": hit(verified=True)})) == "unmet"
    assert verdict("I-SD-2-B.1", handed_in(tmp_path / "b", {"t.jsonl": hit(verified=False)})) == "unknown"


def test_no_scanner_here_says_that_it_ended_well_so_i_sd_2_b_1_stays_open(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {"g.json": json.dumps([leak(Commit="ab12")])})
    assert verdict("I-SD-2-B.1", got, whole=("secrets.scan_runs", "secrets.findings")) == "unknown"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (json.dumps([leak(File=7)]).encode(), "wrong type"),
        (b'[{"RuleID": "a", "StartLine": 1, "RuleID": "b"}]', "duplicate key"),
        (json.dumps([leak()]).encode()[:-2], "malformed"),
    ],
)
def test_a_hostile_report_is_a_gap_that_quotes_nothing(tmp_path: Path, data: bytes, reason: str) -> None:
    got = handed_in(tmp_path, {"s.json": data}, only="scans_secrets")
    assert (got.facts, reasons(got)[:1], SECRET in repr(got)) == ((), [reason], False)

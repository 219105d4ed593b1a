"""Native reports of Trivy, Grype, Semgrep and Bandit: which runs they show, and how far they say that they ended."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.collect.decisions import handed_in, values, verdict
from tests.collect.repositories import reasons


def read(path: Path, document: Any) -> Any:
    return handed_in(path, {"r.json": json.dumps(document)}, only="scans_other")


def trivy(*results: dict[str, Any], artifact: str = "filesystem") -> dict[str, Any]:
    return {"SchemaVersion": 2, "Trivy": {"Version": "0.69.1"}, "CreatedAt": "2026-06-20T10:00:00.38Z", "ArtifactName": "shop",
            "ArtifactType": artifact, "Results": list(results)}  # fmt: skip


def semgrep(*results: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"version": "1.97.0", "results": list(results), "errors": [], "paths": {"scanned": ["a.py"]},
            "interfile_languages_used": [], **more}  # fmt: skip


def hit(line: int = 3, **extra: Any) -> dict[str, Any]:
    return {"check_id": "rules.shop-redirect", "path": "a.py", "start": {"line": line}, "end": {"line": line},
            "extra": {"severity": "ERROR", "fingerprint": "requires login", "lines": "code", "metadata": {"cwe": ["CWE-601: x"]}, **extra}}  # fmt: skip


def bandit(*results: dict[str, Any], loc: int = 90, **more: Any) -> dict[str, Any]:
    totals = {"CONFIDENCE.HIGH": 1, "loc": loc, "nosec": 0, **more}
    return {
        "errors": [],
        "generated_at": "2026-06-20T10:00:00Z",
        "metrics": {"_totals": totals},
        "results": list(results),
    }


def test_trivy_gives_one_run_for_each_thing_it_did(tmp_path: Path) -> None:
    wrong = [
        {"ID": "DS002", "Status": "FAIL", "Severity": "HIGH"},
        {"ID": "DS001", "Status": "PASS", "Severity": "LOW"},
    ]
    secret = {"RuleID": "private-key", "StartLine": 1, "Match": "-----BEGIN", "Code": {"Lines": []}}
    document = trivy({"Target": "poetry.lock", "Class": "lang-pkgs", "Vulnerabilities": [{"VulnerabilityID": "CVE-1"}]},
                     {"Target": "Dockerfile", "Class": "config", "Misconfigurations": wrong},
                     {"Target": "key.pem", "Class": "secret", "Secrets": [secret]})  # fmt: skip
    got = read(tmp_path, document)
    assert values(got, "scan.runs", "kind", "at", "completed") == [
        (kind, "2026-06-20T10:00:00Z", True) for kind in ("iac-scan", "sca", "secret-scan")
    ]
    assert values(got, "scan.findings", "rule", "severity", "kind") == [("DS002", "high", "iac-scan")]
    assert values(got, "secrets.findings", "kind", "where", "active") == [("private-key", "code", None)]
    assert values(got, "secrets.scan_runs", "history", "completed") == [(False, True)]


def test_trivy_that_looked_at_nothing_it_knew_is_no_clean_run(tmp_path: Path) -> None:
    assert values(read(tmp_path, trivy()), "scan.runs", "kind", "completed") == [(None, None)]


def test_packages_of_an_image_are_a_scan_of_a_container(tmp_path: Path) -> None:
    got = read(tmp_path, trivy({"Target": "alpine", "Class": "os-pkgs"}, artifact="container_image"))
    assert values(got, "scan.runs", "kind") == ["container-scan"]


@pytest.mark.parametrize(
    ("db", "built", "completed"),
    [
        ({"built": "2026-06-19T08:00:00Z", "error": None}, "2026-06-19T08:00:00Z", True),  # up to 0.87
        ({"status": {"built": "2026-06-19T08:00:00Z", "valid": True}}, "2026-06-19T08:00:00Z", True),  # since 0.88
        ({"status": {"built": "2026-06-19T08:00:00Z", "error": "corrupt"}}, "2026-06-19T08:00:00Z", None),
        ({}, None, None),
        (None, None, None),
    ],
)  # fmt: skip
def test_grype_says_how_old_its_database_is(tmp_path: Path, db: Any, built: str | None, completed: object) -> None:
    tool = {"name": "grype", "version": "0.94.0", "timestamp": "2026-06-20T10:00:00.1+02:00", "db": db}
    got = read(tmp_path, {"matches": [], "source": {"type": "image"}, "descriptor": tool})
    assert values(got, "scan.runs", "kind", "at", "database_at", "completed") == [
        ("container-scan", "2026-06-20T08:00:00Z", built, completed)
    ]


@pytest.mark.parametrize(
    ("more", "completed"),
    [
        ({}, True),
        ({"errors": [{"type": "ParseError"}]}, None),
        ({"paths": {"scanned": []}}, None),
        ({"paths": None}, None),
    ],
)
def test_semgrep_ended_well_where_it_names_files_and_no_error(tmp_path: Path, more: Any, completed: object) -> None:
    got = read(tmp_path, semgrep(hit(), hit(), **more))
    assert values(got, "scan.runs", "tool", "kind", "completed", "at") == [("semgrep", "sast", completed, None)]
    assert values(got, "scan.findings", "cwe", "severity", "state") == [("CWE-601", None, "open")]


def test_semgrep_findings_may_be_ignored_in_the_code(tmp_path: Path) -> None:
    assert values(read(tmp_path, semgrep(hit(is_ignored=True))), "scan.findings", "state") == ["suppressed"]


def test_bandit_counts_what_comments_silence_without_their_reasons(tmp_path: Path) -> None:
    found = {
        "test_id": "B110",
        "filename": "a.py",
        "line_number": 2,
        "issue_severity": "LOW",
        "issue_cwe": {"id": 703},
        "code": "x",
    }
    got = read(tmp_path, bandit(found, nosec=2, skipped_tests=1))
    names = ("kind", "at", "completed", "suppressed", "suppressed_reasoned")
    assert values(got, "scan.runs", *names) == [("sast", "2026-06-20T10:00:00Z", True, 3, None)]
    assert values(got, "scan.findings", "rule", "severity", "cwe") == [("B110", "low", "CWE-703")]
    assert values(read(tmp_path / "b", bandit()), "scan.runs", "suppressed", "suppressed_reasoned") == [(0, 0)]


def test_bandit_that_read_no_line_is_no_clean_run(tmp_path: Path) -> None:
    assert values(read(tmp_path, bandit(loc=0)), "scan.runs", "completed") == [None]
    assert values(read(tmp_path / "e", {**bandit(), "errors": [{"filename": "a.py"}]}), "scan.runs", "completed") == [
        None
    ]


def test_a_finished_run_of_trivy_is_the_scan_that_i_sb_1_b_3_asks_for(tmp_path: Path) -> None:
    clean = handed_in(tmp_path, {"r.json": json.dumps(trivy({"Target": "poetry.lock", "Class": "lang-pkgs"}))})
    assert verdict("I-SB-1-B.3", clean, whole=("vuln.matches",)) == "no-occasion"
    nothing = handed_in(tmp_path / "n", {"r.json": json.dumps(trivy())})
    assert verdict("I-SB-1-B.3", nothing, whole=("vuln.matches",)) == "unknown"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (json.dumps(trivy({"Target": 7, "Class": "config"})), "wrong type"),
        (json.dumps({"matches": [], "descriptor": "grype", "x": "grype"}), "wrong type"),
        (json.dumps(semgrep({"check_id": 7, "path": "a"})), "wrong type"),
        (json.dumps(semgrep(hit()))[:-3], "malformed"),
        (json.dumps({"anything": 1}), "not recognised"),
    ],
)
def test_a_hostile_report_is_a_gap(tmp_path: Path, text: str, reason: str) -> None:
    got = handed_in(tmp_path, {"r.json": text}, only="scans_other")
    assert (got.facts, reasons(got)[:1]) == ((), [reason])

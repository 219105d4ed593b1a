"""Reports of scanners: shapes as the tools write them, shortened; a finding becomes a match with what the tool states."""

from pathlib import Path
from typing import Any

import pytest
from tests.collect.deciding import gathered, joined
from tests.collect.repositories import reasons, rows
from tests.collect.weaknesses import place

TRIVY = {
    "SchemaVersion": 2, "CreatedAt": "2026-06-20T10:00:00.123456789+02:00", "ArtifactName": "shop", "ArtifactType": "container_image",
    "Results": [
        {"Target": "debian", "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": [
            {"VulnerabilityID": "CVE-2026-0002", "PkgName": "libssl3", "InstalledVersion": "3.5.1-1", "Severity": "UNKNOWN", "PublishedDate": "2026-06-10T00:00:00Z"}],
         "ExperimentalModifiedFindings": [{"Type": "vulnerability", "Status": "not_affected", "Statement": "not in the path", "Source": "OpenVEX",
          "Finding": {"VulnerabilityID": "CVE-2026-0003", "PkgName": "zlib1g", "InstalledVersion": "1.3", "Severity": "LOW"}}]},
        {"Target": "package-lock.json", "Class": "lang-pkgs", "Type": "npm", "Vulnerabilities": [
            {"VulnerabilityID": "CVE-2026-0001", "PkgName": "@acme/web", "PkgIdentifier": {"PURL": "pkg:npm/%40acme/web@1.0.0"}, "InstalledVersion": "1.0.0",
             "FixedVersion": "1.0.1, 2.0.0", "Severity": "CRITICAL"}]},
        {"Target": "Dockerfile", "Class": "config"}],
}  # fmt: skip
GRYPE = {
    "matches": [{"vulnerability": {"id": "GHSA-a", "severity": "Negligible", "fix": {"versions": ["2.0"], "state": "fixed"}},
                 "relatedVulnerabilities": [{"id": "CVE-2026-0001"}], "artifact": {"name": "web", "version": "1.0", "type": "python", "purl": "pkg:pypi/web@1.0"}},
                {"vulnerability": {"id": "CVE-2026-0002", "severity": "High", "fix": {"versions": [], "state": "unknown"}}, "artifact": {"name": "bin", "version": "3", "purl": ""}}],
    "ignoredMatches": [{"vulnerability": {"id": "CVE-2026-0009", "severity": "Low", "fix": {"versions": [], "state": "wont-fix"}},
                        "artifact": {"name": "log", "version": "1", "purl": "pkg:pypi/log@1"}, "appliedIgnoreRules": [{"vulnerability": "CVE-2026-0009", "reason": "not called"}]}],
    "descriptor": {"name": "grype", "version": "0.90.0", "timestamp": "2026-06-20T00:00:00Z", "db": {"status": {"built": "2026-06-19T06:00:00Z"}}},
}  # fmt: skip
OSV_SCANNER = {"results": [{"source": {"path": "/x/poetry.lock", "type": "lockfile"}, "packages": [
    {"package": {"name": "Web", "version": "1.0", "ecosystem": "PyPI"}, "vulnerabilities": [{"id": "GHSA-a", "modified": "2026-01-01T00:00:00Z", "published": "2025-12-01T00:00:00Z"},
     {"id": "PYSEC-1", "modified": "x"}], "groups": [{"ids": ["GHSA-a", "PYSEC-1"], "aliases": ["CVE-2026-0001", "GHSA-a"], "max_severity": "9.8"}]}]}]}  # fmt: skip
PIP_AUDIT = {"dependencies": [{"name": "web", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.0"], "aliases": ["CVE-2026-0001"], "description": "x"}]},
                              {"name": "log", "skip_reason": "not found"}, {"name": "clean", "version": "1", "vulns": []}], "fixes": []}  # fmt: skip
NPM = {"auditReportVersion": 2, "vulnerabilities": {
    "web": {"name": "web", "severity": "high", "isDirect": True, "fixAvailable": {"name": "web", "version": "2.0.0"},
            "via": [{"source": 1, "name": "web", "url": "https://github.com/advisories/GHSA-a", "severity": "moderate", "range": "<2"}, "log"]},
    "log": {"name": "log", "severity": "high", "via": ["web"], "fixAvailable": False}}, "metadata": {}}  # fmt: skip
OLD_NPM = {"actions": [], "advisories": {"1": {"findings": [{"version": "1.0.0", "paths": ["a"]}, {"version": "1.0.0", "paths": ["b"]}, {"version": "1.1.0"}], "module_name": "web",
           "cves": ["CVE-2026-0001"], "github_advisory_id": "GHSA-a", "severity": "low", "patched_versions": "<0.0.0", "url": "https://advisories.example/1"}}, "metadata": {}}  # fmt: skip
NAMES = ("component", "id", "aliases", "severity", "fix_available", "by")
CASES: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = [
    ("trivy", TRIVY, [
        ("pkg:deb/debian/libssl3@3.5.1-1", "CVE-2026-0002", (), None, False, "Trivy"), ("pkg:deb/debian/zlib1g@1.3", "CVE-2026-0003", (), "low", False, "Trivy"),
        ("pkg:npm/%40acme/web@1.0.0", "CVE-2026-0001", (), "critical", True, "Trivy")]),
    ("grype", GRYPE, [
        ("pkg:pypi/web@1.0", "GHSA-a", ("CVE-2026-0001",), "info", True, "Grype"), ("pkg:generic/bin@3", "CVE-2026-0002", (), "high", None, "Grype"),
        ("pkg:pypi/log@1", "CVE-2026-0009", (), "low", False, "Grype")]),
    ("osv-scanner", OSV_SCANNER, [("pkg:pypi/web@1.0", "GHSA-a", ("PYSEC-1", "CVE-2026-0001"), "critical", None, "OSV-Scanner")]),
    ("pip-audit", PIP_AUDIT, [("pkg:pypi/web@1.0", "PYSEC-1", ("CVE-2026-0001",), None, True, "pip-audit")]),
    ("npm", NPM, [("pkg:npm/web", "GHSA-a", (), "medium", True, "npm audit")]),
    ("npm 6", OLD_NPM, [("pkg:npm/web@1.0.0", "GHSA-a", ("CVE-2026-0001", "1"), "low", False, "npm audit"),
                        ("pkg:npm/web@1.1.0", "GHSA-a", ("CVE-2026-0001", "1"), "low", False, "npm audit")]),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "report", "expected"), CASES, ids=[case[0] for case in CASES])
def test_each_tool_gives_its_matches_and_no_more_than_it_states(
    tmp_path: Path, tool: str, report: dict[str, Any], expected: list[tuple[Any, ...]]
) -> None:
    del tool
    found = gathered(place(tmp_path, a_json=report))
    assert rows(found, *NAMES, kind="vuln.matches") == expected
    assert (reasons(found), "vuln.matches" in found.complete) == ([], False)


def test_what_a_tool_left_out_for_a_reason_is_judged_and_stays_a_match(tmp_path: Path) -> None:
    found = joined(gathered(place(tmp_path, a_json=TRIVY, b_json=GRYPE)))
    states = {
        str(fact.fields["id"]): (fact.fields.get("state"), fact.fields.get("documented"))
        for fact in found.unit.of("vuln.matches")
    }
    assert (states["CVE-2026-0003"], states["CVE-2026-0009"]) == (("not_affected", True), ("accepted", True))
    assert states["CVE-2026-0002"] == (None, None)


def test_grypes_database_is_a_source_with_its_age(tmp_path: Path) -> None:
    found = gathered(place(tmp_path, a_json=GRYPE))
    assert rows(found, "id", "kind", "last_sync_at", "whole", kind="vuln.feeds") == [
        ("Grype's database", "advisory", "2026-06-19T06:00:00Z", None)
    ]


def test_two_tools_that_find_the_same_give_one_match(tmp_path: Path) -> None:
    found = joined(gathered(place(tmp_path, a_json=GRYPE, b_json=OSV_SCANNER)))
    assert [
        fact.fields["by"] for fact in found.unit.of("vuln.matches") if fact.fields["component"] == "pkg:pypi/web@1.0"
    ] == ["Grype, OSV-Scanner"]


def test_a_clean_report_is_recognised_and_claims_nothing(tmp_path: Path) -> None:
    found = gathered(
        place(tmp_path, a_json={**TRIVY, "Results": []}, b_json={**GRYPE, "matches": [], "ignoredMatches": None})
    )
    assert (rows(found, "id", kind="vuln.matches"), reasons(found), "vuln.matches" in found.complete) == ([], [], False)


@pytest.mark.parametrize(
    ("report", "reason"),
    [
        ({**TRIVY, "Results": {}}, "wrong type"), ({**GRYPE, "matches": [{"vulnerability": {}}]}, "wrong type"), ({**PIP_AUDIT, "dependencies": [{"vulns": [{"id": 1}]}]}, "wrong type"),
        ({**TRIVY, "Results": [{"ExperimentalModifiedFindings": [{"Type": "vulnerability", "Status": "ignored", "Finding": {"VulnerabilityID": []}}]}]}, "wrong type"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_gap_with_a_reason(tmp_path: Path, report: dict[str, Any], reason: str) -> None:
    found = gathered(place(tmp_path, a_json=report))
    assert (rows(found, "id", kind="vuln.matches"), reasons(found)[:1]) == ([], [reason])

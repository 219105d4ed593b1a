"""Files that silence scanners: what, why and until when, each format as far as it goes."""

from pathlib import Path
from typing import Any

import pytest
from tests.collect.decisions import handed_in, values, verdict
from tests.collect.repositories import reasons

CHECK = 'xmlns="https://jeremylong.github.io/DependencyCheck/dependency-suppression.1.3.xsd"'


def read(path: Path, name: str, text: str, *names: str) -> Any:
    return values(handed_in(path, {}, tree={name: text}, only="scan_exceptions"), "risk.exceptions", *names)


SEEN = ("@", "subject", "scope", "reason", "expires_at")


def test_trivyignore_has_comments_and_ends(tmp_path: Path) -> None:
    text = (
        "# Not reachable\nCVE-2026-0001 exp:2026-09-01\n\nCVE-2026-0002\nCVE-2026-0003  # test only\nAVD-1 exp:soon\n"
    )
    assert read(tmp_path, ".github/.trivyignore", text, *SEEN) == [
        (".github/.trivyignore:2", "CVE-2026-0001", "one", "Not reachable", "2026-09-01T00:00:00Z"),
        (".github/.trivyignore:4", "CVE-2026-0002", "one", "", ""),
        (".github/.trivyignore:5", "CVE-2026-0003", "one", "test only", ""),
        (".github/.trivyignore:6", "AVD-1", "one", "", None),
    ]


def test_trivyignore_yaml_has_statements(tmp_path: Path) -> None:
    text = "vulnerabilities:\n- id: CVE-1\n  expired_at: 2026-09-01\n  statement: awaits a fix\n- id: CVE-2\n  paths: [a.lock]\nsecrets:\n"
    assert read(tmp_path, ".trivyignore.yaml", text, "subject", "scope", "reason", "expires_at") == [
        ("CVE-1", "rule", "awaits a fix", "2026-09-01T00:00:00Z"), ("CVE-2", "one", "", ""),
    ]  # fmt: skip


def test_gitleaksignore_and_zap_rules_know_no_end(tmp_path: Path) -> None:
    tree = {
        ".gitleaksignore": "ab12:keys.md:rule:3\n",
        ".zap/rules.tsv": "10011\tIGNORE\t(Cookie Without Secure)\n10015\tWARN\t(x)\n",
    }
    got = handed_in(tmp_path, {}, tree=tree, only="scan_exceptions")
    assert sorted(values(got, "risk.exceptions", "tool", "subject", "reason", "expires_at"), key=str) == [
        ("gitleaks", "ab12:keys.md:rule:3", "", ""), ("zap", "10011", None, ""),
    ]  # fmt: skip


def test_grype_ignores_one_weakness_of_a_package_or_all_that_fits(tmp_path: Path) -> None:
    text = "ignore:\n- vulnerability: CVE-1\n  package: {name: curl}\n  reason: not used\n- fix-state: wont-fix\n- {}\n"
    assert read(tmp_path, ".grype.yaml", text, "subject", "scope", "reason", "expires_at") == [
        ("CVE-1", "one", "not used", ""), ("wont-fix", "rule", "", ""),
    ]  # fmt: skip


def test_snyk_has_reasons_and_ends_by_path(tmp_path: Path) -> None:
    text = "ignore:\n  SNYK-1:\n    - '*':\n        reason: None given\n        expires: 2026-09-01T00:00:00.000Z\n        created: 2026-06-01T00:00:00.000Z\n"
    assert read(tmp_path, ".snyk", text, "subject", "reason", "at", "expires_at") == [
        ("SNYK-1", "None given", "2026-06-01T00:00:00Z", "2026-09-01T00:00:00Z")
    ]


def test_osv_scanner_ignores_weaknesses_and_packages(tmp_path: Path) -> None:
    text = """[[IgnoredVulns]]
id = "GO-2026-1"
ignoreUntil = 2026-09-01
reason = "not called"
[[PackageOverrides]]
vulnerability.ignore = true
reason = "tests only"
[[PackageOverrides]]
name = "lib"
license.override = ["MIT"]
"""
    assert read(tmp_path, "osv-scanner.toml", text, "subject", "scope", "reason", "expires_at") == [
        ("GO-2026-1", "one", "not called", "2026-09-01T00:00:00Z"), ("*", "rule", "tests only", ""),
    ]  # fmt: skip


def test_npm_allow_lists_have_notes_and_ends(tmp_path: Path) -> None:
    text = '{ // why\n "1337": {"active": true, "notes": "dev only", "expiry": 1788220800000}, "1338": "no fix", "1339": {"active": false}}'
    assert read(tmp_path, ".nsprc", text, "subject", "reason", "expires_at") == [
        ("1337", "dev only", "2026-09-01T00:00:00Z"), ("1338", "no fix", ""),
    ]  # fmt: skip
    text = '{"high": true, "allowlist": ["GHSA-1", {"GHSA-2|lib": {"active": true, "notes": "dev", "expiry": "2026-09-01"}}]}'
    assert read(tmp_path / "b", "audit-ci.jsonc", text, "subject", "reason", "expires_at") == [
        ("GHSA-1", "", ""), ("GHSA-2|lib", "dev", "2026-09-01T00:00:00Z"),
    ]  # fmt: skip


def test_checkov_skips_checks_and_may_say_why_in_a_comment(tmp_path: Path) -> None:
    text = "skip-check:\n  - CKV_AWS_1  # public on purpose\n  - CKV_AWS_2, CKV_AWS_3\n"
    assert read(tmp_path, ".checkov.yaml", text, "subject", "reason", "expires_at") == [
        ("CKV_AWS_1", None, ""), ("CKV_AWS_2", None, ""), ("CKV_AWS_3", None, ""),
    ]  # fmt: skip


def test_dependency_check_gives_reasons_as_notes_or_comments(tmp_path: Path) -> None:
    # as Kafka writes them (notes) and ZooKeeper (comments); neither has an end
    text = f"""<?xml version="1.0"?>
<suppressions {CHECK}>
  <suppress until="2026-09-01Z"><notes><![CDATA[ tests
     only ]]></notes><gav regex="true">.*</gav><cve>CVE-1</cve><cve>CVE-2</cve></suppress>
  <suppress><!-- JIRA-7 --><cve>CVE-3</cve></suppress>
  <suppress><cpe>cpe:/a:x:y</cpe></suppress>
</suppressions>"""
    assert read(tmp_path, "gradle/owaspSuppressions.xml", text, *SEEN) == [
        ("gradle/owaspSuppressions.xml:3", "CVE-1, CVE-2", "one", "tests only", "2026-09-01T00:00:00Z"),
        ("gradle/owaspSuppressions.xml:5", "CVE-3", "rule", "JIRA-7", ""),
        ("gradle/owaspSuppressions.xml:6", "cpe:/a:x:y", "rule", "", ""),
    ]


def test_what_silences_a_style_checker_or_lies_in_a_tree_of_others_is_none(tmp_path: Path) -> None:
    tree = {"checkstyle/suppressions.xml": "<suppressions><suppress checks='.*' files='a'/></suppressions>",
            "vendor/.trivyignore": "CVE-1\n", "node_modules/x/.nsprc": "{}", "tests/.snyk": "ignore: {}"}  # fmt: skip
    got = handed_in(tmp_path, {}, tree=tree, only="scan_exceptions")
    assert (got.facts, got.gaps) == ((), ())


def test_exceptions_without_an_end_refute_x_16(tmp_path: Path) -> None:
    assert verdict("X-16", handed_in(tmp_path, {}, tree={".trivyignore": "CVE-2026-0001 # not used\n"})) == "unmet"
    dated = handed_in(tmp_path / "b", {}, tree={".trivyignore": "CVE-2026-0001 exp:2026-09-01 # not used\n"})
    assert verdict("X-16", dated) == "unknown"  # who approved it is not in the file


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("osv-scanner.toml", "a = [", "malformed"),
        ("osv-scanner.toml", "a = " + "[" * 99 + "]" * 99, "too deep"),
        (".snyk", "ignore: [1]", "wrong type"),
        (".trivyignore.yaml", "vulnerabilities: {a: 1}", "wrong type"),
        (".nsprc", "{", "malformed"),
        ("x-suppressions.xml", f"<!DOCTYPE a [<!ENTITY b 'c'>]><suppressions {CHECK}/>", "forbidden XML"),
        ("x-suppressions.xml", f"<suppressions {CHECK}>", "malformed"),
        (".trivyignore", "\0", "binary"),
    ],
)
def test_a_hostile_file_is_a_gap(tmp_path: Path, name: str, text: str, reason: str) -> None:
    got = handed_in(tmp_path, {}, tree={name: text}, only="scan_exceptions")
    assert (got.facts, reasons(got)) == ((), [reason])

"""Exceptions in the repository as records of what was signed off."""

from pathlib import Path

from tests.collect.decisions import handed_in, values, verdict

ENTRY = """exceptions:
- requirement: known-defects-in-code
  defect: CVE-2026-1234
  reason: the mend comes with 4.2
  requester: Ann <ann@example.org>
  approver: Bob <bob@example.org>
  approver_role: security-lead
  measure: the route is closed at the proxy
  start: 2026-06-01
  end: 2026-06-30
"""
FIELDS = ("subject", "scope", "reason", "approver_role", "at", "expires_at", "compensating")


def test_an_exception_is_a_record_with_reason_role_and_end(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {}, tree={"security/exceptions.yaml": ENTRY})
    assert values(got, "risk.exceptions", "@", *FIELDS) == [
        ("security/exceptions.yaml:2", "CVE-2026-1234", "one", "the mend comes with 4.2", "security-lead", "2026-06-01T00:00:00Z", "2026-06-30T23:59:59Z",
         "the route is closed at the proxy"),
    ]  # fmt: skip
    assert verdict("X-16", got) == "unknown"  # others may be kept elsewhere


def test_an_exception_without_an_end_refutes_x_16(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {}, tree={"exceptions.yaml": ENTRY.replace("  end: 2026-06-30\n", "")})
    assert verdict("X-16", got) == "unmet"


def test_an_exception_for_a_whole_requirement_is_a_rule(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {}, tree={"e.yml": ENTRY.replace("  defect: CVE-2026-1234\n", "")}, only="signoffs")
    assert values(got, "risk.exceptions", "subject", "scope") == [("known-defects-in-code", "rule")]


def test_other_files_and_examples_are_left_alone(tmp_path: Path) -> None:
    tree = {"a.yaml": "exceptions: yes\nroles: {approver_role: x}\n", "examples/e.yaml": ENTRY, "b.yaml": "# exceptions: approver_role:\n"}
    got = handed_in(tmp_path, {}, tree=tree, only="signoffs")
    assert (got.facts, got.gaps) == ((), ())


def test_a_torn_file_is_a_gap(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {}, tree={"e.yaml": ENTRY + "  - ]"}, only="signoffs")
    assert (got.facts, [gap.reason for gap in got.gaps]) == ((), ["malformed"])

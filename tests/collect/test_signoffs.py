"""Exceptions in the repository as records of what was signed off."""

from pathlib import Path

import pytest
from tests.collect.decisions import handed_in, values, verdict

from sammeter.facts import Fact
from sammeter.facts.joins.exceptions import exceptions

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
    tree = {
        "a.yaml": "exceptions: yes\nroles: {approver_role: x}\n",
        "examples/e.yaml": ENTRY,
        "b.yaml": "# exceptions: approver_role:\n",
    }
    got = handed_in(tmp_path, {}, tree=tree, only="signoffs")
    assert (got.facts, got.gaps) == ((), ())


def test_a_torn_file_is_a_gap(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {}, tree={"e.yaml": ENTRY + "  - ]"}, only="signoffs")
    assert (got.facts, [gap.reason for gap in got.gaps]) == ((), ["malformed"])


def test_what_one_person_asked_for_and_approved_nobody_approved(tmp_path: Path) -> None:
    alone = ENTRY.replace("Bob <bob@example.org>", "Ann A. <ann@example.org>")
    got = handed_in(tmp_path, {}, tree={"e.yaml": alone}, only="signoffs")
    assert values(got, "risk.exceptions", "approver_role") == [""]
    assert verdict("X-16", got) == "unmet"


@pytest.mark.parametrize(
    ("change", "excepted"),
    [({}, True), ({"as_of": "2026-07-01T00:00:00Z"}, False), ({"as_of": "2026-05-31T00:00:00Z"}, False), ({"role": ""}, False), ({"subject": "CVE-2026-12"}, False),
     ({"scope": "rule"}, False)],
)  # fmt: skip
def test_a_finding_is_excepted_as_long_as_an_approved_exception_names_it(
    change: dict[str, str], excepted: object
) -> None:
    signed = Fact(kind="risk.exceptions", where="e.yaml:2", source="signoffs", fields={
        "subject": change.get("subject", "cve-2026-1234"), "scope": change.get("scope", "one"), "approver_role": change.get("role", "lead"),
        "at": "2026-06-01T00:00:00Z", "expires_at": "2026-06-30T23:59:59Z",
    })  # fmt: skip
    match = Fact(kind="vuln.matches", where="r", source="x", fields={"id": "GHSA-1", "aliases": ("CVE-2026-1234",)})
    made = exceptions(
        {"risk.exceptions": (signed,), "vuln.matches": (match,)}, change.get("as_of", "2026-06-20T00:00:00Z")
    )
    (found,) = made.get("vuln.matches", (match,))
    assert found.fields.get("exception") == ("e.yaml:2" if excepted is True else None)

"""Criteria on known weaknesses, licences and permitted dependencies: documents through collectors, joins and rules.

What no collector here brings (pipeline runs, scan runs, alerts, deadlines) is set beside, and so said.
"""

from pathlib import Path
from typing import Any

import pytest
from tests.collect.deciding import Rows, gathered, joined, verdict
from tests.collect.repositories import Repository
from tests.collect.weaknesses import bill, export, openvex, place, record

WEB = "pkg:pypi/web@1.5"
SCANNED: Rows = {"scan.runs": [{"kind": "sca", "completed": True, "at": "2026-06-29T00:00:00Z"}]}
SEEN = [{"ref": WEB}]


def says(rule: str, folder: Path, beside: Rows | None = None, closed: tuple[str, ...] = (), **documents: Any) -> str:
    return verdict(rule, joined(gathered(place(folder, **documents)), beside, closed))


def full(*purls: str, **changes: Any) -> dict[str, Any]:
    """A complete list of parts and a full export of PyPI."""
    return {"all_zip": export(record(**changes)), "bom_json": bill(*purls)}


# I-SB-1-B.3: findings in dependencies are decided and noted


def test_a_finding_decided_within_the_quarter_meets_1_b_3(tmp_path: Path) -> None:
    vex = openvex("not_affected", WEB, justification="component_not_present")
    assert says("I-SB-1-B.3", tmp_path, SCANNED, **full(WEB), vex_json=vex) == "met"


def test_a_decision_without_its_reason_is_not_enough_for_1_b_3(tmp_path: Path) -> None:
    assert says("I-SB-1-B.3", tmp_path, SCANNED, **full(WEB), vex_json=openvex("not_affected", WEB)) == "unknown"


def test_old_findings_that_are_known_to_be_undecided_refute_1_b_3(tmp_path: Path) -> None:
    old = bill(
        WEB,
        vulnerabilities=[
            {
                "id": "CVE-2020-0001",
                "affects": SEEN,
                "published": "2020-01-01T00:00:00Z",
                "analysis": {"state": "in_triage"},
            }
        ],
    )
    old["metadata"]["timestamp"] = "2025-01-01T00:00:00Z"
    export_of_nothing = export(record("never-used"))
    assert says("I-SB-1-B.3", tmp_path / "a", SCANNED, all_zip=export_of_nothing, bom_json=old) == "unmet"
    open_list = {**old, "compositions": []}
    assert says("I-SB-1-B.3", tmp_path / "b", SCANNED, all_zip=export_of_nothing, bom_json=open_list) == "unknown"


def test_no_finding_among_all_parts_is_no_occasion_for_1_b_3_and_without_a_full_export_unknown(tmp_path: Path) -> None:
    assert says("I-SB-1-B.3", tmp_path / "a", SCANNED, **full("pkg:pypi/web@2.0")) == "no-occasion"
    assert (
        says("I-SB-1-B.3", tmp_path / "b", SCANNED, some_zip=export(record()), bom_json=bill("pkg:pypi/web@2.0"))
        == "unknown"
    )


# I-SB-2-B: permitted dependencies, advisories, licences

DENY = "# criteria: docs/policy.md\n[bans]\nallow = ['web']\n"
CARGO = "[[package]]\nname = 'shop'\nversion = '1.0.0'\ndependencies = ['{0}']\n[[package]]\nname = '{0}'\nversion = '1.0.0'\nsource = 'r'\n"


@pytest.mark.parametrize(
    ("deny", "used", "closed", "expected"),
    [(DENY, "web", ("sbom.parts",), "indicated"), (DENY, "web", (), "unknown"), (DENY, "other", ("sbom.parts",), "unknown"),
     (DENY.split("\n", 1)[1], "web", ("sbom.parts", "sbom.allowlist"), "unknown"), ("# criteria: docs/policy.md\n[licenses]\nallow = ['MIT']\n", "web", ("sbom.parts",), "unknown")],
)  # fmt: skip
def test_a_list_with_criteria_and_approved_parts_indicates_2_b_1(
    tmp_path: Path, deny: str, used: str, closed: tuple[str, ...], expected: str
) -> None:
    repo = Repository(tmp_path / "shop")
    repo.write("deny.toml", deny)
    repo.write("Cargo.lock", CARGO.format(used))
    repo.commit("files")
    assert verdict("I-SB-2-B.1", joined(gathered(tree=repo.path), closed=closed)) == expected


def test_no_list_of_dependencies_where_all_lists_are_known_refutes_2_b_1(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "shop")
    repo.write("deny.toml", "[licenses]\nallow = ['MIT']\n")
    repo.commit("files")
    assert verdict("I-SB-2-B.1", joined(gathered(tree=repo.path))) == "unknown"
    assert verdict("I-SB-2-B.1", joined(gathered(tree=repo.path), closed=("sbom.allowlist",))) == "unmet"


ALERTS: Rows = {"vuln.alerts": [{"at": "2026-06-01T00:00:00Z", "delivered": True, "recipient_role": "team"}]}


def test_a_fresh_export_and_delivered_alerts_meet_2_b_2(tmp_path: Path) -> None:
    assert says("I-SB-2-B.2", tmp_path / "a", ALERTS, ("vuln.alerts",), **full(WEB)) == "met"
    lost: Rows = {"vuln.alerts": [{"at": "2026-06-01T00:00:00Z", "delivered": False, "recipient_role": "team"}]}
    assert says("I-SB-2-B.2", tmp_path / "b", lost, ("vuln.alerts",), **full(WEB)) == "unmet"
    assert (
        says("I-SB-2-B.2", tmp_path / "c", ALERTS, ("vuln.alerts",), **full(WEB, modified="2026-05-01T00:00:00Z"))
        == "unknown"
    )


def test_known_licences_and_a_reported_change_meet_2_b_3(tmp_path: Path) -> None:
    ran: Rows = {
        "ci.steps": [{"kind": "license-scan", "ran_at": "2026-06-20T00:00:00Z"}],
        "sbom.license_events": [{"alerted": True}],
    }
    licensed = bill(WEB)
    licensed["components"][0]["licenses"] = [{"license": {"id": "MIT"}}]
    assert says("I-SB-2-B.3", tmp_path / "a", ran, ("sbom.license_events",), bom_json=licensed) == "met"
    licensed["components"][0]["licenses"] = []
    assert says("I-SB-2-B.3", tmp_path / "b", ran, ("sbom.license_events",), bom_json=licensed) == "unknown"


# I-SB-3-B.1: the build asks the record of weaknesses

STOPS: Rows = {
    "ci.steps": [{"kind": "sca", "stage": "build", "blocking": True, "required": True, "fail_on": "high", "ran_at": "2026-06-20T00:00:00Z"}],
    "ci.runs": [{"result": "failure", "stopped_by": ["sca"]}],
}  # fmt: skip


def test_every_serious_weakness_judged_meets_3_b_1(tmp_path: Path) -> None:
    vex = openvex("not_affected", WEB, justification="component_not_present")
    assert says("I-SB-3-B.1", tmp_path / "a", STOPS, **full(WEB), vex_json=vex) == "met"
    assert says("I-SB-3-B.1", tmp_path / "b", STOPS, **full(WEB), vex_json=openvex("affected", WEB)) == "unknown"
    assert says("I-SB-3-B.1", tmp_path / "c", STOPS, **full(WEB)) == "unknown"


def test_a_run_that_was_never_stopped_is_no_occasion_for_3_b_1(tmp_path: Path) -> None:
    calm: Rows = {**STOPS, "ci.runs": [{"result": "success", "stopped_by": []}]}
    assert says("I-SB-3-B.1", tmp_path, calm, ("ci.runs",), **full("pkg:pypi/web@2.0")) == "no-occasion"


# O-EM and X-25


def test_a_source_that_covers_the_parts_and_is_fresh_meets_o_em_1_b_2(tmp_path: Path) -> None:
    assert says("O-EM-1-B.2", tmp_path / "a", **full(WEB)) == "met"
    assert (
        says("O-EM-1-B.2", tmp_path / "b", closed=("vuln.feeds",), **full(WEB, modified="2026-01-01T00:00:00Z"))
        == "unknown"
    )
    assert says("O-EM-1-B.2", tmp_path / "c", **full(WEB, "pkg:npm/x@1")) == "unknown"


def test_a_vendors_advisory_and_a_process_indicate_o_em_2_b_1(tmp_path: Path) -> None:
    head = {"category": "csaf_security_advisory", "csaf_version": "2.0", "publisher": {"name": "Acme", "category": "vendor"},
            "tracking": {"current_release_date": "2026-06-20T00:00:00Z"}}  # fmt: skip
    process: Rows = {"docs.items": [{"kind": "patch-process", "live": True, "sections": ["vendor-information"]}]}
    assert says("O-EM-2-B.1", tmp_path, process, a_json={"document": head, "vulnerabilities": []}) == "indicated"


def test_open_fixes_without_a_ticket_refute_x_25_only_where_all_weaknesses_are_known(tmp_path: Path) -> None:
    running = bill(WEB, "pkg:deb/debian/ssl@1?distro=debian-13")
    running["metadata"]["lifecycles"] = [{"phase": "operations"}]
    vex = openvex("affected", WEB, action_statement="will be mended")
    assert says("X-25", tmp_path, all_zip=export(record()), bom_json=running, vex_json=vex) == "unknown"
    assert says("X-25", tmp_path, {"vuln.matches": [{"id": "CVE-1", "component": "a", "fix_available": True, "resolved_at": "", "ticket": ""}]}, ("vuln.matches",),
                bom_json=running) == "unmet"  # fmt: skip


def test_no_missing_patch_in_a_full_stack_is_no_occasion_for_x_25(tmp_path: Path) -> None:
    running = bill("pkg:pypi/web@2.0", "pkg:deb/debian/ssl@1?distro=debian-13")
    running["metadata"]["lifecycles"] = [{"phase": "operations"}]
    debian = record("ssl", ecosystem="Debian:13", events=[{"introduced": "0"}, {"fixed": "0.5"}])
    assert (
        says("X-25", tmp_path, PyPI__all_zip=export(record()), Debian__all_zip=export(debian), bom_json=running)
        == "no-occasion"
    )

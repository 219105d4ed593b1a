"""Judgements: what OpenVEX, CSAF and CycloneDX say of a weakness, and which matches they settle."""

from pathlib import Path
from typing import Any

import pytest
from tests.collect.deciding import gathered, joined
from tests.collect.repositories import reasons, rows
from tests.collect.weaknesses import bill, export, openvex, place, record

WEB = "pkg:pypi/web@1.5"
CSAF: dict[str, Any] = {
    "document": {"category": "csaf_vex", "csaf_version": "2.0", "publisher": {"name": "Acme", "category": "vendor"},
                 "tracking": {"current_release_date": "2026-06-20T00:00:00.000Z"}},
    "product_tree": {
        "branches": [{"branches": [{"product": {"product_id": "P1", "name": "web", "product_identification_helper": {"purl": WEB}}}]}],
        "full_product_names": [{"product_id": "P2", "name": "Shop"}],
        "relationships": [{"category": "default_component_of", "product_reference": "P1", "relates_to_product_reference": "P2",
                           "full_product_name": {"product_id": "P2:P1", "name": "web in shop"}}],
    },
    "vulnerabilities": [{"cve": "CVE-2026-0001", "ids": [{"system_name": "x", "text": "GHSA-aaaa-bbbb-cccc"}],
                         "product_status": {"known_not_affected": ["P2:P1"], "known_affected": ["P2"], "recommended": ["P9"]},
                         "flags": [{"label": "vulnerable_code_not_in_execute_path", "product_ids": ["P2:P1"]}]}],
}  # fmt: skip


def read(folder: Path, **documents: Any) -> Any:
    return gathered(place(folder, all_zip=export(record()), bom_json=bill(WEB), **documents))


def settled(folder: Path, **documents: Any) -> dict[str, Any]:
    (match,) = joined(read(folder, **documents)).unit.of("vuln.matches")
    return {name: match.fields.get(name) for name in ("state", "decided", "documented", "resolved_at")}


UNSETTLED = {"state": None, "decided": None, "documented": None, "resolved_at": None}


def test_openvex_says_who_when_what_and_why(tmp_path: Path) -> None:
    names = ("format", "id", "products", "state", "author", "at", "reason")
    found = read(tmp_path, vex_json=openvex("not_affected", WEB, justification="component_not_present"))
    assert rows(found, *names, kind="vuln.judgements") == [
        ("OpenVEX", "CVE-2026-0001", (WEB,), "not_affected", "Anna", "2026-06-20T00:00:00Z", "component_not_present")
    ]


@pytest.mark.parametrize(
    ("status", "more", "expected"),
    [
        ("not_affected", {"justification": "x"}, {"state": "not_affected", "decided": True, "documented": True, "resolved_at": "2026-06-20T00:00:00Z"}),
        ("not_affected", {}, {"state": "not_affected", "decided": True, "documented": False, "resolved_at": "2026-06-20T00:00:00Z"}),
        ("fixed", {"status_notes": "2.0 is in"}, {"state": "fixed", "decided": True, "documented": True, "resolved_at": "2026-06-20T00:00:00Z"}),
        ("affected", {"action_statement": "wait"}, {"state": "open", "decided": True, "documented": True, "resolved_at": ""}),
        ("under_investigation", {}, {"state": "open", "decided": False, "documented": False, "resolved_at": ""}), ("perhaps", {}, UNSETTLED),
    ],
)  # fmt: skip
def test_a_status_settles_a_match_as_far_as_it_is_reasoned(
    tmp_path: Path, status: str, more: dict[str, str], expected: dict[str, Any]
) -> None:
    assert settled(tmp_path, vex_json=openvex(status, WEB, **more)) == expected


@pytest.mark.parametrize(
    ("product", "speaks"),
    [(WEB, True), ("pkg:pypi/web", True), ("pkg:pypi/web@1.4", False), ("pkg:pypi/other", False), ("pkg:oci/shop@sha256:00", True), ("pkg:oci/wiki", False), ("shop", True)],
)  # fmt: skip
def test_a_judgement_speaks_of_its_component_or_of_the_application(tmp_path: Path, product: str, speaks: bool) -> None:  # noqa: FBT001
    assert (settled(tmp_path, vex_json=openvex("fixed", product))["state"] == "fixed") is speaks


def test_named_parts_of_a_product_are_meant_and_not_the_product(tmp_path: Path) -> None:
    vex = openvex("fixed", "pkg:oci/shop")
    vex["statements"][0]["products"][0]["subcomponents"] = [{"@id": "pkg:pypi/other"}]
    assert settled(tmp_path, vex_json=vex) == UNSETTLED


def test_the_newest_judgement_holds_and_one_from_the_future_does_not(tmp_path: Path) -> None:
    older, newer = openvex("affected", WEB, at="2026-05-01T00:00:00Z"), openvex("fixed", WEB, at="2026-06-01T00:00:00Z")
    future = openvex("not_affected", WEB, at="2027-01-01T00:00:00Z")
    assert settled(tmp_path, a_json=older, b_json=newer, c_json=future)["state"] == "fixed"


def test_csaf_names_products_through_its_tree(tmp_path: Path) -> None:
    found = read(tmp_path, csaf_json=CSAF)
    assert rows(found, "id", "aliases", "products", "state", "reason", kind="vuln.judgements") == [
        ("CVE-2026-0001", ("GHSA-aaaa-bbbb-cccc",), (WEB,), "not_affected", "vulnerable_code_not_in_execute_path"),
        ("CVE-2026-0001", ("GHSA-aaaa-bbbb-cccc",), ("Shop",), "open", ""),
    ]  # fmt: skip
    assert not [feed for feed in rows(found, "id", kind="vuln.feeds") if feed != ("OSV all.zip",)]


def test_an_advisory_of_a_vendor_is_a_source_and_a_vex_document_is_none(tmp_path: Path) -> None:
    advisory = {**CSAF, "document": {**CSAF["document"], "category": "csaf_security_advisory"}}
    found = gathered(place(tmp_path, csaf_json=advisory))
    assert rows(found, "id", "kind", "last_sync_at", kind="vuln.feeds") == [("Acme", "vendor", "2026-06-20T00:00:00Z")]


def test_cyclonedx_states_matches_and_analyses_of_them(tmp_path: Path) -> None:
    weakness = {
        "id": "CVE-2026-0001", "references": [{"id": "GHSA-aaaa-bbbb-cccc"}], "ratings": [{"severity": "medium"}, {"severity": "high"}],
        "published": "2026-06-10T00:00:00Z", "affects": [{"ref": "w"}, {"ref": "urn:cdx:0/1#pkg%3Apypi%2Flog%401.0"}],
        "analysis": {"state": "exploitable", "detail": "reachable", "lastUpdated": "2026-06-21T00:00:00Z"},
    }  # fmt: skip
    document = bill(whole=False) | {
        "components": [{"type": "library", "bom-ref": "w", "name": "web", "version": "1.5", "purl": WEB}],
        "vulnerabilities": [weakness],
    }
    found = gathered(place(tmp_path, bom_json=document))
    assert rows(found, "component", "id", "severity", "detected_at", kind="vuln.matches") == [
        (WEB, "CVE-2026-0001", "high", "2026-06-29T00:00:00Z")
    ]
    assert rows(found, "products", "state", kind="vuln.judgements") == [((WEB, "pkg:pypi/log@1.0"), "open")]
    (match,) = joined(found).unit.of("vuln.matches")
    assert [match.fields[name] for name in ("state", "documented", "detected_at")] == [
        "open",
        True,
        "2026-06-29T00:00:00Z",
    ]


def test_an_old_weakness_in_a_new_report_was_detected_nobody_knows_when(tmp_path: Path) -> None:
    def detected(folder: str, published: str, report: str) -> Any:
        document = bill(
            WEB, vulnerabilities=[{"id": "CVE-2026-0001", "affects": [{"ref": WEB}], "published": published}]
        )
        document["metadata"]["timestamp"] = report
        (match,) = joined(gathered(place(tmp_path / folder, bom_json=document))).unit.of("vuln.matches")
        return match.fields.get("detected_at")

    assert detected("near", "2026-06-10T00:00:00Z", "2026-06-29T00:00:00Z") == "2026-06-29T00:00:00Z"
    assert detected("far", "2025-06-10T00:00:00Z", "2026-06-29T00:00:00Z") is None
    assert detected("old", "2020-01-01T00:00:00Z", "2025-01-01T00:00:00Z") == "2025-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"@context": "https://openvex.dev/ns", "statements": {}}', "wrong type"), (b'{"@context": "https://openvex.dev/ns", "statements": [], "statements": []}', "duplicate key"),
        (b'{"document": {"csaf_version": "2.0"}, "product_tree": []}', "wrong type"), (b'{"document": {"csaf_version": "1.2"}}', "not read yet"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "vulnerabilities": 1}', "wrong type"), (b'{"@context": "https://openvex.dev/ns", "statements": [', "malformed"),
        (b'{"document": {"csaf_version": "2.0"}, "product_tree": ' + b'{"branches": [' * 60 + b"]}" * 60 + b"}", "too deep"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_gap_with_a_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    found = gathered(place(tmp_path, a_json=content))
    assert not found.facts
    assert reason in {gap.reason for gap in found.gaps if "vuln.judgements" in gap.kinds}


def test_a_document_that_only_mentions_openvex_is_none(tmp_path: Path) -> None:
    assert reasons(gathered(place(tmp_path, a_json={"see": "https://openvex.dev/ns", "statements": []}))) == [
        "not recognised"
    ]

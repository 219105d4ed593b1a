"""CycloneDX: what its head, its graph and its components say; shapes as cdxgen, Syft, Trivy and the Maven plug-in write."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from tests.collect.deciding import gathered, joined
from tests.collect.repositories import DATA, reasons, rows

from sammeter.collect.sbom import bill
from sammeter.facts.collected import Collected

COMPONENT = {"type": "library", "bom-ref": "a", "name": "a", "version": "1", "purl": "pkg:npm/a@1"}


def bom(**members: Any) -> dict[str, Any]:
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [COMPONENT], **members}


def read(folder: Path, content: Any, name: str = "bom.json") -> Any:
    place = folder / "evidence"
    place.mkdir(exist_ok=True)
    (place / name).write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return gathered(place)


def complete(found: Collected) -> bool:
    """Tell whether all parts of the application are known."""
    return joined(found).unit.seen["sbom.parts"].complete


def test_the_head_says_what_the_list_belongs_to_and_how_much_it_shows() -> None:
    names = (
        "where",
        "format",
        "subject",
        "version",
        "digest",
        "at",
        "layers",
        "transitive",
        "versioned_share",
        "parts",
        "whole",
        "in_production",
    )
    assert rows(gathered("sbom_cyclonedx/made"), *names, kind="sbom.docs") == [
        ("made/shop.cdx.json", "CycloneDX 1.6", "shop", "2.1.0", "sha256:aa11", "2026-06-20T08:00:00Z", ("app", "os"), True, 0.8, 5, True, None)
    ]  # fmt: skip


def test_each_package_is_a_part_and_files_and_groups_are_none() -> None:
    found = gathered("sbom_cyclonedx/made")
    assert rows(found, "purl", "layer", "direct", "license", "scope", kind="sbom.parts") == [
        ("pkg:npm/%40acme/web@1.0.0", "app", True, "MIT", "required"),
        ("pkg:npm/log@3.2.1", "app", False, "MIT AND LicenseRef-Our-own-c-licence", None),
        ("pkg:deb/debian/libssl3@3.5.1-1?distro=debian-13", "os", True, "Apache-2.0 OR MIT", None),
        ("pkg:generic/acme/own", "app", False, None, None),
        ("pkg:npm/inner@0.1", "app", False, "", None),
    ]
    assert complete(found)


def test_xml_says_the_same() -> None:
    found = gathered("sbom_cyclonedx/xml")
    assert rows(
        found,
        "format",
        "subject",
        "digest",
        "transitive",
        "versioned_share",
        "whole",
        "in_production",
        kind="sbom.docs",
    ) == [("CycloneDX 1.4", "shop", "sha256:bb22", True, 1.0, None, True)]
    assert rows(found, "purl", "direct", "license", kind="sbom.parts") == [
        ("pkg:maven/org.acme/web@1.0.0", True, "Apache-2.0"), ("pkg:maven/org.acme/log@2.0.0", False, "LicenseRef-House-licence"),
    ]  # fmt: skip
    assert (reasons(found), complete(found)) == ([], False)


@pytest.mark.parametrize(
    ("edges", "transitive", "direct"),
    [
        (None, None, None), ([], None, None), ([{"ref": "a"}], None, None), ([{"ref": "a", "dependsOn": ["b"]}], True, None),
        ([{"ref": "root", "dependsOn": ["a"]}], False, True), ([{"ref": "root", "dependsOn": ["a"]}, {"ref": "a"}], True, True),
        ([{"ref": "root", "dependsOn": ["b"]}, {"ref": "b", "dependsOn": ["a"]}], True, False),
    ],
)  # fmt: skip
def test_a_graph_shows_indirect_parts_only_beyond_its_root(
    tmp_path: Path, edges: Any, transitive: Any, direct: Any
) -> None:
    found = read(tmp_path, bom(metadata={"component": {"bom-ref": "root", "name": "r"}}, dependencies=edges))
    assert rows(found, "transitive", kind="sbom.docs") == [(transitive,)]
    assert rows(found, "direct", kind="sbom.parts") == [(direct,)]


@pytest.mark.parametrize(
    ("aggregate", "whole"), [("complete", True), ("incomplete", False), ("unknown", None), ("incomplete_first_party_only", False)]
)  # fmt: skip
def test_completeness_is_what_the_document_claims_for_its_root(tmp_path: Path, aggregate: str, whole: Any) -> None:
    subject = {"metadata": {"component": {"bom-ref": "root", "name": "shop"}}}
    found = read(tmp_path, bom(**subject, compositions=[{"aggregate": aggregate, "assemblies": ["root"]}]))
    assert (rows(found, "whole", kind="sbom.docs"), complete(found)) == ([(whole,)], whole is True)
    other = read(tmp_path, bom(**subject, compositions=[{"aggregate": "complete", "assemblies": ["a"]}]))
    assert rows(other, "whole", kind="sbom.docs") == [(None,)]


@pytest.mark.parametrize(
    ("name", "whole"), [("shop", True), ("@acme/Shop", True), ("wiki", False), ("", False), ("shop-docs", False)]
)
def test_a_complete_list_of_something_else_completes_nothing(tmp_path: Path, name: str, whole: Any) -> None:
    subject = {"component": {"bom-ref": "root", "name": name, "hashes": [{"alg": "SHA-256", "content": "aa"}]}}
    found = read(tmp_path, bom(metadata=subject, compositions=[{"aggregate": "complete", "assemblies": ["root"]}]))
    assert complete(found) is whole
    known = joined(found, {"prov.artifacts": [{"digest": "sha256:aa"}]})
    assert known.unit.seen["sbom.parts"].complete


def test_an_image_has_its_digest_for_a_version_and_running_systems_say_so(tmp_path: Path) -> None:
    subject = {"type": "container", "name": "shop", "version": "sha256:cc33"}
    found = read(tmp_path, bom(metadata={"component": subject, "lifecycles": [{"phase": "operations"}]}))
    assert rows(found, "digest", "version", "in_production", kind="sbom.docs") == [("sha256:cc33", None, True)]


def test_a_list_without_parts_has_no_share_and_one_that_only_judges_is_no_list(tmp_path: Path) -> None:
    found = read(tmp_path, bom(components=[]))
    assert rows(found, "parts", "versioned_share", "layers", kind="sbom.docs") == [(0, None, ())]
    assert not rows(read(tmp_path, bom(components=None, vulnerabilities=[])), "where", kind="sbom.docs")


@pytest.mark.parametrize(
    ("purl", "stated", "version"),
    [
        ("pkg:npm/a@1.0", None, "1.0"), ("pkg:npm/a", "1.0", "1.0"), ("pkg:npm/a@2.0", "1.0", "2.0"), ("pkg:npm/a", "^1.0", ""), ("pkg:npm/a@%3E%3D1", None, ""),
        ("pkg:npm/a", "latest", ""), ("pkg:npm/a", "1.x", ""), ("pkg:npm/a", ">=1 <2", ""), ("pkg:deb/debian/a@1~rc1-1", None, "1~rc1-1"), (None, "1.0", "1.0"),
        ("no purl", "1.0", "1.0"), ("pkg:npm/a", None, ""),
    ],
)  # fmt: skip
def test_a_version_is_exact_or_none(tmp_path: Path, purl: str | None, stated: str | None, version: str) -> None:
    found = read(tmp_path, bom(components=[{"type": "library", "name": "a", "purl": purl, "version": stated}]))
    assert rows(found, "version", kind="sbom.parts") == [(version,)]
    assert rows(found, "versioned_share", kind="sbom.docs") == [(float(bool(version)),)]


def test_devices_keys_and_data_are_no_packages(tmp_path: Path) -> None:
    others = [
        {"type": kind, "name": "x", "bom-ref": kind} for kind in ("device", "cryptographic-asset", "data", "file")
    ]
    found = read(tmp_path, bom(components=others, dependencies=[{"ref": "device", "dependsOn": ["data"]}]))
    assert (rows(found, "parts", "transitive", kind="sbom.docs"), rows(found, "purl", kind="sbom.parts")) == (
        [(0, None)],
        [],
    )


def test_beyond_the_cap_parts_are_a_gap_and_nothing_is_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bill, "PARTS", 2)
    found = gathered("sbom_cyclonedx/made")
    assert len(rows(found, "purl", kind="sbom.parts")) == 2
    assert [(gap.reason, gap.kinds) for gap in found.gaps] == [("too many", ("sbom.parts",))]
    assert not complete(found)


HOSTILE = {
    "deep": b'{"bomFormat": "CycloneDX", "x": ' + b"[" * 100 + b"]" * 100 + b"}",
    "twice": b'{"bomFormat": "CycloneDX", "bomFormat": "CycloneDX"}',
    "type": b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": {"a": 1}}',
    "inner": b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": ["a"]}]}',
    "cut": b'{"bomFormat": "CycloneDX", "components": [',
    "number": b'{"bomFormat": "CycloneDX", "version": 1e999}',
    "half": b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": "\\ud800", "components": []}',
    "latin": '{"bomFormat": "CycloneDX", "x": "ü"}'.encode("latin-1"),
    "future": b'{"bomFormat": "CycloneDX", "specVersion": "9.9", "components": []}',
}
REASONS = {"deep": "too deep", "twice": "duplicate key", "type": "wrong type", "inner": "wrong type", "cut": "malformed",
           "number": "malformed", "half": "encoding", "latin": "encoding", "future": "not read yet"}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_a_gap_with_a_reason(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, HOSTILE[name])
    assert not found.facts
    assert REASONS[name] in reasons(found)
    assert {"sbom.docs", "sbom.parts"} <= {kind for gap in found.gaps for kind in gap.kinds}


def test_entities_in_xml_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE b [<!ENTITY a "aaaa">]><bom xmlns="http://cyclonedx.org/schema/bom/1.4">&a;</bom>'
    assert "forbidden XML" in reasons(read(tmp_path, bomb, "bom.xml"))


def test_other_documents_are_left_alone() -> None:
    assert DATA.exists()
    assert [(gap.where, gap.reason) for gap in gathered("sbom_cyclonedx/other").gaps] == [
        ("other/package.json", "not recognised"), ("other/pom.xml", "not recognised"), ("other/quoted.json", "not recognised"),
    ]  # fmt: skip


def statement(*digests: str, kind: str = "https://cyclonedx.org/bom", predicate: Any = None) -> dict[str, Any]:
    subjects = [{"name": "a", "digest": {"sha256": digest, "sha512": "00"}} for digest in digests]
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": subjects,
        "predicateType": kind,
        "predicate": predicate or bom(),
    }


def bundle(content: Any, *, sigstore: bool = True) -> dict[str, Any]:
    payload = base64.b64encode(content if isinstance(content, bytes) else json.dumps(content).encode()).decode()
    envelope = {"payload": payload, "payloadType": "application/vnd.in-toto+json", "signatures": []}
    return (
        {"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "dsseEnvelope": envelope}
        if sigstore
        else envelope
    )


@pytest.mark.parametrize(
    "wrapped", [statement("AA11"), bundle(statement("AA11")), bundle(statement("AA11"), sigstore=False)]
)
def test_an_attestation_says_which_artifact_a_list_belongs_to(tmp_path: Path, wrapped: dict[str, Any]) -> None:
    found = read(tmp_path, wrapped)
    assert rows(found, "digest", "parts", kind="sbom.docs") == [("sha256:aa11", 1)]
    assert rows(found, "purl", kind="sbom.parts") == [("pkg:npm/a@1",)]


def test_a_list_for_several_artifacts_is_one_for_each_and_lines_are_bundles_of_their_own(tmp_path: Path) -> None:
    lines = [json.dumps(bundle(statement("aa11", "bb22"))), "", json.dumps(bundle(statement("cc33")))]
    found = read(tmp_path, "\n".join(lines).encode(), "shop.jsonl")
    assert rows(found, "where", "digest", kind="sbom.docs") == [
        ("evidence/shop.jsonl:1", "sha256:aa11"), ("evidence/shop.jsonl:1", "sha256:bb22"), ("evidence/shop.jsonl:3", "sha256:cc33"),
    ]  # fmt: skip


def test_a_statement_of_another_kind_is_no_list(tmp_path: Path) -> None:
    assert not read(tmp_path, bundle(statement("aa11", kind="https://slsa.dev/provenance/v1"))).facts


@pytest.mark.parametrize(
    ("wrapped", "reason"),
    [({**bundle(b""), "dsseEnvelope": {"payload": "%%%", "payloadType": "x"}}, "malformed"), (bundle(b'{"predicateType": 1}'), "wrong type"),
     (bundle(b'{"a": 1, "a": 2}'), "duplicate key"), (statement("aa11", predicate={"specVersion": 1}), "wrong type"), (bundle(b"\xff"), "encoding")],
)  # fmt: skip
def test_an_attestation_that_cannot_be_read_is_a_gap(tmp_path: Path, wrapped: dict[str, Any], reason: str) -> None:
    found = read(tmp_path, wrapped)
    assert found.facts == ()
    assert reason in reasons(found)

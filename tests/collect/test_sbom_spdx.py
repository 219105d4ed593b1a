"""SPDX: packages, relations and digests; shapes as Syft, Microsoft's sbom-tool, Zephyr and GitHub's dependency graph write."""

import json
from pathlib import Path

import pytest
from tests.collect.deciding import gathered
from tests.collect.repositories import reasons, rows

HEAD = ("format", "subject", "version", "digest", "at", "layers", "transitive", "versioned_share", "parts")


def test_a_document_says_its_subject_its_graph_and_its_packages() -> None:
    found = gathered("sbom_spdx/made")
    assert rows(found, *HEAD, kind="sbom.docs") == [
        (
            "SPDX 2.3",
            "shop",
            "2.1.0",
            "sha256:aa11",
            "2026-06-20T10:00:00Z",
            ("app", "os"),
            True,
            pytest.approx(2 / 3),
            3,
        )
    ]
    assert rows(found, "purl", "direct", "license", "scope", kind="sbom.parts") == [
        ("pkg:pypi/web-kit@1.0.0", True, "MIT", None), ("pkg:generic/log@3.2.1", False, "NOASSERTION", None),
        ("pkg:pypi/tester", True, None, "dev"),
    ]  # fmt: skip
    assert (reasons(found), "sbom.parts" in found.complete) == ([], False)


def test_tag_value_says_the_same_and_a_text_over_several_lines_is_one_value() -> None:
    found = gathered("sbom_spdx/tags")
    assert rows(found, *HEAD, kind="sbom.docs") == [
        ("SPDX 2.3", "shop", "2.1.0", "sha256:bb22", "2026-06-20T10:00:00Z", ("app",), False, 1.0, 1)
    ]
    assert rows(found, "purl", "direct", "license", kind="sbom.parts") == [
        ("pkg:npm/web@1.0.0", True, "MIT OR Apache-2.0")
    ]


def test_githubs_export_has_a_wrapper_and_a_range_is_no_version() -> None:
    found = gathered("sbom_spdx/graph")
    assert rows(found, "subject", "transitive", "versioned_share", kind="sbom.docs") == [
        ("com.github.acme/shop", False, 0.0)
    ]


def test_version_3_is_told_as_not_read_yet() -> None:
    found = gathered("sbom_spdx/three")
    assert [(gap.where, gap.reason, gap.kinds) for gap in found.gaps if "sbom.docs" in gap.kinds] == [
        ("three/bom.spdx.json", "not read yet", ("sbom.docs", "sbom.parts"))
    ]


def test_a_document_that_describes_several_packages_has_no_subject(tmp_path: Path) -> None:
    place = tmp_path / "e"
    place.mkdir()
    (place / "a.json").write_text(
        '{"spdxVersion": "SPDX-2.2", "documentDescribes": ["a", "b"], "packages": [{"SPDXID": "a", "name": "a"}]}'
    )
    found = gathered(place)
    assert rows(found, "subject", "parts", "transitive", kind="sbom.docs") == [(None, 1, None)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"spdxVersion": "SPDX-2.3", "packages": 1}', "wrong type"), (b'{"spdxVersion": "SPDX-2.3", "spdxVersion": ""}', "duplicate key"),
        (b'{"spdxVersion": "SPDX-2.3"', "malformed"), (b'{"spdxVersion": "SPDX-1.2"}', "not read yet"),
        (b"SPDXVersion: SPDX-2.3\nPackageName: \xff", "encoding"), (b'{"spdxVersion": ' + b"[" * 99 + b"]" * 99 + b"}", "too deep"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_gap_with_a_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    place = tmp_path / "e"
    place.mkdir()
    (place / "a.spdx.json").write_bytes(content)
    found = gathered(place)
    assert not found.facts
    assert reason in reasons(found)


def test_a_licence_comment_is_no_bill(tmp_path: Path) -> None:
    place = tmp_path / "e"
    place.mkdir()
    (place / "a.txt").write_text("SPDX-License-Identifier: MIT\nsee SPDXVersion: SPDX-2.3\n", encoding="utf-8")
    assert [gap.reason for gap in gathered(place).gaps] == ["not recognised"]


def test_an_attestation_says_which_artifact_a_document_belongs_to(tmp_path: Path) -> None:
    place = tmp_path / "e"
    place.mkdir()
    document = {"spdxVersion": "SPDX-2.3", "packages": [{"SPDXID": "a", "name": "a"}]}
    statement = {
        "predicateType": "https://spdx.dev/Document/v2.3",
        "subject": [{"digest": {"sha256": "AA"}}],
        "predicate": document,
    }
    (place / "a.json").write_text(json.dumps(statement), encoding="utf-8")
    found = gathered(place)
    assert rows(found, "digest", "parts", kind="sbom.docs") == [("sha256:aa", 1)]

"""I-SB-1-B.1 through a CycloneDX document: the list of the latest release, of an older one, of something else."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.collect.deciding import gathered, joined, verdict
from tests.collect.repositories import DATA, Repository

from sammeter.facts.join import Joined

ARTIFACT = {"digest": "aa11", "latest": True}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    repo = Repository(tmp_path / "shop")
    for version in ("2.0.0", "2.1.0"):
        repo.commit(version)
        repo.git("tag", f"v{version}")
    return repo.path


def handed(folder: Path, **changes: Any) -> Path:
    """Write the fixture with members of its subject changed."""
    bom = json.loads((DATA / "sbom_cyclonedx/made/shop.cdx.json").read_bytes())
    bom["metadata"]["component"] |= changes
    (folder / "evidence").mkdir()
    (folder / "evidence/bom.json").write_text(json.dumps(bom), encoding="utf-8")
    return folder / "evidence"


def latest(found: Joined) -> Any:
    return next(iter(found.unit.of("sbom.docs"))).fields.get("for_latest_release")


def test_the_list_of_the_latest_release_meets_the_criterion_where_its_artifacts_are_known(shop: Path) -> None:
    found = gathered("sbom_cyclonedx/made", tree=shop)
    known = joined(found, {"prov.artifacts": [ARTIFACT]}, closed=("prov.artifacts",))
    assert (latest(known), verdict("I-SB-1-B.1", known)) == (True, "met")
    assert verdict("I-SB-1-B.1", joined(found, {"prov.artifacts": [ARTIFACT]})) == "unknown"
    assert (latest(joined(found)), verdict("I-SB-1-B.1", joined(found))) == (True, "unknown")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True), ({"version": "v2.1.0"}, True), ({"version": "2.0.0"}, False), ({"version": "2.2.0"}, None), ({"name": "docs"}, None),
        ({"name": "docs", "version": "2.0.0"}, None), ({"version": None}, None),
    ],
)  # fmt: skip
def test_only_the_name_and_version_of_a_tagged_release_place_a_list(
    shop: Path, tmp_path: Path, changes: Any, expected: Any
) -> None:
    assert latest(joined(gathered(handed(tmp_path, **changes), tree=shop))) is expected


def test_a_list_of_an_older_release_refutes_only_where_no_other_list_can_exist(shop: Path, tmp_path: Path) -> None:
    found = gathered(handed(tmp_path, version="2.0.0"), tree=shop)
    assert verdict("I-SB-1-B.1", joined(found)) == "unknown"
    assert verdict("I-SB-1-B.1", joined(found, closed=("sbom.docs",))) == "unmet"


def test_an_artifact_with_the_digest_says_more_than_a_version(shop: Path, tmp_path: Path) -> None:
    found = gathered(handed(tmp_path), tree=shop)
    assert latest(joined(found, {"prov.artifacts": [{"digest": "sha256:AA11", "latest": False}]})) is False


def test_a_newest_tag_that_is_not_the_highest_version_leaves_the_latest_release_open(
    shop: Path, tmp_path: Path
) -> None:
    repo = Repository(shop)
    repo.commit("mend", at="2026-06-10T09:00:00+00:00")
    repo.git("tag", "v2.0.1")
    assert latest(joined(gathered(handed(tmp_path), tree=shop))) is None

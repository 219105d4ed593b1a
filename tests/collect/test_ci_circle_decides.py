"""From a CircleCI configuration through collector, join and shipped rule to the verdict."""

from pathlib import Path

import pytest
from tests.collect.repositories import AS_OF
from tests.rules.shipped import shipped

from sammeter.collect.folder import FolderTree
from sammeter.collect.registry import load
from sammeter.collect.run import NoCache, run
from sammeter.facts.join import join
from sammeter.rules import Decided, Flag, Verdict
from sammeter.rules.decide import decide

HEAD = "jobs: {r: {docker: [{image: a}], steps: [{run: twine upload dist/*}]}}\n"
WAITS = "workflows: {w: {jobs: [{hold: {type: approval}}, {r: {requires: [hold]}}]}}\n"
APART = "workflows: {w: {jobs: [{hold: {type: approval}}, r]}}\n"


def decided(folder: Path, rule: str, text: str) -> Decided:
    path = folder / ".circleci" / "config.yml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    readers = [one for one in load() if one.name == "ci_circle"]
    joined = join(run(FolderTree(root=folder, name="a"), readers, as_of=AS_OF, cache=NoCache()), as_of=AS_OF)
    (found,) = (one for one in shipped().book.rules if one.id == rule)
    return decide(found, joined.unit, LIMITS, joined.this)


LIMITS = {"inside": 0.9, "half_yearly": 183.0}


@pytest.mark.parametrize(
    "text", [HEAD + WAITS, HEAD + APART, "orbs: {o: a/b@1.2.3}\n" + HEAD + WAITS, "setup: true\n" + HEAD + WAITS]
)
def test_an_approval_accuses_nobody_while_steps_may_be_elsewhere(tmp_path: Path, text: str) -> None:
    assert decided(tmp_path, "I-SB-2-A.1", text).verdict is Verdict.UNKNOWN


def test_a_pipeline_that_builds_releases_in_the_repository_indicates_its_description(tmp_path: Path) -> None:
    assert Flag.INDICATED in decided(tmp_path, "I-SB-1-A.3", HEAD.replace("{r:", "{build:")).flags


def test_a_pipeline_that_only_tests_indicates_nothing(tmp_path: Path) -> None:
    found = decided(tmp_path, "I-SB-1-A.3", "jobs: {build: {docker: [{image: a}], steps: [{run: pytest}]}}\n")
    assert (found.verdict, found.flags) == (Verdict.UNKNOWN, ())


def test_a_hostile_configuration_is_a_gap_and_no_verdict(tmp_path: Path) -> None:
    assert decided(tmp_path, "I-SB-2-A.1", "jobs: [").verdict is Verdict.UNKNOWN

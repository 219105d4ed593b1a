"""Pipelines that nobody reads yet, and trees without any, are gaps."""

from pathlib import Path

import pytest

from sammeter.collect.collectors.ci_other import collect
from sammeter.collect.registry import Listing
from sammeter.collect.source import Entry
from sammeter.facts import Gap

DATA = Path(__file__).parent.parent / "data" / "ci_other"


def gaps(*paths: str) -> list[Gap]:
    entries = tuple(Entry(path=path, blob="") for path in paths)
    return [item for item in collect(Listing(entries=entries)) if isinstance(item, Gap)]


@pytest.mark.parametrize(
    ("path", "system"),
    [
        (".travis.yml", "Travis CI"), ("bitbucket-pipelines.yml", "Bitbucket Pipelines"),
        (".drone.yml", "Drone"), (".woodpecker/test.yaml", "Woodpecker"), ("appveyor.yml", "AppVeyor"), (".buildkite/pipeline.yml", "Buildkite"),
        (".teamcity/settings.kts", "TeamCity"), (".cirrus.yml", "Cirrus CI"), (".tekton/push.yaml", "Tekton"),
    ],
)  # fmt: skip
def test_a_definition_without_a_reader_is_a_gap_that_names_the_system(path: str, system: str) -> None:
    (gap,) = gaps(path, "README.md")
    assert (gap.where, gap.reason) == (path, "not read yet")
    assert system in gap.detail
    assert gap.kinds == ("ci.pipelines", "ci.steps", "ci.hardening", "ci.secret_refs")


def test_a_tree_without_any_pipeline_is_a_gap() -> None:
    (gap,) = gaps(*DATA.joinpath("none", "tree.txt").read_text(encoding="utf-8").split("\n")[1:])
    assert (gap.reason, gap.detail) == ("no pipeline here", "a server may hold the definition")


def test_definitions_that_have_a_reader_leave_no_gap_here() -> None:
    assert gaps(".github/workflows/ci.yml") == []
    assert gaps(".gitlab-ci.yml") == []
    assert gaps(".circleci/config.yml") == []
    assert gaps("azure-pipelines.yml") == []
    assert gaps("ci/Jenkinsfile-owasp") == []


def test_many_files_of_one_system_are_a_few_gaps() -> None:
    found = gaps(*(f".tekton/{number}.yaml" for number in range(30)))
    assert len(found) == 5
    assert "25 more" in found[0].detail

"""A check reads only what its policy rests on, and decides as if it had read everything."""

from dataclasses import replace
from pathlib import Path

import pytest

from sammeter.app import check as use
from sammeter.app.reading import Wanted as Read
from sammeter.checks import Policy
from sammeter.facts.joins import behind
from sammeter.report.decision.json import document
from tests.checks.small import pack
from tests.cli.command import repository
from tests.collect.repositories import DATA

FOLDERS = tuple(sorted(one for one in DATA.iterdir() if one.is_dir() and one.name not in ("schemas", "worlds")))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("check") / "shop")


@pytest.mark.parametrize("policy", pack().checks.policies.values(), ids=lambda one: one.name)
def test_what_a_policy_does_not_rest_on_changes_nothing(
    shop: Path, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMMETER_CACHE", str(shop.parent / "cache.sqlite"))
    read = Read(path=shop, as_of="2026-06-30T00:00:00Z", evidence=FOLDERS)
    wanted = use.Wanted(read=read, policy=policy)
    some, _ = use.collect(wanted)
    monkeypatch.setattr(use, "wanted_kinds", lambda _: None)
    whole, _ = use.collect(wanted)
    assert len(some.looked) < len(whole.looked)
    assert document(use.check(wanted, some, pack())) == document(use.check(wanted, whole, pack()))


def test_a_policy_that_asks_for_criteria_reads_everything(shop: Path) -> None:
    policy = pack().checks.policies["starter"]
    assert use.wanted_kinds(policy) is not None
    asked = replace(policy.requirements[0], tree=None, when="", criterion="I-SB-1-A.2")
    assert use.wanted_kinds(replace(policy, requirements=(asked,))) is None
    assert shop.exists()


def test_what_is_behind_a_kind_holds_itself_and_what_that_is_made_of() -> None:
    assert behind(["vuln.matches"]) >= {"vuln.matches", "vuln.judgements", "sbom.parts", "sbom.docs", "vcs.releases"}
    assert behind(["tests.suites"]) == {"tests.suites"}

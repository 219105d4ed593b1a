"""Every criterion that shipped collectors can settle is settled once by them, each way that its rule allows."""

from pathlib import Path

import pytest
from tests.collect.criteria import builds, defects, deployments, design, environment, measures, verification
from tests.collect.criteria.page import PAGE, written
from tests.collect.criteria.unreached import UNREACHED
from tests.collect.criteria.world import World, verdict
from tests.rules.shipped import shipped

from sammeter.collect.registry import load

WORLDS: dict[tuple[str, str], World] = {
    **builds.WORLDS, **defects.WORLDS, **deployments.WORLDS, **design.WORLDS, **environment.WORLDS, **verification.WORLDS, **measures.WORLDS,
}  # fmt: skip


@pytest.mark.parametrize(("rule", "says"), WORLDS)
def test_a_world_of_files_and_documents_reaches_the_verdict(tmp_path: Path, rule: str, says: str) -> None:
    assert verdict(tmp_path, rule, WORLDS[rule, says]) == says


def test_every_verdict_of_a_rule_whose_facts_are_collected_has_a_world_or_a_reason_why_not() -> None:
    collected = {kind for one in load() for kind in one.yields}
    book = shipped().book
    wanted = {
        (rule.id, str(one)) for rule in book.rules
        if rule.tree is not None and rule.reach != "people" and rule.kinds() <= collected for one in rule.entitled()
    }  # fmt: skip
    lacking = {(rule, one) for rules in UNREACHED.values() for rule, words in rules.items() for one in words}
    assert sorted(wanted - WORLDS.keys() - lacking) == []
    assert sorted(lacking & WORLDS.keys()) == []
    assert sorted(lacking - wanted) == []


def test_the_page_of_what_collectors_decide_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(WORLDS, UNREACHED), (
        "python -m tests.collect.criteria.page writes it anew"
    )

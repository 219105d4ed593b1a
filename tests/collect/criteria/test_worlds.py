"""Every criterion that shipped collectors can settle is settled once by them, each way that its rule allows."""

from pathlib import Path

import pytest
from tests.collect.criteria import builds, defects, deployments, environment, measures, verification
from tests.collect.criteria.world import World, verdict

WORLDS: dict[tuple[str, str], World] = {
    **builds.WORLDS, **defects.WORLDS, **deployments.WORLDS, **environment.WORLDS, **verification.WORLDS, **measures.WORLDS,
}  # fmt: skip


@pytest.mark.parametrize(("rule", "says"), WORLDS)
def test_a_world_of_files_and_documents_reaches_the_verdict(tmp_path: Path, rule: str, says: str) -> None:
    assert verdict(tmp_path, rule, WORLDS[rule, says]) == says

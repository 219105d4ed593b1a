"""The requirements and policies that ship: each decides its own cases, and each says what to do."""

import pytest

from sammeter.checks import Requirement
from sammeter.checks.types import POINTS
from sammeter.rules import Case
from tests.checks.small import decided, known, pack, policy

CHECKS = pack().checks
CASES = [(one, case, n) for one in CHECKS.requirements.values() for n, case in enumerate(one.cases)]


@pytest.mark.parametrize(
    ("asked", "case"), [(a, c) for a, c, _ in CASES], ids=[f"{a.id}-{n}-{c.verdict}" for a, c, n in CASES]
)
def test_a_requirement_decides_its_cases(asked: Requirement, case: Case) -> None:
    decision = decided(policy(asked), known(case.world, case.open, case.this, gapped=case.open, as_of=case.as_of))
    (outcome,) = decision.outcomes
    assert outcome.verdict.name.lower() == case.verdict
    assert decision.result == ("pass" if case.verdict == "met" else "stop")
    assert outcome.because or case.verdict == "unknown"


@pytest.mark.parametrize("asked", CHECKS.requirements.values(), ids=str)
def test_a_requirement_has_a_case_for_each_verdict_and_words_for_each_reader(asked: Requirement) -> None:
    assert {case.verdict for case in asked.cases} == {"met", "unmet", "unknown"}
    assert all((asked.says, asked.advice, asked.bring))
    assert asked.advice.endswith(".")
    assert asked.bring.endswith(".")


def test_there_is_a_policy_for_every_point_and_none_is_looser_than_what_it_extends() -> None:
    assert {one.point for one in CHECKS.policies.values()} == set(POINTS)
    assert [line for one in CHECKS.policies.values() for line in one.loosened] == []


@pytest.mark.parametrize("name", CHECKS.policies)
def test_a_policy_stops_where_nobody_looked_and_nobody_signs_for_free(name: str) -> None:
    found = CHECKS.policies[name]
    decision = decided(found, known({}))
    assert (decision.result, decision.stopped_by) == ("stop", "unknown")
    assert all(found.approvers.values())
    assert 0 < found.exception_days <= 90

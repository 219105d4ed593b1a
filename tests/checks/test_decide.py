"""What a check may never do: pass what nobody knows, or let an exception change what was seen."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sammeter.answers import Standing
from sammeter.checks import Mode, Requirement
from sammeter.checks.decide import Known
from sammeter.facts import Seen, World
from sammeter.facts.sources import CLAIMS
from sammeter.rules import Decided, Flag, Verdict
from tests.checks.small import decided, fact, known, pack, policy, shipped, signoff
from tests.rules.conditions import poorer

CHECKS = pack().checks
CODE = shipped("known-defects-in-code")
RAN = {"kind": "sast", "completed": True, "at": "2025-12-31T00:00:00Z"}
BAD = {"kind": "sast", "severity": "high", "state": "open", "id": "F-1", "place": "src/a.py:3"}
WORSE = {**BAD, "severity": "critical", "id": "F-2", "place": "src/b.py:9"}


def found(*findings: Mapping[str, object]) -> Known:
    return known({"scan.runs": [RAN], "scan.findings": findings}, ("scan.runs", "scan.findings"))


CASES = [(one, case) for one in CHECKS.requirements.values() for case in one.cases]


@given(st.sampled_from(CASES), st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_knowing_less_never_turns_stop_into_pass(case: tuple[Requirement, object], seed: int) -> None:
    asked, one = case
    whole = known(one.world, one.open, one.this, gapped=one.open, as_of=one.as_of)  # type: ignore[attr-defined]
    less = replace(whole, world=poorer(whole.world, Random(seed)))  # noqa: S311 - no secret
    if decided(asked, whole).result == "stop":
        verdict = decided(asked, less).outcomes[0].verdict
        assert (
            verdict is not Verdict.MET
            or whole.world.seen.keys() - less.world.seen.keys()
            or _lost_a_reason(whole, less)
        )


def _lost_a_reason(whole: Known, less: Known) -> bool:
    """A refuting record that is no longer there cannot refute; what is asked beside it has to be there all the same."""
    count = {kind: len(seen.facts) for kind, seen in whole.world.seen.items()}
    return any(len(seen.facts) < count[kind] for kind, seen in less.world.seen.items())


@given(st.sampled_from(CASES))
@settings(max_examples=100, deadline=None)
def test_a_gap_never_lets_pass_what_did_not(case: tuple[Requirement, object]) -> None:
    asked, one = case
    whole = known(one.world, (), one.this, as_of=one.as_of)  # type: ignore[attr-defined]
    gapped = known(one.world, list(one.world), one.this, gapped=list(one.world), as_of=one.as_of)  # type: ignore[attr-defined]
    if decided(asked, whole).result == "stop":
        assert decided(asked, gapped).result == "stop"


@given(st.permutations(list(CHECKS.policies["strict"].requirements)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_requirements_and_facts_changes_nothing(order: list[Requirement]) -> None:
    of = found(BAD, WORSE)
    turned = replace(
        of, world=replace(of.world, seen={k: replace(s, facts=s.facts[::-1]) for k, s in of.world.seen.items()})
    )
    one, other = decided(policy(*order), of), decided(CHECKS.policies["strict"], turned)
    assert one.result == other.result
    assert {o.requirement.id: o.verdict for o in one.outcomes} == {o.requirement.id: o.verdict for o in other.outcomes}


def test_every_refuting_record_is_named_not_only_the_first() -> None:
    (outcome,) = decided(CODE, found(BAD, WORSE, {**BAD, "severity": "low"})).outcomes
    assert [one.fields["id"] for one in outcome.because] == ["F-1", "F-2"]


def test_an_unreadable_report_leaves_open_what_would_else_be_known() -> None:
    assert decided(CODE, found()).result == "pass"
    with_gap = replace(found(), gapped=frozenset({"scan.findings"}))
    assert decided(CODE, with_gap).stopped_by == "unknown"


def test_what_is_complete_by_somebodys_word_alone_counts_as_open() -> None:
    claim = fact(CLAIMS, of="vcs.changes", by="Mallory")
    rows = fact("vcs.changes", sha="a", released=False, merge=False, reviewed=True, reviewers=["p"])
    said = World(as_of="2026-01-01T00:00:00Z", seen={"vcs.changes": Seen(facts=(rows,), complete=True, word=(claim,))})
    assert (
        decided(shipped("every-change-reviewed"), Known(this=fact("inv.apps", id="shop"), world=said)).stopped_by
        == "unknown"
    )


@pytest.mark.parametrize(("mode", "result"), [("stop", "stop"), ("warn", "pass"), ("watch", "pass")])
def test_only_mode_stop_stops(mode: Mode, result: str) -> None:
    stopper = replace(CODE, mode=mode)
    assert decided(stopper, found(BAD)).result == result


def test_what_takes_effect_later_only_warns_until_then() -> None:
    later = replace(CODE, since="2026-01-02")
    assert (decided(later, found(BAD)).result, decided(later, found(BAD)).outcomes[0].mode) == ("pass", "warn")
    assert decided(replace(CODE, since="2026-01-01"), found(BAD)).result == "stop"


def test_unmet_is_named_before_unknown() -> None:
    decision = decided(policy(shipped("tests-pass"), CODE), found(BAD))
    assert decision.stopped_by == "unmet"


# ---- exceptions


def test_an_exception_lets_pass_and_leaves_the_verdict_as_it_is() -> None:
    one = signoff(requirement=CODE.id)
    decision = decided(CODE, found(BAD), one)
    (outcome,) = decision.outcomes
    assert (decision.result, outcome.verdict, outcome.exceptions, decision.exceptions()) == (
        "pass",
        Verdict.UNMET,
        (one,),
        (one,),
    )
    assert [f.fields["id"] for f in outcome.because] == ["F-1"]


def test_an_exception_for_a_requirement_lets_pass_what_is_unknown() -> None:
    assert decided(CODE, known({}), signoff(requirement=CODE.id)).result == "pass"


def test_an_exception_for_one_defect_excepts_no_other() -> None:
    one = signoff(defect="F-1")
    assert decided(CODE, found(BAD), one).result == "pass"
    both = decided(CODE, found(BAD, WORSE), one)
    assert (both.result, both.outcomes[0].exceptions) == ("stop", ())
    assert decided(CODE, found(BAD, WORSE), one, signoff(path="src/b*")).result == "pass"


def test_an_exception_for_facts_never_makes_up_for_what_nobody_looked_at() -> None:
    nobody = known({"scan.findings": [BAD]}, ("scan.runs", "scan.findings"))
    assert decided(CODE, nobody, signoff(defect="F-1")).result == "stop"


def test_an_exception_for_another_requirement_or_application_does_not_count() -> None:
    assert decided(CODE, found(BAD), signoff(requirement="tests-pass", defect="F-1")).result == "stop"
    assert decided(CODE, found(BAD), signoff(defect="F-1", app="till")).result == "stop"
    assert decided(CODE, found(BAD), signoff(defect="F-1", app="shop")).result == "pass"


def test_an_exception_for_an_artifact_counts_for_that_one_alone() -> None:
    one = signoff(requirement=CODE.id, artifact="sha256:a")
    assert decided(CODE, found(BAD), one, artifact="sha256:a").result == "pass"
    assert decided(CODE, found(BAD), one, artifact="sha256:b").result == "stop"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"end": "2025-12-31"}, "it ended on 2025-12-31"),
        ({"start": "2026-01-02"}, "it begins on 2026-01-02"),
        ({"end": "2026-06-01"}, "it lasts 183 days, and 90 are allowed"),
        ({"approver_role": "developer"}, "developer may not sign it off"),
        ({"approver": "Ann"}, "nobody signs off their own request"),
        (
            {"approver": "ann  <ann@example.org>", "requester": "Ann B <ANN@example.org>"},
            "nobody signs off their own request",
        ),
        ({"reason": " "}, "'reason' is not said"),
    ],
)
def test_an_exception_that_does_not_count_is_named_with_why(more: dict[str, str], why: str) -> None:
    one = signoff(requirement=CODE.id, **more)
    decision = decided(CODE, found(BAD), one)
    assert (decision.result, decision.refused) == ("stop", ((one, why),))
    assert decided(CODE, found(), one).refused == ()


@pytest.mark.parametrize("day", ["start", "end"])
def test_its_first_and_last_day_count_in_full(day: str) -> None:
    assert decided(CODE, found(BAD), signoff(requirement=CODE.id, **{day: "2026-01-01"})).result == "pass"


def test_who_may_sign_depends_on_the_risk_class_and_an_unknown_class_is_held_to_the_strictest() -> None:
    asked = policy(CODE, approvers={"any": ("ciso",), "low": ("team-lead",)})
    one = signoff(requirement=CODE.id, approver_role="team-lead")
    results = [decided(asked, found(BAD), one, risk=risk).result for risk in ("low", "high", "")]
    assert results == ["pass", "stop", "stop"]
    assert decided(policy(CODE, approvers={}), found(BAD), signoff(requirement=CODE.id)).result == "stop"


def test_the_last_one_to_end_is_used_where_several_would_do() -> None:
    early, late = signoff(requirement=CODE.id, end="2026-01-10"), signoff(requirement=CODE.id, end="2026-01-20")
    assert decided(CODE, found(BAD), late, early).exceptions() == (late,)


# ---- criteria and scores


def standing(verdict: Verdict, *flags: Flag) -> Standing:
    made = Decided(
        rule="I-SB-1-A.2", verdict=verdict, flags=flags, because=(fact("ci.pipelines"),), missing=("ci.runs",)
    )
    return Standing(
        criterion="I-SB-1-A.2",
        unit="shop",
        evidenced=verdict,
        declared=verdict,
        possible=Verdict.MET,
        grade=None,
        decided=made,
    )


@pytest.mark.parametrize(
    ("at_least", "of", "verdict"),
    [
        ("met", standing(Verdict.MET), Verdict.MET),
        ("met", standing(Verdict.UNKNOWN, Flag.INDICATED), Verdict.UNKNOWN),
        ("indicated", standing(Verdict.UNKNOWN, Flag.INDICATED), Verdict.MET),
        ("indicated", standing(Verdict.UNMET), Verdict.UNMET),
        ("indicated", standing(Verdict.UNKNOWN, Flag.NO_OCCASION), Verdict.UNKNOWN),
        ("met", None, Verdict.UNKNOWN),
    ],
)
def test_a_criterion_has_to_stand_where_the_policy_asks(at_least: str, of: Standing | None, verdict: Verdict) -> None:
    asked = Requirement(id="described", says="s", criterion="I-SB-1-A.2", at_least=at_least)  # type: ignore[arg-type]
    stands = {of.criterion: of} if of else {}
    assert decided(asked, replace(known({}), standings=stands)).outcomes[0].verdict is verdict


@pytest.mark.parametrize(
    ("have", "possible", "verdict"),
    [("1.5", "3", Verdict.MET), ("1", "3", Verdict.UNKNOWN), ("1", "1.25", Verdict.UNMET)],
)
def test_a_score_that_can_still_be_reached_is_unknown(have: str, possible: str, verdict: Verdict) -> None:
    asked = Requirement(id="build", says="s", practice="I-SB", score="1.5")
    scores = {"I-SB": Fraction(have), "I-SB possible": Fraction(possible)}
    assert decided(asked, replace(known({}), scores=scores)).outcomes[0].verdict is verdict
    assert decided(asked, known({})).outcomes[0].verdict is Verdict.UNKNOWN

"""What changed and because of what: empty against itself, the inverse from the other end, each step with its own."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sammeter.answers.changes import (
    KINDS,
    UNPROVED,
    Cause,
    Change,
    Difference,
    Figures,
    Given,
    Kind,
    Shot,
    Stand,
    Step,
    Strength,
    Trace,
    compare,
)  # fmt: skip

IDS = ("I-SB-1-A.1", "I-SB-1-A.2", "G-SM-1-A.1", "X-01")
DECIMAL = st.sampled_from(["0.00", "0.25", "1.00"])
STAND = st.builds(Stand, verdict=st.sampled_from(["met", "unmet", "unknown"]), grade=st.sampled_from(["", "E3"]),
                  declared=st.sampled_from(["", "yes", "no"]))  # fmt: skip
GIVEN = st.builds(
    Given, declared=st.none() | DECIMAL, supported=st.none() | DECIMAL, evidenced=DECIMAL, possible=DECIMAL
)
SHOT = st.builds(Shot, scores=st.dictionaries(st.sampled_from(["overall"]), st.builds(Figures, evidenced=DECIMAL)),
                 answers=st.dictionaries(st.sampled_from(["I-SB-1-A", "G-SM-1-A"]), GIVEN),
                 verdicts=st.dictionaries(st.sampled_from(IDS), STAND))  # fmt: skip
TEXT = st.sampled_from(["", "no proof named", "lapsed on 2026-01-01", "sent back"])
STRENGTH = st.builds(
    Strength,
    about=st.sampled_from(IDS),
    unit=st.just(""),
    by=st.just("Ada"),
    at=st.just("2026-01-01"),
    before=TEXT,
    after=TEXT,
)
PATH = st.lists(SHOT, min_size=1, max_size=5)


def steps_of(kinds: Sequence[Kind]) -> list[Step]:
    """Return steps that name their own number before and after, so that an inverse shows."""

    def step(number: int, kind: Kind) -> Step:
        def explain(id_: str) -> tuple[Cause, ...]:
            return (
                Cause(
                    kind=kind, before=(Trace(says=f"{id_} before {number}"),), after=(Trace(says=f"after {number}"),)
                ),
            )

        return Step(kind=kind, explain=explain)

    return [step(number, kind) for number, kind in enumerate(kinds)]


def backward(steps: Sequence[Step]) -> list[Step]:
    def turned(step: Step) -> Step:
        return Step(kind=step.kind, explain=lambda id_: tuple(one.inverse() for one in step.explain(id_)))

    return [turned(step) for step in reversed(steps)]


def kinds_for(shots: Sequence[Shot]) -> list[Kind]:
    return [KINDS[number % len(KINDS)] for number in range(len(shots) - 1)]


@given(SHOT, st.integers(0, 3))
def test_a_shot_does_not_differ_from_itself(shot: Shot, stops: int) -> None:
    found = compare([shot] * (stops + 1), steps_of(kinds_for([shot] * (stops + 1))))
    assert not found
    assert found.changes == ()


@given(SHOT, SHOT)
def test_what_changed_on_the_way_and_changed_back_is_no_difference(shot: Shot, other: Shot) -> None:
    assert not compare([shot, other, shot], steps_of(["fact", "person"]))


@given(PATH, st.lists(STRENGTH, max_size=3))
def test_from_the_other_end_the_difference_is_the_inverse(shots: list[Shot], strengths: list[Strength]) -> None:
    steps = steps_of(kinds_for(shots))
    there = compare(shots, steps, strengths=tuple(strengths))
    back = compare(shots[::-1], backward(steps), strengths=tuple(one.inverse() for one in strengths))
    assert sorted_(back) == sorted_(there.inverse())
    assert sorted_(there.inverse().inverse()) == sorted_(there)


def sorted_(found: Difference) -> Difference:
    return replace(found, strengths=tuple(sorted(found.strengths)))


@given(PATH)
def test_every_change_has_a_cause_of_a_step_in_which_it_changed(shots: list[Shot]) -> None:
    steps = steps_of(kinds_for(shots))
    for change in compare(shots, steps).changes:
        assert change.before != change.after
        values = [value(shot, change) for shot in shots]
        kinds = {step.kind for step, before, after in zip(steps, values, values[1:], strict=False) if before != after}
        assert {cause.kind for cause in change.causes} == kinds
        assert kinds


def value(shot: Shot, change: Change) -> str:
    row: Given | Stand | None = shot.answers.get(change.id) or shot.verdicts.get(change.id)
    return (getattr(row, change.what) or "") if row is not None else ""


@given(SHOT, SHOT)
def test_nothing_that_differs_is_passed_over(one: Shot, other: Shot) -> None:
    found = compare([one, other], steps_of(["fact"]))
    names = {change.id for change in found.changes}
    for id_ in IDS:
        if one.verdicts.get(id_) != other.verdicts.get(id_):
            assert id_ in names
    assert bool(found) == (not one.same(other))


def test_an_answer_names_the_causes_of_its_own_criteria_that_changed_with_it() -> None:
    def explain(id_: str) -> tuple[Cause, ...]:
        return (Cause(kind="fact", after=(Trace(says=id_, where="ci.yml:3"),)),) if "." in id_ else ()

    before = Shot(answers={"I-SB-1-A": Given()}, verdicts={"I-SB-1-A.1": Stand(), "I-SB-1-A.2": Stand()})
    after = Shot(answers={"I-SB-1-A": Given(evidenced="0.25")},
                 verdicts={"I-SB-1-A.1": Stand(verdict="met"), "I-SB-1-A.2": Stand()})  # fmt: skip
    changes = {one.id: one for one in compare([before, after], [Step(kind="fact", explain=explain)]).changes}
    assert changes["I-SB-1-A"].causes == changes["I-SB-1-A.1"].causes
    assert changes["I-SB-1-A"].causes[0].after == (Trace(says="I-SB-1-A.1", where="ci.yml:3"),)


def test_a_step_that_explains_nothing_still_names_its_kind() -> None:
    found = compare([Shot(verdicts={"X-01": Stand()}), Shot(verdicts={"X-01": Stand(verdict="met")})],
                    [Step(kind="rule", explain=lambda _: ())])  # fmt: skip
    assert found.changes[0].causes == (Cause(kind="rule"),)


def test_a_statement_that_never_had_a_proof_did_not_lapse() -> None:
    lapsed = Strength(about="G-SM-1-A", unit="", by="Ada", at="2026-01-01", before="", after="lapsed on 2026-05-01")
    assert lapsed.lapsed
    assert not lapsed.inverse().lapsed
    assert not replace(lapsed, after=UNPROVED).lapsed


def test_measures_beside_the_model_are_not_counted_as_unknown_criteria() -> None:
    assert Shot(verdicts={"X-01": Stand(), "I-SB-1-A.1": Stand(), "I-SB-1-A.2": Stand(verdict="met")}).unknown() == 1

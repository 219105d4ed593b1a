"""What an answer implies of single criteria: never more than was said."""

import pytest

from sammeter.answers import Stated
from sammeter.answers.imply import imply
from sammeter.rules import Rule
from tests.answers.sayings import PROOF, reviewed, said, standing
from tests.answers.small import ID, answering, rule

UNIT, ORG = rule(1, "true"), rule(2, "true", scope="org")
RULES: list[Rule] = [UNIT, ORG]


def implied(*statements_: object, unit: str = "", kind: str = "coverage", population: str = "inv.apps") -> list[Stated]:
    declared = standing(*statements_)  # type: ignore[arg-type] # statements
    return list(imply(declared, answering(kind, population=population), RULES, unit))


def names(found: list[Stated]) -> list[str]:
    return [one.criterion.rpartition(".")[2] for one in found]


def test_a_no_and_a_blank_imply_nothing() -> None:
    assert implied() == []
    assert implied(said(answer="0")) == []
    assert implied(said(answer="n/a", note="x")) == []


@pytest.mark.parametrize("worth", ["0.25", "0.5", "1"])
def test_every_yes_implies_the_criteria_of_the_organisation_and_of_no_application(worth: str) -> None:
    for unit in ("", "app0"):
        assert names(implied(said(answer=worth), unit=unit)) == ["2"]


@pytest.mark.parametrize("worth", ["0.25", "0.5", "1"])
def test_an_application_that_was_counted_by_name_is_meant(worth: str) -> None:
    one = said(answer=worth, units=("app0", "app1"))
    assert names(implied(one, unit="app0")) == ["1", "2"]
    assert names(implied(one, unit="app2")) == ["2"]
    assert names(implied(one, unit="")) == ["2"]


def test_an_answer_for_one_application_alone_implies_its_criteria_if_it_is_the_highest() -> None:
    assert names(implied(said(answer="1", unit="app0"), unit="app0")) == ["1", "2"]
    assert names(implied(said(answer="0.5", unit="app0"), unit="app0")) == ["2"]
    assert implied(said(answer="1", unit="app0"), unit="app1") == []


def test_where_there_is_no_population_every_yes_implies_all_criteria() -> None:
    assert names(implied(said(answer="0.25"), population="")) == ["1", "2"]


@pytest.mark.parametrize("kind", ["ladder", "count"])
def test_steps_of_their_own_imply_only_from_the_top(kind: str) -> None:
    assert implied(said(answer="0.5"), kind=kind, population="") == []
    assert names(implied(said(answer="1"), kind=kind, population="")) == ["1", "2"]


def test_what_is_implied_names_its_question_and_is_as_well_proved_as_the_answer() -> None:
    one = said(answer="1", proof=(PROOF,), role="owner")
    (proved,) = implied(one)
    assert (proved.via, proved.yes, proved.proof_live, proved.holds, proved.role, proved.by) == (
        ID,
        True,
        True,
        True,
        "owner",
        "Ada",
    )
    (bare,) = implied(said(answer="1"))
    assert (bare.proof_live, bare.holds, bare.weak) == (False, False, "no proof named")
    declared = standing(one, reviews=(reviewed(one),))
    assert [found.accepted for found in imply(declared, answering(), RULES, "")] == [True]

"""Table 6.5 of the evidence map, row by row: class, measurement and statement to where a criterion stands."""

import pytest

from sammeter.answers import Contradiction, Grade, Stated
from sammeter.answers.grades import stand
from sammeter.facts import Fact
from sammeter.rules import Decided, Flag, Rule, Verdict
from sammeter.rules.types import RuleClass
from tests.answers.small import rule

MET, UNMET, UNKNOWN = Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN
FACT = Fact(kind="a.x", where="a.x:1", source="t", fields={})
Row = tuple[RuleClass, str, bool | None, bool, Verdict, Verdict, Grade | None, str | None]
E1, E0 = True, False
"""A statement with live proof, and one without."""

MEASURED = {
    "met": Decided(rule="I-SB-1-A.1", verdict=MET, because=(FACT,)),
    "unmet": Decided(rule="I-SB-1-A.1", verdict=UNMET, because=(FACT,)),
    "unknown": Decided(rule="I-SB-1-A.1", verdict=UNKNOWN, missing=("a.x",)),
    "indicated": Decided(rule="I-SB-1-A.1", verdict=UNKNOWN, flags=(Flag.INDICATED,), because=(FACT,)),
    "no-occasion": Decided(rule="I-SB-1-A.1", verdict=UNKNOWN, flags=(Flag.NO_OCCASION,), because=(FACT,)),
}


def said(yes: bool | None, proof: bool) -> Stated | None:  # noqa: FBT001
    return (
        None
        if yes is None
        else Stated(criterion="I-SB-1-A.1", yes=yes, by="ann", at="2026-01-01T00:00:00Z", proof_live=proof)
    )


def of(class_: RuleClass) -> Rule:
    return rule(1, "" if class_ == "attested" else "a.x.exists(v, v.b)", class_=class_)


@pytest.mark.parametrize(
    "row",
    [  # class, measured, statement and its proof: evidenced, declared, grade, contradiction
        ("observable", "met", True, E1, MET, MET, Grade.MEASURED, None),
        ("observable", "met", True, E0, MET, MET, Grade.MEASURED, None),
        ("observable", "met", False, E1, MET, UNMET, Grade.MEASURED, "under-claim"),
        ("observable", "met", False, E0, MET, UNMET, Grade.MEASURED, "under-claim"),
        ("observable", "met", None, E0, MET, MET, Grade.MEASURED, None),
        ("observable", "unmet", True, E1, UNMET, MET, Grade.MEASURED, "over-claim"),
        ("observable", "unmet", True, E0, UNMET, MET, Grade.MEASURED, "over-claim"),
        ("observable", "unmet", False, E1, UNMET, UNMET, Grade.MEASURED, None),
        ("observable", "unmet", False, E0, UNMET, UNMET, Grade.MEASURED, None),
        ("observable", "unmet", None, E0, UNMET, UNMET, Grade.MEASURED, None),
        ("observable", "unknown", True, E1, UNKNOWN, MET, Grade.PROVED, None),
        ("observable", "unknown", True, E0, UNKNOWN, MET, Grade.CLAIMED, None),
        ("observable", "unknown", False, E1, UNMET, UNMET, Grade.PROVED, None),
        ("observable", "unknown", False, E0, UNMET, UNMET, Grade.CLAIMED, None),
        ("observable", "unknown", None, E0, UNKNOWN, UNKNOWN, None, None),
        ("observable", "no-occasion", True, E1, UNKNOWN, MET, Grade.PROVED, None),
        ("observable", "no-occasion", False, E1, UNMET, UNMET, Grade.PROVED, None),
        ("observable", "no-occasion", None, E0, UNKNOWN, UNKNOWN, None, None),
        ("supported", "indicated", True, E1, MET, MET, Grade.CONFIRMED, None),
        ("supported", "indicated", True, E0, MET, MET, Grade.CONFIRMED, None),
        ("supported", "indicated", False, E1, UNMET, UNMET, Grade.PROVED, "under-claim"),
        ("supported", "indicated", False, E0, UNMET, UNMET, Grade.CLAIMED, "under-claim"),
        ("supported", "indicated", None, E0, UNKNOWN, UNKNOWN, None, None),
        ("supported", "unmet", True, E1, UNMET, MET, Grade.MEASURED, "over-claim"),
        ("supported", "unmet", True, E0, UNMET, MET, Grade.MEASURED, "over-claim"),
        ("supported", "unmet", False, E1, UNMET, UNMET, Grade.MEASURED, None),
        ("supported", "unmet", None, E0, UNMET, UNMET, Grade.MEASURED, None),
        ("supported", "unknown", True, E1, UNKNOWN, MET, Grade.PROVED, None),
        ("supported", "unknown", True, E0, UNKNOWN, MET, Grade.CLAIMED, None),
        ("supported", "unknown", False, E1, UNMET, UNMET, Grade.PROVED, None),
        ("supported", "unknown", False, E0, UNMET, UNMET, Grade.CLAIMED, None),
        ("supported", "unknown", None, E0, UNKNOWN, UNKNOWN, None, None),
        ("attested", "unknown", True, E1, MET, MET, Grade.PROVED, None),
        ("attested", "unknown", True, E0, UNKNOWN, MET, Grade.CLAIMED, None),
        ("attested", "unknown", False, E1, UNMET, UNMET, Grade.PROVED, None),
        ("attested", "unknown", False, E0, UNMET, UNMET, Grade.CLAIMED, None),
        ("attested", "unknown", None, E0, UNKNOWN, UNKNOWN, None, None),
    ],
)  # fmt: skip
def test_a_criterion_stands_where_the_table_says(row: Row) -> None:
    class_, measured, yes, proof, evidenced, declared, grade, contradiction = row
    standing = stand(of(class_), MEASURED[measured], said(yes, proof), "shop")
    assert (standing.evidenced, standing.declared, standing.grade) == (evidenced, declared, grade)
    assert (standing.contradiction.kind if standing.contradiction else None) == contradiction


CLASSES: tuple[RuleClass, ...] = ("observable", "supported", "attested")


@pytest.mark.parametrize("class_", CLASSES)
@pytest.mark.parametrize("measured", list(MEASURED))
@pytest.mark.parametrize("proof", [E1, E0])
def test_a_statement_never_overwrites_a_measurement(class_: RuleClass, measured: str, proof: bool) -> None:  # noqa: FBT001
    decided = MEASURED[measured]
    for yes in (True, False, None):
        standing = stand(of(class_), decided, said(yes, proof), "")
        if decided.verdict is not UNKNOWN:
            assert standing.evidenced is decided.verdict
        assert standing.decided is decided
        assert standing.evidenced <= standing.possible
        assert standing.possible is (UNMET if standing.evidenced is UNMET else MET)
        assert standing.evidenced is not MET or standing.grade in (Grade.MEASURED, Grade.CONFIRMED, Grade.PROVED)


@pytest.mark.parametrize("class_", CLASSES)
@pytest.mark.parametrize("measured", list(MEASURED))
def test_saying_yes_instead_of_no_never_lowers_anything(class_: RuleClass, measured: str) -> None:
    for proof in (E1, E0):
        yes, no = (stand(of(class_), MEASURED[measured], said(word, proof), "") for word in (True, False))
        assert (yes.evidenced, yes.declared, yes.possible) >= (no.evidenced, no.declared, no.possible)
        assert yes.evidenced >= no.evidenced
        assert yes.possible >= no.possible


def test_a_contradiction_keeps_both_sides() -> None:
    standing = stand(of("observable"), MEASURED["unmet"], said(True, E1), "shop")  # noqa: FBT003
    assert standing.contradiction == Contradiction(kind="over-claim", criterion="I-SB-1-A.1", unit="shop", stated_by="ann",
                                                   stated_at="2026-01-01T00:00:00Z", decided=MEASURED["unmet"])  # fmt: skip

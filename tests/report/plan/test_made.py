"""The page about a plan that was just made is honest about how sure it is."""

from dataclasses import replace
from fractions import Fraction

from sammeter.report.plan.made import page
from sammeter.roadmap.choose import Choice, Left
from tests.report.plan.plans import view

CHOICE = Choice(
    phases=((), ()), budgets=(None, None), left=(), added=(), gained_end=Fraction(1), best_end=Fraction(1),
    gained_sum=Fraction(2), best_sum=Fraction(2), by_clock=False,
)  # fmt: skip


def words(choice: Choice) -> str:
    made = view()
    lines = page(made.model, made.plan, choice, made.planned).decode().splitlines()
    assert max(map(len, lines)) <= 80
    return " ".join(" ".join(lines).split())


def test_what_is_proven_is_called_proven() -> None:
    assert "Proven: within the budgets no plan ends higher" in words(CHOICE)


def test_what_is_not_proven_tells_the_gap() -> None:
    said = words(replace(CHOICE, best_sum=Fraction(201, 100)))
    assert "Not proven to be the best, the search was stopped at its limit: no plan ends higher," in said
    assert "none is higher on the way by more than 0.005 in the mean of the phases (gap 0.5 %)." in said
    said = words(replace(CHOICE, best_end=Fraction(11, 10), best_sum=Fraction(4), by_clock=True))
    assert (
        "the time ran out, so another run may choose otherwise: no plan ends higher than this one by more than 0.1,"
        in said
    )


def test_days_additions_and_what_is_left_are_told() -> None:
    left = (
        Left(
            activity="O-OM-3-B", comes_to=Fraction(0), target=Fraction(1, 4), why="needs O-OM-2-B, which does not fit"
        ),
    )
    said = words(replace(CHOICE, added=("I-SB-1-A",), left=left))
    assert "Days from No to the highest answer: small 5, medium 20, large 60." in said
    assert "because something needs it: I-SB-1-A." in said
    assert "Not reached (1) O-OM-3-B comes to 0 of 0.25: needs O-OM-2-B, which does not fit" in said

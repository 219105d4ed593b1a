"""Formulas that move: what a shared formula means in another cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.exchange.refs import column, letters, moved, split


@given(st.integers(1, 16_384))
def test_columns_are_numbers_and_letters_alike(number: int) -> None:
    assert column(letters(number)) == number


def test_only_a_cell_is_a_cell() -> None:
    assert split("AB12") == (28, 12)
    assert [split(text) for text in ("A", "12", "A0", "a1", "A1:B2", "ABCD1", "A12345678", "")] == [None] * 8


@pytest.mark.parametrize(
    ("formula", "there"),
    [
        ("F18", "G20"), ("$F$18", "$F$18"), ("F$18+$F18", "G$18+$F20"), ("SUM(A1:B2)", "SUM(B3:C4)"),
        ('IF(ISBLANK(Interview!F18),"",Interview!F18)', 'IF(ISBLANK(Interview!G20),"",Interview!G20)'),
        ('"A1"&A1', '"A1"&B3'), ("'A1 B2'!C3", "'A1 B2'!D5"), ("INDEX(F:F,1:1)", "INDEX(G:G,3:3)"), ("$F:$F", "$F:$F"),
        ("LOG10(A1)", "LOG10(B3)"), ("AnsATBL", "AnsATBL"), ("A1!B2", "A1!C4"), ("x.A1", "x.A1"), ("1.5E3", "1.5E3"),
    ],
)  # fmt: skip
def test_relative_references_move_and_nothing_else_does(formula: str, there: str) -> None:
    assert moved(formula, 1, 2) == there

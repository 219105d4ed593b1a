"""Scores are those of OWASP's workbook: by an independent reading of its formulas everywhere, by the workbook itself where it is."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.scoring import PLACES, decimal, score, shown
from tests import workbook
from tests.rules.shipped import shipped
from tests.workbook import FUNCTIONS, PRACTICES, Answers

VALUES = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1))
IDS = [f"{practice}-{level}-{stream}" for practice in PRACTICES for level in (1, 2, 3) for stream in "AB"]
ANSWERS = st.dictionaries(st.sampled_from(IDS), st.sampled_from(VALUES), max_size=90)


def sheet(answers: Answers) -> dict[str, Fraction]:
    """The workbook's formulas, cell by cell: H = AVERAGE(G, G), J = SUM(H, H, H), then AVERAGE twice."""
    g = {name: answers.get(name, Fraction(0)) for name in IDS}
    h = {(p, level): (g[f"{p}-{level}-A"] + g[f"{p}-{level}-B"]) / 2 for p in PRACTICES for level in (1, 2, 3)}
    j = {p: h[p, 1] + h[p, 2] + h[p, 3] for p in PRACTICES}
    card = {f: sum((j[p] for p in PRACTICES[3 * n : 3 * n + 3]), Fraction(0)) / 3 for n, f in enumerate(FUNCTIONS)}
    return {**j, **card, "overall": sum(card.values(), Fraction(0)) / 5}


def ours(answers: Answers) -> dict[str, Fraction]:
    found = score(shipped().model, answers)
    return {**found.practices, **found.functions, "overall": found.overall}


@given(ANSWERS)
def test_scores_are_what_the_formulas_of_the_sheet_say(answers: Answers) -> None:
    assert ours(answers) == sheet(answers)


@given(ANSWERS)
def test_a_stream_is_the_sum_of_its_answers_and_a_practice_the_mean_of_its_streams(answers: Answers) -> None:
    found = score(shipped().model, answers)
    for practice in shipped().model.practices:
        for stream in practice.streams:
            assert found.streams[stream.id] == sum(
                (answers.get(one.id, Fraction(0)) for one in stream.activities), Fraction(0)
            )
        assert found.practices[practice.id] == sum((found.streams[one.id] for one in practice.streams), Fraction(0)) / 2


@given(ANSWERS, st.sampled_from(IDS), st.sampled_from(VALUES))
def test_raising_an_answer_never_lowers_a_score(answers: Answers, name: str, value: Fraction) -> None:
    raised = {**answers, name: max(value, answers.get(name, Fraction(0)))}
    before, after = ours(answers), ours(raised)
    assert all(after[key] >= before[key] for key in before)


@given(ANSWERS)
def test_a_blank_scores_what_a_no_scores(answers: Answers) -> None:
    assert ours(answers) == ours({**dict.fromkeys(IDS, Fraction(0)), **answers})


def test_the_ends_of_the_scale_and_a_lone_level_3() -> None:
    assert set(ours({}).values()) == {0}
    assert set(ours(dict.fromkeys(IDS, Fraction(1))).values()) == {3}
    assert set(ours({name: Fraction(1) for name in IDS if "-3-" in name}).values()) == {1}


def test_an_answer_to_nothing_in_the_model_scores_nothing() -> None:
    assert ours({"G-XX-1-A": Fraction(1)}) == ours({})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0.00"), (Fraction(3), "3.00"), (Fraction(1, 2), "0.50"), (Fraction(1, 8), "0.125"), (Fraction(1, 16), "0.0625"),
        (Fraction(1, 3), "0.333333333333"), (Fraction(2, 3), "0.666666666667"), (Fraction(1, 30), "0.033333333333"), (Fraction(5, 6), "0.833333333333"),
        (Fraction(1, 2**20), "0.00000095367431640625"), (Fraction(29, 10), "2.90"), (Fraction(10**12 - 1, 3 * 10**12), "0.333333333333"),
        (Fraction(3 * 10**11 + 1, 3 * 10**12), "0.10"), (Fraction(299_999_999_999_999, 10**14 * 3), "1.00"), (Fraction(1, 3 * 10**20), "0.00"),
    ],
)  # fmt: skip
def test_decimal_texts_are_exact_where_they_end_and_else_have_12_places(value: Fraction, text: str) -> None:
    assert decimal(value) == text


@given(ANSWERS)
def test_every_score_is_printed_near_enough_and_with_two_places_at_least(answers: Answers) -> None:
    for value in ours(answers).values():
        text = decimal(value)
        whole, _, part = text.partition(".")
        assert whole.isdigit()
        assert len(part) >= 2
        assert abs(Fraction(Decimal(text)) - value) * 2 <= Fraction(1, 10**PLACES)
        if value.denominator in (1, 2, 4, 5, 8, 10, 16, 20, 40, 80):
            assert Fraction(Decimal(text)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(1, 8), "0.13"), (Fraction(5, 8), "0.63"), (Fraction(175, 1000), "0.18"), (Fraction(2675, 1000), "2.68"), (Fraction(1, 3), "0.33"),
     (Fraction(2, 3), "0.67"), (Fraction(0), "0.00"), (Fraction(2995, 1000), "3.00"), (Fraction(89, 30), "2.97")],
)  # fmt: skip
def test_what_people_see_is_rounded_half_up_on_the_decimal_value(value: Fraction, text: str) -> None:
    assert shown(value) == text


# ---- the workbook itself


def _case(seed: int) -> tuple[dict[str, Fraction], list[dict[str, Fraction]]]:
    """Random answers, some of them blank, and four phases of which each answers a part anew."""
    chance = Random(seed)  # noqa: S311 - reproducible, not secret
    share = chance.choice([0.2, 0.7, 1.0])
    now = {name: chance.choice(VALUES) for name in IDS if chance.random() < share}
    return now, [{name: chance.choice(VALUES) for name in IDS if chance.random() < 0.3} for _ in range(4)]


@pytest.mark.skipif(bool(workbook.MISSING), reason=workbook.MISSING)
def test_the_official_workbook_calculates_the_same_scores(tmp_path: Path) -> None:
    book = workbook.Workbook()
    assert sorted(book.now) == sorted(book.texts) == sorted(book.rows) == sorted(IDS)
    cases = [({}, _case(0)[1]), _case(1), _case(2)]
    (tmp_path / "in").mkdir()
    files = []
    for number, (now, phases) in enumerate(cases):
        files.append(tmp_path / "in" / f"case{number}.xlsx")
        book.fill(files[-1], now, phases)
    workbook.calculate(files, tmp_path)
    for file, (now, phases) in zip(files, cases, strict=True):
        current = dict(now)
        for number, found in enumerate(workbook.scores(tmp_path / file.name)):
            if 0 < number <= len(phases):
                current |= phases[number - 1]
            expected = ours(current)
            assert found.keys() == expected.keys()
            wrong = {
                name: (found[name], float(value))
                for name, value in expected.items()
                if abs(found[name] - float(value)) > 1e-12
            }
            assert wrong == {}, f"{file.name}, phase {number}"

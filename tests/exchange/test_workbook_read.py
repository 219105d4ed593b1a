"""Workbooks as people leave them: nothing that stands in a cell is silently taken for a no."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.exchange.answer_text import matches
from sammeter.exchange.sammwise import ORDER
from sammeter.exchange.types import Filled, Organisation, Remark
from sammeter.exchange.workbook_read import read
from tests.exchange.official import FILES, KNOWN, NEEDED
from tests.exchange.small_workbook import PLAN, ROW, Value, known, texts, workbook
from tests.exchange.test_package import changed

YES = texts("G-SM-1-A")
OTHER = texts("I-SB-1-A")


def filled(cells: dict[str, Value] | None = None, **options: bool) -> Filled:
    return read(workbook(cells, options=options), known(), where="w.xlsx")


def remarks(found: Filled) -> list[tuple[str, str, bool]]:
    return [(one.where.removeprefix("w.xlsx!"), one.says, one.lost) for one in found.remarks]


def test_a_blank_workbook_holds_nothing() -> None:
    assert filled() == Filled(model="2.2.0", answers={})
    assert filled({"Interview!F18": "  ", "Interview!I18": " \n", "Interview!D10": " "}) == Filled(
        model="2.2.0", answers={}
    )


def test_every_answer_of_every_list_is_read_by_its_position() -> None:
    for at in range(4):
        found = filled({f"Interview!F{ROW[name]}": texts(name)[at] for name in ORDER})
        assert found == Filled(model="2.2.0", answers=dict.fromkeys(ORDER, at))


def test_letter_case_never_counts_as_in_the_workbook() -> None:
    found = filled({"Interview!F18": YES[2].upper()})
    assert (found.answers, found.remarks) == ({"G-SM-1-A": 2}, ())


@pytest.mark.parametrize(
    "text",
    [
        f" {YES[1]} ",
        YES[1].replace(" ", "\N{NO-BREAK SPACE}"),
        YES[1].replace(" ", "  "),
        f"{YES[1]}\N{ZERO WIDTH SPACE}",
    ],
)
def test_spaces_are_forgiven_but_told_since_the_workbook_scores_0(text: str) -> None:
    found = filled({"Interview!F18": text})
    assert found.answers == {"G-SM-1-A": 1}
    (where, says, lost) = remarks(found)[0]
    assert (where, lost) == ("Interview!F18", False)
    assert says.endswith("taken; the workbook itself scores it 0")


def test_a_star_counts_as_in_the_workbook() -> None:
    found = filled({"Interview!F18": "yes*"})
    assert found.answers == {"G-SM-1-A": 1}
    assert remarks(found) == [("Interview!F18", f"'yes*' counts as '{YES[1]}', as in the workbook", False)]


def test_a_text_of_another_questions_list_is_taken_by_its_position_and_told() -> None:
    assert OTHER[3] not in YES
    found = filled({"Interview!F18": OTHER[3]})
    assert found.answers == {"G-SM-1-A": 3}
    assert remarks(found) == [
        (
            "Interview!F18",
            f"'{OTHER[3]}' is of another question's list; taken as '{YES[3]}'; the workbook itself scores it 0",
            False,
        )
    ]


def test_a_text_of_another_edition_is_taken_by_its_position_and_told() -> None:
    found = filled({f"Interview!F{ROW['I-SB-1-A']}": f"{OTHER[2]}, of old"})
    assert found.answers == {"I-SB-1-A": 2}
    assert "is of edition 1.9; taken as" in found.remarks[0].says


def test_what_the_question_itself_once_offered_goes_before_what_another_question_offers() -> None:
    text = f"{OTHER[1]}, of old"
    found = filled({f"Interview!F{ROW['I-SB-1-A']}": text, "imp-answers!E3": text})
    assert found.answers == {"I-SB-1-A": 1}


def test_a_text_at_different_positions_of_other_lists_is_lost() -> None:
    found = filled({"Interview!F18": "both", "imp-answers!E2": "both", "imp-answers!D3": "both"})
    assert found.answers == {}
    assert found.remarks[-1].lost


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("N/A", "'N/A', no answer of its list"), (0.5, "the number 0.5"), (0.0, "the number 0"), (" 1 ", "the number 1"), ("0,5", "the number 0,5"),
        ("50 %", "the number 50 %"), ("maybe", "'maybe', no answer of its list"), ("=1", "'=1', no answer of its list"), (("=NOW()", ""), "a formula without a stored result"),
        (("=X", "#NAME?"), "the error #NAME?"), ("x" * 200, f"'{'x' * 60}...', no answer of its list"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_lost_and_told_never_a_no(value: Value, says: str) -> None:
    found = filled({"Interview!F18": value, "Interview!F20": "No"})
    assert found.answers == {"G-SM-2-A": 0}
    assert remarks(found) == [("Interview!F18", f"G-SM-1-A: {says}; left blank", True)]


def test_a_shared_text_that_is_missing_is_lost_and_no_blank() -> None:
    data = changed("xl/worksheets/sheet2.xml", b"</c>", b'</c><c r="F18" t="s"><v>99999</v></c>', workbook())
    found = read(data, known(), where="w.xlsx")
    assert remarks(found)[-1] == (
        "Interview!F18",
        "G-SM-1-A: '(shared text 99999 is missing)', no answer of its list; left blank",
        True,
    )


def test_a_formula_with_a_stored_answer_is_that_answer() -> None:
    assert filled({"Interview!F18": ("=Other!A1", YES[3])}).answers == {"G-SM-1-A": 3}


def test_answers_typed_over_the_roadmap_are_answers_where_the_interview_is_blank() -> None:
    found = filled({"Roadmap!F18": YES[2], "Roadmap!F19": 0.0})
    assert (found.answers, found.phases) == ({"G-SM-1-A": 2}, ())
    assert remarks(found) == [
        (
            "Roadmap!F18",
            "G-SM-1-A: typed over the roadmap's formula; taken as the answer, the interview is blank there",
            False,
        )
    ]


def test_answers_typed_over_the_roadmap_against_the_interview_hold_for_the_plan() -> None:
    found = filled({"Interview!F18": YES[1], "Roadmap!F18": YES[2], "Roadmap!N18": YES[3]})
    assert (found.answers, found.phases) == ({"G-SM-1-A": 1}, ({"G-SM-1-A": 2}, {"G-SM-1-A": 3}))
    assert "the interview says otherwise" in found.remarks[0].says
    same = filled({"Interview!F18": YES[1], "Roadmap!F18": YES[1]})
    assert (same.answers, same.phases, same.remarks) == ({"G-SM-1-A": 1}, (), ())


def test_a_phase_holds_what_was_chosen_and_inherits_the_rest() -> None:
    found = filled(
        {"Interview!F18": YES[1], "Roadmap!J18": YES[2], "Roadmap!R18": "No", "Roadmap!N19": texts("G-SM-2-A")[3]}
    )
    assert found.phases == ({"G-SM-1-A": 2}, {"G-SM-2-A": 3}, {"G-SM-1-A": 0})
    assert found.remarks == ()


def test_an_emptied_phase_is_0_from_there_on_and_told() -> None:
    found = filled({"Interview!F18": YES[1], "Roadmap!N18": None, "Roadmap!N19": None})
    assert found.phases == ({}, {"G-SM-1-A": 0})
    assert remarks(found) == [("Roadmap!N18", "G-SM-1-A: emptied; 0 from here on, as the workbook scores it", False)]


@pytest.mark.parametrize(
    "value", [0.0, ("=F18", 0.0), ("=F18", ""), ("=$F$18", YES[3]), ("=Interview!J104", 0.75), ("=F18", "#REF!")]
)
def test_formulas_and_the_numbers_of_old_releases_inherit(value: Value) -> None:
    found = filled({"Interview!F18": YES[1], "Roadmap!J18": value})
    assert (found.phases, found.remarks) == ((), ())


def test_a_number_typed_into_a_phase_is_lost_and_told() -> None:
    found = filled({"Roadmap!J18": 0.75, "Roadmap!J19": "n/a"})
    assert found.phases == ()
    assert [one.lost for one in found.remarks] == [True, True]


def test_a_formula_of_ones_own_in_a_phase_is_taken_at_its_stored_word() -> None:
    found = filled({"Interview!F18": YES[1], "Roadmap!N18": ("=F18", YES[1]), "Roadmap!J18": YES[3]})
    assert found.phases == ({"G-SM-1-A": 3}, {"G-SM-1-A": 1})
    assert remarks(found) == [("Roadmap!N18", "G-SM-1-A: a formula of its own; its stored text is taken", False)]


def test_a_phase_that_is_not_there_is_no_phase_of_blanks() -> None:
    gone: dict[str, Value] = {f"Roadmap!{column}{row}": None for column in "RV" for row in PLAN.values()}
    found = filled({"Interview!F18": YES[1], **gone})
    assert (found.phases, found.remarks) == ((), ())


STOCK: dict[str, Value] = {
    f"Roadmap!{ref}": "No" for ref in ("J74", "J75", "J76", "N74", "N75", "N76", "R74", "R76", "V74")
}
RELEASE: dict[str, Value] = {"Roadmap!F154": ("=Interview!F228", 0.0), "Interview!F104": OTHER[3]}


def test_the_no_that_release_2_0_5_ships_with_is_nobodys_choice() -> None:
    found = filled({**STOCK, **RELEASE})
    assert found.phases == ()
    assert [(where, lost) for where, _, lost in remarks(found)] == [("Roadmap!J74", False)]
    changed = filled({**STOCK, **RELEASE, "Roadmap!J74": OTHER[2]})
    assert changed.phases[0]["I-SB-1-A"] == 2
    assert len(changed.remarks) == 8
    assert filled({**STOCK, "Interview!F104": OTHER[3]}).phases[0] == dict.fromkeys(
        ("I-SB-1-A", "I-SB-2-A", "I-SB-3-A"), 0
    )


def test_notes_organisation_and_benchmark_are_kept_as_typed() -> None:
    found = filled({"Interview!I18": " =1+1 \nline", "Interview!I20": 7.0, "Interview!D10": "Ächme", "Interview!D11": "shop",
                    "Interview!D12": 45_719.0, "Interview!D13": "Ada", "Interview!D14": "_x0041_\ttab", "Benchmark!C9": "Company", "Benchmark!C13": "1-100"})  # fmt: skip
    assert found.notes == {"G-SM-1-A": " =1+1 \nline", "G-SM-2-A": "7"}
    assert found.organisation == Organisation(
        name="Ächme", scope="shop", date="2025-03-03", lead="Ada", contributors="_x0041_\ttab"
    )
    assert found.benchmark == {"type": "Company", "developers": "1-100"}


@pytest.mark.parametrize(
    ("value", "date"),
    [
        (45_719.75, "2025-03-03"),
        ("spring 2025", "spring 2025"),
        ("2025-03-03T00:00:00", "2025-03-03"),
        (-4.0, "-4"),
        (1e300, "1E+300"),
    ],
)
def test_a_date_is_a_date_or_stays_as_typed(value: Value, date: str) -> None:
    assert filled({"Interview!D12": value}).organisation.date == date


def test_dates_of_workbooks_that_count_from_1904_are_read_so() -> None:
    assert filled({"Interview!D12": 44_257.0}, date_1904=True).organisation.date == "2025-03-03"


def test_a_benchmark_sheet_of_another_make_is_left_alone() -> None:
    assert filled({"Benchmark!C18": 3.0, "Benchmark!C9": "x"}).benchmark == {}


def test_changed_worths_are_told_and_positions_follow_the_worth() -> None:
    assert "are worth other than" in filled({"imp-answers!H2": 0.6}).remarks[0].says
    swapped: dict[str, Value] = {
        "imp-answers!B2": OTHER[3],
        "imp-answers!E2": "No",
        "imp-answers!F2": 1.0,
        "imp-answers!I2": 0.0,
        "Interview!F104": "No",
    }
    assert filled(swapped).answers == {"I-SB-1-A": 0}


def test_the_edition_is_told_by_the_lists_and_never_by_the_version_cell() -> None:
    old: dict[str, Value] = {
        f"imp-answers!{column}2": f"{text}, of old" for column, text in zip("CDE", OTHER[1:], strict=True)
    }
    assert filled({**old, "Attribution and License!B3": "v2.2.0"}).model == "1.9"
    words: dict[str, Value] = {
        f"imp-answers!{column}{row}": f"mot {column}{row}" for column in "BCDE" for row in range(2, 26)
    }
    translated = filled(words | {"Interview!F104": "mot D2"})
    assert (translated.model, translated.answers) == ("2.2.0", {"I-SB-1-A": 2})
    assert translated.remarks == (
        Remark(
            where="w.xlsx!imp-questions",
            says="the answers to 90 questions are in other words than any known edition; read as 2.2.0, by position",
        ),
    )


@given(st.text("ab*?~", max_size=6), st.text("ab*?~", max_size=6))
def test_wildcards_are_excels(pattern: str, text: str) -> None:
    def slow(p: str, t: str) -> bool:
        if not p:
            return not t
        if p[0] == "*":
            return slow(p[1:], t) or (bool(t) and slow(p, t[1:]))
        literal = p[1] if p[0] == "~" and p[1:2] in {"*", "?", "~"} and p[1:2] else ""
        head, rest = (literal, p[2:]) if literal else (p[0], p[1:])
        return bool(t) and ((head == "?" and not literal) or head == t[0]) and slow(rest, t[1:])

    assert matches(pattern, text) == slow(pattern, text)


def test_a_hostile_pattern_takes_no_time() -> None:
    assert not matches("*a" * 5_000, "a" * 4_000 + "b")


@NEEDED
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem.removeprefix("SAMM_spreadsheet_"))
def test_each_release_is_read_and_its_edition_told(file: object) -> None:
    path = next(one for one in FILES if one == file)
    found = read(path.read_bytes(), KNOWN, where=path.name)
    version = path.stem.rpartition("_v")[2]
    assert found.model == (version if version in {"2.1.0", "2.2.0"} else "2.0.16")
    assert (found.answers, found.phases, found.notes) == ({}, (), {})
    assert not any(one.lost for one in found.remarks)

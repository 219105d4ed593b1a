"""The view that every format shows: sentences, figures, coverage, states, and texts at their width."""

from dataclasses import replace
from fractions import Fraction

import pytest

from sammeter.answers import Declaration, Statement
from sammeter.answers.types import Answered, Excluded
from sammeter.report.board.brief import CONFLICTS, brief
from sammeter.report.board.build import build
from sammeter.report.board.view import NONE, Beside, Kept
from sammeter.report.board.words import cut, day, glossary
from sammeter.scoring import Scores, score
from tests.report.assessments import assessment
from tests.report.boards import beside, crowded, kept, undeclared, usual, with_conflicts


def test_the_parts_add_up_to_all_criteria() -> None:
    board = usual()
    assert board.criteria == len(assessment().model.criteria()) == 270
    assert {part.word: part.count for part in board.parts} == {
        "met": 7,
        "unmet": 4,
        "indicated": 2,
        "no occasion": 1,
        "unknown": 256,
    }


def test_no_occasion_is_named_only_where_there_was_none() -> None:
    made = assessment(functions="V")
    assert [part.word for part in build(made, "executive").parts] == ["met", "unmet", "indicated", "unknown"]


def test_where_nothing_is_settled_there_is_a_dash_and_never_a_zero() -> None:
    board = undeclared()
    design = next(one for one in board.functions if one.id == "D")
    assert design.figures.evidenced_shown == NONE
    assert design.figures.settled == 0
    assert "nothing evidenced" in design.figures.says
    assert {line.name: line.value for line in build(assessment(functions="D"), "executive").lines} == {
        "Declared": NONE, "Evidenced": NONE, "Possible": "3.00",
    }  # fmt: skip


def test_the_verdict_says_what_holds_what_is_only_said_and_what_nobody_looked_at() -> None:
    holds, said, unseen = usual().verdict
    assert holds.startswith("7 of 270 criteria are evidenced, and 4 are known not to be met; 2 more are indicated")
    assert said.startswith("People declare 1.50 of 3.00 over 90 answers: ")
    assert said.endswith(
        ": 1 is contradicted by what was seen and 89 go further than their proof, so 0.75 would stand up to a check."
    )
    assert unseen.startswith("Nothing is known of the other 256: ")


def test_the_verdict_of_an_untouched_place_promises_nothing() -> None:
    holds, said, unseen = build(assessment(functions="D"), "executive").verdict
    assert holds == "None of 54 criteria is evidenced yet."
    assert said.startswith("Nobody has declared anything")
    assert unseen.startswith("Nothing is known of all 54: ")


def test_people_who_said_something_are_not_listed_as_not_looked_at() -> None:
    made = assessment(declared=True)
    silent = replace(made, declaration=Declaration())
    assert "statements of people" in dict(build(silent, "executive").method)["Not looked at"]
    assert "people" not in dict(build(made, "executive").method)["Not looked at"]


def test_the_target_is_a_line_only_where_there_is_a_plan() -> None:
    assert "Target" not in [line.name for line in usual().lines]
    lines = {line.name: line for line in build(assessment(), "executive", beside()).lines}
    assert lines["Target"].value == "2.33"
    assert "2027-06-28" in lines["Target"].means


def test_what_is_not_applicable_has_its_own_cell_and_a_line_of_what_is_achievable() -> None:
    made = assessment(declared=True)
    out = Excluded(activity="O-OM-3-B", reason="no such thing", by="Ann", approver="Bob", at="2026-11-01T00:00:00Z")
    answers = tuple(replace(one, excluded=out) if one.activity == out.activity else one for one in made.answers)
    best = score(made.model, {one.id: Fraction(one.id != out.activity) for one in made.model.activities()})
    board = build(replace(made, answers=answers, achievable=best, declaration=Declaration(excluded=(out,))), "full")
    cells = {cell.id: cell for row in board.practices for cell in row.cells if cell}
    assert cells["O-OM-3-B"].state == "excluded"
    assert {line.name: line.value for line in board.lines}["Achievable"] == "2.97"
    assert [(one.id, one.approver) for one in board.exclusions] == [("O-OM-3-B", "Bob")]


def test_a_cell_shows_the_first_state_that_fits() -> None:
    made = assessment(declared=True)
    cells = {cell.id: cell for row in build(made, "executive").practices for cell in row.cells if cell}
    assert (cells["I-SB-1-A"].state, cells["I-SB-1-A"].text, cells["I-SB-1-A"].shade) == ("settled", "1", 3)
    assert (cells["D-TA-1-A"].state, cells["D-TA-1-A"].text) == ("declared", "½")
    silent = {cell.id: cell.state for row in undeclared().practices for cell in row.cells if cell}
    assert silent["I-SB-2-A"] == "partly"
    assert silent["I-SB-2-B"] == "indicated"
    assert silent["I-SB-3-A"] == "no occasion"
    assert silent["D-TA-1-A"] == "unknown"


def test_a_contradicted_answer_is_marked_before_anything_else() -> None:
    made = assessment(declared=True)
    cells = {cell.id: cell for row in build(made, "executive").practices for cell in row.cells if cell}
    assert (cells["G-SM-1-A"].state, cells["G-SM-1-A"].sign) == ("contradicted", "!")


def test_over_claims_come_before_under_claims() -> None:
    made = assessment(declared=True)
    one = made.contradictions[0]
    board = build(replace(made, contradictions=(replace(one, kind="under-claim"), one)), "executive")
    assert [conflict.kind for conflict in board.conflicts] == ["over-claim", "under-claim"]


def test_two_pages_show_few_and_count_the_others() -> None:
    board = crowded("x")
    short = brief(board)
    assert len(short.board.conflicts) == CONFLICTS
    assert short.more_conflicts == 40 - CONFLICTS
    assert short.board.plan is not None
    assert [one.name for one in short.board.plan.phases] == ["Phase 1 x", "Phase 2 x", "Phase 3 x", "Phase 6 x"]


def test_the_two_pages_never_change_a_figure() -> None:
    board = crowded("long " * 200)
    short = brief(board).board
    assert short.overall == board.overall
    assert [one.value for one in short.lines] == [one.value for one in board.lines]
    assert short.parts == board.parts
    assert short.functions == board.functions


def _statement(about: str, answer: str, at: str = "2026-11-01T00:00:00Z") -> Statement:
    return Statement(id=f"s-{about}{at}", about=about, answer=answer, by="Ann", role="lead", at=at)


def _states(made: Declaration, *statements: Statement) -> list[str]:
    board = build(replace(assessment(), declaration=made), "full", Beside(kept=Kept(statements=statements)))
    return [row.state for row in board.statements]


def test_every_statement_has_one_state() -> None:
    old, new = _statement("I-SB-1-A", "1", "2026-10-01T00:00:00Z"), _statement("I-SB-1-A", "0.5")
    answered = Answered(activity="I-SB-1-A", position=2, by="Ann", at=new.at)
    assert _states(Declaration(answers=(answered,), waiting=(new,)), old, new) == ["waits for review", "replaced"]
    lapsed = replace(answered, weak="lapsed on 2026-11-10")
    assert _states(Declaration(answers=(lapsed,), waiting=(new,)), new) == ["lapsed"]
    assert _states(Declaration(), _statement("I-SB-1-A", "withdrawn")) == ["withdrawn"]
    assert _states(Declaration(), _statement("I-SB-1-A", "1", "2027-01-01T00:00:00Z")) == ["said later"]


def test_a_statement_shows_its_proof_its_digest_and_who_agreed() -> None:
    board = build(assessment(declared=True), "full", Beside(kept=kept("policy")))
    (row,) = board.statements
    assert row.proofs == (("policy.pdf", "a" * 64, "policy changed"),)
    assert row.reviewed == "Bob <bob@example.org>, 2026-11-02"
    assert dict(board.method)["Reviewed by"].startswith("Bob (1).")


def test_the_digest_is_of_the_assessment_as_json() -> None:
    from hashlib import sha256

    from sammeter.report import json

    made = assessment()
    assert build(made, "executive").head.digest == sha256(json.render(made)).hexdigest()
    assert build(assessment(name="other"), "executive").head.digest != build(made, "executive").head.digest


@pytest.mark.parametrize(("text", "width", "cut_to"), [
    ("short", 10, "short"), ("0123456789", 10, "0123456789"), ("01234567890", 10, "012345678…"), ("東京東京東京", 6, "東京…"),
    ("one, two", 6, "one…"), ("a\nb\x1b[2Jc", 40, "a\\nb\\x1b[2Jc"),
])  # fmt: skip
def test_a_text_is_cut_at_its_width_and_shows_that_it_was(text: str, width: int, cut_to: str) -> None:
    assert cut(text, width) == cut_to


def test_a_day_is_written_as_people_write_it_in_any_locale() -> None:
    assert day("2026-03-01T00:00:00Z") == "1 March 2026"
    assert day("unknown") == "unknown"


def test_the_glossary_holds_our_words_and_only_terms_that_are_used() -> None:
    made = replace(assessment().model, glossary={"record": "what is written down", "recorder": "unused"})
    terms = [term for term, _ in glossary(made)]
    assert "record" in terms
    assert "recorder" not in terms
    assert terms[0] == "declared"


def test_figures_of_functions_are_the_scores_of_the_assessment() -> None:
    made = assessment(declared=True)
    board = build(made, "executive")

    def same(scores: Scores, kind: str) -> bool:
        functions = all(getattr(one.figures, kind) == scores.functions[one.id] for one in board.functions)
        return functions and all(getattr(one.figures, kind) == scores.practices[one.id] for one in board.practices)

    assert made.declared is not None
    assert same(made.evidenced, "evidenced")
    assert same(made.possible, "possible")
    assert same(made.declared, "declared")
    assert not same(made.possible, "evidenced")


def test_a_grade_and_a_place_stand_beside_each_criterion() -> None:
    board = usual("full")
    first = next(
        question for row in board.practices for question in row.questions if question.id == "I-SB-1-A"
    ).criteria[0]
    assert (first.word, first.grade) == ("met", "measured")
    assert first.where.startswith(".github/workflows/ci.yml:17")


def test_forty_contradictions_are_all_in_the_full_view() -> None:
    board = build(with_conflicts(assessment(declared=True), "Ann", 40), "full")
    assert len(board.conflicts) == 40


def test_steps_that_settle_only_measures_come_last() -> None:
    made = assessment()
    beside_the_model = replace(made.next[0], settles=("X-06",), do="pin it.")
    wishes = build(replace(made, next=(beside_the_model, *made.next)), "executive").wishes
    assert (wishes[-1].do, wishes[-1].would) == ("Pin it", "1 measure beside the model")
    assert wishes[0].would == "1 criterion"

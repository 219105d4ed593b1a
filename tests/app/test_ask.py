"""The interview as a machine: every key, what it keeps, what it shows, and that nothing is invented."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from sammeter.answers import Review
from sammeter.app import clock
from sammeter.app.ask import Choice, Interview
from sammeter.app.ask_pages import screen
from sammeter.app.declare import judge, read_said, state
from sammeter.app.owasp import LICENCE, Wording
from sammeter.app.record import Extra, statement
from sammeter.data import load
from sammeter.data.editions import Asked, Edition, Options
from sammeter.errors import DataError
from sammeter.facts import Fact
from sammeter.facts.collected import Collected
from tests.app.asked import ADA, BOB, interview, press

SB = Choice(practice="I-SB")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "statements"


def kept(folder: Path) -> list[tuple[str, str, str]]:
    if not folder.exists():
        return []
    return [(one.about, one.answer, one.unit) for one in read_said(folder, load()).statements]


def earlier(
    folder: Path, about: str, answer: str, *, at: str = "2026-01-01T00:00:00Z", unit: str = "shop", **extra: str
) -> None:
    made = statement(
        about, answer, ADA, unit=unit, extra=Extra(note=extra.get("note", ""), until=extra.get("until", ""))
    )
    state(folder, [replace(made, at=at)], load())


def collected(*facts: Fact, name: str = "shop") -> Collected:
    kinds = tuple(sorted({fact.kind for fact in facts}))
    return Collected(
        name=name, revision="", at="", as_of="2026-01-31T00:00:00Z", facts=facts, gaps=(), looked=kinds, complete=()
    )


DRIFT = Fact(
    kind="docs.drift", where="BUILD\x1b[31m.md:1", source="t",
    fields={"doc_kind": "build-guide", "refs_total": 3, "refs_broken": 0, "behind_days": 2},
)  # fmt: skip
"""A build guide that quotes nothing that is gone: it indicates I-SB-1-A.2."""


def test_ninety_answers_take_ninety_keys(folder: Path) -> None:
    one = interview(folder)
    for number in range(90):
        assert one.view == "question"
        one.press("1234"[number % 4])
    assert one.view == "end"
    rows = kept(folder)
    assert [about for about, _, _ in rows] == sorted((a for a, _, _ in rows), key=lambda a: a[:4])
    assert {about for about, _, _ in rows} == {activity.id for activity in load().model.activities()}
    assert len(rows) == 90
    assert "90 of 90 answered for shop" in screen(one)
    assert "90 statements wait for a second person: sammeter review" in screen(one)
    assert "thank" not in screen(one).lower()


@pytest.mark.parametrize(
    ("choice", "count"),
    [(Choice(), 90), (Choice(level=1), 30), (SB, 6), (Choice(level=2, practice="i-sb"), 2)],
)
def test_a_choice_says_which_questions_are_asked(folder: Path, choice: Choice, count: int) -> None:
    assert len(interview(folder, choice=choice).questions) == count


def test_an_unknown_practice_is_refused_with_all_there_are(folder: Path) -> None:
    with pytest.raises(DataError, match="no practice 'I-SBB'") as caught:
        interview(folder, choice=Choice(practice="i-sbb"))
    assert "I-SB" in caught.value.hint


def test_only_open_questions_are_asked_and_none_is_the_last_page(folder: Path) -> None:
    press(interview(folder, choice=SB), "1", "2")
    again = interview(folder, choice=Choice(practice="I-SB", open=True))
    assert [one.id for one in again.questions] == ["I-SB-3-A", "I-SB-1-B", "I-SB-2-B", "I-SB-3-B"]
    press(again, "1", "1", "1", "1")
    nothing = interview(folder, choice=Choice(practice="I-SB", open=True))
    assert nothing.view == "end"
    assert "Open: none" in screen(nothing)


def test_the_next_sitting_goes_on_at_the_first_open_question(folder: Path) -> None:
    press(interview(folder), "1", "n", "2", "q")
    assert interview(folder).activity.id == "G-SM-2-A"


def test_a_screen_shows_id_place_question_criteria_and_answers_in_80_columns(folder: Path) -> None:
    one = interview(folder, choice=SB)
    for _ in one.questions:
        text = screen(one)
        assert all(len(line) <= 80 for line in text.splitlines()), text
        assert text.startswith(one.activity.id)
        words = " ".join(text.split())
        assert one.activity.question in words
        for criterion in one.activity.criteria:
            assert criterion in words
        for answer in load().model.answer_set(one.activity.answers).answers:
            assert answer in words
        press(one, "n")


def test_enter_invents_no_answer_where_nothing_is_known(folder: Path) -> None:
    one = interview(folder)
    assert "nothing is suggested here" in press(one, "enter")
    assert kept(folder) == []
    assert one.at == 0


def test_taking_back_opens_the_question_and_is_no_no(folder: Path) -> None:
    one = interview(folder, choice=SB)
    for key in ("0", "backspace"):
        press(one, "3", "p", key)
        assert one.is_open(one.activity)
        assert kept(folder)[-1] == ("I-SB-1-A", "withdrawn", "shop")
    assert "nothing of yours to take back" in press(one, "0")


def test_undo_takes_back_the_last_answers_of_this_sitting_in_turn(folder: Path) -> None:
    one = interview(folder, choice=SB)
    press(one, "2", "3", "z")
    assert one.activity.id == "I-SB-2-A"
    press(one, "z")
    assert one.activity.id == "I-SB-1-A"
    assert "nothing was answered in this sitting" in press(one, "z")
    assert len(interview(folder, choice=Choice(practice="I-SB", open=True)).questions) == 6


def test_answers_within_one_second_keep_their_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: "2026-01-31T12:00:00Z")
    one = interview(folder, choice=SB)
    for key in ("2", "3", "2", "1", "4", "2"):
        press(one, key, "p")
    assert len(kept(folder)) == 6
    again = interview(folder, choice=SB)
    press(again, "[")
    own = again.question().own
    assert own is not None
    assert own.position == 1


def test_going_about(folder: Path) -> None:
    one = interview(folder)
    places = []
    for key in ("n", "right", "p", "left", "left", "]", "n", "]", "[", "["):
        press(one, key)
        places.append(one.activity.id)
    assert places == ["G-SM-2-A", "G-SM-3-A", "G-SM-2-A", "G-SM-1-A", "G-SM-1-A", "G-PC-1-A", "G-PC-2-A", "G-EG-1-A",
                      "G-PC-1-A", "G-SM-1-A"]  # fmt: skip
    press(one, "1", "1", "p", "p", "o")
    assert one.activity.id == "G-SM-3-A"


def test_the_same_answer_again_writes_nothing(folder: Path) -> None:
    one = interview(folder, choice=SB)
    press(one, "2", "p", "2")
    assert len(kept(folder)) == 1


def test_ticks_are_kept_turned_and_taken_back(folder: Path) -> None:
    one = interview(folder, choice=SB)
    press(one, "c", "a", "b", "a", "a", "enter")
    assert kept(folder) == [("I-SB-1-A.1", "yes", "shop"), ("I-SB-1-A.2", "yes", "shop"), ("I-SB-1-A.1", "no", "shop"),
                            ("I-SB-1-A.1", "withdrawn", "shop")]  # fmt: skip
    assert "there is no criterion f" in press(one, "c", "f")


def test_ticks_suggest_the_answer_and_a_higher_one_wants_its_reason(folder: Path) -> None:
    one = interview(folder, choice=SB)
    assert "2 of 5 ticked: a yes stands on all" in press(one, "c", "a", "b")
    press(one, "3")
    assert one.prompt is not None
    assert "Why?" in one.prompt.words
    press(one, "")
    assert one.activity.id == "I-SB-1-A"
    assert len(kept(folder)) == 2
    press(one, "3", "c to e are done by hand")
    found = read_said(folder, load()).statements[-1]
    assert (found.about, found.answer, found.note) == ("I-SB-1-A", "0.5", "c to e are done by hand")
    press(one, "p", "1")
    assert kept(folder)[-1] == ("I-SB-1-A", "0", "shop")


def test_all_ticked_suggests_most_and_less_is_allowed(folder: Path) -> None:
    one = interview(folder, choice=SB)
    assert "Enter takes 4: suggested" in press(one, "c", "a", "b", "c", "d", "e", "esc")
    press(one, "2", "p", "0", "enter")
    assert [row for row in kept(folder) if row[0] == "I-SB-1-A"] == [
        ("I-SB-1-A", answer, "shop") for answer in ("0.25", "withdrawn", "1")
    ]


def test_a_rhythm_is_not_suggested_by_ticks(folder: Path) -> None:
    rhythm = next(one.id for one in load().book.answerings if one.answer["kind"] == "cadence")
    one = interview(folder, choice=Choice(practice=rhythm[:4]))
    while one.activity.id != rhythm:
        press(one, "n")
    count = len(one.activity.criteria)
    text = press(one, "c", *"abcdef"[:count])
    assert "which yes it is, they do not say" in text
    assert "Enter takes" not in text


def test_what_was_seen_stands_beside_and_an_indication_is_confirmed_with_one_key(folder: Path) -> None:
    one = interview(folder, choice=SB, collected=collected(DRIFT))
    text = screen(one)
    assert "seen: indicated, BUILD\\x1b[31m.md:1" in text
    assert "\x1b" not in text
    press(one, "i")
    assert kept(folder) == [("I-SB-1-A.2", "yes", "shop"), ("I-SB-1-A.3", "yes", "shop")]
    assert "nothing is indicated here" in press(one, "i")


def test_what_one_application_shows_is_not_said_of_the_whole_organisation(folder: Path) -> None:
    one = interview(folder, scope="", choice=SB, collected=collected(DRIFT))
    assert "of one application" in screen(one)
    assert "nothing is indicated here" in press(one, "i")
    press(one, "4")
    assert one.prompt is None
    assert kept(folder) == [("I-SB-1-A", "1", "")]


def test_an_unmet_criterion_suggests_no_and_a_yes_to_it_contradicts_at_the_end(folder: Path) -> None:
    fields: dict[str, str | int | float | bool | tuple[str, ...]] = {
        "declared": True,
        "evaluated_at": "2025-06-01T00:00:00Z",
        "risk_id": "R-1",
        "risk_within_appetite": False,
    }
    use = Fact(kind="design.tech_use", where="use.yaml:1", source="t", fields=fields)
    seen = replace(collected(use), complete=("design.tech_use",))
    one = interview(folder, choice=Choice(practice="D-SA"), collected=seen)
    press(one, "n", "n", "n")
    assert one.activity.id == "D-SA-1-B"
    text = screen(one)
    assert "seen: unmet, use.yaml:1" in text
    assert "Enter takes 1: suggested" in text
    press(one, "c", "c", "4", "they will be mended")
    assert "! D-SA-1-B.3 over-claim: Ada <ada@example.org> said yes" in press(one, "q")


def test_an_inherited_answer_is_taken_over_with_one_key_and_by_whom(folder: Path, tmp_path: Path) -> None:
    earlier(tmp_path / "group", "I-SB-1-A", "0.5", unit="")
    said = read_said(tmp_path / "group", load())
    one = interview(folder, choice=SB, inherited=(said,), who=BOB)
    assert "inherited: 3, Ada <ada@example.org>, 2026-01-01" in screen(one)
    assert one.is_open(one.activity)
    press(one, "enter")
    (row,) = read_said(folder, load()).statements
    assert (row.about, row.answer, row.by) == ("I-SB-1-A", "0.5", BOB.by)
    assert row.note == "inherited from Ada <ada@example.org>, 2026-01-01"
    press(one, "z")
    assert one.question().inherited is not None


def test_an_inherited_answer_above_the_ticks_wants_its_reason_too(folder: Path, tmp_path: Path) -> None:
    earlier(tmp_path / "group", "I-SB-1-A", "0.5", unit="")
    said = read_said(tmp_path / "group", load())
    earlier(folder, "I-SB-1-A.1", "no")
    one = interview(folder, choice=SB, inherited=(said,))
    assert one.question().inherited is None
    press(one, "3")
    assert one.prompt is not None


def test_a_lapsed_answer_is_open_and_carried_over_with_one_key(folder: Path) -> None:
    earlier(folder, "I-SB-1-A", "0.5", at="2020-01-01T00:00:00Z", note="kept")
    one = interview(folder, choice=SB)
    assert one.is_open(one.activity)
    assert "Enter takes 3: carried over from 2020-01-01" in " ".join(screen(one).split())
    press(one, "enter")
    assert kept(folder)[-1] == ("I-SB-1-A", "0.5", "shop")
    assert read_said(folder, load()).statements[-1].note == "carried over from 2020-01-01"
    assert interview(folder, choice=SB).activity.id == "I-SB-2-A"


def test_what_was_sent_back_is_open_and_says_why(folder: Path) -> None:
    earlier(folder, "I-SB-1-A", "0.5")
    (said,) = read_said(folder, load()).statements
    judge(
        folder,
        [Review(id="", of=said.id, accepted=False, by=BOB.by, role=BOB.role, at=clock.now(), note="which ones?")],
        load(),
    )
    one = interview(folder, choice=SB)
    assert one.activity.id == "I-SB-1-A"
    assert "which ones?" in " ".join(screen(one).split())
    assert "sent back: I-SB-1-A, by Bob" in press(one, "q")


def test_not_applicable_wants_a_reason_and_a_second_person(folder: Path) -> None:
    one = interview(folder, choice=SB)
    press(one, "x", "")
    assert kept(folder) == []
    press(one, "x", "we build nothing")
    (row,) = read_said(folder, load()).statements
    assert (row.answer, row.note) == ("n/a", "we build nothing")
    again = interview(folder, choice=SB)
    assert again.activity.id == "I-SB-2-A"
    assert "waits for a second person" in " ".join(press(again, "p").split())
    judge(folder, [Review(id="", of=row.id, accepted=True, by=BOB.by, role=BOB.role, at=clock.after(row.at))], load())
    agreed = interview(folder, choice=SB)
    assert "agreed by Bob" in " ".join(press(agreed, "p").split())


def test_unsure_parks_with_a_name_and_answers_nothing(folder: Path) -> None:
    one = interview(folder, choice=SB)
    press(one, "u", "Eve\x1b[31m", "2")
    assert [about for about, _, _ in kept(folder)] == ["I-SB-2-A"]
    text = press(one, "q")
    assert "I-SB-1-A: ask Eve" in text
    assert "\x1b" not in text
    assert "Open (5): I-SB-1-A" in text


def test_a_proof_and_a_note_go_with_the_answer_before_or_after_it(folder: Path, tmp_path: Path) -> None:
    proof = tmp_path / "log.txt"
    proof.write_text("built")
    one = interview(folder, choice=SB)
    press(one, "e", str(proof), "m", "since May", "3")
    (row,) = read_said(folder, load()).statements
    assert (row.note, [(p.what, len(p.sha256)) for p in row.proof]) == ("since May", [("../log.txt", 64)])
    press(one, "3", "p", "e", f"https://example.org/log {'a' * 64}", "m", "see page 3")
    rows = [r for r in read_said(folder, load()).statements if r.about == "I-SB-2-A"]
    assert [[p.what for p in r.proof] for r in rows] == [[], ["https://example.org/log"], ["https://example.org/log"]]
    assert [r.note for r in rows] == ["", "", "see page 3"]
    assert "not taken" in press(one, "e", str(tmp_path / "none"))


def test_a_failure_to_keep_is_said_and_the_question_stays(folder: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file where the folder should be")
    one = Interview(interview(folder.parent / "other").round, SB)
    one.round = replace(one.round, folder=folder)
    assert "NOT KEPT" in press(one, "2")
    assert one.activity.id == "I-SB-1-A"
    assert one.is_open(one.activity)


def test_every_key_of_the_help_does_something(folder: Path) -> None:
    text = press(interview(folder), "?")
    for key in Interview.KEYS:
        if len(key) == 1:
            assert re.search(rf"(^|\s){re.escape(key)}[\s,]", text), key
    one = interview(folder)
    assert one.activity.show in " ".join(press(one, "d").split())
    assert one.activity.show not in " ".join(press(one, "d").split())
    assert "does nothing here" in press(one, "k")
    assert one.view == "question"
    press(one, "?", "k")
    assert one.view == "question"


def test_owasp_wording_is_shown_with_its_source(folder: Path) -> None:
    one = load().model.activity("I-SB-1-A")
    assert one is not None
    edition = Edition(
        content="", answer_sets={"A": Options(id="A", texts=("No", "few", "many", "nearly all"), values=("0", "0.25", "0.5", "1"))},
        questions={one.id: Asked(activity="", question="", text="Do they ask it so?", answers="A", criteria=("first of theirs",))},
    )  # fmt: skip
    wording = Wording(form="", versions=("2.2.0",), licence=LICENCE, edition=edition)
    text = screen(interview(folder, choice=SB, wording=wording))
    assert "Do they ask it so?" in text
    assert "first of theirs" in text
    assert " 4  nearly all" in text
    assert "CC BY-SA 4.0" in text


def test_a_question_of_one_scope_is_not_answered_for_another(folder: Path) -> None:
    press(interview(folder, choice=SB, scope="shop"), "4")
    assert interview(folder, choice=SB, scope="crm").activity.id == "I-SB-1-A"
    press(interview(folder, choice=SB, scope=""), "2")
    crm = interview(folder, choice=SB, scope="crm")
    assert "inherited: 2, Ada" in screen(crm)
    assert crm.is_open(crm.activity)

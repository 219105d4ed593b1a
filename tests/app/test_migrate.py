"""Answers and statements from one version of the model to another: nothing is changed without a word."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.answers.statements import WITHDRAWN
from sammeter.app.carry import edition_of, meaning
from sammeter.app.declare import read_said
from sammeter.app.migrate import Migrated, Scribe, migrate_answers, migrate_statements
from sammeter.app.migrate_pages import document, text_page
from sammeter.app.score import read_answers
from sammeter.data import load
from sammeter.data.editions import Asked, Edition, Options
from sammeter.data.older import Rewording, editions, rewordings
from sammeter.errors import DataError, NotFoundError
from sammeter.scoring import score
from sammeter.text import yaml
from tests.app.kept import folder_of, proved, review, statement

PACK = load()
NINE = ["D-TA-3-A", "D-TA-3-B", "G-PC-3-A", "G-PC-3-B", "G-SM-2-A", "G-SM-3-A", "G-SM-3-B", "O-OM-3-A", "V-ST-3-B"]
IDS = [activity.id for activity in PACK.model.activities()]
BOB = Scribe(by="Bob", role="lead", at="2026-05-01T10:00:00Z")


def questions(before: str, after: str) -> list[str]:
    changed = meaning(editions()[before], editions()[after], rewordings()).changed
    return sorted(id_ for id_ in changed if "." not in id_)


def test_the_nine_questions_whose_answers_changed_are_asked_again() -> None:
    assert questions("2.1.0", "2.2.0") == questions("2.0.16", "2.2.0") == questions("2.2.0", "2.1.0") == NINE


def test_older_editions_ask_again_what_they_asked_otherwise() -> None:
    assert questions("2.0.16", "2.1.0") == questions("2.0.9", "2.0.16") == []
    assert questions("2.0.8", "2.0.9") == ["D-SR-3-B", "G-EG-1-A"]
    assert questions("2.0.3", "2.0.8") == ["I-SD-2-B"]
    assert questions("2.0.0", "2.2.0") == sorted([*NINE, "D-SR-3-B", "G-EG-1-A", "I-SD-2-B"])


def test_without_the_list_of_rewordings_every_changed_text_is_asked_again() -> None:
    strict = meaning(editions()["2.1.0"], editions()["2.2.0"])
    assert {"I-SB-1-A", "I-SB-1-A.2", "G-SM-2-B"} <= set(strict.changed)
    assert strict.asks_again("I-SB-1-A") == ("criterion .2 asks something else",)


def test_every_version_of_2_0_is_known_and_differs_from_nothing_by_itself() -> None:
    assert list(editions()) == [*(f"2.0.{number}" for number in range(17)), "2.1.0", "2.2.0"]
    for edition in editions().values():
        assert set(edition.questions) == set(IDS)
        assert meaning(edition, edition).changed == {}


def test_every_rewording_is_of_texts_that_an_edition_has_and_gives_a_reason() -> None:
    texts = {text for edition in editions().values() for text in _texts(edition)}
    for one in rewordings():
        assert (one.id, one.before) in texts
        assert (one.id, one.after) in texts
        assert one.because
        assert one.before != one.after


def _texts(edition: Edition) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for name, asked in edition.questions.items():
        options = edition.answer_sets[asked.answers]
        found.add((name, asked.text))
        found |= {(f"{name}.{number}", text) for number, text in enumerate(asked.criteria, 1)}
        found |= {(f"{name}={worth}", text) for worth, text in zip(options.values, options.texts, strict=True)}
    return found


def edition(
    question: str = "q", answers: tuple[str, ...] = ("n", "y"), criteria: tuple[str, ...] = ("a", "b")
) -> Edition:
    asked = Asked(activity="1", question="2", text=question, answers="A", criteria=criteria)
    return Edition(
        content="", answer_sets={"A": Options(id="3", texts=answers, values=("0", "1"))}, questions={"G-SM-1-A": asked}
    )


def test_each_kind_of_change_is_given_its_reason() -> None:
    def why(after: Edition, id_: str = "G-SM-1-A") -> tuple[str, ...]:
        return meaning(edition(), after).asks_again(id_)

    assert why(edition()) == ()
    assert why(edition(question="r")) == ("the question asks something else",)
    assert why(edition(answers=("n", "z"))) == ("the answer worth 1 says something else",)
    assert why(edition(criteria=("a", "c"))) == ("criterion .2 asks something else",)
    assert why(edition(criteria=("a", "c")), "G-SM-1-A.2") == ("the criterion asks something else",)
    assert why(edition(criteria=("b", "a")), "G-SM-1-A.2") == (
        "the criterion asks something else; what it asked is now G-SM-1-A.1",
    )
    assert why(edition(criteria=("a",))) == ("it has 1 criterion, not 2",)
    assert meaning(edition(), edition(criteria=("a",))).gone == {"G-SM-1-A.2"}
    worth = replace(edition(), answer_sets={"A": Options(id="3", texts=("n", "y"), values=("0", "0.5"))})
    assert why(worth) == ("the answers are worth 0, 0.5, not 0, 1",)


def test_a_rewording_is_followed_through_all_its_steps_and_for_its_own_id_only() -> None:
    steps = [
        Rewording(id="G-SM-1-A", before="q", after="r", because="x"),
        Rewording(id="G-SM-1-A", before="r", after="s", because="x"),
    ]
    assert meaning(edition(), edition(question="s"), steps).changed == {}
    assert meaning(edition(question="s"), edition(), steps).changed == {}
    assert meaning(edition(), edition(question="t"), steps).changed
    other = [replace(one, id="G-SM-1-B") for one in steps]
    assert meaning(edition(), edition(question="s"), other).changed


def answers(text: str, to: str = "2.2.0") -> Migrated:
    return migrate_answers(text.encode(), where="a.yaml", to=to, pack=PACK)


SMALL = "model: 2.1.0\nanswers: {G-SM-1-A: 0.5, G-SM-2-A: 0.25, I-SB-1-A: 1}\nphases: [{G-SM-2-A: 1}, {I-SB-1-A: 1}]\n"


def test_what_means_the_same_is_kept_and_the_rest_is_open_with_what_was_said() -> None:
    found = answers(SMALL)
    assert [(one.id, one.said, one.phase) for one in found.again] == [("G-SM-2-A", "0.25", 0), ("G-SM-2-A", "1", 1)]
    text = found.text.decode()
    assert "model: 2.2.0\n" in text
    assert "  G-SM-2-A: null  # was 0.25; in SAMM 2.2.0 the answer worth 0.25 says something else\n" in text
    read = read_answers(found.text, where="b.yaml")
    assert read.now == {"G-SM-1-A": Fraction(1, 2), "I-SB-1-A": Fraction(1)}
    assert read.phases == ({}, {"I-SB-1-A": Fraction(1)})


def test_notes_and_whose_answers_they_are_go_along() -> None:
    found = answers(
        'model: 2.1.0\nanswers: {I-SB-1-A: 1}\nnotes: {I-SB-1-A: "since May: \\"all\\""}\norganisation: {name: Acme}\n'
    )
    read = read_answers(found.text, where="b.yaml")
    assert (read.notes, read.organisation) == ({"I-SB-1-A": 'since May: "all"'}, {"name": "Acme"})


def test_three_scores_stand_side_by_side() -> None:
    found = answers(SMALL)
    assert {name: str(one.practices["G-SM"]) for name, one in found.scores.items()} == {
        "before": "3/8", "after": "1/4", "if kept": "3/8",
    }  # fmt: skip
    assert document(found)["scores"]["after"]["practices"]["G-SM"] == "0.25"
    assert "G-SM   0.38 before   0.25   0.38" in text_page(found)


WORTH = {Fraction(0): "0", Fraction(1, 4): "0.25", Fraction(1, 2): "0.5", Fraction(1): "1"}
WORTHS = st.sampled_from(list(WORTH))


@given(
    st.dictionaries(st.sampled_from(IDS), WORTHS), st.sampled_from(list(editions())), st.sampled_from(list(editions()))
)
def test_no_value_is_ever_changed_and_none_is_lost(given_: dict[str, Fraction], before: str, after: str) -> None:
    rows = ", ".join(f"{id_}: {WORTH[worth]}" for id_, worth in given_.items())
    found = answers(f"model: {before}\nanswers: {{{rows}}}\n", after)
    read = read_answers(found.text, where="b")
    again = {one.id: one.said for one in found.again}
    assert read.now == {id_: worth for id_, worth in given_.items() if id_ not in again}
    assert {id_: Fraction(said) for id_, said in again.items()} == {id_: given_[id_] for id_ in again}
    assert found.scores["before"] == found.scores["if kept"] == score(PACK.model, given_)


def test_a_file_of_nothing_is_carried_too() -> None:
    found = answers("model: 2.1.0\nanswers: {}\nphases: [{}]\n")
    assert read_answers(found.text, where="b").now == {}
    assert "nothing that was answered asks anything else" in text_page(found)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("model: 1.5\nanswers: {}\n", "model '1.5'"), ("model: 2.1.0\nanswers: {G-SM-1-A: 0.3}\n", "is no answer"),
        ("model: 2.1.0\nanswers: {G-SM-9-A: 1}\n", "unknown activity"), ("- about: x\n", "a list where"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_with_all_its_mistakes(text: str, says: str) -> None:
    with pytest.raises(DataError) as caught:
        answers(text)
    assert any(says in one.message for one in caught.value.mistakes)


def test_a_target_that_is_not_there_is_told_with_what_there_is() -> None:
    with pytest.raises(NotFoundError) as caught:
        answers(SMALL, "3.0.0")
    assert "2.1.0, 2.2.0, or a folder" in caught.value.hint


def own_model(folder: Path) -> Path:
    """Write a model of one's own: another version, one question reworded, one activity renamed, the rest as shipped."""
    from sammeter.data.compile import sources

    (folder / "model/practices").mkdir(parents=True)
    head = sources()["model/model.yaml"].decode()
    version = next(row for row in head.splitlines() if row.startswith("version:"))
    (folder / "model/model.yaml").write_text(head.replace(version, "version: 2.2.0-acme"), encoding="utf-8")
    text = sources()["model/practices/G-SM.yaml"].decode()
    first = next(one for one in PACK.model.activities() if one.id == "G-SM-1-A")
    assert first.question in text
    text = text.replace(first.question, "Does anybody know at all?").replace("id: G-SM-1-B", "id: G-SM-1-C")
    (folder / "model/practices/G-SM.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_model_of_ones_own_keeps_the_ids_that_both_have_and_lists_those_that_vanished(tmp_path: Path) -> None:
    folder = own_model(tmp_path / "own")
    text = "model: 2.1.0\nanswers: {G-SM-1-A: 0.5, G-SM-1-B: 1, G-SM-2-A: 0.25, I-SB-1-A: 1}\n"
    found = answers(text, str(folder))
    assert found.after == "2.2.0-acme"
    assert {one.id: one.gone for one in found.again} == {"G-SM-1-A": False, "G-SM-1-B": True, "G-SM-2-A": False}
    assert found.unasked == ("G-SM-1-C",)
    written = found.text.decode()
    assert 'model: "2.2.0-acme"' in written or "model: 2.2.0-acme" in written
    assert "# G-SM-1-B: was 1; in SAMM 2.2.0-acme the target has no such question" in written
    assert yaml.read(found.text, where="b")["answers"]["I-SB-1-A"].plain() == 1
    assert "No longer in the model" in text_page(found)


def test_a_folder_without_model_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no model files"):
        answers(SMALL, str(tmp_path))


def test_what_is_asked_again_is_taken_back_by_name_and_everything_said_stays(tmp_path: Path) -> None:
    old, kept = statement("D-TA-3-A", "0.5"), statement("G-SM-1-A", "1")
    folder = folder_of(tmp_path / "said", old, kept, review(old))
    before = (folder / "all.yaml").read_bytes()
    found = migrate_statements(folder, since="2.1.0", to="2.2.0", pack=PACK, scribe=BOB)
    assert ([one.id for one in found.again], found.kept) == (["D-TA-3-A"], 1)
    (folder / found.name).write_bytes(found.text)
    said = read_said(folder, PACK)
    taken = next(one for one in said.statements if one.answer == WITHDRAWN)
    assert (taken.about, taken.by) == ("D-TA-3-A", "Bob")
    assert old.id in taken.note
    assert "said 0.5 on 2026-01-10" in taken.note
    assert (folder / "all.yaml").read_bytes() == before
    assert {name: str(one.practices["D-TA"]) for name, one in found.scores.items()} == {
        "before": "1/4",
        "after": "0",
        "if kept": "1/4",
    }


def test_migrating_twice_takes_nothing_back_twice(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "said", statement("D-TA-3-A", "0.5"))
    found = migrate_statements(folder, since="2.1.0", to="2.2.0", pack=PACK, scribe=BOB)
    (folder / found.name).write_bytes(found.text)
    again = migrate_statements(folder, since="2.1.0", to="2.2.0", pack=PACK, scribe=BOB)
    assert (again.again, again.text) == ((), b"")


def test_what_was_said_of_a_criterion_is_taken_back_where_the_criterion_asks_something_else(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path / "said",
        proved(statement("G-EG-1-A.2", "yes")),
        statement("G-EG-1-A.1", "yes"),
        statement("I-SB-1-A.2", "yes"),
    )
    found = migrate_statements(folder, since="2.0.8", to="2.2.0", pack=PACK, scribe=BOB)
    assert [one.id for one in found.again] == ["G-EG-1-A.2"]


def test_a_later_moment_is_found_for_what_was_said_this_very_second(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "said", statement("D-TA-3-A", "0.5", at="2026-05-01T10:00:00Z"))
    found = migrate_statements(folder, since="2.1.0", to="2.2.0", pack=PACK, scribe=BOB)
    assert b'at: "2026-05-01T10:00:01Z"' in found.text


@pytest.mark.parametrize("since", ["", "1.5"])
def test_statements_of_no_known_version_are_refused(tmp_path: Path, since: str) -> None:
    with pytest.raises(DataError) as caught:
        migrate_statements(
            folder_of(tmp_path / "s", statement("G-SM-1-A", "1")), since=since, to="2.2.0", pack=PACK, scribe=BOB
        )
    assert caught.value.where == "--from"


def test_ones_own_words_are_compared_as_texts() -> None:
    own = edition_of(PACK.model)
    assert meaning(own, own).changed == {}
    assert set(own.questions) == set(IDS)

"""What is wrong with a statement or a review, each with what to do; in a folder, each with file and line."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sammeter.answers import Proof, Review, Statement
from sammeter.answers.check import faults, review_faults
from sammeter.answers.statements import review_id, statement_id
from sammeter.app.declare import line, read_said, review_line
from sammeter.data import load
from sammeter.errors import DataError

TODAY = "2026-01-31T12:00:00Z"


def said(**more: Any) -> Statement:
    given = {"about": "I-SB-2-A", "answer": "0.5", "by": "Ada", "role": "owner", "at": "2026-01-31T11:00:00Z", **more}
    one = Statement(id="", **given)
    return replace(one, id=statement_id(one))


def reviewed(of: Statement, **more: Any) -> Review:
    given = {"accepted": True, "by": "Bob", "role": "lead", "at": "2026-01-31T11:30:00Z", **more}
    one = Review(id="", of=of.id, **given)
    return replace(one, id=review_id(one))


def messages(one: Statement) -> list[str]:
    return [message for message, _ in faults(one, load().model, TODAY)]


@pytest.mark.parametrize(
    "more",
    [{}, {"answer": "0"}, {"answer": "withdrawn"}, {"answer": "n/a", "note": "why"}, {"about": "I-SB-2-A.1", "answer": "yes"},
     {"until": "2026-01-31"}, {"period": "2025-01-01/2025-01-01"}, {"unit": "shop", "units": ("a", "b")},
     {"at": "2026-01-31T23:59:59Z"}, {"proof": (Proof(what="x"), Proof(what="https://x", sha256="0" * 64))}],
)  # fmt: skip
def test_a_sound_statement_has_no_fault(more: dict[str, Any]) -> None:
    assert messages(said(**more)) == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"about": "I-SB-2-C"}, "'I-SB-2-C' is no question"), ({"about": "I-SB-2-A.9"}, "'I-SB-2-A.9' is no question"),
        ({"answer": "0.3"}, "'0.3' is no answer"), ({"about": "I-SB-2-A.1", "answer": "0.5"}, "'0.5' is no answer"),
        ({"about": "I-SB-2-A.1", "answer": "n/a", "note": "x"}, "'n/a' is no answer"), ({"by": " "}, "by nobody"),
        ({"by": "\u200b"}, "by nobody"), ({"role": ""}, "without a role"), ({"at": "2026-02-01T00:00:00Z"}, "in the future"),
        ({"at": "2026-01-31"}, "is no time"), ({"at": "2026-13-31T00:00:00Z"}, "is no time"), ({"at": ""}, "is no time"),
        ({"until": "2026-02-30"}, "'2026-02-30' is no day"), ({"until": "2026-01-30"}, "before it was said"),
        ({"period": "2026-01-02/2026-01-01"}, "is no period"), ({"period": "2026-01-02"}, "is no period"),
        ({"proof": (Proof(what=" "),)}, "a proof without a name"), ({"proof": (Proof(what="x", sha256="AB"),)}, "'AB' is no SHA-256"),
        ({"answer": "n/a"}, "n/a without a reason"), ({"units": ("a", "")}, "a unit without a name"),
        ({"about": "x" * 500}, "..."),
    ],
)  # fmt: skip
def test_each_fault_is_found_with_what_to_do(more: dict[str, Any], words: str) -> None:
    found = list(faults(said(**more), load().model, TODAY))
    assert len(found) == 1
    assert words in found[0][0]
    assert found[0][1]


def test_the_nearest_id_is_named() -> None:
    ((_, hint),) = faults(said(about="i-sb-2-a"), load().model, TODAY)
    assert hint == "did you mean I-SB-2-A?"


def test_a_statement_that_was_edited_is_found_out() -> None:
    assert messages(replace(said(), answer="1")) == ["was changed after it was written"]
    assert messages(replace(said(), id="s-000000000000")) == ["was changed after it was written"]
    assert messages(replace(said(), id="")) == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, ""), ({"by": "ada <ada@example.org>"}, "reviews their own statement"), ({"by": ""}, "by nobody"), ({"role": ""}, "without a role"),
        ({"at": "2026-01-31T10:00:00Z"}, "was said"), ({"at": "2026-02-01T10:00:00Z"}, "in the future"),
        ({"accepted": False}, "sent back without a word"), ({"of": "s-0"}, "there is no statement s-0"),
    ],
)  # fmt: skip
def test_each_fault_of_a_review_is_found(more: dict[str, Any], words: str) -> None:
    one = said()
    review = replace(reviewed(one), **more)
    found = [message for message, _ in review_faults(replace(review, id=review_id(review)), {one.id: one}, TODAY)]
    assert len(found) == bool(words)
    assert all(words in message for message in found)
    assert [m for m, _ in review_faults(replace(reviewed(one), note="x"), {one.id: one}, TODAY)] == [
        "was changed after it was written"
    ]


def edited(one: Statement) -> str:
    return line(one).replace("0.5", "1")


FOLDER: list[tuple[str, Callable[[Statement], str], str]] = [
    ("edited", edited, "was changed after it was written"),
    ("future", lambda one: line(replace(one, id="", at="2999-01-01T00:00:00Z")), "in the future"),
    ("nobody", lambda one: line(replace(one, id="", by="")), "field 'by' is missing"),
    ("unknown id", lambda one: line(replace(one, id="", about="I-SB-2-AA")), "no question or criterion"),
    ("own review", lambda one: review_line(replace(reviewed(one, by="Ada"), id="")), "reviews their own statement"),
    ("unknown field", lambda _: "- {about: I-SB-2-A, anser: 1}", "unknown field 'anser'"),
    ("no list entry", lambda _: "- 7", "a mapping is expected"),
    ("nothing", lambda _: "-", "is empty"),
]


@pytest.mark.parametrize(("name", "bad", "words"), FOLDER, ids=[row[0] for row in FOLDER])
def test_each_fault_in_a_folder_is_told_with_file_and_line(
    tmp_path: Path, name: str, bad: Callable[[Statement], str], words: str
) -> None:
    good = said()
    (tmp_path / "I-SB.yaml").write_text(f"{line(good)}\n{bad(good)}\n")
    with pytest.raises(DataError) as caught:
        read_said(tmp_path, load(), today=TODAY)
    found = [one for one in caught.value.mistakes if words in one.message]
    assert found, (name, [str(one) for one in caught.value.mistakes])
    assert all(one.where == f"{tmp_path}/I-SB.yaml:2" for one in caught.value.mistakes)


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "I-SB.yaml").write_text(f"{edited(said())}\n- {{about: x}}\n")
    (tmp_path / "V-ST.yaml").write_text("about: no list\n")
    with pytest.raises(DataError) as caught:
        read_said(tmp_path, load(), today=TODAY)
    places = {one.where.rpartition("/")[2] for one in caught.value.mistakes}
    assert places == {"I-SB.yaml:1", "I-SB.yaml:2", "V-ST.yaml:1"}

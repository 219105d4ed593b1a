"""`sammeter review` as a command: the queue, a second person's word, and never one's own."""

from pathlib import Path

import pytest

from sammeter.app.declare import read_said
from sammeter.data import load
from tests.cli.command import sammeter
from tests.cli.terminal import terminal

ADA = {"SAMMETER_BY": "Ada <ada@example.org>", "SAMMETER_ROLE": "owner"}
BOB = {"SAMMETER_BY": "Bob <bob@example.org>", "SAMMETER_ROLE": "lead"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for id_, answer in (("isb1a", "half"), ("isb2a.1", "yes"), ("vst1a", "no")):
        assert sammeter("answer", id_, answer, cwd=tmp_path, **ADA).returncode == 0
    return tmp_path


def ids(folder: Path) -> dict[str, str]:
    return {one.about: one.id for one in read_said(folder / "statements", load()).statements}


def reviews(folder: Path) -> list[tuple[str, bool, str, str, str]]:
    found = read_said(folder / "statements", load()).reviews
    return [(one.of, one.accepted, one.by, one.role, one.note) for one in found]


def test_the_queue_lists_what_waits_oldest_first(folder: Path) -> None:
    text = sammeter("review", cwd=folder, **BOB).stdout
    assert text.startswith("Waiting for a second person: 3")
    order = [text.index(ids(folder)[about]) for about in ("I-SB-1-A", "I-SB-2-A.1", "V-ST-1-A")]
    assert order == sorted(order)
    assert "yours" not in text
    assert sammeter("review", cwd=folder, **ADA).stdout.count("yours: another person") == 3
    assert "Waiting for a second person: 1" in sammeter("review", "--practice", "v-st", cwd=folder, **BOB).stdout


def test_several_are_accepted_at_once_with_the_reviewers_role(folder: Path) -> None:
    known = ids(folder)
    done = sammeter("review", known["I-SB-1-A"], known["V-ST-1-A"][:8], "accept", cwd=folder, **BOB)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"statements/I-SB.yaml:3: {known['I-SB-1-A']} accepted by Bob" in done.stdout
    assert sorted(reviews(folder)) == sorted(
        (known[about], True, BOB["SAMMETER_BY"], "lead", "") for about in ("I-SB-1-A", "V-ST-1-A")
    )
    assert "Waiting for a second person: 1" in sammeter("review", cwd=folder, **BOB).stdout


def test_what_is_sent_back_is_listed_with_its_comment_until_it_is_said_anew(folder: Path) -> None:
    one = ids(folder)["I-SB-1-A"]
    assert "sent back without a word" in sammeter("review", one, "return", cwd=folder, **BOB).stderr
    assert reviews(folder) == []
    assert sammeter("review", one, "return", "--note", "which \x1b[31mones?", cwd=folder, **BOB).returncode == 0
    text = sammeter("review", cwd=folder, **ADA).stdout
    assert "Sent back: 1" in text
    assert r"which \x1b[31mones?" in text
    sammeter("answer", "isb1a", "some", cwd=folder, **ADA)
    assert "Sent back" not in sammeter("review", cwd=folder, **ADA).stdout
    done = sammeter("review", one, "accept", cwd=folder, **BOB)
    assert done.returncode == 2
    assert "was followed by s-" in done.stderr


def test_a_reviewer_may_change_their_mind(folder: Path) -> None:
    one = ids(folder)["I-SB-1-A"]
    sammeter("review", one, "return", "--note", "no", cwd=folder, **BOB)
    sammeter("review", one, "accept", cwd=folder, **BOB)
    assert "Sent back" not in sammeter("review", cwd=folder, **BOB).stdout


@pytest.mark.parametrize("by", ["Ada <ada@example.org>", "ADA", "ada@example.org", "A\u200bda"])
def test_nobody_reviews_their_own(folder: Path, by: str) -> None:
    done = sammeter("review", ids(folder)["I-SB-1-A"], "accept", "--by", by, "--role", "x", cwd=folder)
    assert done.returncode == 6
    assert "nobody reviews their own statement" in done.stderr
    assert sammeter("review", "accept", "--all", "--yes", "--by", by, "--role", "x", cwd=folder).returncode == 6
    assert reviews(folder) == []


def test_one_of_ones_own_among_others_keeps_all_from_being_written(folder: Path) -> None:
    sammeter("answer", "gsm1a", "no", cwd=folder, **BOB)
    known = ids(folder)
    done = sammeter("review", known["I-SB-1-A"], known["G-SM-1-A"], "accept", cwd=folder, **BOB)
    assert done.returncode == 6
    assert reviews(folder) == []


def test_all_leaves_out_ones_own(folder: Path) -> None:
    sammeter("answer", "gsm1a", "no", cwd=folder, **BOB)
    done = sammeter("review", "accept", "--all", "--yes", cwd=folder, **BOB)
    assert (done.returncode, done.stderr) == (0, "")
    known = ids(folder)
    assert {of for of, *_ in reviews(folder)} == {known[about] for about in ("I-SB-1-A", "I-SB-2-A.1", "V-ST-1-A")}


def test_all_of_a_practice_wants_a_confirmation(folder: Path) -> None:
    done = sammeter("review", "--practice", "I-SB", "accept", "--all", cwd=folder, **BOB)
    assert done.returncode == 2
    assert "add --yes" in done.stderr
    assert reviews(folder) == []
    for word, count in (("n", 0), ("y", 2)):
        with terminal("review", "--practice", "I-SB", "accept", "--all", cwd=folder, **BOB) as one:
            one.until("Accept 2 as Bob")
            one.send(f"{word}\n")
            assert one.end() == (0 if count else 130)
        assert len(reviews(folder)) == count
    done = sammeter("review", "accept", "--all", "--yes", cwd=folder, **BOB)
    assert done.returncode == 0
    assert len(reviews(folder)) == 3
    assert sammeter("review", "accept", "--all", "--yes", cwd=folder, **BOB).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["s-000000000000", "accept"], "there is no statement s-000000000000"), (["accept"], "name ids or --all"),
        (["s-000000000000"], "accept or return is missing"), (["s-0", "accept", "--all"], "name ids or --all"),
        (["s-", "accept"], "there is no statement s-"), (["--practice", "I-XX"], "no practice 'I-XX'"),
    ],
)  # fmt: skip
def test_wrong_input_ends_with_2_and_writes_nothing(folder: Path, arguments: list[str], words: str) -> None:
    done = sammeter("review", *arguments, cwd=folder, **BOB)
    assert done.returncode == 2
    assert words in done.stderr
    assert reviews(folder) == []


def test_without_a_role_nobody_reviews(folder: Path) -> None:
    done = sammeter("review", ids(folder)["I-SB-1-A"], "accept", "--by", "Bob", cwd=folder, SAMMETER_ROLE="")
    assert done.returncode == 2
    assert "without a role" in done.stderr


def test_a_folder_that_is_not_there_names_what_makes_one(tmp_path: Path) -> None:
    done = sammeter("review", cwd=tmp_path, **BOB)
    assert done.returncode == 2
    assert "there are no statements" in done.stderr

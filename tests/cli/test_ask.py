"""`sammeter ask` in a real terminal: keys, resuming, interruption, and nothing that could steer the terminal."""

from pathlib import Path

from sammeter.app.declare import read_said
from sammeter.data import load
from tests.cli.command import FILES, git, repository, sammeter
from tests.cli.terminal import CLEAR, terminal

WHO = {"SAMMETER_BY": "Ada <ada@example.org>", "SAMMETER_ROLE": "product owner"}


def test_without_a_terminal_it_names_the_other_ways(tmp_path: Path) -> None:
    done = sammeter("ask", "shop", cwd=tmp_path)
    assert done.returncode == 2
    assert "an interview needs a terminal" in done.stderr
    assert "sammeter answer ID VALUE" in done.stderr
    assert "--csv" in done.stderr
    assert not (tmp_path / "statements").exists()


def test_answers_are_kept_at_once_and_the_next_call_goes_on_where_one_stopped(tmp_path: Path) -> None:
    with terminal("ask", "shop", "--practice", "I-SB", cwd=tmp_path, **WHO) as one:
        assert "Secure Build, level 1" in one.until("q quit")
        assert "1 / 6, 0 answered" in one.seen
        one.send("3")
        one.until("2 / 6, 1 answered")
        one.until("q quit")
        assert len(read_said(tmp_path / "statements", load()).statements) == 1
        one.send("1")
        one.until("3 / 6, 2 answered")
        one.until("q quit")
        one.send("q")
        shown = one.until("next  sammeter ask shop --open")
        assert "2 of 6 answered for shop" in shown
        assert "Open (4): I-SB-3-A" in shown
        assert "sammeter review" in shown
        assert one.end() == 0
    with terminal("ask", "shop", "--practice", "i-sb", cwd=tmp_path, **WHO) as again:
        again.until("I-SB-3-A  Secure Build")
        again.until("3 / 6, 2 answered")
        again.until("q quit")
        again.send("q")
        assert again.end() == 0


def test_what_is_typed_ahead_is_not_lost(tmp_path: Path) -> None:
    with terminal("ask", "shop", "--practice", "I-SB", cwd=tmp_path, **WHO) as one:
        one.until("q quit")
        one.send("123412q")
        assert one.end() == 0
    answers = [row.answer for row in read_said(tmp_path / "statements", load()).statements]
    assert answers == ["0", "0.25", "0.5", "1", "0", "0.25"]


def test_an_interruption_ends_with_130_and_loses_nothing(tmp_path: Path) -> None:
    with terminal("ask", "shop", cwd=tmp_path, **WHO) as one:
        one.until("q quit")
        one.send("2")
        one.until("1 answered")
        one.send("\x03")
        assert one.end() == 130
    with terminal("ask", "shop", cwd=tmp_path, **WHO) as one:
        one.until("q quit")
        one.send("m")
        one.until("Note (empty: back)")
        one.send("half a word\x03")
        assert one.end() == 130
    assert [row.answer for row in read_said(tmp_path / "statements", load()).statements] == ["0.25"]


def test_the_role_is_asked_for_once_and_git_names_the_person(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "user.name", "Grace")
    git(tmp_path, "config", "user.email", "grace@example.org")
    with terminal("ask", "--level", "1", cwd=tmp_path, SAMMETER_BY="", SAMMETER_ROLE="") as one:
        one.until("Grace <grace@example.org>, your role")
        one.send("engineer\n")
        one.until("1 / 30, 0 answered")
        one.until("q quit")
        one.send("m")
        one.until("Note")
        one.send("says the wiki\n")
        one.until("it will go with your answer")
        one.send("4q")
        assert one.end() == 0
    (row,) = read_said(tmp_path / "statements", load()).statements
    assert (row.by, row.role, row.note, row.answer) == ("Grace <grace@example.org>", "engineer", "says the wiki", "1")


def test_hostile_names_never_reach_the_terminal_as_controls(tmp_path: Path) -> None:
    evil = ".github/workflows/\x1b[31mred\x07\u202e.yml"
    repo = repository(tmp_path / "shop", {**FILES, evil: FILES[".github/workflows/ci.yml"]})
    git(repo, "rm", "-q", ".github/workflows/ci.yml")
    git(repo, "commit", "-q", "-m", "x")
    hostile = {"SAMMETER_BY": "Ada \x1b[2J\x9b", "SAMMETER_ROLE": "x\x1b]0;title\x07"}
    scope = "shop\x1b[41m"
    with terminal("ask", scope, "--repo", "shop", cwd=tmp_path, **hostile) as one:
        one.until("what was seen is called shop")
        one.send("2pd")
        for _ in range(89):
            one.send("n")
        one.send("p")
        one.until("90 / 90")
        one.send("q")
        assert one.end() == 0
    shown = one.seen.replace(CLEAR, "")
    assert "\\x1b" in shown
    for control in ("\x1b", "\x07", "\x9b", "\u202e"):
        assert control not in shown

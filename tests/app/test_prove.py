"""Proofs that a build stops: only what really ran, in a copy, counts."""

import time
from pathlib import Path

import pytest

from sammeter.app import seeds
from sammeter.app.prove import Proof, Wanted, prove
from sammeter.app.prove_pages import as_text
from sammeter.errors import DataError, SourceError
from tests.cli.command import git, repository

FILES = {
    "requirements.txt": "flask==3.0.0\n",
    ".github/workflows/ci.yml": "on: push\njobs: {}\n",
    "tests/test_a.py": "def test_a():\n    assert True\n",
}
GREP = "! grep -rq AKIA config 2>/dev/null"
"""A build that looks for one thing."""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return repository(tmp_path / "shop", FILES)


def words(proof: Proof) -> dict[str, str]:
    return {one.seed.name: one.word for one in proof.tried}


def test_a_build_that_looks_stops_what_it_looks_for_and_nothing_else(shop: Path) -> None:
    proof = prove(Wanted(path=shop, command=GREP))
    assert words(proof) == {
        "plain-secret": "stopped", "known-weakness": "let through", "unknown-dependency": "let through",
        "unpinned-action": "let through", "failing-test": "let through", "unreviewed-change": "let through",
    }  # fmt: skip
    assert not proof.holds
    assert prove(Wanted(path=shop, command=GREP, seeds=("plain-secret",))).holds


@pytest.mark.parametrize("command", ["false", "there-is-no-such-command", "exit 1"])
def test_a_build_that_stops_everything_proves_nothing(shop: Path, command: str) -> None:
    proof = prove(Wanted(path=shop, command=command))
    assert set(words(proof).values()) == {"cannot tell"}
    assert not proof.holds


def test_a_command_that_is_not_there_for_a_seed_alone_is_no_stop(shop: Path) -> None:
    proof = prove(Wanted(path=shop, command="if [ -d config ]; then nothing-like-it; fi", seeds=("plain-secret",)))
    assert (words(proof), proof.holds) == ({"plain-secret": "cannot tell"}, False)


def test_a_build_that_does_not_end_is_ended_with_all_it_started(shop: Path, tmp_path: Path) -> None:
    beat = tmp_path / "beat"
    start = time.monotonic()
    proof = prove(Wanted(path=shop, command=f"(while :; do date +%N > {beat}; sleep 0.05; done) & wait", seconds=1))
    assert time.monotonic() - start < 20
    assert (proof.control.word, proof.control.why) == ("cannot tell", "it did not end in time")
    left = beat.read_text()
    time.sleep(0.3)
    assert beat.read_text() == left


def test_the_working_copy_is_left_as_it_was_and_no_copy_stays(
    shop: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    before = {path: path.read_bytes() for path in shop.rglob("*") if path.is_file()}
    prove(Wanted(path=shop, command="rm -rf tests; true"))
    assert {path: path.read_bytes() for path in shop.rglob("*") if path.is_file()} == before
    assert list(scratch.iterdir()) == []


def test_each_seed_is_committed_with_a_reviewer_except_the_one_that_has_none(shop: Path) -> None:
    proof = prove(Wanted(path=shop, command="git log -1 --format=%B | grep -q Reviewed-by"))
    stopped = [name for name, word in words(proof).items() if word == "stopped"]
    assert (proof.control.word, stopped) == ("let through", ["unreviewed-change"])


def test_hooks_of_the_repository_do_not_run(shop: Path, tmp_path: Path) -> None:
    hook = shop / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path / 'ran'}\n")
    hook.chmod(0o755)
    assert prove(Wanted(path=shop, command=GREP, seeds=("plain-secret",))).holds
    assert not (tmp_path / "ran").exists()


def test_a_seed_that_does_not_apply_says_why(tmp_path: Path) -> None:
    bare = repository(tmp_path / "bare", {"README.md": "x\n"})
    tried = {one.seed.name: one.why for one in prove(Wanted(path=bare, command=GREP)).tried}
    assert tried["known-weakness"].startswith("does not apply: none of requirements.txt")
    assert tried["unpinned-action"] == "does not apply: no .github/workflows"
    assert tried["failing-test"] == "does not apply: no tests of Python or Go"


def test_a_lock_file_that_leads_elsewhere_is_not_written_through(tmp_path: Path) -> None:
    shop = repository(tmp_path / "shop", {"README.md": "x\n"})
    (tmp_path / "outside").write_text("flask==3.0.0\n")
    (shop / "requirements.txt").symlink_to(tmp_path / "outside")
    (tried,) = prove(Wanted(path=shop, command="true", seeds=("known-weakness",))).tried
    assert (tried.word, (tmp_path / "outside").read_text()) == ("cannot tell", "flask==3.0.0\n")


@pytest.mark.parametrize(
    ("name", "text", "holds"),
    [
        ("requirements.txt", "flask==3.0.0", "jinja2==2.10"),
        ("uv.lock", "version = 1\n", '[[package]]\nname = "jinja2"\nversion = "2.10"'),
        ("Cargo.lock", "version = 4\n", '[[package]]\nname = "smallvec"\nversion = "0.6.9"'),
        ("package-lock.json", '{"lockfileVersion": 3, "packages": {"": {}}}', '"node_modules/lodash": {\n      "version": "4.17.4"'),
    ],
)  # fmt: skip
def test_lock_files_get_one_package_more(tmp_path: Path, name: str, text: str, holds: str) -> None:
    (tmp_path / name).write_text(text)
    seed = next(one for one in seeds.SEEDS if one.name == "known-weakness")
    change = seed.change(tmp_path)
    assert isinstance(change, dict)
    assert holds in change[name]


@pytest.mark.parametrize("text", ["{", '{"packages": []}', "[]", '{"packages": {}, "packages": {}}'])
def test_a_lock_file_that_is_none_is_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "package-lock.json").write_text(text)
    seed = next(one for one in seeds.SEEDS if one.name == "known-weakness")
    assert seed.change(tmp_path) == "package-lock.json cannot be read as what it is"


def test_secrets_that_are_seeded_are_new_each_time(tmp_path: Path) -> None:
    (seed,) = [one for one in seeds.SEEDS if one.name == "plain-secret"]
    assert seed.change(tmp_path) != seed.change(tmp_path)


def test_wrong_use_is_said(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no command"):
        prove(Wanted(path=shop, command=" "))
    with pytest.raises(DataError, match="there is no seed 'x'"):
        prove(Wanted(path=shop, command="true", seeds=("x",)))
    with pytest.raises(SourceError, match="no working copy"):
        prove(Wanted(path=tmp_path / "gone", command="true"))
    git(tmp_path, "clone", "-q", "--bare", "shop", "bare")
    with pytest.raises(SourceError, match="no working copy"):
        prove(Wanted(path=tmp_path / "bare", command="true"))


def test_the_text_sums_up_and_shows_what_the_build_printed_where_it_let_something_through(shop: Path) -> None:
    text = as_text(prove(Wanted(path=shop, command=f"echo '\x1b[31mall green'; {GREP}"))).decode()
    assert "+ plain-secret" in text
    assert "      | \\x1b[31mall green" in text
    assert "6 seeds: 1 stopped, 5 let through, 0 cannot tell\n=> the build lets known-bad changes through\n" in text
    assert max(len(line) for line in text.splitlines()) <= 80

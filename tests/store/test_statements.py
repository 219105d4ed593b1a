"""The folder of statements on a disk: two writers lose nothing, a failure changes nothing, git merges both sides."""

import errno
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from tests.cli.command import git

from sammeter.answers import Statement
from sammeter.app.declare import read_said, state
from sammeter.data import load
from sammeter.errors import ConflictError, DataError, SourceError
from sammeter.store import statements
from sammeter.store.statements import append, read_files

AT = "2026-01-31T12:00:00Z"


def said(about: str = "I-SB-2-A.1", answer: str = "yes", **more: Any) -> Statement:
    given = {"by": "Ada", "role": "owner", "at": AT, **more}
    return Statement(id="", about=about, answer=answer, **given)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != ".lock"}


def test_lines_are_appended_and_their_place_is_told(tmp_path: Path) -> None:
    assert append(tmp_path / "s", {"a.yaml": ["- 1", "- 2"], "b.yaml": ["- 3"]}) == {"a.yaml": 1, "b.yaml": 1}
    assert append(tmp_path / "s", {"a.yaml": ["- 4"]}) == {"a.yaml": 3}
    assert (tmp_path / "s/a.yaml").read_text() == "- 1\n- 2\n- 4\n"
    assert (tmp_path / "s/.gitattributes").read_text() == "*.yaml merge=union\n"
    assert (tmp_path / "s/.gitignore").read_text() == ".lock\n"


def test_a_file_without_a_last_newline_is_continued_on_a_new_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("- 1")
    assert append(tmp_path, {"a.yaml": ["- 2"]}) == {"a.yaml": 2}
    assert (tmp_path / "a.yaml").read_text() == "- 1\n- 2\n"


def test_what_is_kept_is_read_back_as_it_was_said(tmp_path: Path) -> None:
    note = "a: b # c\n'\"{}[] \x7f\x85\u2028\ufeff\U0001f600 \udcff"
    (kept,) = state(tmp_path, [said(note=note)], load())
    (back,) = read_said(tmp_path, load()).statements
    assert back == kept
    assert back.note == note.replace("\udcff", "?")
    assert kept.where == f"{tmp_path}/I-SB.yaml:1"


def test_a_torn_last_line_is_named_and_a_later_statement_does_not_hide_it(tmp_path: Path) -> None:
    state(tmp_path, [said()], load())
    file = tmp_path / "I-SB.yaml"
    file.write_bytes(file.read_bytes() + b'- {id: "s-0123", about: "I-SB')
    with pytest.raises(DataError) as caught:
        read_said(tmp_path, load())
    (one,) = caught.value.mistakes
    assert one.where == f"{file}:2"
    assert "cut off" in one.message
    append(tmp_path, {"I-SB.yaml": ["- {}"]})
    assert file.read_bytes().count(b"\n") == 3
    with pytest.raises(DataError):
        read_said(tmp_path, load())


WRITER = """
import sys
from pathlib import Path
from sammeter.answers import Statement
from sammeter.app.declare import state
from sammeter.data import load
for n in range(200):
    state(Path(sys.argv[1]), [Statement(id="", about="I-SB-2-A.1", answer="yes", by=sys.argv[2], role="owner",
                                        at="2026-01-31T12:00:00Z", unit=f"app{n}")], load())
"""


def test_two_processes_that_state_200_things_each_at_once_lose_none(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path / "s"), name], env=environment)
        for name in ("Ada", "Bob")
    ]
    assert [one.wait(timeout=120) for one in running] == [0, 0]
    found = read_said(tmp_path / "s", load()).statements
    assert {(one.by, one.unit) for one in found} == {(by, f"app{n}") for by in ("Ada", "Bob") for n in range(200)}
    assert (tmp_path / "s/I-SB.yaml").read_bytes().count(b"\n") == 400


def half(real: Callable[[int, bytes], int], name: str) -> Callable[[int, bytes], int]:
    """Return a write that fails half-way, as on a full disk, in the file called `name`."""

    def write(descriptor: int, data: bytes) -> int:
        if not str(Path(f"/proc/self/fd/{descriptor}").readlink()).endswith(name):
            return real(descriptor, data)
        if len(data) > 1 and b"full" in data:
            return real(descriptor, data[: data.index(b"full") + 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    return write


def test_a_full_disk_leaves_every_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state(tmp_path, [said(), said("V-ST-1-A", "0.5")], load())
    before = contents(tmp_path)
    monkeypatch.setattr("sammeter.store.statements.os.write", half(os.write, "V-ST.yaml"))
    with pytest.raises(SourceError, match="nothing was kept"):
        state(tmp_path, [said("I-SB-2-A.2"), said("V-ST-2-A", "1", note="full")], load())
    assert contents(tmp_path) == before


def test_a_file_that_was_not_there_is_not_left_behind_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sammeter.store.statements.os.write", half(os.write, "I-SB.yaml"))
    with pytest.raises(SourceError, match="No space left"):
        state(tmp_path / "s", [said(note="full")], load())
    assert contents(tmp_path / "s") == {}


LIMITED = """
import resource, signal, sys
from pathlib import Path
from sammeter.errors import SourceError
from sammeter.store.statements import append
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    append(Path(sys.argv[1]), {"a.yaml": ["- " + "x" * 200]})
except SourceError:
    sys.exit(7)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit of file sizes here")
def test_a_limit_of_the_system_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    append(tmp_path, {"a.yaml": ["- 1"]})
    before = contents(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    done = subprocess.run([sys.executable, "-c", LIMITED, str(tmp_path)], env=environment, check=False, timeout=60)
    assert done.returncode == 7
    assert contents(tmp_path) == before


def test_an_interruption_while_writing_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(tmp_path, {"a.yaml": ["- 1"]})
    before = contents(tmp_path)

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sammeter.store.statements.os.fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        append(tmp_path, {"a.yaml": ["- 2"]})
    assert contents(tmp_path) == before


def test_another_writer_that_does_not_let_go_is_a_conflict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "WAIT", 0.2)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with FileLock(tmp_path / ".lock"):
            held.set()
            done.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    try:
        with pytest.raises(ConflictError, match="somebody else"):
            append(tmp_path, {"a.yaml": ["- 1"]})
    finally:
        done.set()
        holder.join()
    assert not (tmp_path / "a.yaml").exists()


def test_a_link_is_neither_read_nor_written_through(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.write_text("mine\n")
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "I-SB.yaml").symlink_to(target)
    with pytest.raises(SourceError, match="link"):
        list(read_files(folder))
    with pytest.raises(SourceError, match="link"):
        append(folder, {"I-SB.yaml": ["- 1"]})
    assert target.read_text() == "mine\n"


@pytest.mark.parametrize("common", [True, False], ids=["file was there", "file is new on both sides"])
def test_git_merges_two_people_who_wrote_in_the_same_file(tmp_path: Path, *, common: bool) -> None:
    folder = tmp_path / "statements"
    git(tmp_path, "init", "-q")
    state(folder, [said() if common else said("V-ST-1-A", "0")], load())
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "base")
    git(tmp_path, "checkout", "-q", "-b", "bob")
    state(folder, [said("I-SB-1-A", "0.5", by="Bob"), said("I-SB-1-A.1", by="Bob")], load())
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "bob")
    git(tmp_path, "checkout", "-q", "main")
    state(folder, [said("I-SB-1-A", "0.25", by="Eve"), said("I-SB-2-A", "1", by="Eve")], load())
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "eve")
    git(tmp_path, "merge", "-q", "-m", "both", "bob")
    assert git(tmp_path, "status", "--porcelain") == ""
    assert "<<<<" not in (folder / "I-SB.yaml").read_text()
    found = {(one.by, one.about) for one in read_said(folder, load()).statements if one.about.startswith("I-SB")}
    assert found - {("Ada", "I-SB-2-A.1")} == {
        ("Bob", "I-SB-1-A"),
        ("Bob", "I-SB-1-A.1"),
        ("Eve", "I-SB-1-A"),
        ("Eve", "I-SB-2-A"),
    }

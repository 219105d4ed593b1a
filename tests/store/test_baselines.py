"""Baseline files: written whole or not at all, never over another, and what was altered is found with its line."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.errors import ConflictError, DataError, NotFoundError, SammeterError, SourceError
from sammeter.store.baselines import create, names, read_sealed, seal

LINES = [b'{"baseline": 1}\n', b'{"fact": "a"}\n', b'{"fact": "b"}\n', b'{"gap": "c"}\n']


def test_what_is_written_is_read_again_without_its_seal(tmp_path: Path) -> None:
    path = create(tmp_path / "deep/er", "2026-q1", LINES)
    assert path.name == "2026-q1.jsonl"
    assert read_sealed(path) == LINES
    assert path.read_bytes() == b"".join(LINES) + seal(LINES)


def test_a_baseline_may_be_read_by_all_and_written_by_nobody(tmp_path: Path) -> None:
    assert stat.S_IMODE(create(tmp_path, "a", LINES).stat().st_mode) == 0o444


def test_a_name_is_given_once(tmp_path: Path) -> None:
    path = create(tmp_path, "a", LINES)
    with pytest.raises(ConflictError, match="none is ever written over"):
        create(tmp_path, "a", LINES[:2])
    assert read_sealed(path) == LINES
    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]


def test_a_dangling_link_under_the_name_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConflictError):
        create(tmp_path, "a", LINES)
    assert not (tmp_path / "elsewhere").exists()


def test_where_the_disk_knows_no_links_a_name_is_still_given_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "link", refuse)
    path = create(tmp_path, "a", LINES)
    assert read_sealed(path) == LINES
    with pytest.raises(ConflictError):
        create(tmp_path, "a", LINES)
    assert names(tmp_path) == ("a",)
    (tmp_path / "b.jsonl").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConflictError):
        create(tmp_path, "b", LINES)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../a", "a/b", "now", "-a", ".a", "a b", "a\n", "x" * 81, "a.jsonl", "ä"]
)
def test_a_name_that_could_leave_the_folder_or_be_misread_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="is no name"):
        create(tmp_path, name, LINES)
    assert list(tmp_path.iterdir()) == []


def damage(data: bytes) -> DataError:
    path = Path(os.environ["TMPDIR_OF_TEST"]) / "a.jsonl"
    path.write_bytes(data)
    with pytest.raises(DataError) as caught:
        read_sealed(path)
    return caught.value


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR_OF_TEST", str(tmp_path))


SEALED = [*LINES, seal(LINES)]


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        ([SEALED[0], SEALED[1].replace(b"a", b"z"), *SEALED[2:]], 2, "this line was altered"),
        ([SEALED[0], SEALED[2], SEALED[1], *SEALED[3:]], 2, "in another order"),
        ([*SEALED[:2], *SEALED[3:]], 3, "lines missing before this one: 1"),
        ([*SEALED[:2], b'{"fact": "new"}\n', *SEALED[2:]], 3, "lines added from here: 1"),
        (SEALED[:3], 3, "the seal is missing"),
        (SEALED[:4], 4, "the seal is missing"),
        ([*SEALED[:3], SEALED[4]], 4, "lines: 3, written: 4"),
        ([*SEALED, b"{}\n"], 6, "the seal is missing"),
        ([*SEALED[:4], SEALED[4][:-1]], 5, "the seal was altered"),
        ([*SEALED[:4], SEALED[4].replace(b'"lines":4', b'"lines":5')], 5, "the seal was altered"),
        ([one.replace(b"\n", b"\r\n") for one in SEALED], 1, "this line was altered"),
        ([], 1, "the seal is missing"),
        ([b"\xff\xfe"], 1, "the seal is missing"),
        ([b'{"seal": {"each": 5}}\n'], 1, "lines: 0, written: 1"),
        ([b"[" * 100_000], 1, "the seal is missing"),
    ],
)  # fmt: skip
def test_what_was_altered_is_told_with_the_first_line_that_is_not_as_it_was(
    lines: list[bytes], line: int, says: str
) -> None:
    error = damage(b"".join(lines))
    assert error.where.endswith(f"a.jsonl:{line}")
    assert says in error.message


@given(st.integers(0, len(b"".join(SEALED)) - 1), st.integers(1, 255))
def test_no_single_byte_can_be_altered_unseen(at: int, by: int) -> None:
    data = bytearray(b"".join(SEALED))
    data[at] ^= by
    assert damage(bytes(data)).message


@given(st.integers(0, len(b"".join(SEALED)) - 1))
def test_no_file_that_was_cut_off_is_taken_for_whole(at: int) -> None:
    assert damage(b"".join(SEALED)[:at]).message


def test_what_is_not_there_is_not_found_and_a_special_file_is_never_opened(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_sealed(tmp_path / "none.jsonl")
    os.mkfifo(tmp_path / "pipe.jsonl")
    for name in ("pipe.jsonl", "."):
        with pytest.raises(SourceError):
            read_sealed(tmp_path / name)


def test_names_are_those_of_whole_files_only(tmp_path: Path) -> None:
    assert names(tmp_path / "none") == ()
    create(tmp_path, "b", LINES)
    create(tmp_path, "a", LINES)
    for other in (".c.jsonl", "notes.txt", "x y.jsonl"):
        (tmp_path / other).write_text("")
    assert names(tmp_path) == ("a", "b")


MAKER = (
    "import sys; from pathlib import Path; from sammeter.errors import ConflictError; from sammeter.store.baselines import create\n"
    "line = (sys.argv[2] * 50 + '\\n').encode(); lines = [line] * 20_000\n"
    "print('ready', flush=True); sys.stdin.readline()\n"
    "try: create(Path(sys.argv[1]), 'same', lines)\n"
    "except ConflictError: sys.exit(5)\n"
)


def test_of_two_that_make_the_same_name_at_once_one_wins_and_its_file_is_whole(tmp_path: Path) -> None:
    for attempt in range(5):
        folder = tmp_path / str(attempt)
        both = [
            subprocess.Popen(
                [sys.executable, "-c", MAKER, str(folder), who], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            for who in "ab"
        ]
        for one in both:
            assert one.stdout is not None
            one.stdout.readline()
        for one in both:
            assert one.stdin is not None
            one.stdin.write(b"\n")
            one.stdin.flush()
        codes = [one.wait(60) for one in both]
        for one in both:
            for stream in (one.stdin, one.stdout):
                assert stream is not None
                stream.close()
        assert sorted(codes) == [0, 5]
        winner = "ab"[codes.index(0)]
        assert read_sealed(folder / "same.jsonl")[0].startswith(winner.encode())
        assert [one.name for one in folder.iterdir()] == ["same.jsonl"]


SLOW = (
    "import sys, os; from pathlib import Path; from sammeter.store import baselines\n"
    "def slow(handle):\n"
    "    print('writing', flush=True); import time; time.sleep(60)\n"
    "baselines.os.fsync = slow\n"
    "baselines.create(Path(sys.argv[1]), 'same', [b'x' * 100 + b'\\n'] * 1000)\n"
)


def test_who_is_killed_while_writing_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", SLOW, str(tmp_path)], stdout=subprocess.PIPE) as one:
        assert one.stdout is not None
        assert one.stdout.readline() == b"writing\n"
        one.send_signal(signal.SIGKILL)
        one.wait(10)
    assert not (tmp_path / "same.jsonl").exists()
    assert names(tmp_path) == ()
    assert read_sealed(create(tmp_path, "same", LINES)) == LINES


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SammeterError):
        create(tmp_path, "a", LINES)


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SourceError, match="No space left"):
        create(tmp_path, "a", LINES)
    assert list(tmp_path.iterdir()) == []


def test_reading_a_large_one_takes_no_noticeable_time(tmp_path: Path) -> None:
    lines = [b'{"fact": "%d"}\n' % number for number in range(100_000)]
    path = create(tmp_path, "large", lines)
    begun = time.perf_counter()
    assert read_sealed(path) == lines
    assert time.perf_counter() - begun < 5

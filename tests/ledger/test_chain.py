"""The chain: nothing that was acknowledged is lost, whoever is killed when, and nothing is changed unnoticed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sammeter.errors import ConflictError, DataError, NotFoundError, SourceError
from sammeter.ledger import chain
from sammeter.ledger.chain import Draft, append, read

AT = "2026-06-30T12:00:00Z"


def draft(number: int, **more: Any) -> Draft:
    return Draft(kind="decision", statement={"_type": "https://in-toto.io/Statement/v1", "n": number, **more})


def filled(folder: Path, count: int = 5) -> list[bytes]:
    for number in range(count):
        append(folder, [draft(number)], at=AT)
    return (folder / "chain.jsonl").read_bytes().splitlines(keepends=True)


def rewritten(folder: Path, lines: list[bytes]) -> list[str]:
    (folder / "chain.jsonl").write_bytes(b"".join(lines))
    return [what for _, what in read(folder).wrong]


def test_entries_follow_one_another_and_are_read_back_as_they_were(tmp_path: Path) -> None:
    first = append(tmp_path, [draft(0), draft(1)], at=AT)
    (third,) = append(tmp_path, [draft(2)], at=AT)
    found = read(tmp_path)
    assert found.entries == (*first, third)
    assert (found.wrong, found.torn, found.last) == ((), 0, third.digest)
    assert [one.previous for one in found.entries] == [chain.NOTHING, first[0].digest, first[1].digest]


def test_an_altered_entry_is_found_by_the_one_after_it(tmp_path: Path) -> None:
    lines = filled(tmp_path)
    assert rewritten(tmp_path, [lines[0], lines[1].replace(b'"n":1', b'"n":7'), *lines[2:]])


def test_the_last_entry_can_be_altered_unnoticed_only_where_no_head_is_signed(tmp_path: Path) -> None:
    lines = filled(tmp_path)
    assert rewritten(tmp_path, [*lines[:4], lines[4].replace(b'"n":4', b'"n":7')]) == []


@pytest.mark.parametrize("left", range(4))
def test_a_dropped_entry_is_found(tmp_path: Path, left: int) -> None:
    lines = filled(tmp_path)
    assert rewritten(tmp_path, [line for number, line in enumerate(lines) if number != left])


@given(order=st.permutations(range(5)))
@settings(max_examples=40, deadline=None)
def test_another_order_is_found(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    folder = tmp_path_factory.mktemp("chain")
    lines = filled(folder)
    assert bool(rewritten(folder, [lines[one] for one in order])) == (order != sorted(order))


@pytest.mark.parametrize(
    "line",
    [
        b"nothing\n",
        b"{}\n",
        b'{"number":6,"number":6,"previous":"","at":"","kind":"","statement":{}}\n',
        b'{"number":6,"previous":"0","at":"2026-06-30T12:00:00Z","kind":"decision","statement":{}}\n',
        b'{"at":"2026-13-30T12:00:00Z","kind":"x","number":6,"previous":"' + b"0" * 64 + b'","statement":{}}\n',
        b'{"at":"2026-06-30T12:00:00Z","kind":"x","number":true,"previous":"' + b"0" * 64 + b'","statement":{}}\n',
        b'{"at":"2026-06-30T12:00:00Z","envelope":{},"kind":"x","number":6,"previous":"' + b"0" * 64 + b'","statement":{}}\n',
        b"[" * 5000 + b"\n",
    ],
)  # fmt: skip
def test_a_line_that_is_no_entry_is_named_and_none_is_written_behind_it(tmp_path: Path, line: bytes) -> None:
    lines = filled(tmp_path)
    (tmp_path / "chain.jsonl").write_bytes(b"".join([*lines, line]))
    ((where, what),) = read(tmp_path).wrong
    assert where.startswith(f"{tmp_path / 'chain.jsonl'}:6")
    assert what
    with pytest.raises((DataError, SourceError)):
        append(tmp_path, [draft(9)], at=AT)


def test_a_torn_last_line_is_nothing_and_is_cut_off_by_the_next_writer(tmp_path: Path) -> None:
    lines = filled(tmp_path)
    (tmp_path / "chain.jsonl").write_bytes(b"".join(lines) + b'{"number":6,"prev')
    found = read(tmp_path)
    assert (len(found.entries), found.wrong, found.torn) == (5, (), 17)
    (made,) = append(tmp_path, [draft(9)], at=AT)
    assert (made.number, read(tmp_path).torn, len(read(tmp_path).entries)) == (6, 0, 6)


def test_a_clock_that_lies_behind_is_refused_and_one_written_so_is_found(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    append(tmp_path, [draft(1)], at="2026-06-30T11:56:00Z")
    with pytest.raises(ConflictError, match="this clock says"):
        append(tmp_path, [draft(2)], at="2026-06-30T11:50:00Z")
    assert len(read(tmp_path).entries) == 2
    lines = [
        line.replace(b"T11:56", b"T10:56") for line in (tmp_path / "chain.jsonl").read_bytes().splitlines(keepends=True)
    ]
    assert "its time 2026-06-30T10:56:00Z lies before" in rewritten(tmp_path, lines)[0]


def test_a_full_disk_keeps_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    before = (tmp_path / "chain.jsonl").read_bytes()
    write = os.write

    def half(handle: int, data: bytes) -> int:
        if len(data) > 40:
            return write(handle, data[:40])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(SourceError, match="nothing was kept"):
        append(tmp_path, [draft(9)], at=AT)
    assert (tmp_path / "chain.jsonl").read_bytes() == before


def test_no_ledger_and_a_link_are_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no ledger"):
        read(tmp_path)
    (tmp_path / "chain.jsonl").symlink_to(tmp_path / "elsewhere")
    for refused in (lambda: read(tmp_path), lambda: append(tmp_path, [draft(0)], at=AT)):
        with pytest.raises(SourceError, match="link"):
            refused()
    assert not (tmp_path / "elsewhere").exists()


WRITER = """
import sys
from pathlib import Path
from sammeter.ledger.chain import Draft, append
folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(count):
    (made,) = append(folder, [Draft(kind="decision", statement={"by": name, "n": number, "x": "y" * 20000})], at="2026-06-30T12:00:00Z")
    print(made.digest, flush=True)
"""


def writer(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(count)], stdout=subprocess.PIPE, text=True
    )


def test_two_writers_at_once_both_succeed(tmp_path: Path) -> None:
    told = [one.communicate(timeout=60)[0].split() for one in [writer(tmp_path, name, 40) for name in "ab"]]
    found = read(tmp_path)
    assert (len(found.entries), found.wrong, found.torn) == (80, (), 0)
    assert sorted(told[0] + told[1]) == sorted(one.digest for one in found.entries)


def test_killed_hundreds_of_times_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """Forked writers, each killed at another moment: starting a new Python each time would take minutes."""
    told: set[str] = set()
    for round_ in range(300):
        readable, writable = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(readable)
            for number in range(10_000):
                (made,) = append(tmp_path, [draft(number, x="y" * 5000)], at=AT)
                os.write(writable, made.digest.encode() + b"\n")
            os._exit(0)
        os.close(writable)
        first = os.read(readable, 65)
        time.sleep((round_ % 50) / 20_000)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        rest = first
        while more := os.read(readable, 1 << 16):
            rest += more
        os.close(readable)
        told |= {line.decode() for line in rest.split(b"\n") if len(line) == 64}
    found = read(tmp_path)
    assert found.wrong == ()
    assert told <= {one.digest for one in found.entries}
    assert len(told) >= 300
    append(tmp_path, [draft(0)], at=AT)
    assert read(tmp_path).torn == 0

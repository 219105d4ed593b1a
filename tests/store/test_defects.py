"""The register: two processes at once, a kill at any moment, a file that is none."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sammeter.defects import Event, Finding
from sammeter.defects.replay import Known
from sammeter.errors import DataError, NotFoundError, SourceError
from sammeter.store.defects import opened


def known(number: int) -> Known:
    return Known(id=f"d-{number}", app="shop", finding=Finding(key=f"k{number}", kind="code", tool="t", title="x"))


def event(number: int) -> Event:
    return Event(defect=f"d-{number}", at="2026-01-01T00:00:00Z", what="found", by="t", value="t")


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    with opened(tmp_path / "r.sqlite", create=True) as kept, kept.writing():
        kept.add([known(1)], [event(1)])
        kept.imported("shop", [("abc", "a.json")], "2026-01-02T00:00:00Z")
    with opened(tmp_path / "r.sqlite") as kept:
        assert (kept.known(), tuple(kept.events()), kept.known("till")) == ((known(1),), (event(1),), ())
        assert (kept.has_import("shop", "abc"), kept.has_import("till", "abc"), kept.last_import()) == (
            True,
            False,
            "2026-01-02T00:00:00Z",
        )
        assert kept.reported("shop") == {"k1": {"t": "2026-01-01T00:00:00Z"}}


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    with opened(tmp_path / "r.sqlite", create=True) as kept:
        with pytest.raises(AttributeError), kept.writing():
            kept.add([known(1)], [event(1), None])  # type: ignore[list-item] # a bug of a caller
        with pytest.raises(SourceError), kept.writing():
            kept.add([known(2), known(2)], [])
        assert kept.known() == ()


@pytest.mark.parametrize("content", [b"no database at all, whatever its name", b""])
def test_a_file_that_is_none_is_said_to_be_so_and_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.sqlite").write_bytes(content)
    with pytest.raises(DataError, match="no register"), opened(tmp_path / "r.sqlite"):
        pass


def test_no_file_a_link_and_a_newer_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError), opened(tmp_path / "gone"):
        pass
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    with pytest.raises(SourceError, match="link"), opened(tmp_path / "link", create=True):
        pass
    with sqlite3.connect(tmp_path / "new") as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(DataError, match="newer sammeter"), opened(tmp_path / "new"):
        pass


WRITER = """
import sys
from pathlib import Path
from tests.store.test_defects import event, known
from sammeter.store.defects import opened
first, count = int(sys.argv[2]), int(sys.argv[3])
for number in range(first, first + count):
    with opened(Path(sys.argv[1]), create=True) as kept, kept.writing():
        kept.add([known(number)], [event(number)])
    print(number, flush=True)
"""


def test_two_processes_write_at_once_and_both_succeed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "r.sqlite")]
    both = [
        subprocess.Popen([*command, str(first), "30"], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
        for first in (0, 1000)
    ]
    told = [one.communicate(timeout=120)[0].split() for one in both]
    assert [len(one) for one in told] == [30, 30]
    with opened(tmp_path / "r.sqlite") as kept:
        assert len(kept.known()) == 60


def test_killed_again_and_again_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    with opened(path, create=True):
        pass
    told: set[int] = set()
    for round_ in range(120):
        readable, writable = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(readable)
            for number in range(round_ * 10_000, round_ * 10_000 + 9_000):
                with opened(path) as kept, kept.writing():
                    kept.add([known(number)], [event(number)])
                os.write(writable, f"{number}\n".encode())
            os._exit(0)
        os.close(writable)
        text = os.read(readable, 64)
        time.sleep((round_ % 30) / 10_000)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(readable, 1 << 16):
            text += more
        os.close(readable)
        told |= {int(line) for line in text.split(b"\n")[:-1]}
    with opened(path) as kept:
        numbers = {int(one.id[2:]) for one in kept.known()}
        assert told <= numbers
        assert {int(one.defect[2:]) for one in kept.events()} == numbers
    assert len(told) >= 120

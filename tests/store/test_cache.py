"""The fact cache: safe for two processes, and a failure costs time and never an answer."""

import subprocess
import sys
from pathlib import Path

import pytest

from sammeter.errors import SourceError
from sammeter.store import open_cache


def test_what_is_put_is_got_also_by_the_next_process(tmp_path: Path) -> None:
    cache = open_cache(tmp_path / "deep/cache.sqlite")
    cache.put({f"k{n}": bytes([n % 256]) for n in range(1200)})
    cache.close()
    again = open_cache(tmp_path / "deep/cache.sqlite")
    assert again.get([f"k{n}" for n in range(1200)]) == {f"k{n}": bytes([n % 256]) for n in range(1200)}
    assert again.get(["other"]) == {}
    again.close()


def test_two_processes_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from sammeter.store import open_cache; c=open_cache(Path(sys.argv[1]));"
        "[c.put({f'{sys.argv[2]}{n}': b'x'}) for n in range(200)]; c.close()"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "c.sqlite"), name]) for name in "ab"]
    assert [process.wait(60) for process in both] == [0, 0]
    cache = open_cache(tmp_path / "c.sqlite")
    assert len(cache.get([f"{name}{n}" for name in "ab" for n in range(200)])) == 400
    cache.close()


def test_a_file_that_is_no_cache_is_refused_with_the_mend(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(b"something else" * 1000)
    with pytest.raises(SourceError) as caught:
        open_cache(path)
    assert f"delete {path}" in caught.value.hint
    assert path.read_bytes() == b"something else" * 1000

"""Processes timed side by side: seconds by the wall, peak memory, medians of ratios of runs in the same round."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

GIT = ["git", "-c", "protocol.allow=never", "-c", "core.fsmonitor="]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Wall-clock seconds and peak memory in MB of one process (of the largest among it and its children)."""

    seconds: float
    memory: float


def run(
    command: list[str], *, cwd: str | Path = ".", fine: tuple[int, ...] = (0,), environment: Mapping[str, str] = {}
) -> Run:
    """Run a command with its output thrown away; leave the program where its exit code is not among `fine`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GH_", "GITHUB_"))}
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=cwd,
        env={**kept, **environment},
    ) as process:  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode not in fine:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(seconds=seconds, memory=usage.ru_maxrss / 1024)


def git(repository: str | Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Return what git prints."""
    return subprocess.run(
        [*GIT, "-C", str(repository), *arguments], input=stdin, capture_output=True, check=True
    ).stdout


def floor(repository: str) -> Run:
    """Read every blob of HEAD once through ``git cat-file --batch``: the least that any reader of all files takes."""
    tree = git(repository, "ls-tree", "-r", "-z", "--full-tree", "HEAD")
    blobs = b"".join(row.split()[2] + b"\n" for row in tree.split(b"\0") if b" blob " in row)
    start = time.perf_counter()
    subprocess.run(
        [*GIT, "-C", repository, "cat-file", "--batch", "--buffer"], input=blobs, stdout=subprocess.DEVNULL, check=True
    )
    return Run(seconds=time.perf_counter() - start, memory=0)


def seconds(runs: list[Run]) -> float:
    """Return the median of the seconds."""
    return median(one.seconds for one in runs)


def ratio(runs: list[Run], against: list[Run]) -> float:
    """Return the median of the ratios of runs of the same round: what slowed the machine slowed both."""
    return median(one.seconds / other.seconds for one, other in zip(runs, against, strict=True))

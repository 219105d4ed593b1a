"""Ratios side by side: an assessment, cold and warm, against reading every blob of the same repository once.

usage: python bench/assess.py REPOSITORY ...      (make bench REPOS="path path")
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 3
SAMMETER = str(Path(sys.executable).parent / "sammeter")
GIT = ["git", "-c", "protocol.allow=never", "-c", "core.fsmonitor="]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Wall-clock seconds and peak memory in MB of one process."""

    seconds: float
    memory: float


def run(command: list[str], **environment: str) -> Run:
    """Run a command with its output thrown away."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment}
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed with {process.returncode}")
    return Run(seconds=time.perf_counter() - start, memory=usage.ru_maxrss / 1024)


def floor(repository: str) -> float:
    """Read every blob of HEAD once through ``git cat-file --batch``; return the seconds."""
    tree = subprocess.run(
        [*GIT, "-C", repository, "ls-tree", "-r", "-z", "--full-tree", "HEAD"], capture_output=True, check=True
    ).stdout
    blobs = b"".join(row.split()[2] + b"\n" for row in tree.split(b"\0") if b" blob " in row)
    start = time.perf_counter()
    subprocess.run(
        [*GIT, "-C", repository, "cat-file", "--batch", "--buffer"], input=blobs, stdout=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - start


def count(repository: str, *arguments: str) -> int:
    """Count the lines that a git command prints."""
    out = subprocess.run([*GIT, "-C", repository, *arguments], capture_output=True, check=True).stdout
    return out.count(b"\n")


def shares(repository: str, cache: str) -> dict[str, float]:
    """Return the seconds of one warm assessment's parts, measured inside one process."""
    code = (
        "import time; t=[time.perf_counter()]; from pathlib import Path; from sammeter.app.assess import Wanted, assess, collect;"
        "from sammeter.report.formats import render; t.append(time.perf_counter()); c=collect(Wanted(path=Path(__import__('sys').argv[1])))[0];"
        "t.append(time.perf_counter()); a=assess(c); t.append(time.perf_counter()); render(a,'text'); t.append(time.perf_counter());"
        "print(*[b-a for a,b in zip(t,t[1:])])"
    )
    environment = {**os.environ, "SAMMETER_CACHE": cache}
    out = subprocess.run(
        [sys.executable, "-c", code, repository], capture_output=True, check=True, env=environment, text=True
    ).stdout
    return dict(zip(("import", "sources", "evaluation", "report"), map(float, out.split()), strict=True))


def measure(repository: str) -> None:
    """Print one repository's figures."""
    files, commits = count(repository, "ls-tree", "-r", "--name-only", "HEAD"), count(repository, "rev-list", "HEAD")
    with tempfile.TemporaryDirectory() as folder:
        read = min(floor(repository) for _ in range(ROUNDS))
        cold = min(
            (run([SAMMETER, "assess", repository], SAMMETER_CACHE=f"{folder}/cold{n}.sqlite") for n in range(ROUNDS)),
            key=lambda one: one.seconds,
        )
        kept = f"{folder}/warm.sqlite"
        run([SAMMETER, "assess", repository], SAMMETER_CACHE=kept)
        warm = min(
            (run([SAMMETER, "assess", repository], SAMMETER_CACHE=kept) for _ in range(ROUNDS)),
            key=lambda one: one.seconds,
        )
        parts = shares(repository, kept)
    bar = 3 * read + 1
    print(f"{'/'.join(Path(repository).resolve().parts[-2:])[-28:]:<28} {files:>6} {commits:>7} {read:>7.2f} {cold.seconds:>6.2f} {cold.seconds / bar:>8.2f}"
          f" {warm.seconds:>6.2f} {warm.seconds / max(cold.seconds / 10, 0.6):>8.2f} {max(cold.memory, warm.memory):>6.0f}"
          f"   {' '.join(f'{name} {value:.2f}' for name, value in parts.items())}")  # fmt: skip


def main() -> None:
    """Measure every repository named, this one if none is."""
    version = min(run([SAMMETER, "--version"]).seconds for _ in range(5))
    bare = min(run([sys.executable, "-c", "pass"]).seconds for _ in range(5))
    print(
        f"sammeter --version {version * 1000:.0f} ms, {version / bare:.1f} times a bare Python start ({bare * 1000:.0f} ms)"
    )
    print("bars: cold/(3 reads + 1 s) and warm/max(cold/10, 0.6 s) at most 1.00; memory under 500 MB")
    print(
        f"{'repository':<28} {'files':>6} {'commits':>7} {'read s':>7} {'cold s':>6} {'cold/bar':>8} {'warm s':>6} {'warm/bar':>8} {'MB':>6}   warm parts (s)"
    )
    for repository in sys.argv[1:] or ["."]:
        measure(repository)


if __name__ == "__main__":
    main()

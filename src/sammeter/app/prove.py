"""The use case `check prove`: known-bad changes in scratch copies, and whether the build that the user names stops them.

This is the one place where sammeter runs something that it was not built with: the command on the user's own command line,
in a copy, in a process group of its own. Nothing is run because a repository says so.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sammeter.app import clock
from sammeter.app.seeds import CONTROL, SEEDS, Seed
from sammeter.errors import DataError, SourceError

TAIL = 20
"""Lines of a build's output that are kept."""
OUTPUT = 1 << 20
_GIT = ("git", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=", "-c", "commit.gpgsign=false", "-c", "user.name=sammeter seed",
        "-c", "user.email=seed@sammeter.invalid")  # fmt: skip
Word = Literal["stopped", "let through", "cannot tell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a user asks for: the working copy, the build command for a shell, seconds for each run, and which seeds."""

    path: Path
    command: str
    seconds: int = 900
    seeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of one seed: the word, the command's exit code (None where it was not run to its end), why, and the tail."""

    seed: Seed
    word: Word
    code: int | None
    why: str
    tail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """All that was tried; it `holds` where the build let the harmless change pass and stopped every seed that applies."""

    name: str
    commit: str
    at: str
    command: str
    control: Tried
    tried: tuple[Tried, ...]

    @property
    def holds(self) -> bool:
        """Tell whether the build is known to stop what it ought to: one seed that it let through is enough to say no."""
        words = [one.word for one in self.tried]
        return self.control.word == "let through" and "stopped" in words and "let through" not in words


Told = Callable[[str], None]


def prove(wanted: Wanted, told: Told = lambda _: None) -> Proof:
    """Run the build on a harmless change, then on each seed, each in a fresh copy; return what came of it.

    Raises SourceError (no working copy; no room for a copy), DataError (no such seed, an empty command).
    """
    if not wanted.command.strip():
        raise DataError("no command", where="--run", hint="--run 'make check'")
    seeds = _chosen(wanted.seeds)
    root = wanted.path
    if not root.is_dir() or ((root / "HEAD").is_file() and (root / "objects").is_dir()):
        raise SourceError("no working copy", where=str(root), hint="name a folder in which the command can run")
    at, commit = clock.now(), _commit(root)
    told(f"{CONTROL.name}: {CONTROL.says}")
    control = _try(CONTROL, wanted)
    tried = []
    for seed in seeds:
        told(f"{seed.name}: {seed.says}")
        tried.append(
            _try(seed, wanted)
            if control.word == "let through"
            else _untold(seed, "the harmless change did not pass either")
        )
    return Proof(
        name=root.resolve().name, commit=commit, at=at, command=wanted.command, control=control, tried=tuple(tried)
    )


def _chosen(names: Sequence[str]) -> tuple[Seed, ...]:
    known = {seed.name: seed for seed in SEEDS}
    wrong = [name for name in names if name not in known]
    if wrong:
        raise DataError(f"there is no seed '{wrong[0]}'", where="--seed", hint=f"one of {', '.join(known)}")
    return tuple(known[name] for name in dict.fromkeys(names)) or SEEDS


def _untold(seed: Seed, why: str) -> Tried:
    return Tried(seed=seed, word="cannot tell", code=None, why=why)


def _try(seed: Seed, wanted: Wanted) -> Tried:
    with _copy(wanted.path) as copy:
        change = seed.change(copy)
        if isinstance(change, str):
            return _untold(seed, f"does not apply: {change}")
        taken = [name for name in change if (copy / name).is_symlink()]
        if taken:
            return _untold(seed, f"does not apply: {taken[0]} is a link")
        for name, text in change.items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_text(text, encoding="utf-8")
        if not _committed(copy, seed, tuple(change)):
            return _untold(seed, "the change could not be committed in the copy")
        return _judged(seed, *_run(copy, wanted))


def _judged(seed: Seed, code: int | None, tail: tuple[str, ...]) -> Tried:
    if code is None:
        return Tried(seed=seed, word="cannot tell", code=None, why="it did not end in time", tail=tail)
    if code in _NOT_RUN:
        return Tried(seed=seed, word="cannot tell", code=code, why="the command could not be run", tail=tail)
    return Tried(seed=seed, word="stopped" if code else "let through", code=code, why=f"exit code {code}", tail=tail)


_NOT_RUN = (126, 127)
"""What a shell says of a command that is not there, or that it may not run: such a build stops everything."""


@contextmanager
def _copy(root: Path) -> Iterator[Path]:
    """Copy the whole folder, its history and what is not committed included, and take the copy away afterwards."""
    try:
        scratch = Path(tempfile.mkdtemp(prefix="sammeter-prove-"))
    except OSError as error:
        raise SourceError(f"no copy can be made: {error.strerror}", where=str(root)) from error
    try:
        target = scratch / root.resolve().name
        try:
            shutil.copytree(root, target, symlinks=True)
        except (OSError, shutil.Error) as error:
            raise SourceError("no copy can be made", where=str(root), hint=f"{error}"[:200]) from error
        yield target
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _commit(root: Path) -> str:
    asked = [*_GIT, "rev-parse", "-q", "--verify", "HEAD"]
    done = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603 - fixed plumbing
    return done.stdout.strip() if done.returncode == 0 else ""


def _committed(copy: Path, seed: Seed, names: tuple[str, ...]) -> bool:
    """Commit the change where there is a history, since checks look at commits; a plain folder needs none."""
    if not (copy / ".git").exists():
        return True
    reviewer = "\n\nReviewed-by: Seed Reviewer <reviewer@sammeter.invalid>" if seed.reviewed else ""
    for arguments in (
        ("add", "-f", "--", *names),
        ("commit", "-q", "--no-verify", "-m", f"seed: {seed.says}{reviewer}"),
    ):
        done = subprocess.run([*_GIT, *arguments], cwd=copy, capture_output=True, check=False, timeout=120)  # noqa: S603
        if done.returncode:
            return False
    return True


def _run(copy: Path, wanted: Wanted) -> tuple[int | None, tuple[str, ...]]:
    """Run the command in a session of its own; return its exit code (None: it did not end in time) and its last lines."""
    with tempfile.TemporaryFile() as out:
        environment = {**os.environ, "SAMMETER_PROVE": "1"}
        with subprocess.Popen(  # noqa: S602 - the user's own command line, given for a shell
            wanted.command, cwd=copy, shell=True, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            env=environment, start_new_session=True,
        ) as process:  # fmt: skip
            try:
                code: int | None = process.wait(timeout=wanted.seconds)
            except subprocess.TimeoutExpired:
                code = None
            finally:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
        return code, _tail(out.fileno())


def _tail(handle: int) -> tuple[str, ...]:
    size = os.fstat(handle).st_size
    data = os.pread(handle, OUTPUT, max(0, size - OUTPUT))
    return tuple(data.decode("utf-8", "replace").splitlines()[-TAIL:])

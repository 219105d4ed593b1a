"""Runs git's plumbing: no shell, no pager, nothing of the repository's configuration, within limits of time and output.

Objects are read in a scratch repository of our own that borrows only the object store: the configuration, hooks, grafts
and replacements of the repository that is looked at are not even read there, and a blob that a partial clone left out
is missing instead of being fetched. Only names (HEAD, branches, tags) are asked of the repository itself.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread, Timer
from typing import IO
from weakref import finalize

from sammeter.errors import SourceError

OUTPUT = 1 << 30
SECONDS = 300
CHUNK = 1 << 18
_SAFE = (
    "-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never", "-c", "core.pager=cat",
    "-c", "core.attributesFile=/dev/null", "-c", "core.quotePath=false", "-c", "log.showSignature=false",
    "-c", "core.sshCommand=false", "-c", "gpg.program=false", "-c", "diff.external=", "-c", "credential.helper=",
    "-c", "core.askPass=true", "-c", "submodule.recurse=false",
)  # fmt: skip


def environment() -> dict[str, str]:
    """Return the environment git runs in: the user's, without git's own variables, and with nothing to ask or fetch."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat",
        "GIT_ASKPASS": "true", "GIT_EXTERNAL_DIFF": "", "LC_ALL": "C", "GIT_NO_REPLACE_OBJECTS": "1",
    }  # fmt: skip


@dataclass(slots=True)
class Running:
    """A started git whose input is fed and whose complaints are gathered beside the reading."""

    out: IO[bytes]
    process: "subprocess.Popen[bytes]"
    words: bytearray = field(default_factory=bytearray)
    late: bool = False

    def complaint(self) -> str:
        return self.words.decode("utf-8", "replace")

    def stop(self) -> None:
        self.late = True
        self.process.kill()


@dataclass(slots=True, weakref_slot=True)
class Git:
    """Runs git in one repository; `path` is what its errors name."""

    path: Path
    place: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def start(self, *arguments: str, stdin: Iterable[bytes] = ()) -> Iterator[Running]:
        """Start a command and feed it; it is ended when the block is left, or after SECONDS.

        Raises SourceError if there is no git.
        """
        try:
            process = subprocess.Popen(  # noqa: S603 - fixed plumbing, hostile configuration switched off
                ["git", *_SAFE, *(self.place or ("-C", str(self.path))), *arguments],  # noqa: S607 - the user's own git
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment() | self.extra,
            )  # fmt: skip
        except FileNotFoundError as error:
            raise SourceError("git is not installed", hint="install git 2.35 or newer, e.g. apt install git") from error
        assert process.stdin and process.stdout and process.stderr  # noqa: S101, PT018 - all three are pipes
        running = Running(process.stdout, process)
        aside = [_thread(_feed, process.stdin, stdin), _thread(_listen, process.stderr, running.words)]
        watch = Timer(SECONDS, running.stop)
        watch.daemon = True
        watch.start()
        try:
            yield running
        finally:
            watch.cancel()
            process.kill()
            process.stdout.close()
            for thread in aside:
                thread.join()
            process.wait()
            process.stderr.close()

    def run(self, *arguments: str, stdin: Iterable[bytes] = ()) -> bytes:
        """Return what a command prints. Raises SourceError with git's own words and what mends it."""
        return b"".join(self.stream(*arguments, stdin=stdin))

    def stream(self, *arguments: str, stdin: Iterable[bytes] = ()) -> Iterator[bytes]:
        """Yield what a command prints, piece by piece; whoever stops reading ends it.

        Raises SourceError with git's own words, or with reason ``timeout`` or ``too large``.
        """
        total = 0
        with self.start(*arguments, stdin=stdin) as running:
            while piece := running.out.read(CHUNK):
                total += len(piece)
                if total > OUTPUT:
                    raise SourceError(f"git {arguments[0]} printed more than {OUTPUT:,} bytes", where=str(self.path),
                                      reason="too large")  # fmt: skip
                yield piece
            code = running.process.wait()
        if running.late:
            raise SourceError(
                f"git {arguments[0]} took longer than {SECONDS} s", where=str(self.path), reason="timeout"
            )
        if code:
            raise self.failure(running.complaint())

    def failure(self, words: str) -> SourceError:
        """Return git's complaint as a SourceError with the next step."""
        lines = [line for line in words.splitlines() if line.strip() and not line.startswith("warning: ")]
        first = lines[0].removeprefix("fatal: ").removeprefix("error: ") if lines else "git failed"
        if "dubious ownership" in words:
            return SourceError("the repository belongs to another user (dubious ownership)", where=str(self.path),
                               hint=f"git config --global --add safe.directory {self.path}", reason="no right to read")  # fmt: skip
        if "not a git repository" in words:
            return SourceError("no git repository", where=str(self.path), reason="unreadable")
        return SourceError(first, where=str(self.path), hint="git fsck tells more")


def borrow(path: Path, objects: Path, *, algorithm: str) -> Git:
    """Return git in a scratch repository that reads the object store of the repository at `path`, and nothing else.

    The scratch repository goes when the returned object does.
    """
    root = Path(mkdtemp(prefix="sammeter-"))
    git = Git(path, place=(f"--git-dir={root}",), extra={"GIT_OBJECT_DIRECTORY": str(objects)})
    finalize(git, shutil.rmtree, root, ignore_errors=True)
    for folder in ("objects", "refs"):
        (root / folder).mkdir()
    (root / "HEAD").write_bytes(b"ref: refs/heads/none\n")
    (root / "config").write_text(
        f"[core]\nrepositoryformatversion=1\nbare=true\n[extensions]\nobjectformat={algorithm}\n", "ascii"
    )
    shallow = objects.parent / "shallow"
    if shallow.is_file():
        (root / "shallow").write_bytes(shallow.read_bytes())
    return git


def _thread(work: Callable[..., None], *arguments: object) -> Thread:
    thread = Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread


def _feed(pipe: IO[bytes], pieces: Iterable[bytes]) -> None:
    try:
        for piece in pieces:
            pipe.write(piece)
        pipe.close()
    except (BrokenPipeError, ValueError):
        return


def _listen(pipe: IO[bytes], words: bytearray) -> None:
    while piece := pipe.read(1 << 12):
        if len(words) < 1 << 16:
            words.extend(piece)

"""A command in a pseudo-terminal: what is shown is gathered, and a key is sent once its screen is there."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.command import SAMMETER

CLEAR = "\x1b[2J\x1b[1;1H"
PATIENCE = 30.0


class Terminal:
    """One running command; `seen` is all that it showed so far."""

    def __init__(self, process: int, descriptor: int) -> None:
        self.process, self.descriptor = process, descriptor
        self.seen, self.read = "", 0

    def until(self, words: str) -> str:
        """Return what is shown from the last call on until `words` stand there."""
        end = time.monotonic() + PATIENCE
        while words not in self.seen[self.read :]:
            ready = select.select([self.descriptor], [], [], max(end - time.monotonic(), 0))[0]
            if not ready or not self._take():
                raise AssertionError(f"waited for {words!r}, saw {self.seen[self.read :]!r}")
        start, self.read = self.read, self.seen.index(words, self.read) + len(words)
        return self.seen[start : self.read]

    def _take(self) -> bool:
        try:
            data = os.read(self.descriptor, 65536)
        except OSError:
            data = b""
        self.seen += data.decode("utf-8", "replace")
        return bool(data)

    def send(self, text: str) -> None:
        """Type."""
        os.write(self.descriptor, text.encode())

    def end(self) -> int:
        """Return the exit code, once everything that is shown was read."""
        end = time.monotonic() + PATIENCE
        while select.select([self.descriptor], [], [], max(end - time.monotonic(), 0))[0]:
            if not self._take():
                break
        else:
            raise AssertionError(f"did not end, last {self.seen[-2000:]!r}")
        _, status = os.waitpid(self.process, 0)
        self.process = 0
        return os.waitstatus_to_exitcode(status)


@contextmanager
def terminal(*arguments: str, cwd: Path, **environment: str) -> Iterator[Terminal]:
    """Start the command in a terminal of 80 by 50; it is ended when the block is left."""
    env = {**os.environ, "TERM": "xterm", "SAMMETER_CACHE": str(cwd / ".cache-of-the-test.sqlite"), **environment}
    process, descriptor = pty.fork()
    if process == 0:
        os.chdir(cwd)
        os.execve(str(SAMMETER), [str(SAMMETER), *arguments], env)  # noqa: S606 - the installed command
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 80, 0, 0))
    made = Terminal(process, descriptor)
    try:
        yield made
    finally:
        if made.process:
            os.kill(made.process, signal.SIGKILL)
            os.waitpid(made.process, 0)
        os.close(descriptor)

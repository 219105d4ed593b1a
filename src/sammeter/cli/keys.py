"""Keys of a terminal, one at a time; what is typed ahead is kept, and the terminal is left as it was."""

import codecs
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import click

_NAMED = {"\r": "enter", "\n": "enter", "\x7f": "backspace", "\b": "backspace"}
_ARROWS = {"A": "left", "B": "right", "C": "right", "D": "left"}
_PATIENCE = 0.05
"""Seconds to wait for the rest of what an arrow key sends."""


class Keys(Protocol):
    """Where keys come from."""

    def key(self) -> str:
        """Return one key: a character, or a name. Raises KeyboardInterrupt; `q` where the input ends."""

    def line(self, words: str) -> str:
        """Ask for a line of text and return it."""


@contextmanager
def keys() -> Iterator[Keys]:
    """Read keys from the terminal at standard input until the block is left."""
    if sys.platform == "win32":
        yield _Plain()
        return
    import termios

    before = termios.tcgetattr(sys.stdin.fileno())
    reader = _Raw(sys.stdin.fileno())
    try:
        yield reader
    finally:
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, before)


class _Plain:
    """Through click, where a terminal has no modes."""

    def key(self) -> str:
        found = click.getchar()
        return _NAMED.get(found, found[-1:])

    def line(self, words: str) -> str:
        found: str = click.prompt(click.style(words), default="", show_default=False)
        return found


class _Raw:
    """A terminal without echo and without line editing while keys are read.

    click.getchar throws away what was typed while the last answer was being kept, so the mode is set once here.
    """

    def __init__(self, descriptor: int) -> None:
        import termios

        self.descriptor = descriptor
        self.cooked = termios.tcgetattr(descriptor)
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.buffer = ""
        self.ended = False
        self._mode(raw=True)

    def _mode(self, *, raw: bool) -> None:
        import termios

        wanted = list(self.cooked)
        if raw:
            wanted[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
        termios.tcsetattr(self.descriptor, termios.TCSADRAIN, wanted)

    def _read(self, patience: float | None = None) -> None:
        import select

        if patience is not None and not select.select([self.descriptor], [], [], patience)[0]:
            return
        data = os.read(self.descriptor, 4096)
        self.ended = not data
        self.buffer += self.decoder.decode(data, final=not data)

    def key(self) -> str:
        while not self.buffer and not self.ended:
            self._read()
        first, self.buffer = self.buffer[:1], self.buffer[1:]
        if first == "\x03":
            raise KeyboardInterrupt
        if first in ("", "\x04"):
            return "q"
        return self._escape() if first == "\x1b" else _NAMED.get(first, first)

    def _escape(self) -> str:
        """Return the arrow that a sequence means, or ``esc``; other sequences are swallowed whole."""
        if not self.buffer:
            self._read(_PATIENCE)
        if self.buffer[:1] not in ("[", "O"):
            return "esc"
        for length, one in enumerate(self.buffer[1:], 2):
            if "@" <= one <= "~":
                self.buffer = self.buffer[length:]
                return _ARROWS.get(one, "esc")
        self.buffer = ""
        return "esc"

    def line(self, words: str) -> str:
        self._mode(raw=False)
        try:
            click.echo(f"{words} ", nl=False)
            while "\n" not in self.buffer.replace("\r", "\n") and not self.ended:
                if "\x03" in self.buffer:  # typed while keys were still read one by one
                    raise KeyboardInterrupt
                self._read()
        finally:
            self._mode(raw=True)
        text, _, self.buffer = self.buffer.replace("\r", "\n").partition("\n")
        return text

"""A git history written by ``git fast-import``: one process for a whole repository, the same bytes each time."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sammeter.errors import SourceError

SECONDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One commit: files that it writes (None deletes), who and when (seconds since 1970, UTC), and tags put on it."""

    message: str
    author: str
    at: int
    files: Mapping[str, str | None]
    committer: str = ""
    tags: tuple[str, ...] = ()


def write(folder: Path, commits: Sequence[Commit]) -> None:
    """Make a repository in `folder` with one branch, ``main``, and check it out. Raises SourceError (no git, no disk)."""
    folder.mkdir(parents=True)
    _git(folder, b"", "init", "-q", "--initial-branch=main")
    _git(folder, b"".join(_stream(commits)), "fast-import", "--quiet")
    _git(folder, b"", "reset", "-q", "--hard", "main")


def _stream(commits: Sequence[Commit]) -> list[bytes]:
    parts: list[bytes] = []
    for number, one in enumerate(commits, 1):
        author, committer = _person(one.author, one.at), _person(one.committer or one.author, one.at)
        parts += [b"commit refs/heads/main\n", f"mark :{number}\n".encode(), b"author " + author, b"committer " + committer,
                  _data(one.message)]  # fmt: skip
        if number > 1:
            parts.append(f"from :{number - 1}\n".encode())
        for path, text in one.files.items():
            parts += [f"D {path}\n".encode()] if text is None else [f"M 100644 inline {path}\n".encode(), _data(text)]
        for tag in one.tags:
            parts += [f"tag {tag}\nfrom :{number}\n".encode(), b"tagger " + committer, _data(f"{tag}\n")]
    return parts


def _person(name: str, at: int) -> bytes:
    return f"{name} {at} +0000\n".encode()


def _data(text: str) -> bytes:
    raw = text.encode()
    return f"data {len(raw)}\n".encode() + raw + b"\n"


def _git(folder: Path, stdin: bytes, *arguments: str) -> None:
    command = [
        "git",
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "core.autocrlf=false",
        "-c",
        "commit.gpgsign=false",
        *arguments,
    ]
    try:
        subprocess.run(command, cwd=folder, input=stdin, capture_output=True, check=True, timeout=SECONDS)  # noqa: S603 - our own words
    except FileNotFoundError as error:
        raise SourceError("git is not installed", where="sammeter demo", hint="install git") from error
    except (subprocess.SubprocessError, OSError) as error:
        raise SourceError(f"git {arguments[0]} failed: {error}", where=str(folder), hint="sammeter doctor") from error

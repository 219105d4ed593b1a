"""Git repositories built for one test, with fixed people and dates, and the public path through a collector."""

import os
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sammeter.collect.folder import FolderTree
from sammeter.collect.git import open_git
from sammeter.collect.registry import load
from sammeter.collect.run import NoCache, run
from sammeter.facts.collected import Collected

DATA = Path(__file__).parent.parent / "data"
AS_OF = "2026-06-30T12:00:00Z"
ALICE, BOB, CAROL = (
    "Alice Ash <alice@ash.example>",
    "Bob Birch <bob@birch.example>",
    "Carol Cedar <carol@cedar.example>",
)
WEB = "GitHub <noreply@github.com>"


@dataclass
class Repository:
    """A repository in a folder of its own; each commit is an hour younger than the one before it, unless dated."""

    path: Path
    clock: datetime = field(default_factory=lambda: datetime(2026, 6, 1, 9, tzinfo=UTC))
    home: Path = field(default_factory=Path)

    def __post_init__(self) -> None:
        self.home = self.path.parent / f"{self.path.name}-home"
        self.home.mkdir(parents=True, exist_ok=True)
        if not self.path.exists():
            self.path.mkdir(parents=True)
            self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str | bytes, author: str = ALICE, committer: str = "", stdin: bytes = b"") -> str:
        """Run git with nothing of the machine's configuration; return what it prints."""
        who, by = author.rstrip(">").split(" <"), (committer or author).rstrip(">").split(" <")
        when = self.clock.strftime("%Y-%m-%dT%H:%M:%S+00:00")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "XDG_"))}
        env = kept | {
            "HOME": str(self.home), "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": who[0], "GIT_AUTHOR_EMAIL": who[1],
            "GIT_COMMITTER_NAME": by[0], "GIT_COMMITTER_EMAIL": by[1], "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when,
        }  # fmt: skip
        done = subprocess.run(
            ["git", "-C", str(self.path), *arguments], env=env, input=stdin, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        return done.stdout.decode("utf-8", "replace").strip()

    def commit(
        self, message: str = "change", *, at: str = "", author: str = ALICE, committer: str = "", **files: str
    ) -> str:
        """Commit files (``a__b_md`` is written by `write`); return the commit."""
        for name, content in files.items():
            self.write(name, content)
        self.tick(at)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message, author=author, committer=committer)
        return self.git("rev-parse", "HEAD")

    def write(self, name: str, content: str = "x\n") -> None:
        """Write a file below the root."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())

    def merge(self, branch: str, message: str, *, author: str, committer: str = "", at: str = "") -> str:
        """Merge a branch with a commit of its own; return it."""
        self.tick(at)
        self.git("merge", "-q", "--no-ff", "-m", message, branch, author=author, committer=committer)
        return self.git("rev-parse", "HEAD")

    def tick(self, at: str = "") -> None:
        """Move the clock to a time, or on by an hour."""
        self.clock = datetime.fromisoformat(at) if at else self.clock + timedelta(hours=1)


def collect(name: str, path: Path, *, at: str = "", as_of: str = AS_OF) -> Collected:
    """Run one collector over a git repository as an assessment does."""
    return run(open_git(path, at=at), [one for one in load() if one.name == name], as_of=as_of, cache=NoCache())


def collect_case(name: str, case: str) -> Collected:
    """Run one collector over the plain folder of a fixture."""
    tree = FolderTree(root=DATA / name / case, name=case)
    return run(tree, [one for one in load() if one.name == name], as_of=AS_OF, cache=NoCache())


def rows(collected: Collected, *names: str, kind: str = "") -> list[tuple[Any, ...]]:
    """Return the named fields of the facts, in their order; ``where`` is the place."""
    return [
        tuple(fact.where if name == "where" else fact.fields.get(name) for name in names)
        for fact in collected.facts
        if not kind or fact.kind == kind
    ]


def reasons(collected: Collected) -> list[str]:
    """Return the reasons of the gaps."""
    return [gap.reason for gap in collected.gaps]

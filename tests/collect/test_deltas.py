"""What commits changed is kept by commit: the same answer, and only what is new is asked for."""

from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest
from tests.collect.repositories import ALICE, Repository

from sammeter.collect.git import GitTree, open_git


@dataclass
class Kept:
    """A cache that counts what it is given."""

    held: dict[str, bytes] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)

    def get(self, keys: list[str]) -> dict[str, bytes]:
        return {key: self.held[key] for key in keys if key in self.held}

    def put(self, items: dict[str, bytes]) -> None:
        self.held |= items
        self.given += items


def opened(path: Path, kept: Kept) -> GitTree:
    tree = open_git(path)
    tree.kept = kept
    return tree


def told(tree: GitTree) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return which commits changed two paths, and what the history brought."""
    changes = [(one.commit, one.path) for one in tree.touched(("a.txt", "ü.txt"))]
    return changes, [(one.path, one.blob) for one in tree.brought(100)[0]]


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "shop")
    made.commit("one", **{"a.txt": "1", "ü.txt": "1"})
    made.git("switch", "-q", "-c", "topic")
    made.commit("two", **{"b.txt": "1"})
    made.git("switch", "-q", "main")
    made.commit("three", **{"a.txt": "2"})
    made.merge("topic", "merge", author=ALICE)
    made.commit("nothing")
    (made.path / "link").symlink_to("a.txt")
    made.commit("link")
    return made


def test_what_is_kept_and_what_git_says_are_the_same(repo: Repository) -> None:
    kept = Kept()
    plain = told(open_git(repo.path))
    assert told(opened(repo.path, kept)) == plain
    assert told(opened(repo.path, kept)) == plain
    assert [path.partition("@")[0] for path, _ in plain[1]] == ["a.txt", "b.txt", "a.txt", "ü.txt"]


def test_after_one_commit_only_that_one_is_asked_for(repo: Repository) -> None:
    kept = Kept()
    told(opened(repo.path, kept))
    assert len(kept.given) == len(set(kept.given)) == 6
    sha = repo.commit("new", **{"a.txt": "3"})
    told(opened(repo.path, kept))
    assert kept.given[6:] == [f"delta/1/{sha}"]


def test_a_shallow_clone_keeps_nothing(repo: Repository, tmp_path: Path) -> None:
    repo.git("clone", "-q", "--depth", "2", f"file://{repo.path}", str(tmp_path / "shallow"))
    kept = Kept()
    told(opened(tmp_path / "shallow", kept))
    assert kept.given == []


def test_what_is_kept_and_damaged_is_read_again(repo: Repository) -> None:
    kept = Kept()
    plain = told(opened(repo.path, kept))
    kept.held |= {key: msgspec.msgpack.encode({"no": "list"}) for key in kept.held}
    assert told(opened(repo.path, kept)) == plain

"""Files that are handed in beside one that names them: found in the listing, read once, kept by their content."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from tests.collect.repositories import AS_OF, Repository
from tests.collect.test_run import Memory

from sammeter.collect.following import MOST
from sammeter.collect.git import open_git
from sammeter.collect.registry import Collector, File, Yielded, files
from sammeter.collect.run import run
from sammeter.collect.source import Entry, Tree
from sammeter.facts.ci import SecretRef


def follows(file: File) -> Iterator[str]:
    yield from file.text().split()


def collect(file: File) -> Iterator[Yielded]:
    for path in sorted(file.beside):
        yield SecretRef(where=f"{path}:1", pipeline=file.path, name=file.beside[path].text()[:1])


READER = Collector(name="follower", version=1, reads=files("start*", follows=follows), yields=("ci.secret_refs",),
                   complete=(), collect=collect)  # fmt: skip


def repository(folder: Path, contents: dict[str, str]) -> Repository:
    made = Repository(folder / "r")
    for path, text in contents.items():
        made.write(path, text)
    made.commit()
    return made


def found(tree: Tree, cache: Memory) -> list[str]:
    return [one.where for one in run(tree, [READER], as_of=AS_OF, cache=cache).facts]


def test_files_are_followed_by_path_and_pattern_and_circles_end(tmp_path: Path) -> None:
    made = repository(
        tmp_path, {"start": "a d/**/*.x gone", "a": "start b", "b": "a", "d/e/f.x": "", "c": "", "d/g.y": ""}
    )
    assert found(open_git(made.path, at=""), Memory()) == ["a:1", "b:1", "d/e/f.x:1"]


def test_a_second_run_reads_nothing_and_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    made = repository(tmp_path, {"start": "a", "a": "b", "b": ""})
    cache, read = Memory(), list[str]()

    class Watched:
        def __init__(self, tree: Tree) -> None:
            self.tree = tree

        def __getattr__(self, name: str) -> object:
            return getattr(self.tree, name)

        def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
            entries = list(entries)
            read.extend(entry.path for entry in entries)
            return self.tree.read(entries)

    def watched() -> Tree:
        return Watched(open_git(made.path, at=""))  # type: ignore[return-value] # the rest is the tree's own

    assert found(watched(), cache) == ["a:1", "b:1"]
    read.clear()
    assert found(watched(), cache) == ["a:1", "b:1"]
    assert read == []
    made.write("b", "c")
    made.write("c", "")
    made.commit()
    assert found(watched(), cache) == ["a:1", "b:1", "c:1"]


def test_a_pattern_that_names_everything_is_bounded(tmp_path: Path) -> None:
    made = repository(tmp_path, {"start": "many/*", **{f"many/{n}": "" for n in range(MOST + 5)}})
    assert len(found(open_git(made.path, at=""), Memory())) == MOST


def test_a_file_that_is_too_large_is_not_handed_in(tmp_path: Path) -> None:
    made = repository(tmp_path, {"start": "a b", "a": "x" * ((2 << 20) + 1), "b": ""})
    assert found(open_git(made.path, at=""), Memory()) == ["b:1"]


def test_a_fault_in_following_ends_no_run(tmp_path: Path) -> None:
    def broken(_: File) -> Iterator[str]:
        raise ValueError

    made = repository(tmp_path, {"start": "a", "a": ""})
    reader = replace(READER, reads=files("start*", follows=broken))
    assert run(open_git(made.path, at=""), [reader], as_of=AS_OF, cache=Memory()).facts == ()

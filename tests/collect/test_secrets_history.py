"""Secrets in what files said before: found with their commit, within bounds, and what was not read is said."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests.collect.repositories import AS_OF, Repository, reasons, rows
from tests.collect.secret_worlds import der_key, seen, verdict

from sammeter.collect.earlier import chosen
from sammeter.collect.folder import FolderTree
from sammeter.collect.git import open_git
from sammeter.collect.registry import Versions, load
from sammeter.collect.run import NoCache, run
from sammeter.collect.secrets import detector
from sammeter.facts.collected import Collected
from sammeter.text import Limits

VALUE = "correct-Horse7" + "battery"
ALL = Versions(patterns=("**/*",), limits=Limits(size=1 << 20))
WITH = pytest.mark.skipif(not detector.installed(), reason="the extra 'secrets' is not installed")


class Kept(NoCache):
    """Keeps everything in a dictionary, and counts what was not kept yet."""

    def __init__(self) -> None:
        self.items: dict[str, bytes] = {}

    def get(self, keys: list[str]) -> dict[str, bytes]:
        return {key: self.items[key] for key in keys if key in self.items}

    def put(self, items: dict[str, bytes]) -> None:
        self.items |= items


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMMETER_DATA", str(tmp_path / "data-of-the-user"))


def past(path: Path) -> Collected:
    return seen(path, "secrets_history")[0]


def finds(collected: Collected) -> list[tuple[object, ...]]:
    return rows(collected, "where", "kind", "state", kind="secrets.findings")


def test_what_was_taken_out_is_found_with_the_commit_that_brought_it(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.write("conf/app.properties", f"name=shop\ndb.password={VALUE}\n")
    first = repo.commit("open")
    repo.write("conf/app.properties", "name=shop\n")
    repo.commit("taken out")
    found = [one for one in past(repo.path).facts if one.kind == "secrets.findings"]
    assert [(one.where, one.fields["where"], one.fields["place"], one.fields["state"]) for one in found] == [
        (f"conf/app.properties@{first[:12]}:2", "history", "conf/app.properties", "open")
    ]
    assert VALUE not in repr(found)


def test_what_still_lies_in_the_tree_what_is_an_example_and_what_is_protected_is_not_said_twice(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    for name in ("a.properties", "tests/b.properties", "c.yml", "d.properties"):
        repo.write(name, f"db.password={VALUE}\n" if name != "c.yml" else "$ANSIBLE_VAULT;1.1;AES256\n6162\n")
    repo.write("e.properties", "host=10.1.2.3\nmail.password=changeme\n")
    repo.commit("all")
    for name in ("tests/b.properties", "c.yml", "d.properties", "e.properties"):
        (repo.path / name).unlink()
    repo.commit("gone")
    assert finds(past(repo.path)) == [], "the same content still stands in a.properties"


def test_of_many_versions_of_one_file_one_finding_remains(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    for number in range(4):
        repo.write("a.properties", "#\n" * number + f"db.password={VALUE}\n")
        repo.commit(f"{number}")
    repo.write("a.properties", "#\n")
    repo.commit("gone")
    collected, joined = seen(repo.path, "secrets_history")
    assert len(finds(collected)) == 4
    assert len(tuple(joined.unit.of("secrets.findings"))) == 1


def test_a_merge_brings_what_neither_side_had_and_a_link_or_submodule_nothing(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit("one", **{"a.txt": "1\n"})
    repo.git("checkout", "-qb", "side")
    repo.commit("side", **{"a.txt": "1\nside\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("main", **{"b.txt": "x\n", ":odd name": "y\n"})
    repo.git("merge", "-q", "--no-ff", "--no-commit", "side")
    merge = repo.commit("merge", **{"a.txt": "1\nneither\n"})
    (repo.path / "link").symlink_to("a.txt")
    repo.commit("link", **{"a.txt": "2\n", "b.txt": "2\n"})
    brought, ended = open_git(repo.path).brought(100)
    entries = list(brought)
    assert ended
    assert f"a.txt@{merge[:12]}" in [one.path for one in entries]
    assert not [one for one in entries if one.path.startswith("link@")]
    assert [one.path.rpartition("@")[0] for one in entries if "odd" in one.path] == [":odd name"]


@pytest.mark.parametrize(
    ("bounds", "read", "unread"),
    [
        ({}, 6, ()), ({"commits": 3}, 2, ("commits before the newest 3",)), ({"versions": 2}, 2, ("4 older versions, beyond 2 of them or 32 MiB",)),
        ({"total": 250}, 2, ("4 older versions, beyond 4,000 of them or 0 MiB",)),
        ({"limits": Limits(size=50)}, 0, ("6 versions above 50 bytes",)), ({"unless": ("**/*.txt",)}, 0, ()),
    ],
)  # fmt: skip
def test_what_lies_beyond_a_bound_is_said(
    tmp_path: Path, bounds: dict[str, object], read: int, unread: tuple[str, ...]
) -> None:
    repo = Repository(tmp_path / "r")
    for number in range(7):
        repo.write("a.txt", f"{number}" * 100)
        repo.commit(f"{number}")
    found = chosen(open_git(repo.path), replace(ALL, **bounds), NoCache(), name="x")  # type: ignore[arg-type]
    assert (len(found.entries), found.unread) == (read, unread)


def test_shallow_clones_and_missing_contents_are_said_and_a_folder_has_no_history(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    for number in range(3):
        repo.write("a.txt", f"{number}\n")
        repo.commit(f"{number}")
    repo.git("clone", "-q", "--depth=2", f"file://{repo.path}", str(tmp_path / "shallow"))
    assert chosen(open_git(tmp_path / "shallow"), ALL, NoCache(), name="x").unread == ("the clone is shallow",)
    blob = repo.git("rev-parse", "HEAD~1:a.txt")
    (repo.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert chosen(open_git(repo.path), ALL, NoCache(), name="x").unread == (
        "1 versions whose content is not in this clone",
    )
    shutil.rmtree(repo.path / ".git")
    folder = FolderTree(root=repo.path, name="r")
    collected = run(folder, [one for one in load() if one.name == "secrets_history"], as_of=AS_OF, cache=NoCache())
    assert rows(collected, "completed", kind="secrets.scan_runs") == [(False,)]
    assert (reasons(collected), collected.gaps[0].kinds) == (["history not read"], ("secrets.scan_runs",))


def test_a_second_run_reads_no_content_and_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repository(tmp_path / "r")
    for text in (f"db.password={VALUE}\n", "x=1\n"):
        repo.write("a.properties", text)
        repo.commit(text[:1])
    cache, both = Kept(), [one for one in load() if one.name.startswith("secrets")]
    first = run(open_git(repo.path), both, as_of=AS_OF, cache=cache)
    monkeypatch.setattr(detector, "scan", None)
    assert repr(run(open_git(repo.path), both, as_of=AS_OF, cache=cache)) == repr(first)
    assert not any(VALUE.encode() in data for data in cache.items.values())


@WITH
def test_a_history_read_whole_is_a_completed_run_that_i_sd_2_b_1_can_stand_on(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit("one", **{"a.txt": "1\n"})
    _, joined = seen(repo.path, "secrets", "secrets_history")
    runs = sorted((str(one.fields["history"]), one.fields["completed"]) for one in joined.unit.of("secrets.scan_runs"))
    assert runs == [("False", True), ("True", True)]
    assert verdict(joined, "I-SD-2-B.1") == "met"


def test_a_candidate_in_the_history_leaves_i_sd_2_b_1_open_and_x_09_untouched(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.write("conf/tls.yml", f"tls: |\n{der_key()}")
    repo.write("conf/app.properties", "db.password=${DB_PASSWORD}\n")
    repo.commit("open")
    (repo.path / "conf/tls.yml").unlink()
    repo.commit("gone")
    collected, joined = seen(repo.path, "secrets", "secrets_history")
    assert [row[1:] for row in finds(collected)] == [("private-key", "open")]
    assert verdict(joined, "I-SD-2-B.1") == "unknown"
    if detector.installed():
        assert verdict(joined, "X-09") == "met"


def test_without_the_detector_no_history_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detector, "MODULE", "not_there_at_all")
    repo = Repository(tmp_path / "r")
    repo.commit("one", **{"a.txt": "1\n"})
    collected, joined = seen(repo.path, "secrets_history")
    assert rows(collected, "history", "completed", kind="secrets.scan_runs") == [(True, False)]
    assert verdict(joined, "I-SD-2-B.1") == "unknown"

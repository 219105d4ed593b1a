"""Git repositories of every shape, and hostile ones: read alike, without running, fetching or writing anything."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.collect.repositories import ALICE, BOB, Repository

from sammeter.collect import git as git_module
from sammeter.collect.git import GitTree, open_git
from sammeter.collect.plumbing import Git, Running
from sammeter.errors import NotFoundError, SourceError

FILE = ("-c", "protocol.file.allow=always")


def contents(tree: GitTree) -> dict[str, bytes | None]:
    return {entry.path: data for entry, data in tree.read(tree.entries())}


def sample(tmp_path: Path) -> Repository:
    repo = Repository(tmp_path / "sample")
    repo.commit("one", at="2026-01-01T10:00:00+00:00", **{"a.txt": "a\n", "dir/b.txt": "b\n"})
    repo.git("tag", "-a", "v1", "-m", "first")
    repo.commit("two", at="2026-02-01T10:00:00+00:00", **{"a.txt": "A\n"})
    return repo


def clone(repo: Repository, *options: str) -> Path:
    target = repo.path.parent / "clone"
    repo.git(*FILE, "clone", "-q", *options, f"file://{repo.path}", str(target))
    return target


def test_a_working_tree_a_bare_and_a_packed_clone_and_a_worktree_read_alike(tmp_path: Path) -> None:
    repo = sample(tmp_path)
    repo.write("a.txt", "not committed\n")
    bare = clone(repo, "--bare")
    repo.git("worktree", "add", "-q", str(tmp_path / "tree"), "HEAD")
    packed = shutil.copytree(repo.path, tmp_path / "packed")
    Repository(packed).git("gc", "-q")
    trees = [open_git(path) for path in (repo.path, bare, packed, tmp_path / "tree")]
    assert {tuple(contents(tree).items()) for tree in trees} == {(("a.txt", b"A\n"), ("dir/b.txt", b"b\n"))}
    assert {(tree.revision, tree.at, tree.shallow, tree.partial) for tree in trees} == {
        (repo.git("rev-parse", "HEAD"), "2026-02-01T10:00:00Z", False, False)
    }
    assert {tuple(tag.name for tag in tree.tags()) for tree in trees} == {("v1",)}


def test_reading_writes_nothing_into_the_repository(tmp_path: Path) -> None:
    repo = sample(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in repo.path.rglob("*")}
    tree = open_git(repo.path)
    assert (
        len(contents(tree)),
        len(tree.tags()),
        len(list(tree.commits("2020-01-01T00:00:00Z"))),
        len(list(tree.touched(("a.txt",)))),
    ) == (2, 1, 2, 2)
    assert {path: path.stat().st_mtime_ns for path in repo.path.rglob("*")} == before


def test_the_scratch_repository_goes_with_the_tree(tmp_path: Path) -> None:
    tree = open_git(sample(tmp_path).path)
    scratch = Path(tree.objects.place[0].partition("=")[2])
    assert scratch.is_dir()
    del tree
    assert not scratch.exists()


def test_a_partial_clone_says_which_contents_are_missing_and_fetches_none(tmp_path: Path) -> None:
    repo = sample(tmp_path)
    repo.git("config", "uploadpack.allowFilter", "true")
    path = clone(repo, "--filter=blob:none", "--no-checkout")
    tree = open_git(path)
    assert contents(tree) == {"a.txt": None, "dir/b.txt": None}
    assert (tree.partial, tree.sizes(tree.entries())) == (True, {})
    assert [(change.path, change.at) for change in tree.touched(("a.txt",))] == [
        ("a.txt", "2026-02-01T10:00:00Z"), ("a.txt", "2026-01-01T10:00:00Z"),
    ]  # fmt: skip
    assert [tag.name for tag in tree.tags()] == ["v1"]


def test_blobs_beside_a_missing_one_are_still_read(tmp_path: Path) -> None:
    repo = sample(tmp_path)
    repo.git("config", "uploadpack.allowFilter", "true")
    path = clone(repo, "--filter=blob:limit=4", "--no-checkout")
    repo.commit("big", at="2026-02-02T00:00:00+00:00", **{"big.txt": "large\n"})
    Repository(path).git(*FILE, "fetch", "-q", "origin", "main:new")
    assert contents(open_git(path, at="new")) == {"a.txt": b"A\n", "big.txt": None, "dir/b.txt": b"b\n"}


def test_a_shallow_clone_knows_that_it_is_one(tmp_path: Path) -> None:
    tree = open_git(clone(sample(tmp_path), "--depth", "1"))
    assert (tree.shallow, [commit.message for commit in tree.commits("2020-01-01T00:00:00Z")]) == (True, ["two\n"])


def test_a_submodule_and_a_link_are_gaps_and_not_followed(tmp_path: Path) -> None:
    inner = sample(tmp_path)
    repo = Repository(tmp_path / "outer")
    repo.git(*FILE, "submodule", "--quiet", "add", f"file://{inner.path}", "sub")
    (repo.path / "link").symlink_to("/etc/passwd")
    repo.commit(**{"z.txt": "z\n"})
    tree = open_git(repo.path)
    assert [entry.path for entry in tree.entries()] == [".gitmodules", "z.txt"]
    assert [(gap.where, gap.reason) for gap in tree.gaps()] == [("link", "link"), ("sub", "submodule")]


def test_odd_file_names_can_be_stored_and_printed(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    blob = repo.git("hash-object", "-w", "--stdin", stdin=b"x\n")
    names = [b"line\nbreak", b"caf\xe9", b"sur\xed\xa0\x80", b"tab\t", "ünï".encode(), b" -x", b'"q"']
    repo.git(
        "update-index",
        "-z",
        "--index-info",
        stdin=b"".join(b"100644 " + blob.encode() + b"\t" + name + b"\0" for name in names),
    )
    repo.git("commit", "-q", "-m", "odd")
    tree = open_git(repo.path)
    wanted = {"line\nbreak", "caf\\xe9", "sur\\xed\\xa0\\x80", "tab\t", "ünï", " -x", '"q"'}
    assert set(contents(tree)) == wanted
    assert set(contents(tree).values()) == {b"x\n"}
    assert {change.path for change in tree.touched(tuple(wanted))} == wanted
    assert "".join(wanted).encode()


def test_a_repository_of_sha256_is_read(tmp_path: Path) -> None:
    path = tmp_path / "r"
    path.mkdir()
    repo = Repository(path)
    repo.git("init", "-q", "-b", "main", "--object-format=sha256")
    repo.commit("one", a="1")
    repo.git("tag", "v1.0.0")
    tree = open_git(path)
    assert (len(tree.revision), contents(tree), len(list(tree.commits("2020-01-01T00:00:00Z")))) == (64, {"a": b"1"}, 1)
    assert [tag.commit for tag in tree.tags()] == [tree.revision]


def test_an_empty_repository_says_that_it_has_no_commit(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no commit yet") as caught:
        open_git(Repository(tmp_path / "r").path)
    assert caught.value.reason == "empty"


def test_an_empty_tree_is_listed_as_empty(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit()
    tree = open_git(repo.path)
    assert (tree.entries(), tree.gaps(), list(tree.read(())), list(tree.touched(())), tree.tags()) == (
        (),
        (),
        [],
        [],
        (),
    )


def test_what_is_no_repository_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no git repository"):
        open_git(tmp_path)


@pytest.mark.parametrize("at", ["v1", "main~1", "2026-01-15", "2026-01-15T00:00:00Z"])
def test_an_earlier_moment_is_named_by_tag_revision_or_date(tmp_path: Path, at: str) -> None:
    repo = sample(tmp_path)
    tree = open_git(repo.path, at=at)
    assert (tree.revision, tree.at) == (repo.git("rev-parse", "v1^{commit}"), "2026-01-01T10:00:00Z")
    assert contents(tree)["a.txt"] == b"a\n"
    assert open_git(repo.path, at=tree.revision[:9]).revision == tree.revision


@pytest.mark.parametrize("at", ["nothing", "2020-01-01", "--all", "HEAD:a.txt", "-h"])
def test_a_moment_that_is_none_says_what_to_name(tmp_path: Path, at: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        open_git(sample(tmp_path).path, at=at)
    assert caught.value.hint


def test_a_date_is_that_of_the_main_line_and_not_of_a_branch_merged_later(tmp_path: Path) -> None:
    repo = sample(tmp_path)
    repo.git("checkout", "-q", "-b", "side")
    repo.commit("side", at="2026-03-01T00:00:00+00:00", side="1")
    repo.git("checkout", "-q", "main")
    repo.merge("side", "Merge branch 'side'", author=BOB, at="2026-05-01T00:00:00+00:00")
    assert "side" not in contents(open_git(repo.path, at="2026-04-01"))


def test_the_default_branch_is_what_the_origin_calls_so_and_never_a_feature_branch(tmp_path: Path) -> None:
    repo = sample(tmp_path)
    cloned = Repository(clone(repo))
    cloned.git("checkout", "-q", "-b", "feature")
    repo.git("checkout", "-q", "-b", "feature")
    detached = Repository(shutil.copytree(repo.path, tmp_path / "detached"))
    detached.git("checkout", "-q", "--detach")
    assert [open_git(one.path).default_branch for one in (cloned, repo, detached)] == ["main", "", ""]


def test_an_origin_whose_default_branch_is_gone_still_names_it(tmp_path: Path) -> None:
    cloned = Repository(clone(sample(tmp_path)))
    cloned.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/gone")
    assert open_git(cloned.path).default_branch == "gone"


def test_an_unchanged_repository_is_recognised_with_four_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo, asked = sample(tmp_path), list[str]()
    started = Git.start

    def noted(git: Git, *words: str, stdin: Iterable[bytes] = ()) -> AbstractContextManager[Running]:
        asked.append(words[0])
        return started(git, *words, stdin=stdin)

    monkeypatch.setattr(Git, "start", noted)
    open_git(repo.path).state()
    assert asked == ["rev-parse", "cat-file", "config", "for-each-ref"]


def test_the_state_changes_with_a_tag_and_with_the_default_branch(tmp_path: Path) -> None:
    repo = sample(tmp_path)
    first = open_git(repo.path, at="v1").state()
    repo.git("tag", "v2")
    second = open_git(repo.path, at="v1").state()
    repo.commit("three")
    assert len({first, second, open_git(repo.path, at="v1").state()}) == 3


def test_a_commit_with_odd_headers_is_read_as_it_stands(tmp_path: Path) -> None:
    repo = sample(tmp_path)
    tree, parent = repo.git("rev-parse", "HEAD^{tree}"), repo.git("rev-parse", "HEAD")
    raw = (f"tree {tree}\nparent {parent}\nauthor {ALICE} 1e9 +0000\ncommitter {BOB} 99999999999999 +9999\n"
           "gpgsig -----BEGIN SSH SIGNATURE-----\n abc\n \n -----END SSH SIGNATURE-----\nodd header\n\n\xe9 subject\n\nparent of all\n").encode("latin-1")  # fmt: skip
    repo.git(
        "reset", "-q", "--hard", repo.git("hash-object", "-t", "commit", "--literally", "-w", "--stdin", stdin=raw)
    )
    commit = next(open_git(repo.path).commits("2020-01-01T00:00:00Z"))
    assert (commit.parents, commit.authored_at, commit.committed_at, bool(commit.signed)) == ((parent,), "", "", True)
    assert commit.message.startswith("� subject\n\nparent of all")


def hostile(repo: Repository, canary: Path) -> None:
    """Let the configuration name a program wherever git takes one."""
    spy = repo.path.parent / "spy.sh"
    spy.write_text(f"#!/bin/sh\necho x >> {canary}\ncat\n")
    spy.chmod(0o755)
    included = repo.path.parent / "included"
    included.write_text(
        f"[core]\n\tfsmonitor = {spy}\n\tsshCommand = {spy}\n[alias]\n\tls-tree = !{spy}\n\trev-parse = !{spy}\n"
    )
    words = {
        "core.fsmonitor": spy, "core.hooksPath": repo.path.parent, "core.sshCommand": spy, "core.pager": spy, "core.editor": spy,
        "core.askPass": spy, "core.gitProxy": spy, "core.alternateRefsCommand": spy, "gpg.program": spy, "gpg.ssh.program": spy,
        "diff.external": spy, "diff.x.textconv": spy, "diff.x.command": spy, "filter.x.clean": spy, "filter.x.smudge": spy,
        "filter.x.process": spy, "filter.x.required": "true", "merge.x.driver": spy, "alias.cat-file": f"!{spy}", "alias.rev-list": f"!{spy}",
        "include.path": included, "credential.helper": f"!{spy}", "pager.ls-tree": spy, "pager.rev-list": spy, "sequence.editor": spy,
        "log.showSignature": "true", "uploadpack.packObjectsHook": spy, "remote.origin.uploadpack": spy, "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{spy}", "remote.origin.partialclonefilter": "blob:none", "protocol.ext.allow": "always",
        "extensions.partialClone": "origin", "core.attributesFile": repo.path.parent / "attributes", "trace2.eventTarget": canary,
        "interactive.diffFilter": spy, "browser.x.cmd": spy, "tar.tar.gz.command": spy, "core.worktree": "/",
    }  # fmt: skip
    for name, value in words.items():
        repo.git("config", name, str(value))
    (repo.path.parent / "attributes").write_text("* filter=x diff=x merge=x\n")
    (repo.path / ".git/info/attributes").write_text("* filter=x diff=x merge=x\n")
    for hook in ("post-checkout", "reference-transaction", "fsmonitor-watchman", "post-index-change"):
        shutil.copy(spy, repo.path / ".git/hooks" / hook)
        shutil.copy(spy, repo.path.parent / hook)


@pytest.mark.parametrize("missing", [False, True])
def test_a_hostile_configuration_runs_nothing(tmp_path: Path, *, missing: bool) -> None:
    repo = sample(tmp_path)
    repo.commit("attributes", at="2026-03-01T00:00:00+00:00", **{".gitattributes": "* filter=x diff=x\n"})
    blob = repo.git("rev-parse", "HEAD:a.txt")
    canary = tmp_path / "canary"
    hostile(repo, canary)
    if missing:
        (repo.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    tree = open_git(repo.path, at="main")
    assert contents(tree)["a.txt"] == (None if missing else b"A\n")
    assert tree.sizes(tree.entries())
    assert (len(tree.tags()), len(list(tree.commits("2020-01-01T00:00:00Z"))), len(list(tree.touched(("a.txt",))))) == (
        1,
        3,
        2,
    )
    assert tree.state()
    assert not canary.exists()


def test_the_canary_of_the_hostile_configuration_sings_when_git_is_run_carelessly(tmp_path: Path) -> None:
    repo = sample(tmp_path)
    hostile(repo, tmp_path / "canary")
    repo.git("config", "--unset", "core.worktree")
    subprocess.run(
        ["git", "-C", str(repo.path), "status"],
        capture_output=True,
        check=False,
        env={"HOME": str(repo.home), "PATH": os.environ["PATH"]},
    )
    assert (tmp_path / "canary").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_another_user_says_how_to_trust_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = sample(tmp_path)
    monkeypatch.setenv("HOME", str(repo.home))
    for path in (repo.path, repo.path / ".git"):
        os.chown(path, 12345, 12345)
    with pytest.raises(SourceError, match="dubious ownership") as caught:
        open_git(repo.path)
    assert (caught.value.reason, caught.value.hint) == (
        "no right to read",
        f"git config --global --add safe.directory {repo.path}",
    )


def test_variables_of_an_outer_git_do_not_lead_astray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = sample(tmp_path)
    other = Repository(tmp_path / "other")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(other.path / ".git"))
    assert len(contents(open_git(repo.path))) == 2


def test_replaced_objects_are_seen_as_they_were_committed(tmp_path: Path) -> None:
    repo = sample(tmp_path)
    fake = repo.git("hash-object", "-w", "--stdin", stdin=b"fake\n")
    repo.git("replace", repo.git("rev-parse", "HEAD:a.txt"), fake)
    assert contents(open_git(repo.path))["a.txt"] == b"A\n"


def test_a_broken_object_database_is_an_error_with_gits_words(tmp_path: Path) -> None:
    repo = sample(tmp_path)
    tree = repo.git("rev-parse", "HEAD^{tree}")
    (repo.path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(SourceError) as caught:
        open_git(repo.path).entries()
    assert caught.value.where == str(repo.path)


def slowly() -> Iterator[bytes]:
    time.sleep(1)
    yield b""


def test_too_much_output_and_too_much_time_are_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = sample(tmp_path)
    tree = open_git(repo.path)
    monkeypatch.setattr("sammeter.collect.plumbing.OUTPUT", 10)
    with pytest.raises(SourceError, match="more than 10 bytes") as large:
        tree.entries()
    monkeypatch.setattr("sammeter.collect.plumbing.SECONDS", 0.2)
    with pytest.raises(SourceError, match="longer than") as late:
        tree.objects.run("cat-file", "--batch-check", stdin=slowly())
    assert (large.value.reason, late.value.reason) == ("too large", "timeout")


def test_a_machine_without_git_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="not installed") as caught:
        Git(tmp_path).run("version")
    assert "apt" in caught.value.hint


def test_a_walk_that_is_long_enough_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = sample(tmp_path)
    monkeypatch.setattr(git_module, "WALK", 1)
    assert [change.path for change in open_git(repo.path).touched(("a.txt", "dir/b.txt"))] == ["a.txt"]

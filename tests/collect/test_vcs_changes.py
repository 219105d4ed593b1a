"""Changes: people and bots, signatures, readers named by trailers and merges, issues named by messages."""

from pathlib import Path

import pytest
from tests.collect.repositories import ALICE, BOB, CAROL, WEB, Repository, collect, reasons, rows

from sammeter.collect.collectors.vcs_changes import issue_keys
from sammeter.collect.people import is_bot, person, reviewers
from sammeter.collect.source import Commit


def commit(message: str, author: str = ALICE) -> Commit:
    return Commit(
        sha="0" * 40,
        parents=(),
        author=author,
        committer=author,
        authored_at="",
        committed_at="",
        signed="",
        message=message,
    )


def reviewed(repo: Repository) -> dict[str, bool | None]:
    found = collect("vcs_changes", repo.path)
    subjects = dict(line.split(" ", 1) for line in repo.git("log", "--all", "--format=%H %s").splitlines())
    return {subjects[sha]: value for sha, value in rows(found, "sha", "reviewed", kind="vcs.changes")}


def test_the_window_is_half_a_year_before_the_assessment(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    for day in ("2025-12-31", "2026-01-02", "2026-04-10", "2026-07-15"):
        repo.commit(day, at=f"{day}T00:00:00+00:00")
    found = collect("vcs_changes", repo.path)
    assert rows(found, "at", kind="vcs.changes") == [("2026-04-10T00:00:00Z",), ("2026-01-02T00:00:00Z",)]
    assert rows(found, "repo", "default_branch", "head_at", "commits_90d", kind="vcs.repos") == [
        ("r", "main", "2026-07-15T00:00:00Z", 1)
    ]
    assert (found.complete, found.gaps) == (("vcs.changes", "vcs.repos"), ())


def test_a_quiet_repository_has_an_empty_list_and_no_gap(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit(at="2020-01-01T00:00:00+00:00")
    found = collect("vcs_changes", repo.path)
    assert (rows(found, "sha", kind="vcs.changes"), found.gaps) == ([], ())


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("a\n\nReviewed-by: Bob Birch <bob@birch.example>", ("Bob Birch <bob@birch.example>",)),
        ("a\n\nReviewers: bbirch, Carol Cedar <carol@cedar.example>", ("bbirch", "Carol Cedar <carol@cedar.example>")),
        ("a\n\nReviewers: Bob Birch <bob@birch.example>,\n Carol Cedar", ("Bob Birch <bob@birch.example>", "Carol Cedar")),
        ("a\n\nAcked-by: bob\nApproved-by: carol", ("bob", "carol")),
        ("a\n\nReviewed-by: Alice Ash <other@mail.example>", ()),
        ("a\n\nReviewed-by: alice", ()),
        ("a\n\nReviewed-by: bob\nCo-authored-by: Bob <bob@birch.example>", ()),
        ("a\n\nReviewers: bob\nAuthor: bob", ()),
        ("a\n\nReviewed-by: none", ()),
        ("a\n\nReviewed-by:", ()),
        ("a\n\nReviewed-by: coderabbitai[bot]", ()),
        ("a\n\nReviewed-on: https://forge.example/a/b/pulls/7", ()),
        ("a\n\nReviewers: bob, carol\nReviewed By: carol\nDifferential Revision: https://p.example/D1", ("carol",)),
        ("a\n\nSigned-off-by: Bob Birch <bob@birch.example>", ()),
        ("Reviewed-by is a trailer that bob likes", ()),
    ],
)  # fmt: skip
def test_a_reader_is_somebody_else_whom_a_trailer_names(message: str, found: tuple[str, ...]) -> None:
    assert reviewers(commit(message)) == found


@pytest.mark.parametrize(
    ("stated", "program"),
    [
        ("dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>", True), ("Mend Renovate <bot@renovateapp.com>", True),
        ("Hosted Weblate <hosted@weblate.org>", True), ("github-actions <actions@github.com>", True),
        ("pre-commit-ci[bot] <66853113+pre-commit-ci[bot]@users.noreply.github.com>", True), ("Some Project Bot <ci@x.example>", True),
        ("Travis Birch <travis.birch@x.example>", False), ("Tim Abbott <tabbott@x.example>", False), ("N3rdBot <n3@x.example>", False),
        ("Ivan Robotov <robotov@x.example>", False), ("Sam <sam@botlab.example>", False),
    ],
)  # fmt: skip
def test_bots_are_told_from_people_with_similar_names(stated: str, *, program: bool) -> None:
    assert is_bot(stated) is program


def test_one_person_is_known_by_name_mail_or_account() -> None:
    assert person(ALICE).same(person("alice <x@y.example>"))
    assert person("12+bob@users.noreply.github.com").same(person("Bob"))
    assert not person(ALICE).same(person(BOB))


def test_a_merge_by_somebody_else_is_a_review_and_a_merge_by_oneself_is_unknown(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit("base")
    for branch, merger in (("one", BOB), ("two", ALICE)):
        repo.git("checkout", "-q", "-b", branch)
        repo.commit(f"work {branch}", **{branch: "1"})
        repo.git("checkout", "-q", "main")
        repo.merge(branch, f"Merge branch '{branch}'", author=merger)
    assert reviewed(repo) == {
        "base": None, "work one": True, "Merge branch 'one'": True, "work two": None, "Merge branch 'two'": None,
    }  # fmt: skip


def test_a_merge_of_several_authors_needs_a_merger_who_is_none_of_them(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit("base")
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("by alice", a="1")
    repo.commit("by bob", author=BOB, b="1")
    repo.git("checkout", "-q", "main")
    repo.merge("topic", "Merge branch 'topic'", author=BOB)
    assert set(reviewed(repo).values()) == {None}


def test_a_forge_that_commits_for_somebody_proves_nothing(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit("base")
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("work", a="1")
    repo.git("checkout", "-q", "main")
    repo.merge("topic", "Merge pull request #7 from x/topic", author=BOB, committer=WEB)
    assert set(reviewed(repo).values()) == {None}


def test_pulling_what_others_pushed_is_no_review_of_it(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit("base")
    repo.git("branch", "theirs")
    repo.commit("mine", a="1")
    repo.git("checkout", "-q", "theirs")
    repo.commit("pushed", author=BOB, b="1")
    repo.git("checkout", "-q", "main")
    repo.merge("theirs", "Merge branch 'main' of https://forge.example/a/b", author=ALICE)
    assert set(reviewed(repo).values()) == {None}


def test_fields_that_a_clone_cannot_show_are_left_out(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit("plain", author=CAROL)
    fact = next(fact for fact in collect("vcs_changes", repo.path).facts if fact.kind == "vcs.changes")
    assert {"reviewed", "review_before_build", "classes", "security_suite_ran"}.isdisjoint(fact.fields)
    assert (fact.fields["bot"], fact.fields["merge"], fact.fields["signed"], fact.fields["reviewers"]) == (
        False,
        False,
        False,
        (),
    )
    assert fact.fields["issue_keys"] == ()


@pytest.mark.parametrize(
    ("message", "keys"),
    [
        ("ZOOKEEPER-4932: mend\n\nReviewers: x\nCloses #2288 from y/ZOOKEEPER-4932", ("ZOOKEEPER-4932", "#2288")),
        ("chore: bump (#123)", ("#123",)), ("Fixes: #4, see GH-7", ("#4", "#7")), ("Merge pull request #9 from a/b", ("#9",)),
        ("x\n\nSee merge request group/x!88", ("!88",)), ("fix https://github.com/a/b/issues/5", ("#5",)),
        ("x\n\nCloses: https://gitlab.example/a/b/-/issues/6", ("#6",)), ("use UTF-8 and SHA-256, mend CVE-2024-1234", ()),
        ("bump to 1.2-3 for RFC-9116", ()), ("color #123456 is odd", ()), ("x\n\nSigned-off-by: A <a@B-1.example>", ()),
        ("ABC-1 ABC-1 ABC-2", ("ABC-1", "ABC-2")), ("Merge branch 'feature/ABC-1-x'", ("ABC-1",)), ("ABC-1.2 and ABC-1-2", ()),
    ],
)  # fmt: skip
def test_issue_keys_are_what_a_tracker_would_know(message: str, keys: tuple[str, ...]) -> None:
    assert issue_keys(message) == keys


def test_a_shallow_clone_is_a_gap_for_changes_and_counts_nothing(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit("one")
    repo.commit("two")
    clone = tmp_path / "clone"
    repo.git("-c", "protocol.file.allow=always", "clone", "-q", "--depth", "1", f"file://{repo.path}", str(clone))
    found = collect("vcs_changes", clone)
    assert (reasons(found), found.gaps[0].hint, found.gaps[0].kinds) == (
        ["shallow"],
        "git fetch --unshallow",
        ("vcs.changes",),
    )
    assert rows(found, "commits_90d", kind="vcs.repos") == [(None,)]


def test_people_stand_under_pseudonyms_and_no_mail_address_leaves_the_repository(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit("one\n\nReviewed-by: Bob Birch <bob@birch.example>", author=CAROL)
    repo.commit("two", author=CAROL, a="2")
    facts = [fact for fact in collect("vcs_changes", repo.path).facts if fact.kind == "vcs.changes"]
    assert "@" not in str([dict(fact.fields) for fact in facts])
    assert len({fact.fields["author"] for fact in facts}) == 1
    assert any(fact.fields["reviewers"] for fact in facts)

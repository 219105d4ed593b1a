"""Exports of GitHub beside a repository decide criteria and measures, through collector, join and rule."""

from pathlib import Path

from tests.collect.forge_documents import branch, commit, decided, export, pull, review
from tests.collect.repositories import Repository


def shop(folder: Path) -> tuple[Repository, list[str]]:
    """Return a repository of three commits of alice, and the commits."""
    repository = Repository(folder / "shop")
    made = [repository.commit(f"change {n} (#{n})", **{f"f{n}": str(n)}) for n in (1, 2, 3)]
    return repository, made


def reviewed(folder: Path, made: list[str], reviews: list[list[dict[str, object]]], **more: object) -> Path:
    """Return an export in which each commit came by a squashed pull request with the given reviews."""
    evidence = export(folder / "forge", "pulls", [
        pull(n, made[n - 1], [commit(HEADS[n - 1])], found, **more) for n, found in enumerate(reviews, 1)
    ])  # fmt: skip
    export(evidence, "commits", [commit(sha) for sha in made])
    return export(evidence, "branches", [branch()])


HEADS = [f"{n:040x}" for n in (1, 2, 3)]
GOOD = [[review("bob", head)] for head in HEADS]


def test_changes_that_another_person_approved_before_the_merge_are_indicated(tmp_path: Path) -> None:
    repository, made = shop(tmp_path)
    assert decided("X-01", repository.path, reviewed(tmp_path, made, GOOD)) == "indicated"


def test_a_change_that_nobody_else_touched_is_unmet_though_the_rule_of_the_branch_is_good(tmp_path: Path) -> None:
    repository, made = shop(tmp_path)
    assert decided("X-01", repository.path, reviewed(tmp_path, made, [GOOD[0], GOOD[1], []])) == "unmet"


def test_an_approval_after_the_merge_comes_too_late(tmp_path: Path) -> None:
    repository, made = shop(tmp_path)
    late = [review("bob", HEADS[2], at="2026-06-11T10:00:00Z")]
    assert decided("X-01", repository.path, reviewed(tmp_path, made, [GOOD[0], GOOD[1], late])) == "unmet"


def test_a_commit_pushed_past_all_pull_requests_is_unmet_and_unknown_where_not_all_of_them_were_exported(
    tmp_path: Path,
) -> None:
    repository, made = shop(tmp_path)
    evidence = reviewed(tmp_path, made, GOOD[:2])
    assert decided("X-01", repository.path, evidence) == "unmet"
    heads = [pull(n, made[n - 1], [commit(HEADS[n - 1])], GOOD[n - 1]) for n in (1, 2)]
    export(evidence, "pulls", heads, missing=["the rest, after 100 requests"])
    assert decided("X-01", repository.path, evidence) == "unknown"


def test_without_the_right_to_read_the_protection_it_stays_unknown(tmp_path: Path) -> None:
    repository, made = shop(tmp_path)
    evidence = reviewed(tmp_path, made, GOOD)
    hidden = branch() | {"protection_seen": "hidden", "protection": None}
    export(evidence, "branches", [hidden], full_view=False, missing=["protection of main: no right"])
    assert decided("X-01", repository.path, evidence) == "unknown"

"""Exports of GitHub beside a repository decide criteria and measures, through collector, join and rule."""

from pathlib import Path
from typing import Any

import pytest
from tests.collect.forge_documents import branch, commit, decided, export, joined, pull, review, user
from tests.collect.repositories import Repository

HEADS = [f"{n:040x}" for n in (1, 2, 3)]
GOOD = [[review("bob", head)] for head in HEADS]
WORKFLOW = """\
name: ci
on: {push: {branches: [main]}, pull_request: null}
permissions: {contents: read}
jobs:
  audit:
    name: dependency audit
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: audit
        run: pip-audit
"""
RELEASE = """\
name: release
on: {push: {tags: ['v*']}}
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: python -m build
      - run: twine upload dist/*
"""


def shop(folder: Path, **files: str) -> tuple[Repository, list[str]]:
    """Return a repository of three commits of alice, and the commits."""
    repository = Repository(folder / "shop")
    for name, text in files.items():
        repository.write(f".github/workflows/{name}.yml", text)
    made = [repository.commit(f"change {n} (#{n})", **{f"f{n}": str(n)}) for n in (1, 2, 3)]
    return repository, made


def reviewed(folder: Path, made: list[str], reviews: list[list[dict[str, Any]]]) -> Path:
    """Return an export in which each commit came by a squashed pull request with the given reviews."""
    evidence = export(folder / "forge", "pulls", [
        pull(n, made[n - 1], [commit(HEADS[n - 1])], found) for n, found in enumerate(reviews, 1)
    ])  # fmt: skip
    export(evidence, "commits", [commit(sha) for sha in made])
    return export(evidence, "branches", [branch()])


def test_changes_that_another_person_approved_before_the_merge_are_indicated(tmp_path: Path) -> None:
    repository, made = shop(tmp_path)
    assert decided("X-01", repository.path, reviewed(tmp_path, made, GOOD)) == "indicated"


def test_a_change_that_nobody_else_touched_is_unmet_though_the_rule_of_the_branch_is_good(tmp_path: Path) -> None:
    repository, made = shop(tmp_path)
    assert decided("X-01", repository.path, reviewed(tmp_path, made, [GOOD[0], GOOD[1], []])) == "unmet"


@pytest.mark.parametrize(
    ("third", "verdict"),
    [
        ([review("bob", HEADS[2], at="2026-06-11T10:00:00Z")], "unmet"),
        ([review("alice", HEADS[2])], "unmet"),
        ([review("renovate", HEADS[2], kind="Bot")], "unmet"),
        ([review("bob", HEADS[0])], "unknown"),
        ([review("bob", HEADS[2], state="COMMENTED")], "unknown"),
        ([review("bob", HEADS[2], state="DISMISSED")], "unknown"),
        ([review("bob", HEADS[2]), review("bob", HEADS[2], state="CHANGES_REQUESTED", at="2026-06-10T11:00:00Z")], "unknown"),
        ([review("bob", HEADS[2], state="CHANGES_REQUESTED", at="2026-06-10T09:00:00Z"), review("bob", HEADS[2])], "indicated"),
        ([review("bob", HEADS[2]), review("bob", HEADS[2], state="COMMENTED", at="2026-06-10T11:00:00Z")], "indicated"),
    ],
    ids=["after the merge", "by the author", "by a bot", "of an earlier state", "a comment", "dismissed", "taken back", "given in the end",
         "commented later"],
)  # fmt: skip
def test_only_a_standing_approval_of_the_last_state_by_another_person_counts(
    tmp_path: Path, third: list[dict[str, Any]], verdict: str
) -> None:
    repository, made = shop(tmp_path)
    assert decided("X-01", repository.path, reviewed(tmp_path, made, [GOOD[0], GOOD[1], third])) == verdict


def test_a_commit_pushed_past_all_pull_requests_is_unmet_and_unknown_where_not_all_of_them_were_exported(
    tmp_path: Path,
) -> None:
    repository, made = shop(tmp_path)
    evidence = reviewed(tmp_path, made, GOOD[:2])
    assert decided("X-01", repository.path, evidence) == "unmet"
    heads = [pull(n, made[n - 1], [commit(HEADS[n - 1])], GOOD[n - 1]) for n in (1, 2)]
    export(evidence, "pulls", heads, missing=["the rest, after 100 requests"])
    assert decided("X-01", repository.path, evidence) == "unknown"
    export(evidence, "pulls", heads, since="2026-06-29T00:00:00Z")
    assert decided("X-01", repository.path, evidence) == "unknown"


def test_an_export_of_another_repository_accuses_nobody(tmp_path: Path) -> None:
    repository, _ = shop(tmp_path)
    others = [f"{n:040x}" for n in (7, 8, 9)]
    assert decided("X-01", repository.path, reviewed(tmp_path, others, [[], [], []])) == "unknown"


def test_without_the_right_to_read_the_protection_it_stays_unknown(tmp_path: Path) -> None:
    repository, made = shop(tmp_path)
    evidence = reviewed(tmp_path, made, GOOD)
    hidden = branch() | {"protection_seen": "hidden", "protection": None}
    export(evidence, "branches", [hidden], full_view=False, missing=["protection of main: no right"])
    assert decided("X-01", repository.path, evidence) == "unknown"


def test_squashed_merged_and_rebased_commits_are_all_found(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop")
    squashed = repository.commit("one", a="1")
    repository.git("switch", "-q", "-c", "topic")
    inner = repository.commit("two", b="1")
    repository.git("switch", "-q", "main")
    merge = repository.merge("topic", "Merge pull request #2", author="Alice Ash <alice@ash.example>")
    copies = [repository.commit("three", c="1"), repository.commit("four", d="1")]
    own = [commit(HEADS[0], message="three"), commit(HEADS[1], message="four")]
    placed = [commit(copies[1], message="four"), commit(copies[0], message="three"), commit(merge)]
    evidence = export(tmp_path / "forge", "pulls", [
        pull(1, squashed, [commit(HEADS[2])], GOOD[2]),
        pull(2, merge, [commit(inner)], [review("bob", inner)]),
        pull(3, copies[1], own, GOOD[1], landed=placed),
    ])  # fmt: skip
    export(evidence, "commits", [commit(sha) for sha in (squashed, inner, merge, *copies)])
    facts = joined(repository.path, evidence).unit.of("vcs.changes")
    assert {fact.fields["sha"]: fact.fields.get("reviewed") for fact in facts} == dict.fromkeys(
        (squashed, inner, merge, *copies), True
    )


def test_owners_are_required_by_every_release_branch_or_not(tmp_path: Path) -> None:
    repository, made = shop(tmp_path)
    repository.commit("owners", CODEOWNERS="/.github/ @acme/security\n")
    evidence = reviewed(tmp_path, made, GOOD)
    assert decided("X-02", repository.path, evidence) == "met"
    loose = branch(
        required_pull_request_reviews={"required_approving_review_count": 1, "require_code_owner_reviews": False}
    )
    export(evidence, "branches", [branch(), loose])
    assert decided("X-02", repository.path, evidence) == "unmet"


def deployed(folder: Path, made: list[str], approver: str, **environment: Any) -> Path:
    """Return an export with one deployment to production of the newest commit, by a pipeline, approved by somebody."""
    evidence = reviewed(folder, made, GOOD)
    rule = {
        "type": "required_reviewers",
        "prevent_self_review": True,
        "reviewers": [{"type": "User", "reviewer": user("bob")}],
    }
    export(evidence, "environments", [{"name": "production", "deployment_branch_policy": None, "can_admins_bypass": False,
                                       "protection_rules": [rule], **environment}])  # fmt: skip
    raw = {"id": 1, "sha": made[-1], "environment": "production", "created_at": "2026-06-11T08:00:00Z", "creator": user("alice"),
           "performed_via_github_app": {"slug": "github-actions"}}  # fmt: skip
    approvals = (
        [{"state": "approved", "user": user(approver), "environments": [{"name": "production"}]}] if approver else []
    )
    return export(
        evidence, "deployments", [{"deployment": raw, "statuses": [{"state": "success"}], "approvals": approvals}]
    )


def test_who_deploys_is_not_who_wrote_it(tmp_path: Path) -> None:
    repository, made = shop(tmp_path)
    assert decided("X-07", repository.path, deployed(tmp_path, made, "bob")) == "met"
    assert decided("X-07", repository.path, deployed(tmp_path, made, "alice")) == "unmet"
    assert decided("X-07", repository.path, deployed(tmp_path, made, "")) == "unmet"
    assert decided("X-07", repository.path, deployed(tmp_path, made, "bob", can_admins_bypass=True)) == "unknown"


def test_deployments_by_a_pipeline_are_automatic(tmp_path: Path) -> None:
    repository, made = shop(tmp_path)
    evidence = deployed(tmp_path, made, "bob")
    assert decided("I-SD-2-A.1", repository.path, evidence) == "met"
    by_hand = {
        "id": 2,
        "sha": made[-1],
        "environment": "production",
        "created_at": "2026-06-12T08:00:00Z",
        "creator": user("alice"),
    }
    export(evidence, "deployments", [{"deployment": by_hand, "statuses": [{"state": "success"}]}])
    assert decided("I-SD-2-A.1", repository.path, evidence) == "unknown"


def test_production_that_is_open_to_all_who_write_is_unmet(tmp_path: Path) -> None:
    repository, made = shop(tmp_path)
    assert decided("I-SD-1-A.4", repository.path, deployed(tmp_path, made, "bob", protection_rules=[])) == "unmet"
    assert decided("I-SD-1-A.4", repository.path, deployed(tmp_path, made, "bob")) == "unknown"


def run(path: str, sha: str, conclusion: str, **steps: str) -> dict[str, Any]:
    """Return a run with one job whose steps ended so."""
    raw = {"path": f".github/workflows/{path}.yml@refs/heads/main", "head_sha": sha, "event": "push", "conclusion": conclusion,
           "created_at": "2026-06-20T08:00:00Z"}  # fmt: skip
    job = {
        "name": "dependency audit",
        "conclusion": conclusion,
        "steps": [{"name": n, "conclusion": c} for n, c in steps.items()],
    }
    return {"run": raw, "jobs": [job]}


def test_each_release_has_a_run_of_the_pipeline_that_builds_it_and_a_clone_alone_does_not_show_all_pipelines(
    tmp_path: Path,
) -> None:
    repository, made = shop(tmp_path, release=RELEASE)
    repository.git("tag", "v1.0.0")
    evidence = export(tmp_path / "forge", "runs", [run("release", made[-1], "success")])
    assert decided("I-SB-2-A.1", repository.path, evidence) == "unknown"
    assert decided("I-SB-2-A.1", repository.path, evidence, complete=("ci.pipelines",)) == "met"
    export(evidence, "runs", [run("release", made[-1], "failure")])
    assert decided("I-SB-2-A.1", repository.path, evidence, complete=("ci.pipelines",)) == "unknown"
    pipelines = joined(repository.path, export(evidence, "runs", [run("release", made[-1], "success")])).unit.of(
        "ci.pipelines"
    )
    assert [one.fields["last_success_at"] for one in pipelines] == ["2026-06-20T08:00:00Z"]


def test_a_required_check_that_ran_and_stopped_a_run_is_met(tmp_path: Path) -> None:
    repository, made = shop(tmp_path, ci=WORKFLOW)
    evidence = reviewed(tmp_path, made, GOOD)
    export(evidence, "branches", [branch(required_status_checks={"contexts": ["dependency audit"]})])
    export(
        evidence,
        "runs",
        [run("ci", made[0], "failure", audit="failure"), run("ci", made[2], "success", audit="success")],
    )
    assert decided("I-SB-3-A.1", repository.path, evidence) == "met"
    export(evidence, "runs", [run("ci", made[2], "success", audit="success")])
    assert decided("I-SB-3-A.1", repository.path, evidence) == "no-occasion"
    export(
        evidence,
        "runs",
        [run("ci", made[0], "failure", audit="failure"), run("ci", made[2], "success", audit="skipped")],
    )
    export(evidence, "branches", [branch(required_status_checks={"contexts": ["lint"]})])
    assert decided("I-SB-3-A.1", repository.path, evidence) == "unknown"


def test_a_step_that_runs_do_not_list_is_not_known_to_have_run(tmp_path: Path) -> None:
    repository, made = shop(tmp_path, ci=WORKFLOW)
    evidence = export(
        tmp_path / "forge",
        "runs",
        [run("ci", made[0], "success", other="success"), run("ci", made[1], "success", audit="skipped")],
    )
    steps = [one for one in joined(repository.path, evidence).unit.of("ci.steps") if one.fields.get("kind") == "sca"]
    assert [one.fields.get("ran_at") for one in steps] == [None]


def test_an_export_of_long_ago_no_longer_shows_everything(tmp_path: Path) -> None:
    repository, made = shop(tmp_path)
    evidence = deployed(tmp_path, made, "bob")
    assert joined(repository.path, evidence).unit.seen["forge.environments"].complete
    export(evidence, "environments", [], fetched_at="2026-05-01T00:00:00Z")
    assert not joined(repository.path, evidence).unit.seen["forge.environments"].complete


def test_who_wrote_an_earlier_part_of_a_deployment_is_no_second_pair_of_eyes(tmp_path: Path) -> None:
    repository, made = shop(tmp_path)
    evidence = deployed(tmp_path, made, "bob")
    export(evidence, "pulls", [
        pull(1, made[1], [commit(HEADS[1], "bob")], user=user("bob"), merged_at="2026-06-10T11:00:00Z"),
        pull(2, made[2], [commit(HEADS[2])], GOOD[2]),
    ])  # fmt: skip
    approvals = [{"state": "approved", "user": user("bob"), "environments": [{"name": "production"}]}]
    raw: dict[str, Any] = {
        "environment": "production",
        "creator": user("alice"),
        "performed_via_github_app": {"slug": "github-actions"},
    }
    before, after = ({"deployment": raw | {"id": n, "sha": sha, "created_at": at}, "statuses": [{"state": "success"}], "approvals": approvals}
                     for n, sha, at in ((1, made[0], "2026-06-09T08:00:00Z"), (2, made[2], "2026-06-11T08:00:00Z")))  # fmt: skip
    export(evidence, "deployments", [after])
    assert decided("X-07", repository.path, evidence) == "unknown"
    export(evidence, "deployments", [before, after])
    found = {one.fields["commit"]: one.fields for one in joined(repository.path, evidence).unit.of("forge.deployments")}
    assert found[made[2]]["code_author"] == found[made[2]]["approved_by"]


def test_a_repository_without_any_pull_request_is_known_to_be_unread(tmp_path: Path) -> None:
    repository, made = shop(tmp_path)
    assert decided("X-01", repository.path, reviewed(tmp_path, made, [])) == "unmet"


def test_a_reader_whom_the_history_names_stays_one(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop")
    sha = repository.commit("fix\n\nReviewed-by: Bob Birch <bob@birch.example>", a="1")
    facts = joined(repository.path, reviewed(tmp_path, [sha], [])).unit.of("vcs.changes")
    assert [(one.fields["reviewed"], one.fields.get("review_before_build")) for one in facts] == [(True, None)]


def test_security_tests_are_known_to_have_run_on_the_head_that_was_merged(tmp_path: Path) -> None:
    scan = WORKFLOW.replace(
        "name: audit\n        run: pip-audit", "name: scan\n        uses: zaproxy/action-baseline@v0.14.0"
    )
    repository, made = shop(tmp_path, ci=scan)
    evidence = reviewed(tmp_path, made, GOOD)
    export(
        evidence,
        "runs",
        [run("ci", HEADS[0], "success", scan="success"), run("ci", HEADS[1], "success", scan="skipped")],
    )
    facts = {
        one.fields["sha"]: one.fields.get("security_suite_ran")
        for one in joined(repository.path, evidence).unit.of("vcs.changes")
    }
    assert facts == {made[0]: True, made[1]: None, made[2]: None}
    assert decided("V-RT-1-A.2", repository.path, evidence) == "unknown"

"""Exports and saved answers of GitLab: what they say, what they leave open, and what is not theirs."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.collect.forge_documents import documents, export
from tests.collect.repositories import reasons, rows

A, B = "a" * 40, "b" * 40
AT = "2026-06-10T14:00:00.000+02:00"
FIELDS = (
    "pr_required",
    "min_approvals",
    "stale_dismissed",
    "owner_review",
    "admins_bound",
    "force_push",
    "checks",
    "bypass_count",
    "full_view",
)


def exported(folder: Path, endpoint: str, *items: dict[str, Any]) -> Path:
    """Write one exported endpoint of GitLab; return the folder."""
    return export(folder / "forge", endpoint, list(items), source="gitlab")


def branch(**more: Any) -> dict[str, Any]:
    """Return a branch that nobody pushes to, with one approval asked, changed as named."""
    protected = {"name": "main", "allow_force_push": False, "code_owner_approval_required": True,
                 "push_access_levels": [{"access_level": 0, "user_id": None, "group_id": None}]}  # fmt: skip
    settings = {
        "reset_approvals_on_push": True,
        "merge_requests_author_approval": False,
        "disable_overriding_approvers_per_merge_request": True,
    }
    rule = {"rule_type": "any_approver", "approvals_required": 1, "protected_branches": []}
    return {"branch": {"name": "main"}, "protected": [protected], "approvals": settings, "approval_rules": [rule],
            "project": {"only_allow_merge_if_pipeline_succeeds": True}, **more}  # fmt: skip


def rules_of(folder: Path, item: dict[str, Any]) -> dict[str, Any]:
    found = documents(exported(folder, "branches", item), "forge_gitlab")
    return dict(zip(FIELDS, rows(found, *FIELDS, kind="forge.branch_rules")[0], strict=True))


def request(
    number: int, approved: list[dict[str, Any]], notes: list[dict[str, Any]] | None = None, **more: Any
) -> dict[str, Any]:
    """Return a merged request of alice as the client puts it together."""
    own = {"id": B, "message": "x", "author_name": "Alice", "author_email": "alice@a.example", "committer_name": "Alice",
           "committer_email": "alice@a.example"}  # fmt: skip
    raw = {"iid": number, "author": {"username": "alice"}, "merged_at": AT, "merge_user": {"username": "alice"}, "sha": B,
           "merge_commit_sha": A, "squash_commit_sha": None}  # fmt: skip
    return {
        "merge_request": {**raw, **more},
        "commits": [own],
        "approvals": {"approved_by": approved},
        "notes": notes or [],
    }


def by(name: str, at: str | None = None) -> dict[str, Any]:
    return {"user": {"username": name}} | ({"approved_at": at} if at else {})


def note(name: str, body: str, at: str, *, system: bool = True) -> dict[str, Any]:
    return {"author": {"username": name}, "body": body, "created_at": at, "system": system}


def test_a_branch_that_nobody_pushes_to_and_that_asks_an_approval(tmp_path: Path) -> None:
    assert rules_of(tmp_path, branch()) == {
        "pr_required": True, "min_approvals": 1, "stale_dismissed": True, "owner_review": True, "admins_bound": True, "force_push": False,
        "checks": ("pipeline",), "bypass_count": 0, "full_view": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"protected": []}, "pr_required", False),
        ({"protected": []}, "force_push", True),
        ({"protected": [{"name": "main", "push_access_levels": [{"access_level": 40}]}]}, "pr_required", False),
        ({"protected": [{"name": "main", "push_access_levels": [{"access_level": 0, "user_id": 9}]}]}, "pr_required", False),
        ({"protected": [{"name": "main", "push_access_levels": [{"access_level": 0, "deploy_key_id": 1}]}]}, "pr_required", False),
        ({"protected": None}, "pr_required", None),
        ({"protected": None}, "full_view", False),
        ({"approval_rules": None}, "min_approvals", None),
        ({"approval_rules": None}, "full_view", False),
        ({"approvals": {"merge_requests_author_approval": True}}, "min_approvals", 0),
        ({"approvals": {"disable_overriding_approvers_per_merge_request": False}}, "admins_bound", False),
        ({"approvals": {"x": 1}}, "admins_bound", None),
        ({"approval_rules": [{"approvals_required": 2, "protected_branches": [{"name": "release/*"}]}]}, "min_approvals", 0),
        ({"approval_rules": [{"approvals_required": 2, "rule_type": "report_approver"}]}, "min_approvals", 0),
    ],
)  # fmt: skip
def test_what_weakens_a_rule_or_hides_it(tmp_path: Path, change: dict[str, Any], field: str, value: Any) -> None:
    assert rules_of(tmp_path, branch(**change))[field] == value


@pytest.mark.parametrize(
    ("item", "read", "before"),
    [
        (request(1, [by("bob", "2026-06-10T11:00:00Z")]), True, True),
        (request(1, [by("bob")], [note("bob", "approved this merge request", "2026-06-10T11:00:00Z")]), True, True),
        (request(1, [by("bob", "2026-06-10T12:30:00Z")]), True, False),
        (request(1, [by("bob")]), None, None),
        (request(1, [by("bob", "2026-06-10T11:00:00Z")], [note("alice", "added 2 commits", "2026-06-10T11:30:00Z")]), None, None),
        (request(1, [by("alice", "2026-06-10T11:00:00Z")]), False, False),
        (request(1, [by("project_7_bot_9f", "2026-06-10T11:00:00Z")]), False, False),
        (request(1, []), False, False),
        (request(1, [], [note("bob", "", "2026-06-10T11:30:00Z", system=False)]), None, None),
        (request(1, [], merge_user={"username": "bob"}), None, None),
        (request(1, [], merge_user=None), None, None),
    ],
    ids=["dated", "by its note", "after the merge", "undated", "pushed since", "by the author", "by a program", "nobody", "a comment",
         "merged by another", "merged by nobody known"],
)  # fmt: skip
def test_who_read_a_merge_request(
    tmp_path: Path, item: dict[str, Any], *, read: bool | None, before: bool | None
) -> None:
    found = documents(exported(tmp_path, "merge_requests", item), "forge_gitlab")
    assert rows(found, "pr", "merged_at", "read", "before_merge", "commits", kind="forge.reviews") == [
        ("!1", "2026-06-10T12:00:00Z", read, before, (A, B))
    ]
    assert not any(name in repr([fact.fields for fact in found.facts]) for name in ("alice", "bob"))


def test_environments_without_protection_are_open_to_developers(tmp_path: Path) -> None:
    live, project = {"name": "live", "tier": "production"}, {"allow_pipeline_trigger_approve_deployment": False}
    guarded = {"name": "live", "deploy_access_levels": [{"access_level": 40}], "approval_rules": [{"user_id": 5}]}
    loose = {"name": "live", "deploy_access_levels": [{"access_level": 30}], "approval_rules": []}
    found = documents(exported(
        tmp_path, "environments", {"environment": live, "protected": [guarded], "project": project},
        {"environment": live, "protected": [loose], "project": project}, {"environment": live, "protected": []},
        {"environment": live, "protected": None},
    ), "forge_gitlab")  # fmt: skip
    assert rows(found, "tier", "open_to_all_writers", "deployers", "self_review_blocked", kind="forge.environments") == [
        ("prod", False, ("maintainer",), True), ("prod", True, ("developer",), False), ("prod", True, (), False), ("prod", None, None, None),
    ]  # fmt: skip


def test_deployments_that_went_through_and_pipelines_that_ended(tmp_path: Path) -> None:
    one = {"sha": A, "status": "success", "created_at": AT, "user": {"username": "alice"}, "environment": {"name": "live"},
           "deployable": {"name": "deploy"}, "approvals": [{"status": "approved", "user": {"username": "bob"}}]}  # fmt: skip
    exported(tmp_path, "deployments", one, one | {"status": "failed"}, one | {"deployable": None, "approvals": []})
    jobs = [{"name": "sast", "status": "failed", "allow_failure": False}, {"name": "lint", "status": "failed", "allow_failure": True},
            {"name": "test", "status": "success"}, {"name": "late", "status": "skipped"}]  # fmt: skip
    evidence = exported(
        tmp_path, "pipelines", {"pipeline": {"sha": A, "status": "failed", "source": "push", "created_at": AT}, "jobs": jobs},
        {"pipeline": {"sha": A, "status": "running", "source": "push", "created_at": AT}},
        {"pipeline": {"sha": A, "status": "success", "source": "parent_pipeline", "created_at": AT}},
    )  # fmt: skip
    found = documents(evidence, "forge_gitlab")
    assert [(a, p != "") for a, p in rows(found, "automated", "approved_by", kind="forge.deployments")] == [
        (True, True),
        (None, False),
    ]
    assert rows(found, "pipeline", "result", "event", "ran", "failed", kind="ci.runs") == [
        (".gitlab-ci.yml", "failure", "push", ("test", "sast", "lint"), ("sast",)), ("child pipeline", "success", "other", None, None),
    ]  # fmt: skip


def test_saved_answers_are_recognised_and_claim_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "forge"
    folder.mkdir()
    (folder / "mrs.json").write_text(
        json.dumps([{"iid": 4, "merged_at": AT, "squash_commit_sha": A, "target_branch": "main", "sha": B}])
    )
    (folder / "protected.json").write_text(
        json.dumps([{"name": "main", "push_access_levels": [{"access_level": 0}], "merge_access_levels": []}])
    )
    found = documents(folder, "forge_gitlab")
    assert rows(found, "pr", "read", kind="forge.reviews") == [("!4", None)]
    assert rows(found, "branch", "pr_required", "min_approvals", "full_view", kind="forge.branch_rules") == [
        ("main", True, None, False)
    ]
    assert (found.gaps, found.complete) == ((), ())


@pytest.mark.parametrize(
    ("endpoint", "item", "reason"),
    [
        ("merge_requests", {"merge_request": {"merged_at": 7}}, "malformed"),
        ("merge_requests", {"merge_request": {"merged_at": AT, "sha": "../x"}}, "malformed"),
        ("branches", {"protected": "main"}, "wrong type"),
        ("members", {"username": "a", "access_level": "root"}, "wrong type"),
        ("pipelines", ["x"], "wrong type"),
        ("secrets", {}, "not recognised"),
    ],
)
def test_a_hostile_export_is_a_gap_with_its_reason(tmp_path: Path, endpoint: str, item: Any, reason: str) -> None:
    found = documents(exported(tmp_path, endpoint, item), "forge_gitlab")
    assert (reasons(found)[0], found.facts) == (reason, ())


def test_an_export_of_another_forge_is_left_alone(tmp_path: Path) -> None:
    found = documents(export(tmp_path / "forge", "branches", [branch()]), "forge_gitlab")
    assert (found.facts, reasons(found)) == ((), ["not recognised"])

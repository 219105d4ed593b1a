"""Exports and saved answers of GitHub: what they say, what they leave open, and what is not theirs."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.collect.forge_documents import branch, commit, documents, export, pull, review, user
from tests.collect.repositories import reasons, rows

FIELDS = (
    "pr_required",
    "min_approvals",
    "stale_dismissed",
    "admins_bound",
    "force_push",
    "checks",
    "bypass_count",
    "full_view",
)
A, B = "a" * 40, "b" * 40


def saved(folder: Path, answer: Any, name: str = "answer.json") -> Path:
    """Write an answer as ``gh api`` prints it; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(answer if isinstance(answer, bytes) else json.dumps(answer).encode())
    return folder


def rules_of(folder: Path, item: dict[str, Any]) -> tuple[Any, ...]:
    return rows(
        documents(export(folder / "forge", "branches", [item]), "forge_github"), *FIELDS, kind="forge.branch_rules"
    )[0]


def ruleset(kind: str, number: int = 7, **parameters: Any) -> dict[str, Any]:
    return {"type": kind, "ruleset_id": number, "parameters": parameters}


def test_protection_and_rulesets_add_up(tmp_path: Path) -> None:
    item = branch(required_pull_request_reviews={"required_approving_review_count": 1}, allow_force_pushes={"enabled": True}) | {
        "rules": [ruleset("pull_request", required_approving_review_count=2, dismiss_stale_reviews_on_push=True), ruleset("non_fast_forward"),
                  ruleset("required_status_checks", required_status_checks=[{"context": "scan", "integration_id": 1}])],
        "rulesets": [{"id": 7, "bypass_actors": []}],
    }  # fmt: skip
    assert rules_of(tmp_path, item) == (True, 2, True, True, False, ("audit", "scan"), 0, True)


@pytest.mark.parametrize(
    ("change", "bound", "bypass"),
    [
        ({"enforce_admins": {"enabled": False}}, False, 1),
        ({"required_pull_request_reviews": {"required_approving_review_count": 1, "bypass_pull_request_allowances": {"users": [{}], "teams": []}}},
         False, 1),
        ({}, True, 0),
    ],
    ids=["administrators may", "somebody may", "nobody may"],
)  # fmt: skip
def test_who_may_pass_by_is_not_bound(tmp_path: Path, change: dict[str, Any], *, bound: bool, bypass: int) -> None:
    found = rules_of(tmp_path, branch(**change))
    assert (found[3], found[6]) == (bound, bypass)


def test_a_stricter_ruleset_that_administrators_pass_by_binds_them_to_less(tmp_path: Path) -> None:
    stricter = {"rules": [ruleset("pull_request", required_approving_review_count=2)]}
    passing = [{"id": 7, "bypass_actors": [{"actor_type": "OrganizationAdmin"}]}]
    assert rules_of(tmp_path, branch() | stricter | {"rulesets": passing})[3] is False
    assert rules_of(tmp_path / "hidden", branch() | stricter)[3] is None


def test_without_the_right_to_read_protection_only_what_rulesets_ask_is_known(tmp_path: Path) -> None:
    hidden = branch() | {"protection": None, "protection_seen": "hidden"}
    assert rules_of(tmp_path, hidden) == (None, None, None, None, None, None, None, False)
    asked = hidden | {"rules": [ruleset("pull_request", required_approving_review_count=1)]}
    assert rules_of(tmp_path / "more", asked) == (True, 1, None, None, None, None, None, False)


def test_a_branch_without_any_rule_is_known_to_have_none(tmp_path: Path) -> None:
    bare: dict[str, Any] = {
        "branch": {"name": "main"},
        "protection": None,
        "protection_seen": "none",
        "rules": [],
        "rulesets": [],
    }
    assert rules_of(tmp_path, bare) == (False, 0, False, False, True, (), 0, True)


def test_people_stand_under_pseudonyms_and_no_name_is_in_a_fact(tmp_path: Path) -> None:
    evidence = export(tmp_path / "forge", "pulls", [pull(1, A, [commit(B)], [review("bob", B)])])
    export(
        evidence,
        "collaborators",
        [{**user("carol"), "role_name": "admin"}, {**user("ci", "Bot"), "role_name": "write"}],
    )
    found = documents(evidence, "forge_github")
    assert not any(name in repr([fact.fields for fact in found.facts]) for name in ("alice", "bob", "carol"))
    assert rows(found, "human", "role", kind="forge.access") == [(True, "admin"), (False, "write")]
    assert rows(found, "pr", "read", "before_merge", "commits", kind="forge.reviews") == [("#1", True, True, (A, B))]


def test_somebody_who_wrote_a_part_is_no_other_reader(tmp_path: Path) -> None:
    helped = commit(B, message="x\n\nCo-authored-by: Bob Birch <1+bob@users.noreply.github.com>")
    evidence = export(tmp_path / "forge", "pulls", [
        pull(1, A, [helped], [review("bob", B)]), pull(2, A, [commit(A, "bob"), commit(B)], [review("bob", B)]),
        pull(3, A, [commit(B)], merged_by=user("bob")), pull(4, A, [commit(B)], merged_by=None), pull(5, A, [commit(B)], user=None),
    ])  # fmt: skip
    found = documents(evidence, "forge_github")
    assert rows(found, "pr", "read", "before_merge", kind="forge.reviews") == [
        (f"#{n}", None, None) for n in range(1, 6)
    ]


def test_pull_requests_of_a_program_that_a_person_approved_are_read(tmp_path: Path) -> None:
    bot = pull(1, A, [commit(B, "renovate[bot]")], [review("bob", B)], user=user("renovate[bot]", "Bot"))
    found = documents(export(tmp_path / "forge", "pulls", [bot]), "forge_github")
    assert rows(found, "read", kind="forge.reviews") == [(True,)]


def test_what_a_partial_export_does_not_show_is_a_gap_and_no_claim(tmp_path: Path) -> None:
    evidence = export(
        tmp_path / "forge",
        "environments",
        [{"name": "production"}],
        full_view=False,
        missing=["environments: no right"],
    )
    found = documents(evidence, "forge_github")
    assert [(gap.reason, gap.detail, gap.kinds) for gap in found.gaps] == [
        ("not shown", "environments: no right", ("forge.environments",))
    ]
    assert "forge.environments" not in found.complete
    assert rows(found, "open_to_all_writers", "self_review_blocked", "deployers", kind="forge.environments") == [
        (None, None, None)
    ]


def test_an_export_that_reaches_back_too_little_claims_nothing(tmp_path: Path) -> None:
    whole = documents(export(tmp_path / "forge", "deployments", []), "forge_github")
    assert "forge.deployments" in whole.complete
    short = documents(export(tmp_path / "forge", "deployments", [], since="2026-01-01T00:00:00Z"), "forge_github")
    assert "forge.deployments" not in short.complete
    assert (
        "forge.deployments"
        not in documents(export(tmp_path / "forge", "deployments", [], since=None), "forge_github").complete
    )


def test_a_failed_deployment_is_none_and_a_branch_policy_leaves_it_open(tmp_path: Path) -> None:
    raw = {"id": 1, "sha": A, "environment": "live-eu", "created_at": "2026-06-01T00:00:00Z", "creator": user("alice")}
    evidence = export(tmp_path / "forge", "deployments", [
        {"deployment": raw, "statuses": [{"state": "failure"}]}, {"deployment": raw, "statuses": [{"state": "inactive"}, {"state": "success"}]},
        {"deployment": raw, "statuses": []},
    ])  # fmt: skip
    export(evidence, "environments", [{"name": "live-eu", "protection_rules": [{"type": "branch_policy"}],
                                       "deployment_branch_policy": {"protected_branches": True}}])  # fmt: skip
    found = documents(evidence, "forge_github")
    assert rows(found, "env", "tier", "automated", "approved_by", kind="forge.deployments") == [
        ("live-eu", "prod", None, None)
    ]
    assert rows(found, "open_to_all_writers", "deployers", kind="forge.environments") == [(None, None)]


def test_runs_that_go_on_or_were_cancelled_are_no_failures(tmp_path: Path) -> None:
    def one(conclusion: str | None) -> dict[str, Any]:
        return {"run": {"path": ".github/workflows/a.yml", "head_sha": A, "event": "merge_group", "conclusion": conclusion,
                        "created_at": "2026-06-01T00:00:00Z"}}  # fmt: skip

    found = documents(
        export(tmp_path / "forge", "runs", [one(None), one("cancelled"), one("timed_out")]), "forge_github"
    )
    assert rows(found, "result", "event", "ran", kind="ci.runs") == [
        ("cancelled", "merge-queue", None),
        ("failure", "merge-queue", None),
    ]


def test_saved_answers_are_recognised_and_claim_nothing(tmp_path: Path) -> None:
    at = "2026-06-01T00:00:00Z"
    saved(
        tmp_path / "forge",
        [{"number": 4, "merged_at": at, "merge_commit_sha": A, "head": {"sha": B}, "user": user("alice")}],
        "pulls.json",
    )
    saved(
        tmp_path / "forge",
        {"total_count": 1, "workflow_runs": [{"path": "p", "head_sha": A, "conclusion": "success", "created_at": at}]},
        "runs.json",
    )
    saved(tmp_path / "forge", {"url": "https://forge.example/repos/a/b/branches/main/protection", "enforce_admins": {"enabled": True},
                               "required_pull_request_reviews": {"required_approving_review_count": 2}}, "protection.json")  # fmt: skip
    found = documents(tmp_path / "forge", "forge_github")
    assert sorted(fact.kind for fact in found.facts) == ["ci.runs", "forge.branch_rules", "forge.reviews"]
    assert rows(found, "branch", "min_approvals", "full_view", kind="forge.branch_rules") == [("main", 2, False)]
    assert rows(found, "read", "before_merge", kind="forge.reviews") == [(None, None)]
    assert (found.gaps, found.complete) == ((), ())


@pytest.mark.parametrize(
    "answer",
    [{"merge_commit_sha": "x"}, [], [1, "merge_commit_sha"], {"version": "2.1.0", "runs": [{"merge_commit_sha": 1}]}, {"statuses_url": 1},
     {"note": "sammeter-forge/1"}],
)  # fmt: skip
def test_documents_of_others_are_left_alone(tmp_path: Path, answer: Any) -> None:
    found = documents(saved(tmp_path / "forge", answer), "forge_github")
    assert (found.facts, reasons(found)) == ((), ["not recognised"])


def envelope(**more: Any) -> dict[str, Any]:
    return {"schema": "sammeter-forge/1", "source": "github", "endpoint": "pulls", "fetched_at": "2026-06-29T12:00:00Z", "full_view": True,
            "missing": [], "items": [], **more}  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (json.dumps(envelope()).encode()[:-9], "malformed"),
        (json.dumps(envelope()).encode() + b"\xff", "encoding"),
        (b'{"schema": "sammeter-forge/1", "source": "github", "source": "github"}', "duplicate key"),
        (b'{"schema": "sammeter-forge/1", "source": "github", "items": ' + b"[" * 90 + b"]" * 90 + b"}", "too deep"),
        (envelope(items={"a": 1}), "wrong type"),
        (envelope(items=["a"]), "wrong type"),
        (envelope(items=[{"pull": {"merged_at": [1]}}]), "wrong type"),
        (envelope(items=[{"pull": {"merged_at": "yesterday"}}]), "malformed"),
        (envelope(items=[{"pull": {"merged_at": "2026-06-10T12:00:00"}}]), "malformed"),
        (envelope(items=[pull(1, "../../etc/passwd", [commit(B)])]), "malformed"),
        (envelope(fetched_at="9999-99-99"), "malformed"),
        (envelope(endpoint="../secrets"), "not recognised"),
        (envelope(endpoint="branches", items=[branch(required_pull_request_reviews={"required_approving_review_count": "many"})]), "wrong type"),
    ],
)  # fmt: skip
def test_a_hostile_export_is_a_gap_with_its_reason(tmp_path: Path, answer: Any, reason: str) -> None:
    found = documents(saved(tmp_path / "forge", answer), "forge_github")
    assert (reasons(found)[0], [fact for fact in found.facts if fact.kind != "forge.exports"]) == (reason, [])

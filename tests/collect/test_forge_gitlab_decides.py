"""Exports of GitLab beside a repository decide criteria and measures, through collector, join and rule."""

from pathlib import Path
from typing import Any

from tests.collect.forge_documents import decided, joined
from tests.collect.repositories import Repository
from tests.collect.test_forge_gitlab import branch, by, exported, request

AT = "2026-06-20T08:00:00Z"
CI = """\
stages: [test]
audit:
  stage: test
  image: python:3.12
  script:
    - pip-audit
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == "main"
"""


def shop(folder: Path, **files: str) -> tuple[Repository, str]:
    """Return a repository of one commit, and the commit."""
    repository = Repository(folder / "shop")
    for name, text in files.items():
        repository.write(f".{name.replace('_', '-')}.yml", text)
    return repository, repository.commit("change", f="1")


def reviewed(folder: Path, sha: str, approved: list[dict[str, Any]]) -> Path:
    """Return an export in which the commit came by a merge request with these approvals."""
    exported(folder, "merge_requests", request(1, approved, merge_commit_sha=sha))
    exported(folder, "commits", {"id": sha})
    return exported(folder, "branches", branch())


def test_changes_that_another_person_approved_before_the_merge_are_indicated_and_others_unmet(tmp_path: Path) -> None:
    repository, sha = shop(tmp_path)
    assert decided("X-01", repository.path, reviewed(tmp_path, sha, [by("bob", "2026-06-10T11:00:00Z")])) == "indicated"
    assert decided("X-01", repository.path, reviewed(tmp_path, sha, [by("bob", "2026-06-10T13:00:00Z")])) == "unmet"
    assert decided("X-01", repository.path, reviewed(tmp_path, sha, [])) == "unmet"
    assert decided("X-01", repository.path, reviewed(tmp_path, sha, [by("bob")])) == "unknown"


def test_owners_are_required_or_not(tmp_path: Path) -> None:
    repository, sha = shop(tmp_path)
    repository.commit("owners", CODEOWNERS="/.gitlab-ci.yml @acme/security\n")
    evidence = reviewed(tmp_path, sha, [])
    assert decided("X-02", repository.path, evidence) == "met"
    loose = branch()
    loose["protected"][0]["code_owner_approval_required"] = False
    exported(tmp_path, "branches", loose)
    assert decided("X-02", repository.path, evidence) == "unmet"


def test_a_required_job_that_ran_and_stopped_a_pipeline_is_met(tmp_path: Path) -> None:
    repository, sha = shop(tmp_path, gitlab_ci=CI)
    evidence = reviewed(tmp_path, sha, [])

    def pipeline(status: str) -> dict[str, Any]:
        return {"pipeline": {"sha": sha, "status": status, "source": "push", "created_at": AT},
                "jobs": [{"name": "audit", "status": status, "allow_failure": False}]}  # fmt: skip

    exported(tmp_path, "pipelines", pipeline("failed"), pipeline("success"))
    assert decided("I-SB-3-A.1", repository.path, evidence) == "met"
    exported(tmp_path, "pipelines", pipeline("success"))
    assert decided("I-SB-3-A.1", repository.path, evidence) == "no-occasion"
    exported(tmp_path, "branches", branch(project={"only_allow_merge_if_pipeline_succeeds": False}))
    assert decided("I-SB-3-A.1", repository.path, evidence) == "unknown"


def test_production_and_who_deploys_there(tmp_path: Path) -> None:
    repository, sha = shop(tmp_path)
    evidence = reviewed(tmp_path, sha, [])
    guard = {"name": "live", "deploy_access_levels": [{"access_level": 40}], "approval_rules": [{"group_id": 5}]}
    project = {"allow_pipeline_trigger_approve_deployment": False}
    live = {"environment": {"name": "live", "tier": "production"}, "protected": [guard], "project": project}

    def deployment(approver: str) -> dict[str, Any]:
        return {"sha": sha, "status": "success", "created_at": AT, "user": {"username": "alice"}, "environment": {"name": "live"},
                "deployable": {"name": "deploy"}, "approvals": [{"status": "approved", "user": {"username": approver}}]}  # fmt: skip

    exported(tmp_path, "environments", live)
    exported(tmp_path, "deployments", deployment("bob"))
    assert (decided("X-07", repository.path, evidence), decided("I-SD-2-A.1", repository.path, evidence)) == (
        "met",
        "met",
    )
    assert decided("I-SD-1-A.4", repository.path, evidence) == "unknown"
    exported(tmp_path, "deployments", deployment("alice"))
    exported(tmp_path, "environments", live | {"protected": []})
    assert (decided("X-07", repository.path, evidence), decided("I-SD-1-A.4", repository.path, evidence)) == (
        "unmet",
        "unmet",
    )


def test_a_failed_job_with_tools_of_two_kinds_does_not_say_which_stopped_it(tmp_path: Path) -> None:
    for script, stopped in (("pip-audit", ("sca",)), ("pip-audit\n    - bandit -r src", None)):
        folder = tmp_path / str(stopped)
        repository, sha = shop(folder, gitlab_ci=CI.replace("pip-audit", script))
        raw = {"sha": sha, "status": "failed", "source": "push", "created_at": AT}
        evidence = exported(
            folder,
            "pipelines",
            {"pipeline": raw, "jobs": [{"name": "audit", "status": "failed", "allow_failure": False}]},
        )
        assert [one.fields.get("stopped_by") for one in joined(repository.path, evidence).unit.of("ci.runs")] == [
            stopped
        ]

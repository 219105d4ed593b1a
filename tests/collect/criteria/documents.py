"""Documents that several worlds hand in, each as small as it can be."""

import json
from typing import Any

from tests.collect.forge_documents import branch, commit, pull, review, user
from tests.collect.test_provenance import BUILDER, DIGEST, envelope, trust, v02

FETCHED, SINCE = "2026-06-29T12:00:00Z", "2025-06-01T00:00:00Z"
HEADS = [f"{n:040x}" for n in (1, 2, 3)]


def exported(endpoint: str, items: list[Any], **more: Any) -> dict[str, Any]:
    """Return one exported endpoint of GitHub."""
    return {"schema": "sammeter-forge/1", "source": "github", "endpoint": endpoint, "repository": "acme/shop", "since": SINCE,
            "fetched_at": FETCHED, "full_view": True, "missing": [], **more, "items": items}  # fmt: skip


def run_of(
    path: str, sha: str, conclusion: str, *, event: str = "push", job: str = "audit", **steps: str
) -> dict[str, Any]:
    """Return a run of a workflow with one job whose steps ended so."""
    raw = {"path": f".github/workflows/{path}.yml@refs/heads/main", "head_sha": sha, "event": event, "conclusion": conclusion,
           "created_at": "2026-06-20T08:00:00Z"}  # fmt: skip
    done = [{"name": name.replace("_", " "), "conclusion": how} for name, how in steps.items()]
    return {"run": raw, "jobs": [{"name": job, "conclusion": conclusion, "steps": done}]}


def reviewed(made: list[str], reviews: list[list[dict[str, Any]]], **protection: Any) -> dict[str, Any]:
    """Return exports in which each of the last three commits came by a squashed pull request with these reviews."""
    pulls = [pull(n, made[n], [commit(HEADS[n - 1])], found) for n, found in enumerate(reviews, 1)]
    pulls.append(pull(9, made[0], [commit("9" * 40)], [review("bob", "9" * 40)]))
    return {"pulls.json": exported("pulls", pulls), "commits.json": exported("commits", [commit(sha) for sha in made]),
            "branches.json": exported("branches", [branch(**protection)])}  # fmt: skip


APPROVED = [[review("bob", head)] for head in HEADS]


def provenance(made: list[str], *, complete: bool = True, signed: bool = True, **more: Any) -> dict[str, Any]:
    """Return provenance of the released commit, and the key that is trusted for its builder."""
    statement = v02()
    statement["predicate"]["invocation"]["configSource"]["digest"]["sha1"] = made[-1]
    statement["predicate"]["metadata"]["completeness"]["materials"] = complete
    return {
        "shop.intoto.jsonl": envelope(statement) if signed else json.dumps(statement),
        "trust.yaml": trust(),
        **more,
    }


def deployed(
    made: list[str], approver: str = "bob", *, by_pipeline: bool = True, env: str = "production", **environment: Any
) -> dict[str, Any]:
    """Return exports with one deployment of the newest commit, approved by somebody."""
    rule = {
        "type": "required_reviewers",
        "prevent_self_review": True,
        "reviewers": [{"type": "User", "reviewer": user("bob")}],
    }
    place = {
        "name": env,
        "deployment_branch_policy": None,
        "can_admins_bypass": False,
        "protection_rules": [rule],
        **environment,
    }
    raw = {"id": 1, "sha": made[-1], "environment": env, "created_at": "2026-06-11T08:00:00Z", "creator": user("alice"),
           **({"performed_via_github_app": {"slug": "github-actions"}} if by_pipeline else {})}  # fmt: skip
    said = [{"state": "approved", "user": user(approver), "environments": [{"name": env}]}] if approver else []
    return {**reviewed(made, APPROVED), "environments.json": exported("environments", [place]),
            "deployments.json": exported("deployments", [{"deployment": raw, "statuses": [{"state": "success"}], "approvals": said}])}  # fmt: skip


__all__ = ["APPROVED", "BUILDER", "DIGEST", "deployed", "exported", "provenance", "reviewed", "run_of"]

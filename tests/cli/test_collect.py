"""`sammeter collect forge` from end to end, against forges on the loopback address."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import repository, sammeter
from tests.collect.forge_documents import commit, user
from tests.collect.forge_server import Forge, Reply, serving

TOKEN = "ghp_0123456789TopSecret"  # noqa: S105 - made up
MERGE, HEAD = "a" * 40, "b" * 40
AT = "2026-06-10T12:00:00Z"


@pytest.fixture
def github() -> Iterator[Forge]:
    with serving() as forge:
        root = "/repos/acme/shop"
        for path, body in {
            "": {"default_branch": "main"},
            "/branches": [{"name": "main", "protected": True}, {"name": "topic", "protected": False}],
            "/branches/main/protection": {
                "enforce_admins": {"enabled": True},
                "required_pull_request_reviews": {"required_approving_review_count": 1},
            },
            "/rules/branches/main": [{"type": "non_fast_forward", "ruleset_id": 7}],
            "/rulesets/7": {"id": 7, "bypass_actors": []},
            "/environments": {
                "total_count": 1,
                "environments": [{"name": "production", "protection_rules": [], "deployment_branch_policy": None}],
            },
            "/collaborators": [{**user("alice"), "role_name": "admin"}],
            "/commits": [commit(MERGE), commit(HEAD)],
            "/pulls": [
                {"number": 2, "updated_at": AT, "merged_at": None},
                {"number": 1, "updated_at": AT, "merged_at": AT},
                {"number": 0, "updated_at": "2019-01-01T00:00:00Z", "merged_at": "2019-01-01T00:00:00Z"},
            ],
            "/pulls/1": {
                "number": 1,
                "merged_at": AT,
                "merge_commit_sha": MERGE,
                "user": user("alice"),
                "merged_by": user("bob"),
                "head": {"sha": HEAD, "repo": {"description": "not kept"}},
                "body": "not kept",
            },
            "/pulls/1/commits": [commit(HEAD)],
            "/pulls/1/reviews": [
                {
                    "user": user("bob"),
                    "state": "APPROVED",
                    "submitted_at": "2026-06-10T10:00:00Z",
                    "commit_id": HEAD,
                    "body": "not kept",
                }
            ],
            "/deployments": [
                {"id": 5, "sha": MERGE, "environment": "production", "created_at": AT, "creator": user("alice")}
            ],
            "/deployments/5/statuses": [
                {"state": "success", "log_url": "https://github.com/acme/shop/actions/runs/9/job/1"}
            ],
            "/actions/runs/9/approvals": [
                {"state": "approved", "user": user("bob"), "environments": [{"name": "production"}]}
            ],
            "/actions/runs": {
                "workflow_runs": [
                    {
                        "id": 9,
                        "path": ".github/workflows/ci.yml",
                        "head_sha": MERGE,
                        "event": "push",
                        "conclusion": "success",
                        "created_at": AT,
                    }
                ]
            },
            "/actions/runs/9/jobs": {
                "jobs": [
                    {"name": "test", "conclusion": "success", "steps": [{"name": "Run x", "conclusion": "success"}]}
                ]
            },
        }.items():
            forge.on(root + path, body)
        yield forge


def fetch(
    folder: Path, forge: Forge, *more: str, source: str = "github", name: str = "acme/shop"
) -> "subprocess.CompletedProcess[str]":
    return sammeter("collect", "forge", name, "--source", source, "--url", forge.base, "--since", "2026-01-01", "-o", "out", *more,
                    cwd=folder, GITHUB_TOKEN=TOKEN, GITLAB_TOKEN=TOKEN, TMPDIR=str(folder))  # fmt: skip


def read(folder: Path) -> dict[str, Any]:
    return {path.stem: json.loads(path.read_bytes()) for path in (folder / "out").iterdir()}


def test_an_export_is_fetched_whole_and_assessed(tmp_path: Path, github: Forge) -> None:
    done = fetch(tmp_path, github)
    assert (done.returncode, done.stderr) == (0, "")
    files = read(tmp_path)
    assert {name: (len(one["items"]), one["full_view"]) for name, one in files.items()} == {
        "branches": (1, True), "environments": (1, True), "collaborators": (1, True), "commits": (2, True), "pulls": (1, True),
        "deployments": (1, True), "runs": (1, True),
    }  # fmt: skip
    assert "not kept" not in json.dumps(files)
    assert {method for method, _, _ in github.asked} == {"GET"}
    shop = repository(tmp_path / "shop")
    kept = tmp_path / "facts.jsonl"
    assessed = sammeter(
        "assess", str(shop), "--as-of", "2026-06-30", "--evidence", "out", "--facts", str(kept), cwd=tmp_path
    )
    assert (assessed.returncode, assessed.stderr) == (0, "")
    lines = kept.read_text(encoding="utf-8")
    for kind in (
        "forge.branch_rules",
        "forge.reviews",
        "forge.environments",
        "forge.deployments",
        "forge.access",
        "ci.runs",
    ):
        assert f'"{kind}"' in lines


def test_the_token_is_in_no_output_no_file_and_no_message(tmp_path: Path, github: Forge) -> None:
    outputs = [fetch(tmp_path, github)]
    github.on("/repos/acme/shop", Reply({"message": TOKEN}, status=401))
    outputs.append(fetch(tmp_path, github))
    github.on("/repos/acme/shop", Reply(b'{"' + TOKEN.encode(), headers={"X-Echo": TOKEN}))
    outputs.append(fetch(tmp_path, github))
    github.on("/repos/acme/shop", {"default_branch": 7.5})
    outputs.append(fetch(tmp_path, github))
    assert [one.returncode for one in outputs][:3] == [0, 6, 4]
    assert TOKEN not in "".join(one.stdout + one.stderr for one in outputs)
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or TOKEN.encode() not in path.read_bytes()


def test_without_the_right_to_read_something_the_rest_is_written_with_the_reason(tmp_path: Path, github: Forge) -> None:
    github.on("/repos/acme/shop/branches/main/protection", Reply({"message": "Must have admin rights"}, status=403))
    github.on("/repos/acme/shop/collaborators", Reply({"message": "Must have push access"}, status=403))
    done = fetch(tmp_path, github)
    assert done.returncode == 0
    assert "not shown: protection of main: no right to read it" in done.stderr
    files = read(tmp_path)
    assert (files["branches"]["full_view"], files["branches"]["items"][0]["protection_seen"]) == (False, "hidden")
    assert files["collaborators"]["missing"] == ["collaborators: no right to read it"]
    assert files["pulls"]["full_view"] is True


def test_no_protection_and_a_hidden_one_are_told_apart(tmp_path: Path, github: Forge) -> None:
    path = "/repos/acme/shop/branches/main/protection"
    for message, seen in (("Branch not protected", "none"), ("Not Found", "hidden")):
        github.on(path, Reply({"message": message}, status=404))
        fetch(tmp_path, github)
        one = read(tmp_path)["branches"]
        assert (one["items"][0]["protection_seen"], one["full_view"]) == (seen, seen == "none")


def test_a_failure_in_the_middle_writes_nothing_and_leaves_the_export_before(tmp_path: Path, github: Forge) -> None:
    fetch(tmp_path, github)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    github.on("/repos/acme/shop/deployments", Reply(b"[", status=200))
    done = fetch(tmp_path, github)
    assert done.returncode == 4
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


def test_wrong_use_is_refused_before_anything_is_asked(tmp_path: Path, github: Forge) -> None:
    assert fetch(tmp_path, github, "--offline").returncode == 2
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    assert fetch(tmp_path, github).returncode == 5
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"
    none = sammeter("collect", "forge", "a/b", "--source", "github", "-o", "new", cwd=tmp_path, GITHUB_TOKEN="")
    assert (none.returncode, "GITHUB_TOKEN" in none.stderr) == (2, True)
    assert github.asked == []


def test_a_repository_that_is_not_shown_is_not_found(tmp_path: Path, github: Forge) -> None:
    done = fetch(tmp_path, github, name="acme/none")
    assert done.returncode == 2
    assert "no such repository, or no right to read it" in done.stderr


@pytest.fixture
def gitlab() -> Iterator[Forge]:
    with serving() as forge:
        root = "/api/v4/projects/acme%2Fshop"
        people = {
            "author_name": "Alice",
            "author_email": "alice@a.example",
            "committer_name": "Alice",
            "committer_email": "alice@a.example",
        }
        for path, body in {
            "": {"default_branch": "main", "only_allow_merge_if_pipeline_succeeds": True},
            "/protected_branches": [
                {"name": "main", "allow_force_push": False, "push_access_levels": [{"access_level": 0}]}
            ],
            "/approvals": {"reset_approvals_on_push": True, "merge_requests_author_approval": False},
            "/approval_rules": [
                {"name": "all", "rule_type": "any_approver", "approvals_required": 1, "protected_branches": []}
            ],
            "/repository/branches": [{"name": "main", "protected": True}],
            "/repository/commits": [{"id": MERGE}],
            "/merge_requests": [
                {
                    "iid": 3,
                    "merged_at": AT,
                    "merge_commit_sha": MERGE,
                    "sha": HEAD,
                    "author": {"username": "alice"},
                    "merge_user": {"username": "bob"},
                    "squash_commit_sha": None,
                    "description": "not kept",
                }
            ],
            "/merge_requests/3/commits": [{"id": HEAD, "message": "x", **people}],
            "/merge_requests/3/approvals": {"approved_by": [{"user": {"username": "bob"}}]},
            "/merge_requests/3/notes": [
                {
                    "author": {"username": "bob"},
                    "created_at": "2026-06-10T11:00:00.000Z",
                    "system": True,
                    "body": "approved this merge request",
                },
                {"author": {"username": "bob"}, "created_at": AT, "system": False, "body": "not kept"},
            ],
            "/environments": [{"name": "live", "tier": "production"}],
            "/protected_environments": [],
            "/deployments": [{"id": 4, "created_at": AT}],
            "/deployments/4": {
                "iid": 1,
                "sha": MERGE,
                "status": "success",
                "created_at": AT,
                "environment": {"name": "live"},
                "user": {"username": "alice"},
                "deployable": {"name": "deploy", "commit": "not kept"},
            },
            "/pipelines": [{"id": 8, "sha": MERGE, "status": "success", "source": "push", "created_at": AT}],
            "/pipelines/8/jobs": [{"name": "sast", "status": "success", "allow_failure": False}],
            "/members/all": [{"username": "alice", "access_level": 50}],
        }.items():
            forge.on(root + path, body)
        yield forge


def test_an_export_of_gitlab_is_fetched_with_its_own_header(tmp_path: Path, gitlab: Forge) -> None:
    done = fetch(tmp_path, gitlab, source="gitlab")
    assert (done.returncode, done.stderr) == (0, "")
    files = read(tmp_path)
    assert {name: (len(one["items"]), one["full_view"]) for name, one in files.items()} == dict.fromkeys(
        ("branches", "environments", "members", "commits", "merge_requests", "deployments", "pipelines"), (1, True)
    )
    assert "not kept" not in json.dumps(files)
    sent = [{name.lower(): value for name, value in headers.items()} for _, _, headers in gitlab.asked]
    assert {one.get("private-token") for one in sent} == {TOKEN}
    assert not any("authorization" in one for one in sent)

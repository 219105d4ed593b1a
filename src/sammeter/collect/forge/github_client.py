"""What is asked of GitHub's REST API for an export, endpoint by endpoint."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

from sammeter.collect.forge.http import Client
from sammeter.collect.forge.shape import Part, Shape, cut, found, listed, within
from sammeter.errors import NotFoundError
from sammeter.text import Node

USER: Shape = {"login": None, "type": None}
COMMIT: Shape = {
    "sha": None, "author": USER, "committer": USER, "parents": {"sha": None},
    "commit": {"message": None, "author": {"name": None, "email": None, "date": None},
               "committer": {"name": None, "email": None, "date": None}},
}  # fmt: skip
PULL: Shape = {"number": None, "user": USER, "merged_at": None, "merge_commit_sha": None, "merged_by": USER, "head": {"sha": None},
               "base": {"ref": None}, "commits": None}  # fmt: skip
REVIEW: Shape = {"user": USER, "state": None, "submitted_at": None, "commit_id": None}
RUN: Shape = {"id": None, "path": None, "head_sha": None, "event": None, "conclusion": None, "created_at": None,
              "run_started_at": None, "run_attempt": None}  # fmt: skip
JOB: Shape = {"name": None, "conclusion": None, "steps": {"name": None, "conclusion": None}}
ENVIRONMENT: Shape = {
    "name": None, "deployment_branch_policy": None, "can_admins_bypass": None,
    "protection_rules": {"type": None, "prevent_self_review": None,
                         "reviewers": {"type": None, "reviewer": {"login": None, "slug": None, "name": None}}},
}  # fmt: skip
DEPLOYMENT: Shape = {"id": None, "sha": None, "environment": None, "production_environment": None, "created_at": None, "creator": USER,
                     "performed_via_github_app": {"slug": None}}  # fmt: skip
APPROVAL: Shape = {"state": None, "user": USER, "environments": {"name": None}}
_RELEASE = re.compile(
    r"(?:releases?|stable|maint(?:enance)?|support|lts|prod(?:uction)?)(?:[-/_.].*)?\Z|.*-(?:stable|maint)\Z|v?\d+(?:[.-](?:\d+|x))+\Z"
)
_RUN = re.compile(r"/actions/runs/(\d{1,20})(?:/|\Z)")
BRANCHES, RUNS_WITH_JOBS = 50, 300


def export(client: Client, repository: str, since: Callable[[str], str]) -> Iterator[Part]:
    """Yield the parts of an export of `repository`; `since` says how far back an endpoint is read.

    Raises NotFoundError (no such repository, or no right to see it), SourceError, ForbiddenError.
    """
    root = f"/repos/{quote(repository, safe='/')}"
    about = client.get(root)
    if not about.ok:
        raise NotFoundError("no such repository, or no right to read it", where=repository,
                            hint="check OWNER/NAME, and that the token may read it")  # fmt: skip
    default = about.body["default_branch"].text()
    for endpoint, ask in _ASKED.items():
        part = Part(endpoint=endpoint)
        within(part, ask(client, root, default, since(endpoint), part))
        yield part


def _commits(client: Client, root: str, default: str, since: str, part: Part) -> Iterator[None]:
    for commit in listed(client, part, "commits", f"{root}/commits", sha=default, since=since):
        part.items.append(cut(commit, {"sha": None}))
        yield


def _branches(client: Client, root: str, default: str, since: str, part: Part) -> Iterator[None]:  # noqa: ARG001
    names: dict[str, None] = {default: None}
    for branch in listed(client, part, "branches", f"{root}/branches"):
        if branch["protected"].value is True or _RELEASE.match(branch["name"].text()):
            names[branch["name"].text()] = None
        yield
    if len(names) > BRANCHES:
        part.missing.append(f"{len(names) - BRANCHES} of {len(names)} release branches")
    for name in list(names)[:BRANCHES]:
        part.items.append(_branch(client, root, name, part))
        yield


def _branch(client: Client, root: str, name: str, part: Part) -> dict[str, object]:
    quoted = quote(name, safe="")
    protection = client.get(f"{root}/branches/{quoted}/protection")
    none = protection.status == 404 and protection.body["message"].text() == "Branch not protected"
    if not protection.ok and not none:
        part.lacks(f"protection of {name}", protection)
    known = len(part.missing)
    rules = list(listed(client, part, f"rulesets of {name}", f"{root}/rules/branches/{quoted}"))
    rulesets = []
    for identity in dict.fromkeys(one["ruleset_id"].text() for one in rules):
        detail = client.get(f"{root}/rulesets/{quote(identity, safe='')}")
        if detail.ok:
            rulesets.append(cut(detail.body, {"id": None, "bypass_actors": {"actor_type": None, "bypass_mode": None}}))
    return {
        "branch": {"name": name}, "protection": protection.body.plain() if protection.ok else None,
        "protection_seen": "read" if protection.ok else "none" if none else "hidden",
        "rules": [one.plain() for one in rules] if len(part.missing) == known else None, "rulesets": rulesets,
    }  # fmt: skip


def _pulls(client: Client, root: str, default: str, since: str, part: Part) -> Iterator[None]:  # noqa: ARG001
    query: dict[str, str | int] = {"state": "closed", "sort": "updated", "direction": "desc"}
    for pull in listed(client, part, "pull requests", f"{root}/pulls", **query):
        if pull["updated_at"].text() < since:
            return
        if pull["merged_at"].text() >= since:
            part.items.append(_pull(client, root, pull["number"].text(), part))
        yield


def _pull(client: Client, root: str, number: str, part: Part) -> dict[str, object]:
    path = f"{root}/pulls/{quote(number, safe='')}"
    answer = client.get(path)
    if not answer.ok:
        part.lacks(f"pull request {number}", answer)
    pull = answer.body if answer.ok else Node({}, number)
    commits = [cut(one, COMMIT) for one in listed(client, part, f"commits of {number}", f"{path}/commits")]
    merge = pull["merge_commit_sha"].text()
    landed = (
        client.get(f"{root}/commits", sha=merge, per_page=min(len(commits), 100))
        if merge and len(commits) > 1
        else None
    )
    return {
        "pull": cut(pull, PULL), "commits": commits,
        "reviews": [cut(one, REVIEW) for one in listed(client, part, f"reviews of {number}", f"{path}/reviews")],
        "landed": cut(landed.body, COMMIT) if landed and landed.ok else [],
    }  # fmt: skip


def _environments(client: Client, root: str, default: str, since: str, part: Part) -> Iterator[None]:  # noqa: ARG001
    for one in found(client, part, "environments", f"{root}/environments", lambda body: body["environments"]):
        part.items.append(cut(one, ENVIRONMENT))
        yield


def _deployments(client: Client, root: str, default: str, since: str, part: Part) -> Iterator[None]:  # noqa: ARG001
    for one in listed(client, part, "deployments", f"{root}/deployments"):
        if one["created_at"].text() < since:
            return
        path = f"{root}/deployments/{quote(one['id'].text(), safe='')}/statuses"
        statuses = list(listed(client, part, f"statuses of deployment {one['id'].text()}", path))
        item: dict[str, object] = {
            "deployment": cut(one, DEPLOYMENT),
            "statuses": [cut(s, {"state": None}) for s in statuses],
        }
        runs = {
            match[1] for s in statuses for key in ("log_url", "target_url") if (match := _RUN.search(s[key].text()))
        }
        if len(runs) == 1:
            answer = client.get(f"{root}/actions/runs/{runs.pop()}/approvals")
            item |= {"approvals": cut(answer.body, APPROVAL)} if answer.ok else {}
        part.items.append(item)
        yield


def _runs(client: Client, root: str, default: str, since: str, part: Part) -> Iterator[None]:  # noqa: ARG001
    for number, run in enumerate(
        found(client, part, "runs", f"{root}/actions/runs", lambda body: body["workflow_runs"])
    ):
        if run["created_at"].text() < since:
            return
        item: dict[str, object] = {"run": cut(run, RUN)}
        if number < RUNS_WITH_JOBS:
            path = f"{root}/actions/runs/{quote(run['id'].text(), safe='')}/jobs"
            jobs = found(client, part, f"jobs of run {run['id'].text()}", path, lambda body: body["jobs"])
            item["jobs"] = [cut(job, JOB) for job in jobs]
        part.items.append(item)
        yield


def _collaborators(client: Client, root: str, default: str, since: str, part: Part) -> Iterator[None]:  # noqa: ARG001
    for one in listed(client, part, "collaborators", f"{root}/collaborators"):
        part.items.append(cut(one, {"login": None, "type": None, "role_name": None}))
        yield


_ASKED: dict[str, Callable[[Client, str, str, str, Part], Iterator[None]]] = {
    "branches": _branches, "environments": _environments, "collaborators": _collaborators, "commits": _commits,
    "pulls": _pulls, "deployments": _deployments, "runs": _runs,
}  # fmt: skip
ENDPOINTS = tuple(_ASKED)
"""The documents of an export, by name."""

"""What is asked of GitLab's REST API (version 4) for an export, endpoint by endpoint."""

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from urllib.parse import quote

from sammeter.collect.forge.http import Client
from sammeter.collect.forge.shape import Part, Shape, cut, listed, within
from sammeter.errors import NotFoundError
from sammeter.text import Node

USER: Shape = {"username": None}
COMMIT: Shape = {
    "id": None,
    "author_name": None,
    "author_email": None,
    "committer_name": None,
    "committer_email": None,
    "message": None,
}
REQUEST: Shape = {"iid": None, "author": USER, "merged_at": None, "merge_user": USER, "merged_by": USER, "sha": None,
                  "merge_commit_sha": None, "squash_commit_sha": None, "target_branch": None}  # fmt: skip
APPROVALS: Shape = {"approved_by": {"user": USER, "approved_at": None}}
NOTE: Shape = {"author": USER, "created_at": None, "system": None, "body": None}
DEPLOYMENT: Shape = {
    "iid": None, "sha": None, "status": None, "created_at": None, "user": USER, "environment": {"name": None, "tier": None},
    "deployable": {"name": None, "pipeline": {"source": None}}, "approvals": {"user": USER, "status": None},
}  # fmt: skip
PIPELINE: Shape = {"id": None, "sha": None, "status": None, "source": None, "created_at": None}
JOB: Shape = {"name": None, "status": None, "allow_failure": None, "stage": None}
_OURS = re.compile(r"(?:un)?approved this merge request|added \d+ commits?\b")
_RELEASE = re.compile(
    r"(?:releases?|stable|maint(?:enance)?|support|lts|prod(?:uction)?)(?:[-/_.].*)?\Z|.*-(?:stable|maint)\Z|v?\d+(?:[.-](?:\d+|x))+\Z"
)
BRANCHES, PIPELINES_WITH_JOBS = 50, 300
_Ask = Callable[[Client, str, Node, str, Part], Iterator[None]]


def export(client: Client, project: str, since: Callable[[str], str]) -> Iterator[Part]:
    """Yield the parts of an export of `project` (a path or number); `since` says how far back an endpoint is read.

    Raises NotFoundError (no such project, or no right to see it), SourceError, ForbiddenError.
    """
    root = f"/api/v4/projects/{quote(project, safe='')}"
    about = client.get(root)
    if not about.ok:
        raise NotFoundError("no such project, or no right to read it", where=project,
                            hint="check GROUP/PROJECT, and that the token may read it")  # fmt: skip
    for endpoint, ask in _ASKED.items():
        part = Part(endpoint=endpoint)
        within(part, ask(client, root, about.body, since(endpoint), part))
        yield part


def _commits(client: Client, root: str, about: Node, since: str, part: Part) -> Iterator[None]:
    path, branch = f"{root}/repository/commits", about["default_branch"].text()
    for commit in listed(client, part, "commits", path, ref_name=branch, since=since):
        part.items.append(cut(commit, {"id": None}))
        yield


def _branches(client: Client, root: str, about: Node, since: str, part: Part) -> Iterator[None]:  # noqa: ARG001
    protected = list(listed(client, part, "protected branches", f"{root}/protected_branches"))
    hidden = bool(part.missing)
    yield
    settings = client.get(f"{root}/approvals")
    if not settings.ok:
        part.lacks("approval settings", settings)
    rules = list(listed(client, part, "approval rules", f"{root}/approval_rules"))
    rules_known = len(part.missing) == hidden + (not settings.ok)
    names = {about["default_branch"].text(): None}
    for branch in listed(client, part, "branches", f"{root}/repository/branches"):
        if branch["protected"].value is True or _RELEASE.match(branch["name"].text()):
            names[branch["name"].text()] = None
        yield
    if len(names) > BRANCHES:
        part.missing.append(f"{len(names) - BRANCHES} of {len(names)} release branches")
    for name in list(names)[:BRANCHES]:
        own = [one.plain() for one in protected if fnmatchcase(name, one["name"].text())]
        part.items.append({
            "branch": {"name": name}, "protected": None if hidden else own, "approvals": settings.body.plain() if settings.ok else None,
            "approval_rules": [cut(one, _RULE) for one in rules] if rules_known else None,
            "project": cut(about, {"only_allow_merge_if_pipeline_succeeds": None}),
        })  # fmt: skip


_RULE: Shape = {"name": None, "rule_type": None, "approvals_required": None, "applies_to_all_protected_branches": None,
                "protected_branches": {"name": None}}  # fmt: skip


def _requests(client: Client, root: str, about: Node, since: str, part: Part) -> Iterator[None]:  # noqa: ARG001
    query: dict[str, str | int] = {"state": "merged", "updated_after": since, "order_by": "updated_at"}
    for one in listed(client, part, "merge requests", f"{root}/merge_requests", **query):
        if one["merged_at"].text() >= since:
            part.items.append(_request(client, root, one, part))
        yield


def _request(client: Client, root: str, one: Node, part: Part) -> dict[str, object]:
    number = one["iid"].text()
    path = f"{root}/merge_requests/{quote(number, safe='')}"
    item: dict[str, object] = {
        "merge_request": cut(one, REQUEST),
        "commits": [cut(commit, COMMIT) for commit in listed(client, part, f"commits of {number}", f"{path}/commits")],
    }  # fmt: skip
    approvals = client.get(f"{path}/approvals")
    if approvals.ok:
        item["approvals"] = cut(approvals.body, APPROVALS)
    else:
        part.lacks(f"approvals of {number}", approvals)
    item["notes"] = [_note(note) for note in listed(client, part, f"notes of {number}", f"{path}/notes")]
    return item


def _note(note: Node) -> object:
    """Keep who wrote a note and when; its words only where the forge itself wrote them about approvals and pushes."""
    kept = _OURS.match(note["body"].text()) if note["system"].value is True else None
    return {**cut(note, NOTE), "body": kept[0] if kept else ""}


def _environments(client: Client, root: str, about: Node, since: str, part: Part) -> Iterator[None]:  # noqa: ARG001
    protected = list(listed(client, part, "protected environments", f"{root}/protected_environments"))
    hidden = bool(part.missing)
    for one in listed(client, part, "environments", f"{root}/environments"):
        own = [other.plain() for other in protected if other["name"].text() == one["name"].text()]
        allowed = cut(about, {"allow_pipeline_trigger_approve_deployment": None})
        part.items.append({"environment": cut(one, {"name": None, "tier": None, "state": None}),
                           "protected": None if hidden else own, "project": allowed})  # fmt: skip
        yield


def _deployments(client: Client, root: str, about: Node, since: str, part: Part) -> Iterator[None]:  # noqa: ARG001
    query: dict[str, str | int] = {"order_by": "updated_at", "updated_after": since, "sort": "desc"}
    for one in listed(client, part, "deployments", f"{root}/deployments", **query):
        if one["created_at"].text() >= since:
            detail = client.get(f"{root}/deployments/{quote(one['id'].text(), safe='')}")
            part.items.append(cut(detail.body if detail.ok else one, DEPLOYMENT))
        yield


def _pipelines(client: Client, root: str, about: Node, since: str, part: Part) -> Iterator[None]:  # noqa: ARG001
    for number, one in enumerate(listed(client, part, "pipelines", f"{root}/pipelines", updated_after=since)):
        item: dict[str, object] = {"pipeline": cut(one, PIPELINE)}
        if number < PIPELINES_WITH_JOBS:
            path = f"{root}/pipelines/{quote(one['id'].text(), safe='')}/jobs"
            item["jobs"] = [cut(job, JOB) for job in listed(client, part, f"jobs of pipeline {one['id'].text()}", path)]
        part.items.append(item)
        yield


def _members(client: Client, root: str, about: Node, since: str, part: Part) -> Iterator[None]:  # noqa: ARG001
    for one in listed(client, part, "members", f"{root}/members/all"):
        part.items.append(cut(one, {"username": None, "access_level": None, "state": None}))
        yield


_ASKED: dict[str, _Ask] = {
    "branches": _branches, "environments": _environments, "members": _members, "commits": _commits,
    "merge_requests": _requests, "deployments": _deployments, "pipelines": _pipelines,
}  # fmt: skip
ENDPOINTS = tuple(_ASKED)
"""The documents of an export, by name."""

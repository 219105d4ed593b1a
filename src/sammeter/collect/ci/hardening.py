"""Static hardening checks over a GitHub workflow: only what its text decides, the rest is `unknown`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sammeter.collect.ci.expressions import expressions, flowing
from sammeter.collect.ci.github_workflow import Job, Workflow, uses_in
from sammeter.collect.ci.source_lines import Lines
from sammeter.facts.ci import Hardening
from sammeter.text import Node

PINNED = re.compile(r"@[0-9a-fA-F]{40}\Z|@[0-9a-fA-F]{64}\Z|@sha256:[0-9a-f]{64}\Z")
_FROM_OUTSIDE = re.compile(
    r"github\.head_ref\Z|github\.event\Z|github\Z|github\.event\.("
    r"(issue|pull_request|discussion)(\.(title|body))?|(comment|review|review_comment)(\.body)?"
    r"|pull_request\.head(\.(ref|label|repo(\.(default_branch|description|homepage))?))?"
    r"|pages(\..*)?\.page_name|(commits(\..*)?|head_commit)(\.(message|(author|committer)\.(email|name)))?"
    r"|workflow_run(\.(head_branch|display_title|head_commit\.(message|author\.(email|name))"
    r"|head_repository\.description|pull_requests\..*\.head\.ref))?)\Z"
)
_PRIVILEGED = frozenset({
    "pull_request_target", "issues", "issue_comment", "discussion", "discussion_comment", "workflow_run", "fork", "gollum",
    "pull_request_review", "pull_request_review_comment",
})  # fmt: skip
_HARMLESS = frozenset({"schedule", "workflow_dispatch", "repository_dispatch", "release", "deployment", "merge_group", "create",
                       "delete", "page_build", "registry_package", "branch_protection_rule", "label", "milestone"})  # fmt: skip
_UNTRUSTED = frozenset({"pull_request_target", "workflow_run", "issue_comment"})
_HEAD = re.compile(r"pull_request\.(head|merge_commit_sha)|head_ref|workflow_run\.head_|refs/pull/|pull_request\.number"
                   r"|event\.issue\.number|outputs\.[\w.-]*(head|sha|ref)")  # fmt: skip
_GUARD = re.compile(
    r"author_association|full_name|\.fork\b|github\.actor|sender|triggering_actor|permission|\.user\.login"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """The rights of a workflow's token: where they are first stated, and the verdict on them."""

    where: str
    result: str
    weight: str


def checks(work: Workflow, lines: Lines, area: str) -> Iterator[Hardening]:
    """Yield one record for each check that applies, at the first place that fails it."""
    if not work.composite:
        rights = _permissions(work)
        yield _record(work, area, "token-permissions", rights.result, rights.where, rights.weight)
    uses = [node for node in uses_in(work) if not node.text().startswith("./")]
    if uses:
        loose = [node for node in uses if not PINNED.search(node.text())]
        place = (loose or uses)[0].where
        yield _record(work, area, "pinned-uses", "fail" if loose else "pass", place, "medium")
    yield from _injection(work, lines, area)
    yield from _checkout(work, area)
    yield from _runner(work, area)
    inherited = next((job.node["secrets"] for job in work.jobs if job.node["secrets"].value == "inherit"
                      and not job.calls.text().startswith("./")), None)  # fmt: skip
    if inherited is not None:
        yield _record(work, area, "secrets-not-inherited", "fail", inherited.where, "medium")


def _record(work: Workflow, area: str, check: str, result: str, where: str, weight: str) -> Hardening:
    return Hardening(where=where, target=work.path, area=area, check=check,
                     result=None if result == "unknown" else result, weight=weight)  # fmt: skip


def _permissions(work: Workflow) -> Permissions:
    jobs = [job.node for job in work.jobs]
    stated = [
        node for holder in (work.root, *jobs) if "permissions" in holder and (node := holder["permissions"]) is not None
    ]
    everything = next((node for node in stated if node.value == "write-all"), None)
    if everything is not None:
        return Permissions(where=everything.where, result="fail", weight="high")
    if "permissions" in work.root:
        top = work.root["permissions"]
        for_all = len([job for job in jobs if "permissions" not in job]) > 1
        result = "fail" if for_all and _writes(top) else "pass"
        return Permissions(where=top.where, result=result, weight="medium")
    if jobs and all("permissions" in job for job in jobs):
        return Permissions(where=jobs[0]["permissions"].where, result="pass", weight="medium")
    return Permissions(where=f"{work.path}:1", result="unknown", weight="high")


def _writes(permissions: Node) -> bool:
    return isinstance(permissions.value, dict) and any(
        right.text() == "write" for right in permissions.mapping().values()
    )


def _injection(work: Workflow, lines: Lines, area: str) -> Iterator[Hardening]:
    scripts = [script for job in work.jobs for script in _scripts(job)]
    if not scripts:
        return
    tainted = {job.id: _tainted_env(work, job) for job in work.jobs}
    for job_id, script in scripts:
        for inside, before in expressions(script.text()):
            if any(_FROM_OUTSIDE.match(name) or name in tainted[job_id] for name in flowing(inside)):
                result, weight = _reach(work)
                yield _record(work, area, "script-injection", result, lines.place(script, before), weight)
                return
    yield _record(work, area, "script-injection", "pass", scripts[0][1].where, "high")


def _scripts(job: Job) -> Iterator[tuple[str, Node]]:
    for step in job.steps:
        if step.run:
            yield job.id, step.run
        elif step.uses.text().lower().startswith("actions/github-script@") and step.node["with"]["script"]:
            yield job.id, step.node["with"]["script"]


def _tainted_env(work: Workflow, job: Job) -> frozenset[str]:
    holders = (work.root, job.node, *(step.node for step in job.steps))
    return frozenset(
        f"env.{name.lower()}"
        for holder in holders if isinstance(holder["env"].value, dict)
        for name, value in holder["env"].mapping().items() if not isinstance(value.value, (dict, list))
        for inside, _ in expressions(value.text()) if any(map(_FROM_OUTSIDE.match, flowing(inside)))
    )  # fmt: skip


def _reach(work: Workflow) -> tuple[str, str]:
    """Judge an injected text by who can start the workflow with it."""
    events = set(work.events)
    if events & _PRIVILEGED:
        return "fail", "high"
    if events & {"pull_request", "push"}:
        return "fail", "medium"
    return ("pass", "medium") if events and events <= _HARMLESS else ("unknown", "high")


def untrusted_checkout(work: Workflow, job: Job) -> Node | None:
    """Return the step that checks out what an outsider wrote, in a workflow that runs with the repository's rights."""
    if not _UNTRUSTED & set(work.events):
        return None
    for step in job.steps:
        if step.uses.text().lower().startswith("actions/checkout@"):
            wanted = step.node["with"]
            if any(_HEAD.search(wanted[key].text()) for key in ("ref", "repository")):
                return step.uses
        if re.search(r"^\s*gh\s+pr\s+checkout\b", step.run.text(), re.MULTILINE):
            return step.run
    return None


def _checkout(work: Workflow, area: str) -> Iterator[Hardening]:
    if not {"pull_request_target", "workflow_run"} & set(work.events) and not any(
        untrusted_checkout(work, j) for j in work.jobs
    ):
        return
    worst: tuple[str, str] | None = None
    for job in work.jobs:
        found = untrusted_checkout(work, job)
        if found is not None:
            guarded = bool(_GUARD.search(job.node["if"].text())) or bool(job.environment)
            worst = ("unknown" if guarded else "fail", found.where) if worst is None or worst[0] == "unknown" else worst
    result, where = worst or ("pass", work.root["on"].where)
    yield _record(work, area, "untrusted-checkout", result, where, "high")


def _runner(work: Workflow, area: str) -> Iterator[Hardening]:
    if "pull-request" not in work.triggers:
        return
    for job in work.jobs:
        runner = job.node["runs-on"]
        labels = runner["labels"].many() if isinstance(runner.value, dict) else runner.many()
        if any(label.text() == "self-hosted" for label in labels):
            yield _record(work, area, "no-own-runner-for-outsiders", "unknown", runner.where, "high")
            return

"""The secrets that a GitHub workflow refers to: from which store they come and how far they reach."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sammeter.collect.ci.expressions import expressions, references
from sammeter.collect.ci.github_workflow import Job, Workflow
from sammeter.collect.ci.hardening import untrusted_checkout
from sammeter.facts.ci import SecretRef
from sammeter.text import Node

_OIDC = (
    ("aws-actions/configure-aws-credentials", "role-to-assume"), ("google-github-actions/auth", "workload_identity_provider"),
    ("azure/login", "client-id"), ("hashicorp/vault-action", "role"),
)  # fmt: skip
_OWN_TOKEN = "github_token"  # noqa: S105 - the name of the job's own token
_RISKY = frozenset(
    {"pull_request_target", "workflow_run", "issue_comment", "issues", "discussion", "discussion_comment"}
)


@dataclass(slots=True)
class _Reference:
    where: str
    wide: bool
    jobs: list[Job] = field(default_factory=list)


def secrets(work: Workflow) -> Iterator[SecretRef]:
    """Yield each secret once, at its first place; the job's own token is judged by its permissions instead."""
    found: dict[str, _Reference] = {}
    lone = len(work.jobs) < 2
    outer = [node for key, node in work.root.mapping().items() if key in ("env", "defaults", "concurrency", "run-name")]
    for node in outer:
        _gather(found, node, wide=not lone, jobs=list(work.jobs))
    for job in work.jobs:
        _gather(found, job.node, wide=False, jobs=[job])
    for name, reference in found.items():
        yield SecretRef(where=reference.where, pipeline=work.path, name=name, store="forge-secret",
                        scoped=not reference.wide and name != "*", pr_exposed=_exposed(work, reference.jobs))  # fmt: skip
    yield from _identities(work)


def _gather(found: dict[str, _Reference], node: Node, *, wide: bool, jobs: list[Job]) -> None:
    for scalar in _scalars(node):
        for inside, _ in expressions(str(scalar.value)):
            for name in _names(inside):
                reference = found.setdefault(name, _Reference(scalar.where, wide))
                reference.wide = reference.wide or wide
                reference.jobs.extend(jobs)


def _names(inside: str) -> Iterator[str]:
    for reference in references(inside):
        if reference == "secrets":
            yield "*"
        name = re.fullmatch(r"secrets\.([\w-]+|\*)", reference)
        if name and name.group(1) != _OWN_TOKEN:
            yield name.group(1).upper()


def _scalars(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one.value, dict):
            waiting.extend(reversed(one.value.values()))
        elif isinstance(one.value, list):
            waiting.extend(reversed(one.value))
        elif isinstance(one.value, str):
            yield one


def _exposed(work: Workflow, jobs: list[Job]) -> bool | None:
    """Tell whether a pull request from outside reaches a secret: GitHub gives none to runs on forks' code."""
    if any(untrusted_checkout(work, job) is not None and not job.node["if"] and not job.environment for job in jobs):
        return True
    unsure = work.composite or "call" in work.triggers or _RISKY & set(work.events)
    return None if unsure else False


def _identities(work: Workflow) -> Iterator[SecretRef]:
    """Yield credentials that are exchanged for the job's identity, or fetched from a vault, and are stored nowhere here."""
    for job in work.jobs:
        for step in job.steps:
            name = step.uses.text().partition("@")[0].lower()
            known = next((key for action, key in _OIDC if name == action and step.node["with"][key]), None)
            if name == "hashicorp/vault-action" or known:
                store = "vault" if name == "hashicorp/vault-action" else "oidc"
                yield SecretRef(where=step.uses.where, pipeline=work.path, name=name, store=store, scoped=True,
                                pr_exposed=_exposed(work, [job]))  # fmt: skip

"""Which of GitHub's endpoints a document holds, and what is read from it."""

from collections.abc import Callable, Iterator

from sammeter.collect.forge import github_branches, github_deployments, github_pulls, github_runs
from sammeter.collect.forge.envelope import Envelope, claims, sha
from sammeter.collect.registry import Yielded
from sammeter.facts import Gap
from sammeter.facts.ci import Run
from sammeter.facts.forge import Access, BranchRule, Deployment, Environment, Export, Review
from sammeter.text import Node


def exported(envelope: Envelope) -> Iterator[Yielded]:
    """Yield what one exported endpoint says; one that is not known is a Gap."""
    reader = _EXPORTED.get(envelope.endpoint)
    if reader is None:
        yield Gap(where=envelope.path, reason="not recognised", detail=f"endpoint '{envelope.endpoint[:40]}'", kinds=())
    else:
        yield from reader(envelope)


def _pulls(envelope: Envelope) -> Iterator[Yielded]:
    known = True
    for review, told in github_pulls.reviews(iter(envelope.items)):
        known = known and told
        yield review
    yield from claims(envelope, Review.kind, whole=envelope.whole() and known)


def _commits(envelope: Envelope) -> Iterator[Yielded]:
    listed = tuple(sha(one["sha"]) for one in envelope.items)
    yield from claims(envelope, Export.kind, whole=envelope.whole(), commits=listed)


def _branches(envelope: Envelope) -> Iterator[Yielded]:
    rules = [github_branches.rule(item) for item in envelope.items]
    yield from rules
    whole = envelope.whole() and bool(rules) and all(one.full_view for one in rules)
    yield from claims(envelope, BranchRule.kind, whole=whole)


def _environments(envelope: Envelope) -> Iterator[Yielded]:
    yield from map(github_deployments.environment, envelope.items)
    yield from claims(envelope, Environment.kind, whole=envelope.whole())


def _deployments(envelope: Envelope) -> Iterator[Yielded]:
    yield from github_deployments.deployments(iter(envelope.items))
    yield from claims(envelope, Deployment.kind, whole=envelope.whole())


def _runs(envelope: Envelope) -> Iterator[Yielded]:
    yield from github_runs.runs(iter(envelope.items))
    yield from claims(envelope, Run.kind, whole=envelope.whole())


def _collaborators(envelope: Envelope) -> Iterator[Yielded]:
    yield from (github_deployments.access(item, envelope.repository) for item in envelope.items)
    yield from claims(envelope, Access.kind, whole=False)


_EXPORTED: dict[str, Callable[[Envelope], Iterator[Yielded]]] = {
    "pulls": _pulls, "commits": _commits, "branches": _branches, "environments": _environments,
    "deployments": _deployments, "runs": _runs, "collaborators": _collaborators,
}  # fmt: skip

_SIGNS = (b'"merge_commit_sha"', b'"workflow_runs"', b'"protection_rules"', b'"required_pull_request_reviews"',
          b'"statuses_url"')  # fmt: skip


def is_answer(data: bytes) -> bool:
    """Tell by a look at the bytes whether a document may be an answer of GitHub's API, saved as it came."""
    return any(sign in data for sign in _SIGNS)


def answered(root: Node) -> Iterator[Yielded]:
    """Yield what a saved answer says where it cannot be anything else; it claims nothing to be whole."""
    if isinstance(root.value, dict) and "workflow_runs" in root:
        yield from github_runs.runs(iter(root["workflow_runs"]))
    elif isinstance(root.value, dict) and "environments" in root and "total_count" in root:
        yield from map(github_deployments.environment, root["environments"])
    elif isinstance(root.value, dict) and root["url"].text().endswith("/protection") and "enforce_admins" in root:
        yield github_branches.rule(Node({"protection": root, "protection_seen": Node("read", root.where)}, root.where))
    else:
        yield from _listed(root.items() if isinstance(root.value, list) else [root])


def _listed(items: list[Node]) -> Iterator[Yielded]:
    if not items or not all(isinstance(item.value, dict) for item in items):
        return
    if all("merge_commit_sha" in item and "merged_at" in item and "head" in item for item in items):
        yield from (review for review, _ in github_pulls.reviews(iter(items)))
    elif all("statuses_url" in item and "environment" in item and "repository_url" in item for item in items):
        yield from github_deployments.deployments(iter(items))

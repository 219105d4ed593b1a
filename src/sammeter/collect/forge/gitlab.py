"""Which of GitLab's endpoints a document holds, and what is read from it."""

from collections.abc import Callable, Iterator

from sammeter.collect.forge import gitlab_requests, gitlab_settings
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


def _requests(envelope: Envelope) -> Iterator[Yielded]:
    known = True
    for review, told in gitlab_requests.reviews(iter(envelope.items)):
        known = known and told
        yield review
    yield from claims(envelope, Review.kind, whole=envelope.whole() and known)


def _commits(envelope: Envelope) -> Iterator[Yielded]:
    listed = tuple(sha(one["id"]) for one in envelope.items)
    yield from claims(envelope, Export.kind, whole=envelope.whole(), commits=listed)


def _branches(envelope: Envelope) -> Iterator[Yielded]:
    rules = [gitlab_settings.rule(item) for item in envelope.items]
    yield from rules
    whole = envelope.whole() and bool(rules) and all(one.full_view for one in rules)
    yield from claims(envelope, BranchRule.kind, whole=whole)


def _environments(envelope: Envelope) -> Iterator[Yielded]:
    yield from map(gitlab_settings.environment, envelope.items)
    yield from claims(envelope, Environment.kind, whole=envelope.whole())


def _deployments(envelope: Envelope) -> Iterator[Yielded]:
    yield from gitlab_settings.deployments(iter(envelope.items))
    yield from claims(envelope, Deployment.kind, whole=envelope.whole())


def _pipelines(envelope: Envelope) -> Iterator[Yielded]:
    yield from gitlab_settings.runs(iter(envelope.items))
    yield from claims(envelope, Run.kind, whole=envelope.whole())


def _members(envelope: Envelope) -> Iterator[Yielded]:
    yield from (gitlab_settings.access(item, envelope.repository) for item in envelope.items)
    yield from claims(envelope, Access.kind, whole=False)


_EXPORTED: dict[str, Callable[[Envelope], Iterator[Yielded]]] = {
    "merge_requests": _requests, "commits": _commits, "branches": _branches, "environments": _environments,
    "deployments": _deployments, "pipelines": _pipelines, "members": _members,
}  # fmt: skip

_SIGNS = (b'"squash_commit_sha"', b'"push_access_levels"', b'"deployable"')


def is_answer(data: bytes) -> bool:
    """Tell by a look at the bytes whether a document may be an answer of GitLab's API, saved as it came."""
    return any(sign in data for sign in _SIGNS)


def answered(root: Node) -> Iterator[Yielded]:
    """Yield what a saved answer says where it cannot be anything else; it claims nothing to be whole."""
    items = root.items() if isinstance(root.value, list) else [root]
    if not items or not all(isinstance(item.value, dict) for item in items):
        return
    if all("squash_commit_sha" in item and "target_branch" in item and "iid" in item for item in items):
        yield from (review for review, _ in gitlab_requests.reviews(iter(items)))
    elif all("push_access_levels" in item and "merge_access_levels" in item for item in items):
        for item in items:
            protected = Node([item], item.where)
            yield gitlab_settings.rule(Node({"branch": item, "protected": protected}, item.where))
    elif all("deployable" in item and "environment" in item and "iid" in item for item in items):
        yield from gitlab_settings.deployments(iter(items))

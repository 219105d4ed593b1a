"""Exports of GitLab: protected branches, approved merge requests, environments, deployments, members, pipelines."""

from collections.abc import Iterator

from sammeter.collect.forge import envelope, gitlab
from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.facts.ci import Run
from sammeter.facts.forge import Access, BranchRule, Deployment, Environment, Export, Review


@collector(
    reads=documents("*.json", "**/*.json"),
    yields=[BranchRule, Review, Environment, Deployment, Access, Run, Export], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield what an exported endpoint says, or a saved answer of the API; another document yields nothing."""
    if envelope.is_envelope(file.data, "gitlab"):
        found = envelope.read(file.json(), file)
        if found and found.source == "gitlab":
            yield from gitlab.exported(found)
    elif gitlab.is_answer(file.data):
        yield from gitlab.answered(file.json())

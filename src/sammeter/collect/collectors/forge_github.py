"""Exports of GitHub: branch rules, reviewed pull requests, environments, deployments, rights, workflow runs."""

from collections.abc import Iterator

from sammeter.collect.forge import envelope, github
from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.facts.ci import Run
from sammeter.facts.forge import Access, BranchRule, Deployment, Environment, Export, Review


@collector(
    reads=documents("*.json", "**/*.json"),
    yields=[BranchRule, Review, Environment, Deployment, Access, Run, Export], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield what an exported endpoint says, or a saved answer of the API; another document yields nothing."""
    if envelope.is_envelope(file.data, "github"):
        found = envelope.read(file.json(), file)
        if found and found.source == "github":
            yield from github.exported(found)
    elif github.is_answer(file.data):
        yield from github.answered(file.json())

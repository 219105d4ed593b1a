"""Threat models and architecture models kept in the repository: Threat Dragon, Threagile, Open Threat Model, Structurizr."""

from collections.abc import Iterator

from sammeter.collect.design import otm, threagile, threat_dragon
from sammeter.collect.foreign import is_foreign
from sammeter.collect.registry import File, Yielded, collector, files
from sammeter.facts.design import Model, Threat, ThreatModel
from sammeter.text import Node

_MARKS = (b'"diagrams"', b"threagile_version", b"otmVersion", b'"softwareSystems"')


@collector(
    reads=files("**/*.json", "**/*.otm", "**/*threat*.yml", "**/*threat*.yaml", "**/*threagile*.yml", "**/*threagile*.yaml", "**/*otm*.yml",
                "**/*otm*.yaml", size=8 << 20, nodes=500_000),
    yields=[ThreatModel, Threat, Model], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield what a model holds; a file is known by its parts and never by its name, and one of tests or examples is none."""
    if is_foreign(file.path) or not any(mark in file.data for mark in _MARKS):
        return
    root = file.json() if file.data.lstrip()[:1] == b"{" else file.yaml()
    for reader in (threat_dragon, threagile, otm):
        if reader.is_model(root):
            yield from reader.read(root, file.path)
            return
    if isinstance(root.value, dict) and "softwareSystems" in root["model"]:
        yield _structurizr(root["model"], file.path)


def _structurizr(model: Node, path: str) -> Model:
    """Return a Structurizr workspace, as its JSON export has it."""
    parts: list[Node] = []
    waiting = [*model["softwareSystems"], *model["people"]]
    while waiting:
        part = waiting.pop()
        parts.append(part)
        waiting += [*part["containers"], *part["components"]]
    return Model(
        where=f"{path}:1",
        path=path,
        components=len(parts),
        interfaces=sum(len(part["relationships"].items()) for part in parts),
    )

"""Open Threat Model (IriusRisk), 0.1 and 0.2, as JSON or YAML."""

from collections.abc import Iterator

from sammeter.collect.design.states import SETTLED, status
from sammeter.collect.registry import Yielded
from sammeter.facts.design import Model, Threat, ThreatModel
from sammeter.text import Node


def is_model(root: Node) -> bool:
    """Tell a model by its version and project."""
    return isinstance(root.value, dict) and "otmVersion" in root and "project" in root


def read(root: Node, path: str) -> Iterator[Yielded]:
    """Yield the model as threat model and as architecture; threats count where they stand on a component or a dataflow."""
    parts = [*root["components"], *root["dataflows"]]
    placed = [threat for part in parts for threat in part["threats"]]
    categories = {one["id"].text(): one["categories"].items() for one in root["threats"]}
    states = [status(one["state"].text()) for one in placed]
    diagrams = [one for one in root["representations"] if one["type"].text() == "diagram"]
    yield ThreatModel(where=f"{path}:1", path=path, tool="otm", diagrams=len(diagrams), elements=len(root["components"].items()), threats=len(placed),
                      mitigated_or_decided=sum(one in SETTLED for one in states), methodology=None)  # fmt: skip
    yield Model(
        where=f"{path}:1",
        path=path,
        components=len(root["components"].items()),
        interfaces=len(root["dataflows"].items()),
    )
    for one, state in zip(placed, states, strict=True):
        named = categories.get(one["threat"].text(), [])
        yield Threat(
            where=one.where, id=one["threat"].text(), category=named[0].text() if named else None, status=state
        )

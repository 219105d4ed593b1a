"""Threagile models (YAML): assets, connections, and what people decided of the risks that the tool finds when it runs."""

from collections.abc import Iterator

from sammeter.collect.design.states import status
from sammeter.collect.registry import Yielded
from sammeter.collect.times import stated_time
from sammeter.facts.design import Model, Threat, ThreatModel
from sammeter.text import Node


def is_model(root: Node) -> bool:
    """Tell a model by its version and its assets."""
    return isinstance(root.value, dict) and "threagile_version" in root and "technical_assets" in root


def read(root: Node, path: str) -> Iterator[Yielded]:
    """Yield the model as threat model and as architecture; how many risks there are is known only after a run."""
    assets = root["technical_assets"].mapping()
    dated = stated_time(root["date"].text())
    yield ThreatModel(where=f"{path}:1", path=path, tool="threagile", updated_at=dated, diagrams=None, elements=len(assets), methodology="threagile",
                      generated_parts=True)  # fmt: skip
    yield Model(where=f"{path}:1", path=path, updated_at=dated, components=len(assets),
                interfaces=sum(len(one["communication_links"].mapping()) for one in assets.values()))  # fmt: skip
    for name, risk in root["risk_tracking"].mapping().items():
        yield Threat(where=risk.where, id=name, category=name.partition("@")[0], status=status(risk["status"].text()))

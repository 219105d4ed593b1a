"""OWASP Threat Dragon models, versions 1 and 2."""

from collections.abc import Iterator

from sammeter.collect.design.states import SETTLED, status
from sammeter.collect.registry import Yielded
from sammeter.facts.design import Threat, ThreatModel
from sammeter.text import Node

_LINES = frozenset(
    {"tm.Flow", "tm.Boundary", "tm.BoundaryBox", "flow", "trust-boundary-curve", "trust-boundary-box", "td-text-block"}
)


def is_model(root: Node) -> bool:
    """Tell a model by its parts, whatever its name is."""
    return isinstance(root.value, dict) and "summary" in root and "detail" in root and "diagrams" in root["detail"]


def read(root: Node, path: str) -> Iterator[Yielded]:
    """Yield the model and its threats. Raises SourceError (wrong types)."""
    diagrams = root["detail"]["diagrams"].items()
    cells = [cell for diagram in diagrams for cell in (diagram["cells"] or diagram["diagramJson"]["cells"])]
    elements = [cell for cell in cells if _type(cell) and _type(cell) not in _LINES]
    threats = [threat for cell in cells for threat in (cell["data"]["threats"] or cell["threats"])]
    states = [status(threat["status"].text()) for threat in threats]
    methods = {diagram["diagramType"].text() for diagram in diagrams} - {""}
    yield ThreatModel(where=f"{path}:1", path=path, tool="threat-dragon", diagrams=len(diagrams), elements=len(elements), threats=len(threats),
                      mitigated_or_decided=sum(one in SETTLED for one in states), methodology=",".join(sorted(methods)) or None)  # fmt: skip
    for number, (threat, state) in enumerate(zip(threats, states, strict=True)):
        yield Threat(where=threat.where, id=threat["id"].text() or threat["ruleId"].text() or str(number), category=threat["type"].text() or None,
                     severity=threat["severity"].text().casefold() or None, status=state)  # fmt: skip


def _type(cell: Node) -> str:
    return cell["data"]["type"].text() or cell["type"].text() or cell["shape"].text()

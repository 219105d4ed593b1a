"""I-DM, defect management: what the register of defects shows."""

from typing import Any

from tests.collect.criteria.world import World
from tests.collect.sarif import log, result, scan
from tests.collect.test_defect_register import defect, document


def register(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"defects.json": document(*(defect(n, **row) for n, row in enumerate(rows, 1)), **more)}


FILED = {"a.sarif": log(scan("CodeQL", result(workItemUris=["https://tracker.example/1"])))}
PROJECTS = ("tracker.projects",)

WORLDS = {
    ("I-DM-1-A.1", "indicated"): World(evidence={**register({}), **FILED}, whole=("scan.findings",)),
    ("I-DM-1-A.2", "met"): World(evidence=register({"severity": "high"}, {"severity": "low"}), whole=PROJECTS),
    ("I-DM-1-A.2", "unmet"): World(evidence=register({"severity": "", "category": ""}), whole=PROJECTS),
    ("I-DM-1-A.4", "met"): World(evidence=register({"source": "a"}, {"source": "b"}, {"source": "c"})),
    ("I-DM-2-A.2", "met"): World(evidence=register({}), whole=PROJECTS),
    ("I-DM-2-A.2", "unmet"): World(evidence=register({}, sla_classes=["critical"]), whole=PROJECTS),
}

"""The register as facts, so that assessments and checks see it: ``sammeter defects export --format facts``."""

import json
from collections.abc import Sequence
from typing import Any

from sammeter.defects import Defect
from sammeter.defects.types import Deadlines

FORM = "sammeter-defects/1"


def as_facts(defects: Sequence[Defect], deadlines: Deadlines, as_of: str, *, synced_at: str) -> bytes:
    """Return the register as the document that the collector `defect_register` reads."""
    document: dict[str, Any] = {
        "form": FORM, "as_of": as_of, "synced_at": synced_at, "sla": deadlines.name, "sla_classes": sorted(deadlines.days),
        "defects": [
            {"id": one.id, "app": one.app, "created_at": one.found_at, "closed_at": one.closed_at, "severity": one.severity, "status": one.state,
             "source": one.tools[0] if one.tools else "", "category": one.cwe, "component": one.place, "due_at": one.due_at, "breached": one.breached,
             "triaged_by": one.triaged_by, "triaged_at": one.triaged_at, "duplicate_of": one.duplicate_of, "false_positive": one.state == "false-positive"}
            for one in defects
        ],
    }  # fmt: skip
    return (json.dumps(document, indent=1, ensure_ascii=True) + "\n").encode()

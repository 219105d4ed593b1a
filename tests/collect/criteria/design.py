"""D-TA and V-AA: threat models that lie in the repository in the format of a tool."""

from tests.collect.criteria.world import World
from tests.collect.test_threat_models import SPOOFING, TAMPERING, THREAGILE, dragon

MODEL = "docs/threat-model.json"
KNOWN = ("design.threat_models",)

WORLDS = {
    ("D-TA-1-B.1", "met"): World(tree={MODEL: dragon(SPOOFING, TAMPERING)}),
    ("D-TA-1-B.1", "unmet"): World(tree={MODEL: dragon()}, whole=KNOWN),
    ("D-TA-1-B.3", "met"): World(tree={MODEL: dragon(SPOOFING)}),
    ("D-TA-2-B.4", "met"): World(tree={MODEL: dragon(SPOOFING)}),
    ("D-TA-1-B.2", "unmet"): World(tree={"a.md": "none"}, whole=(*KNOWN, "design.threats")),
    ("D-TA-3-B.3", "met"): World(tree={"threagile.yaml": THREAGILE}, whole=KNOWN),
    ("V-AA-1-B.3", "unmet"): World(tree={MODEL: dragon(SPOOFING)}, whole=("design.threats",)),
    ("V-AA-2-B.3", "unmet"): World(tree={MODEL: dragon(SPOOFING)}, whole=("design.threats",)),
}

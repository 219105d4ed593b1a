"""O-EM and O-IM: baselines, conformity, weaknesses of what runs, contacts."""

from tests.collect.criteria.world import World
from tests.collect.weaknesses import bill, export, record

WEB = "pkg:pypi/web@1.5"

WORLDS = {
    ("O-EM-1-B.2", "met"): World(evidence={"all.zip": export(record()), "bom.json": bill(WEB)}),
}

"""O-EM: the parts that applications stand on, their baselines, conformity and known weaknesses."""

from typing import Any

from tests.collect.criteria.world import World
from tests.collect.test_conformity_xccdf import benchmark, results
from tests.collect.test_iac_cluster import listed, node, pod
from tests.collect.test_signoffs import ENTRY
from tests.collect.weaknesses import bill, export, record

WEB = "pkg:pypi/web@1.5"
NAMED = "  components: [{name: db, key: true, baseline: stig-9}]\n"
OTHER = NAMED.replace("stig-9", "cis-1")
COMPOSE = {"compose.yaml": "services:\n  db: {image: 'db:16'}\n"}


def checked(*months: int, verdicts: tuple[str, ...] = ("pass",)) -> dict[str, Any]:
    return {f"{n}.xml": benchmark(results(*verdicts, end=f"2026-0{n}-20T10:00:00Z")) for n in months}


def running() -> dict[str, Any]:
    """A bill of what runs."""
    made = bill(WEB)
    made["metadata"]["lifecycles"] = [{"phase": "operations"}]
    return {"bom.json": made}


EXCEPTED = ENTRY.replace("CVE-2026-1234", "r1")
ALL = ("conf.results", "conf.deviations")
WORLDS = {
    ("O-EM-1-A.2", "met"): World(catalog=NAMED, about="db", evidence=checked(6)),
    ("O-EM-1-A.2", "unmet"): World(catalog=OTHER, about="db", evidence=checked(6), whole=("conf.baselines",)),
    ("O-EM-3-A.1", "met"): World(catalog=NAMED, about="db", evidence=checked(4, 5, 6)),
    ("O-EM-3-A.1", "unmet"): World(catalog=NAMED, about="db", evidence=checked(4), whole=ALL),
    ("O-EM-3-A.3", "met"): World(catalog=NAMED, about="db", evidence=checked(6, verdicts=("pass", "fail")), tree={"e.yaml": EXCEPTED}, whole=ALL),
    ("O-EM-3-A.3", "no-occasion"): World(catalog=NAMED, about="db", evidence=checked(6), whole=ALL),
    ("O-EM-1-B.2", "met"): World(evidence={"all.zip": export(record()), "bom.json": bill(WEB)}),
    ("O-EM-1-B.2", "unmet"): World(evidence={"bom.json": bill(WEB)}, whole=("vuln.feeds",)),
    ("O-EM-3-B.1", "met"): World(catalog=NAMED, about="db", tree=COMPOSE, evidence={**listed(pod("db:16"), node()), **running()}),
    ("O-EM-3-B.1", "unmet"): World(catalog=NAMED, about="db", tree=COMPOSE, evidence=listed(pod("db:16"), node()), whole=("sbom.docs",)),
    ("O-EM-3-B.2", "met"): World(catalog=NAMED, about="db", evidence={"all.zip": export(record()), "bom.json": bill(WEB)}, whole=("vuln.matches",)),
}  # fmt: skip

"""What different sources say of the same thing, put together: changes with reviews and runs, findings with exceptions.

Each join is one module with one pure function over the facts of one application; a partner that was not read leaves a
field unknown, and nothing is ever guessed.
"""

from collections.abc import Callable, Iterable

from sammeter.facts.joins import bills, policies, secrets, vulns
from sammeter.facts.joins.changes import changes
from sammeter.facts.joins.deployments import deployments
from sammeter.facts.joins.design import design
from sammeter.facts.joins.exceptions import exceptions
from sammeter.facts.joins.provenance import provenance
from sammeter.facts.joins.runs import runs
from sammeter.facts.joins.scans import join_scans
from sammeter.facts.joins.stack import stack
from sammeter.facts.joins.tracker import tracker
from sammeter.facts.record import Fact

Groups = dict[str, tuple[Fact, ...]]
"""The facts of one application by kind."""

Join = Callable[[Groups, str], Groups]
"""Takes all facts and the time to judge by; returns the kinds that it changed or made."""

JOINS: tuple[Join, ...] = (
    provenance,
    runs,
    changes,
    deployments,
    bills.join,
    policies.join,
    vulns.join,
    exceptions,
    join_scans,
    secrets.join,
    design,
    stack,
    tracker,
)
"""In this order; a later join sees what an earlier one made."""

READS: dict[str, tuple[str, ...]] = {
    "ci.pipelines": ("ci.runs",), "ci.steps": ("ci.runs", "forge.branch_rules"), "ci.runs": ("ci.steps",),
    "vcs.changes": ("forge.reviews", "forge.exports", "ci.runs", "ci.steps"), "forge.deployments": ("forge.reviews",),
    "sbom.docs": ("sbom.parts", "prov.artifacts", "vcs.releases"), "sbom.parts": ("sbom.docs", "sbom.allowlist", "prov.artifacts"),
    "vuln.matches": ("vuln.judgements", "vuln.ratings", "vuln.feeds", "sbom.parts", "risk.exceptions"), "vuln.feeds": ("sbom.parts",),
    "scan.runs": ("scan.rules", "vcs.changes"), "scan.findings": ("scan.runs",), "secrets.findings": ("scan.runs",),
    "secrets.scan_runs": ("vcs.changes",), "forge.reviews": ("forge.exports",), "forge.environments": ("forge.exports",),
    "prov.artifacts": ("prov.statements", "vcs.releases"), "prov.signatures": ("prov.trust",), "prov.statements": ("prov.trust",),
    "design.threat_models": ("vcs.files", "vcs.repos"), "design.models": ("vcs.files",),
    "tracker.defects": ("tests.cases",), "conf.deviations": ("risk.exceptions",), "forge.branch_rules": ("forge.exports",), "forge.access": ("forge.exports",),
}  # fmt: skip
"""What joins read to make a kind as rules see it; a test compares a world made of these alone with that made of all."""


def behind(kinds: Iterable[str]) -> frozenset[str]:
    """Return these kinds and all that they are made of, directly or not."""
    found: set[str] = set()
    waiting = list(kinds)
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            waiting.extend(READS.get(kind, ()))
    return frozenset(found)


Completeness = Callable[[Groups, frozenset[str]], frozenset[str]]
"""Takes all joined facts and the kinds that are complete; returns the kinds that are complete as well."""

COMPLETE: tuple[Completeness, ...] = (bills.whole, vulns.whole)
"""Kinds whose completeness no single item can claim, since it follows from several."""

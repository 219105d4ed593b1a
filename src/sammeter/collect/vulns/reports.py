"""What dependency scanners report: how each report is recognised, its shape, and what reads it."""

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from sammeter.collect.vulns import reports_images as images
from sammeter.collect.vulns import reports_packages as packages
from sammeter.facts.vuln import Feed, Judgement, Match

_Found = Iterator[Match | Judgement | Feed]

READERS: tuple[tuple[tuple[bytes, ...], type[Struct], Callable[[Any, str], _Found]], ...] = (
    ((b'"SchemaVersion"', b'"ArtifactName"'), images.Trivy, images.trivy), ((b'"matches"', b'"descriptor"', b'"grype"'), images.Grype, images.grype),
    ((b'"results"', b'"packages"', b'"ecosystem"'), packages.OsvReport, packages.osv_scanner), ((b'"dependencies"', b'"vulns"'), packages.PipAudit, packages.pip_audit),
    ((b'"auditReportVersion"',), packages.NpmAudit, packages.npm_audit), ((b'"advisories"', b'"metadata"'), packages.OldNpmAudit, packages.old_npm_audit),
)  # fmt: skip
"""By which words a report is recognised, the shape it must have, and what reads it."""

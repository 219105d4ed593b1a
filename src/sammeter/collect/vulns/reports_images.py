"""Reports of scanners of images and trees: Trivy (schema 2) and Grype."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from sammeter.collect.purl import Purl, of_name, parse
from sammeter.collect.times import stated_time
from sammeter.collect.vulns import severity
from sammeter.facts.vuln import Feed, Judgement, Match

_Found = Iterator[Match | Judgement | Feed]
_TRIVY = {"npm": "npm", "node-pkg": "npm", "yarn": "npm", "pnpm": "npm", "pip": "pypi", "pipenv": "pypi", "poetry": "pypi", "uv": "pypi",
          "python-pkg": "pypi", "gomod": "golang", "gobinary": "golang", "jar": "maven", "pom": "maven", "gradle": "maven", "bundler": "gem",
          "gemspec": "gem", "cargo": "cargo", "rustbinary": "cargo", "composer": "composer", "nuget": "nuget", "dotnet-core": "nuget",
          "mix": "hex", "debian": "deb/debian", "ubuntu": "deb/ubuntu", "alpine": "apk/alpine", "redhat": "rpm/redhat"}  # fmt: skip
_PLACES = {
    "not_affected": "not_affected",
    "fixed": "fixed",
    "ignored": "accepted",
    "under_investigation": "under_investigation",
}


class Identifier(Struct):
    """A package URL."""

    purl: str | None = field(default=None, name="PURL")


class TrivyFinding(Struct):
    """A weakness in Trivy's words."""

    id: str = field(default="", name="VulnerabilityID")
    package: str = field(default="", name="PkgName")
    identifier: Identifier | None = field(default=None, name="PkgIdentifier")
    version: str = field(default="", name="InstalledVersion")
    fixed: str = field(default="", name="FixedVersion")
    severity: str = field(default="", name="Severity")
    published: str | None = field(default=None, name="PublishedDate")


class TrivyModified(Struct):
    """What Trivy left out because of a statement."""

    type: str = field(default="", name="Type")
    status: str = field(default="", name="Status")
    statement: str = field(default="", name="Statement")
    finding: TrivyFinding | None = field(default=None, name="Finding")


class TrivyResult(Struct):
    """The results of one target."""

    type: str = field(default="", name="Type")
    found: list[TrivyFinding] | None = field(default=None, name="Vulnerabilities")
    modified: list[TrivyModified] | None = field(default=None, name="ExperimentalModifiedFindings")


class Trivy(Struct):
    """A report of Trivy."""

    created: str | None = field(default=None, name="CreatedAt")
    results: list[TrivyResult] | None = field(default=None, name="Results")


def trivy(report: Trivy, where: str) -> _Found:
    """Yield Trivy's matches, and what it left out with the statement that made it do so."""
    at = stated_time(report.created)
    for number, result in enumerate(report.results or ()):
        for index, one in enumerate(result.found or ()):
            place = f"{where}#/Results/{number}/Vulnerabilities/{index}"
            yield _trivy(one, result.type, place, at)
        for index, other in enumerate(result.modified or ()):
            if other.type == "vulnerability" and other.status in _PLACES and other.finding:
                place = f"{where}#/Results/{number}/ExperimentalModifiedFindings/{index}"
                match = _trivy(other.finding, result.type, place, at)
                yield match
                yield Judgement(where=place, format="Trivy", id=match.id, products=(match.component,), state=_PLACES[other.status], at=at,
                                reason=other.statement)  # fmt: skip


def _trivy(one: TrivyFinding, kind: str, where: str, at: str | None) -> Match:
    stated = parse((one.identifier.purl if one.identifier else None) or "")
    type_, _, namespace = _TRIVY.get(kind, "generic").partition("/")
    package = stated or of_name(type_, f"{namespace}/{one.package}" if namespace else one.package, one.version)
    return Match(where=where, component=str(package), layer=package.layer, id=one.id, by="Trivy", severity=severity.of_word(one.severity),
                 detected_at=at, published_at=stated_time(one.published), fix_available=bool(one.fixed), fixed_in=_versions(one.fixed))  # fmt: skip


def _versions(text: str) -> tuple[str, ...] | None:
    return tuple(part.strip() for part in text.split(",") if part.strip()) or None


class GrypeFix(Struct):
    """Versions that mend it."""

    versions: list[str] | None = None
    state: str = ""


class GrypeWeakness(Struct):
    """A weakness in Grype's words."""

    id: str = ""
    severity: str = ""
    fix: GrypeFix | None = None


class GrypeArtifact(Struct):
    """A package in Grype's words."""

    name: str = ""
    version: str = ""
    purl: str | None = None


class GrypeRule(Struct):
    """Why a match was left out."""

    reason: str | None = None
    status: str | None = field(default=None, name="vex-status")
    justification: str | None = field(default=None, name="vex-justification")


class GrypeMatch(Struct):
    """One match."""

    vulnerability: GrypeWeakness
    artifact: GrypeArtifact
    related: list[GrypeWeakness] | None = field(default=None, name="relatedVulnerabilities")
    rules: list[GrypeRule] | None = field(default=None, name="appliedIgnoreRules")


class GrypeDescriptor(Struct):
    """The tool with its database."""

    name: str = ""
    timestamp: str | None = None
    db: dict[str, Any] | None = None


class Grype(Struct):
    """A report of Grype."""

    matches: list[GrypeMatch] | None = None
    ignored: list[GrypeMatch] | None = field(default=None, name="ignoredMatches")
    descriptor: GrypeDescriptor | None = None


def grype(report: Grype, where: str) -> _Found:
    """Yield Grype's matches, ignored ones with the reason that the rule states, and its database as a source."""
    head = report.descriptor or GrypeDescriptor()
    at = stated_time(head.timestamp)
    status = (head.db or {}).get("status")
    built = stated_time(str((status if isinstance(status, dict) else head.db or {}).get("built") or ""))
    if built:
        yield Feed(where=where, id="Grype's database", kind_of="advisory", last_sync_at=built)
    for name, found in (("matches", report.matches), ("ignoredMatches", report.ignored)):
        for number, one in enumerate(found or ()):
            place = f"{where}#/{name}/{number}"
            match = _grype(one, place, at)
            yield match
            for rule in one.rules or ():
                reason = rule.reason or rule.justification or ""
                yield Judgement(where=place, format="Grype", id=match.id, aliases=match.aliases, products=(match.component,), at=at,
                                state=_PLACES.get(rule.status or "", "accepted"), reason=reason)  # fmt: skip


def _grype(one: GrypeMatch, where: str, at: str | None) -> Match:
    stated = parse(one.artifact.purl or "")
    package = stated or Purl(type="generic", name=one.artifact.name, version=one.artifact.version)
    fix = one.vulnerability.fix or GrypeFix()
    fixed = {"fixed": True, "not-fixed": False, "wont-fix": False}.get(fix.state)
    return Match(where=where, component=str(package), layer=package.layer, id=one.vulnerability.id, by="Grype",
                 aliases=tuple(sorted({other.id for other in one.related or () if other.id} - {one.vulnerability.id})),
                 severity=severity.of_word(one.vulnerability.severity), detected_at=at, fix_available=fixed,
                 fixed_in=tuple(fix.versions or ()) or None)  # fmt: skip

"""What dependency scanners report, in one shape: Trivy, Grype, OSV-Scanner, pip-audit, npm audit."""

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct, field

from sammeter.collect.purl import Purl, of_name, parse
from sammeter.collect.times import stated_time
from sammeter.collect.vulns import severity
from sammeter.collect.vulns.ecosystems import purl_type
from sammeter.collect.vulns.osv import Record
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


class OsvPackage(Struct):
    """A package."""

    name: str = ""
    version: str = ""
    ecosystem: str = ""


class OsvGroup(Struct):
    """Records of one weakness."""

    ids: list[str] | None = None
    aliases: list[str] | None = None
    max_severity: str | None = None


class OsvFound(Struct):
    """A package with its weaknesses."""

    package: OsvPackage
    records: list[Record] | None = field(default=None, name="vulnerabilities")
    groups: list[OsvGroup] | None = None


class OsvResult(Struct):
    """The results of one source."""

    packages: list[OsvFound] | None = None


class OsvReport(Struct):
    """A report of OSV-Scanner, which states no time."""

    results: list[OsvResult] | None = None


def osv_scanner(report: OsvReport, where: str) -> _Found:
    """Yield a match for each group of records; what fixes it stands in the records of the database."""
    for number, result in enumerate(report.results or ()):
        for index, one in enumerate(result.packages or ()):
            kind = purl_type(one.package.ecosystem) or "generic"
            package = of_name(kind, one.package.name, one.package.version)
            published = {record.id: stated_time(record.published) for record in one.records or ()}
            groups = one.groups or [OsvGroup(ids=[record.id], aliases=record.aliases) for record in one.records or ()]
            for group in groups:
                names = list(dict.fromkeys([*(group.ids or ()), *(group.aliases or ())]))
                if names:
                    yield Match(where=f"{where}#/results/{number}/packages/{index}", component=str(package), layer=package.layer, id=names[0],
                                by="OSV-Scanner", aliases=tuple(names[1:]), severity=_score(group.max_severity),
                                published_at=min((at for name in names if (at := published.get(name))), default=None))  # fmt: skip


def _score(text: str | None) -> str | None:
    return severity.of_score(float(text)) if text and text.replace(".", "", 1).isdigit() else None


class PipWeakness(Struct):
    """A weakness in pip-audit's words."""

    id: str = ""
    fixes: list[str] | None = field(default=None, name="fix_versions")
    aliases: list[str] | None = None


class PipPackage(Struct):
    """A package; one that was passed over has no version."""

    name: str = ""
    version: str | None = None
    found: list[PipWeakness] | None = field(default=None, name="vulns")


class PipAudit(Struct):
    """A report of pip-audit, which states neither time nor severity."""

    dependencies: list[PipPackage] | None = None


def pip_audit(report: PipAudit, where: str) -> _Found:
    """Yield pip-audit's matches."""
    for number, one in enumerate(report.dependencies or ()):
        package = of_name("pypi", one.name, one.version or "")
        for weakness in one.found or ():
            yield Match(where=f"{where}#/dependencies/{number}", component=str(package), layer="app", id=weakness.id, by="pip-audit",
                        aliases=tuple(weakness.aliases or ()), fix_available=bool(weakness.fixes), fixed_in=tuple(weakness.fixes or ()) or None)  # fmt: skip


class NpmVia(Struct):
    """The advisory behind a finding."""

    name: str = ""
    url: str = ""
    severity: str = ""


class NpmFinding(Struct):
    """A package of npm audit 7 and later, which names no version."""

    name: str = ""
    via: list[NpmVia | str] | None = None
    fix: Any = field(default=None, name="fixAvailable")


class NpmAudit(Struct):
    """A report of npm audit 7 and later."""

    found: dict[str, NpmFinding] | None = field(default=None, name="vulnerabilities")


def npm_audit(report: NpmAudit, where: str) -> _Found:
    """Yield a match for each advisory that npm names; a package that only depends on such a one is none."""
    for name, one in (report.found or {}).items():
        for via in one.via or ():
            id_ = via.url.rpartition("/")[2] if isinstance(via, NpmVia) else ""
            if isinstance(via, NpmVia) and id_:
                package = of_name("npm", via.name or name)
                yield Match(where=f"{where}#/vulnerabilities/{name}", component=str(package), layer="app", id=id_, by="npm audit",
                            severity=severity.of_word(via.severity), fix_available=bool(one.fix))  # fmt: skip


class NpmAdvisory(Struct):
    """An advisory of npm audit 6."""

    module: str = field(default="", name="module_name")
    url: str = ""
    ghsa: str = field(default="", name="github_advisory_id")
    severity: str = ""
    cves: list[str] | None = None
    findings: list[OsvPackage] | None = None
    patched: str = field(default="", name="patched_versions")


class OldNpmAudit(Struct):
    """A report of npm audit 6, pnpm audit and yarn npm audit."""

    advisories: dict[str, NpmAdvisory] | None = None


def old_npm_audit(report: OldNpmAudit, where: str) -> _Found:
    """Yield a match for each version that an advisory was found in."""
    for number, one in (report.advisories or {}).items():
        names = [name for name in (one.ghsa, *(one.cves or ()), one.url.rpartition("/")[2]) if name]
        for version in sorted({found.version for found in one.findings or ()}):
            if names:
                yield Match(where=f"{where}#/advisories/{number}", component=str(of_name("npm", one.module, version)), layer="app", id=names[0],
                            by="npm audit", aliases=tuple(names[1:]), severity=severity.of_word(one.severity),
                            fix_available=one.patched not in ("", "<0.0.0"))  # fmt: skip


READERS: tuple[tuple[tuple[bytes, ...], type[Struct], Callable[[Any, str], _Found]], ...] = (
    ((b'"SchemaVersion"', b'"ArtifactName"'), Trivy, trivy), ((b'"matches"', b'"descriptor"', b'"grype"'), Grype, grype),
    ((b'"results"', b'"packages"', b'"ecosystem"'), OsvReport, osv_scanner), ((b'"dependencies"', b'"vulns"'), PipAudit, pip_audit),
    ((b'"auditReportVersion"',), NpmAudit, npm_audit), ((b'"advisories"', b'"metadata"'), OldNpmAudit, old_npm_audit),
)  # fmt: skip
"""By which words a report is recognised, the shape it must have, and what reads it."""

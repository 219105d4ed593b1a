"""Reports of scanners of packages: OSV-Scanner, pip-audit, npm audit."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from sammeter.collect.purl import of_name
from sammeter.collect.times import stated_time
from sammeter.collect.vulns import severity
from sammeter.collect.vulns.ecosystems import purl_type
from sammeter.collect.vulns.osv import Record
from sammeter.facts.vuln import Match

_Found = Iterator[Match]


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

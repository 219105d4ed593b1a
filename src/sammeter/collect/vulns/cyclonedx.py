"""Weaknesses in a CycloneDX document: what affects which component, and the analysis of it (VDR and VEX)."""

from collections.abc import Iterator
from urllib.parse import unquote

from msgspec import Struct, field

from sammeter.collect.purl import parse
from sammeter.collect.sbom.cyclonedx import Metadata, Part
from sammeter.collect.times import stated_time
from sammeter.collect.vulns import severity
from sammeter.facts.vuln import Judgement, Match

STATES = {"resolved": "fixed", "resolved_with_pedigree": "fixed", "exploitable": "open", "in_triage": "under_investigation",
          "false_positive": "false_positive", "not_affected": "not_affected"}  # fmt: skip


class Analysis(Struct):
    """What somebody found out."""

    state: str | None = None
    justification: str | None = None
    response: list[str] | None = None
    detail: str | None = None
    issued: str | None = field(default=None, name="firstIssued")
    updated: str | None = field(default=None, name="lastUpdated")


class Rating(Struct):
    """A severity."""

    severity: str | None = None
    vector: str | None = None


class Source(Struct):
    """Another name of the weakness."""

    id: str | None = None


class Affects(Struct):
    """A component by its reference in this document or, by a BOM-Link, in another."""

    ref: str = ""


class Vulnerability(Struct):
    """One weakness."""

    id: str | None = None
    references: list[Source] | None = None
    ratings: list[Rating] | None = None
    affects: list[Affects] | None = None
    analysis: Analysis | None = None
    published: str | None = None
    recommendation: str | None = None


class Bom(Struct):
    """The document as far as weaknesses need it."""

    format: str = field(default="", name="bomFormat")
    version: str = field(default="", name="specVersion")
    metadata: Metadata | None = None
    components: list[Part] | None = None
    vulnerabilities: list[Vulnerability] | None = None


def found(bom: Bom, where: str) -> Iterator[Match | Judgement]:
    """Yield a match for each affected component of this document, and a judgement for each analysis.

    A document that only judges components of another is no witness that the application has them.
    """
    refs = dict(
        _refs([*(bom.components or ()), *([bom.metadata.component] if bom.metadata and bom.metadata.component else ())])
    )
    at = stated_time(bom.metadata.timestamp if bom.metadata else None)
    for number, one in enumerate(bom.vulnerabilities or ()):
        if not one.id:
            continue
        place = f"{where}#/vulnerabilities/{number}"
        products = tuple(dict.fromkeys(_component(to.ref, refs) for to in one.affects or () if to.ref))
        aliases = tuple(sorted({other.id for other in one.references or () if other.id} - {one.id}))
        if one.analysis and one.analysis.state in STATES:
            yield _judged(one, one.analysis, products, (place, at))
        for product in dict.fromkeys(known for to in one.affects or () if (known := refs.get(to.ref))):
            package = parse(product)
            yield Match(where=place, component=product, layer=package.layer if package else None, id=one.id, by="CycloneDX", aliases=aliases, detected_at=at,
                        severity=_severity(one), published_at=stated_time(one.published))  # fmt: skip


def _judged(
    one: Vulnerability, analysis: Analysis, products: tuple[str, ...], place: tuple[str, str | None]
) -> Judgement:
    where, at = place
    reasons = (analysis.justification, analysis.detail, ", ".join(analysis.response or ()), one.recommendation)
    times = (analysis.updated, analysis.issued)
    return Judgement(where=where, format="CycloneDX", id=one.id or "", products=products, state=STATES[analysis.state or ""],
                     aliases=tuple(sorted({other.id for other in one.references or () if other.id} - {one.id})),
                     at=next((time for text in times if (time := stated_time(text))), at), reason=next((text for text in reasons if text), ""))  # fmt: skip


def _severity(one: Vulnerability) -> str | None:
    return severity.worst(
        *(severity.of_word(rating.severity) or severity.of_vector(rating.vector) for rating in one.ratings or ())
    )


def _component(ref: str, refs: dict[str, str]) -> str:
    """Return the package URL behind a reference; that of another document stands after its ``#``."""
    link = unquote(ref.rpartition("#")[2]) if ref.startswith("urn:cdx:") else ref
    return refs.get(ref) or refs.get(link) or link


def _refs(parts: list[Part]) -> Iterator[tuple[str, str]]:
    for one in parts:
        if one.ref:
            package = parse(one.purl or "")
            yield one.ref, str(package) if package else one.name
        yield from _refs(one.components or [])

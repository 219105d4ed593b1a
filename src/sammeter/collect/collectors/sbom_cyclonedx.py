"""CycloneDX bills of materials, JSON and XML, bare or in an in-toto statement."""

from collections.abc import Iterator

from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.sbom import cyclonedx, cyclonedx_xml
from sammeter.collect.sbom.attested import attested
from sammeter.collect.sbom.bill import yielded
from sammeter.collect.sbom.cyclonedx import Bom
from sammeter.facts.sbom import Bill, Part

PREDICATE = "https://cyclonedx.org/bom"


@collector(reads=documents("**/*.json", "**/*.jsonl", "**/*.xml", "**/*.cdx"), yields=[Bill, Part], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield the bill and its parts; a document that only judges weaknesses is none."""
    for one in attested(file, PREDICATE):
        yield from _facts(one.shaped(Bom), one.where, one.digests)
    if bom := _read(file):
        yield from _facts(bom, file.path)


def _facts(bom: Bom, where: str, digests: tuple[str, ...] = ()) -> Iterator[Yielded]:
    if bom.components is not None or (bom.vulnerabilities is None and _has_subject(bom)):
        cyclonedx.checked(bom, where)
        yield from yielded(cyclonedx.bill(bom, where), cyclonedx.content(bom, where), digests)


def _read(file: File) -> Bom | None:
    if b'"bomFormat"' in file.data and b'"predicateType"' not in file.data:
        bom = file.shaped(Bom)
        return bom if bom.format == "CycloneDX" else None
    if cyclonedx_xml.NAMESPACE in file.data and file.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return cyclonedx_xml.bom(file.xml())
    return None


def _has_subject(bom: Bom) -> bool:
    return bom.metadata is not None and bom.metadata.component is not None

"""CycloneDX bills of materials, JSON and XML, bare or in an in-toto statement."""

from collections.abc import Iterator

from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.sbom import cyclonedx, cyclonedx_xml
from sammeter.collect.sbom.bill import yielded
from sammeter.collect.sbom.cyclonedx import Bom
from sammeter.facts.sbom import Bill, Part


@collector(reads=documents("**/*.json", "**/*.xml", "**/*.cdx"), yields=[Bill, Part], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield the bill and its parts; a document that only judges weaknesses is none."""
    bom = _read(file)
    if bom is None or (bom.components is None and (bom.vulnerabilities is not None or not _has_subject(bom))):
        return
    cyclonedx.checked(bom, file.path)
    yield from yielded(cyclonedx.bill(bom, file.path), cyclonedx.content(bom, file.path))


def _read(file: File) -> Bom | None:
    if b'"bomFormat"' in file.data:
        bom = file.shaped(Bom)
        return bom if bom.format == "CycloneDX" else None
    if cyclonedx_xml.NAMESPACE in file.data and file.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return cyclonedx_xml.bom(file.xml())
    return None


def _has_subject(bom: Bom) -> bool:
    return bom.metadata is not None and bom.metadata.component is not None

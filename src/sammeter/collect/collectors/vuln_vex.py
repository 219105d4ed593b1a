"""Judgements of known weaknesses: OpenVEX, CSAF, and the analyses in CycloneDX."""

from collections.abc import Iterator

from sammeter.collect.registry import File, Recognised, Yielded, collector, documents
from sammeter.collect.sbom import cyclonedx_xml
from sammeter.collect.times import stated_time
from sammeter.collect.vulns import csaf, cyclonedx, openvex
from sammeter.collect.vulns.capped import capped
from sammeter.facts import Gap
from sammeter.facts.vuln import Feed, Judgement, Match


@collector(reads=documents("**/*.json", "**/*.cdx", "**/*.xml"), yields=[Judgement, Match, Feed], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield what a document judges; one that is known and judges nothing is recognised."""
    yield from capped(_read(file), file.path)


def _read(file: File) -> Iterator[Yielded]:
    if b"openvex.dev/ns" in file.data and b'"statements"' in file.data:
        document = file.shaped(openvex.Document)
        if str(document.context).startswith("https://openvex.dev/ns"):
            yield Recognised(where=file.path)
            yield from openvex.judgements(document, file.path)
    elif b'"csaf_version"' in file.data:
        yield from _csaf(csaf.checked(file.shaped(csaf.Document), file.path), file.path)
    elif b'"bomFormat"' in file.data and b'"vulnerabilities"' in file.data:
        bom = file.shaped(cyclonedx.Bom)
        yield from (
            (Recognised(where=file.path), *cyclonedx.found(bom, file.path)) if bom.vulnerabilities is not None else ()
        )
    elif cyclonedx_xml.NAMESPACE in file.data and b"<vulnerabilities" in file.data:
        yield Gap(
            where=file.path, reason="not read yet", detail="weaknesses in CycloneDX XML", hint="export CycloneDX JSON"
        )


def _csaf(document: csaf.Document, where: str) -> Iterator[Yielded]:
    head = document.document
    if head is None:
        return
    yield Recognised(where=where)
    yield from csaf.judgements(document, where)
    publisher = head.publisher or csaf.Publisher()
    if head.category == "csaf_security_advisory" and publisher.category == "vendor":
        released = stated_time(head.tracking.released if head.tracking else None)
        yield Feed(
            where=where,
            id=publisher.name or "a vendor",
            kind_of="vendor",
            last_sync_at=released,
            records=len(document.vulnerabilities or ()),
        )

"""SPDX bills of materials: 2.2 and 2.3 in JSON and tag-value; version 3 is told as not read yet."""

import re
from collections.abc import Iterator

from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.sbom import spdx
from sammeter.collect.sbom.attested import attested
from sammeter.collect.sbom.bill import yielded
from sammeter.collect.sbom.spdx import Document, Wrapped
from sammeter.facts import Gap
from sammeter.facts.sbom import Bill, Part

PREDICATE = "https://spdx.dev/Document"
_TAGS = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\n]*)?\r?\n)*SPDXVersion:[ \t]*SPDX-")
_VERSION_3 = re.compile(rb'"@context"\s*:\s*(?:\[\s*)?"https?://spdx\.org/rdf/3')


@collector(
    reads=documents("**/*.json", "**/*.jsonl", "**/*.jsonld", "**/*.spdx", "**/*.spdx.*", "**/*.txt"),
    yields=[Bill, Part],
    complete=[],
)
def collect(file: File) -> Iterator[Yielded]:
    """Yield the bill and its parts."""
    if _VERSION_3.search(file.data):
        yield Gap(
            where=file.path, reason="not read yet", detail="SPDX 3 in JSON-LD", hint="export SPDX 2.3 or CycloneDX"
        )
        return
    for one in attested(file, PREDICATE):
        yield from yielded(*spdx.facts(spdx.checked(one.shaped(Document), one.where), one.where), one.digests)
    if document := _read(file):
        yield from yielded(*spdx.facts(spdx.checked(document, file.path), file.path))


def _read(file: File) -> Document | None:
    if _TAGS.match(file.data):
        return spdx.tag_value(file.text())
    if b'"spdxVersion"' not in file.data or b'"predicateType"' in file.data:
        return None
    document = file.shaped(Document)
    return document if document.version else file.shaped(Wrapped).sbom

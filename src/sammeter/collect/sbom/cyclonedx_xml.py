"""CycloneDX in XML put into the structs of its JSON."""

import re
from xml.etree.ElementTree import Element

from sammeter.collect.sbom.cyclonedx import Bom, Composition, Edges, Hash, License, LicenseChoice, Metadata, Part, Phase

_SPACE = re.compile(r"\{http://cyclonedx\.org/schema/bom/([0-9.]+)\}bom\Z")
NAMESPACE = b"http://cyclonedx.org/schema/bom/"


def bom(root: Element) -> Bom | None:
    """Return the document, None for XML that is no CycloneDX."""
    found = _SPACE.match(root.tag)
    if found is None:
        return None
    return Bom(format="CycloneDX", version=found[1], metadata=_metadata(_child(root, "metadata")),
               components=_parts(_child(root, "components")), dependencies=_edges(_child(root, "dependencies")),
               compositions=_compositions(_child(root, "compositions")),
               vulnerabilities=list(_children(_child(root, "vulnerabilities"))) or None)  # fmt: skip


def _children(element: Element | None, name: str = "") -> list[Element]:
    if element is None:
        return []
    return [one for one in element if not name or one.tag.rpartition("}")[2] == name]


def _child(element: Element | None, name: str) -> Element | None:
    return next(iter(_children(element, name)), None)


def _text(element: Element | None, name: str) -> str | None:
    child = _child(element, name)
    return None if child is None else (child.text or "").strip()


def _metadata(element: Element | None) -> Metadata | None:
    if element is None:
        return None
    subject = _child(element, "component")
    phases = [Phase(phase=_text(one, "phase")) for one in _children(_child(element, "lifecycles"), "lifecycle")]
    return Metadata(
        timestamp=_text(element, "timestamp"), component=None if subject is None else _part(subject), lifecycles=phases
    )


def _parts(element: Element | None) -> list[Part] | None:
    return None if element is None else [_part(one) for one in _children(element, "component")]


def _part(element: Element) -> Part:
    licenses = _child(element, "licenses")
    return Part(
        type=element.get("type", ""), ref=element.get("bom-ref", ""), name=_text(element, "name") or "", group=_text(element, "group"),
        version=_text(element, "version"), purl=_text(element, "purl"), scope=_text(element, "scope"),
        licenses=None if licenses is None else [_license(one) for one in _children(licenses)],
        hashes=[Hash(alg=one.get("alg", ""), content=(one.text or "").strip()) for one in _children(_child(element, "hashes"), "hash")],
        components=_parts(_child(element, "components")),
    )  # fmt: skip


def _license(element: Element) -> LicenseChoice:
    if element.tag.endswith("}expression"):
        return LicenseChoice(expression=(element.text or "").strip())
    return LicenseChoice(license=License(id=_text(element, "id"), name=_text(element, "name")))


def _edges(element: Element | None) -> list[Edges] | None:
    if element is None:
        return None
    return [Edges(ref=one.get("ref", ""), targets=[to.get("ref", "") for to in _children(one, "dependency")])
            for one in _children(element, "dependency")]  # fmt: skip


def _compositions(element: Element | None) -> list[Composition]:
    return [
        Composition(aggregate=_text(one, "aggregate") or "", assemblies=_refs(_child(one, "assemblies")), dependencies=_refs(_child(one, "dependencies")))
        for one in _children(element, "composition")
    ]  # fmt: skip


def _refs(element: Element | None) -> list[str]:
    return [one.get("ref", "") for one in _children(element)]

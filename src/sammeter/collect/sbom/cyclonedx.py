"""CycloneDX (ECMA-424) 1.2 to 1.7 in msgspec structs, as far as facts need it; JSON is read as it is, XML put into them."""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from sammeter.collect.purl import Purl, parse, purl
from sammeter.collect.sbom.bill import Component, Content
from sammeter.collect.times import stated_time
from sammeter.errors import SourceError
from sammeter.facts.sbom import Bill

_NO_PACKAGES = ("file", "data", "cryptographic-asset", "device")
VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")


class Hash(Struct):
    """A digest of the thing described."""

    alg: str = ""
    content: str = ""


class License(Struct):
    """A licence by its SPDX id or by a name."""

    id: str | None = None
    name: str | None = None


class LicenseChoice(Struct):
    """A licence or an SPDX expression."""

    license: License | None = None
    expression: str | None = None


class Reference(Struct):
    """A link to elsewhere."""

    type: str = ""
    url: str = ""


class Part(Struct):
    """A component, nested ones within it."""

    type: str = ""
    ref: str = field(default="", name="bom-ref")
    name: str = ""
    group: str | None = None
    version: str | None = None
    purl: str | None = None
    scope: str | None = None
    licenses: list[LicenseChoice] | None = None
    hashes: list[Hash] | None = None
    components: "list[Part] | None" = None


class Phase(Struct):
    """A phase of the life cycle that the document describes."""

    phase: str | None = None


class Metadata(Struct):
    """What the document is about and when it was made."""

    timestamp: str | None = None
    component: Part | None = None
    lifecycles: list[Phase] | None = None


class Edges(Struct):
    """What one component depends on."""

    ref: str = ""
    targets: list[str] | None = field(default=None, name="dependsOn")


class Composition(Struct):
    """How complete the document claims to be of some of its components."""

    aggregate: str = ""
    assemblies: list[Any] | None = None
    dependencies: list[Any] | None = None


class Bom(Struct):
    """The document."""

    format: str = field(default="", name="bomFormat")
    version: str = field(default="", name="specVersion")
    metadata: Metadata | None = None
    components: list[Part] | None = None
    dependencies: list[Edges] | None = None
    compositions: list[Composition] | None = None
    vulnerabilities: list[Any] | None = None


def checked(bom: Bom, where: str) -> Bom:
    """Return the document if its version is read. Raises SourceError (reason ``not read yet``)."""
    if bom.version not in VERSIONS:
        raise SourceError(f"CycloneDX '{bom.version[:20]}', and {VERSIONS[0]} to {VERSIONS[-1]} are read", where=where,
                          reason="not read yet")  # fmt: skip
    return bom


def bill(bom: Bom, where: str) -> Bill:
    """Return what the head of the document says."""
    metadata = bom.metadata or Metadata()
    subject = metadata.component or Part()
    phases = {one.phase for one in metadata.lifecycles or ()}
    return Bill(where=where, format=f"CycloneDX {bom.version}", subject=subject.name or None, version=_plain_version(subject),
                digest=_digest(subject), at=stated_time(metadata.timestamp), whole=_whole(bom, subject.ref),
                in_production=True if "operations" in phases else None)  # fmt: skip


def content(bom: Bom, where: str) -> Content:
    """Return the components and the graph."""
    root = bom.metadata.component if bom.metadata and bom.metadata.component else Part()
    found = [
        *_walk(bom.components, f"{where}#/components"),
        *_walk(root.components, f"{where}#/metadata/component/components"),
    ]
    edges = {one.ref: tuple(one.targets or ()) for one in bom.dependencies or () if one.ref}
    return Content(root=root.ref, components=found, edges=edges, groups={one.ref for one in found if one.purl is None and one.ref})  # fmt: skip


def _walk(parts: "list[Part] | None", where: str) -> Iterator[Component]:
    for number, part in enumerate(parts or ()):
        place = f"{where}/{number}"
        if part.type not in _NO_PACKAGES:
            yield _component(part, place)
        yield from _walk(part.components, f"{place}/components")


def _component(part: Part, where: str) -> Component:
    package = _package(part)
    os = part.type == "operating-system"
    layer = (
        "os"
        if os
        else "runtime"
        if part.type == "platform"
        else "image"
        if part.type == "container"
        else package.layer
        if package
        else "app"
    )
    return Component(ref=part.ref or (part.purl or ""), where=where, purl=package, layer=layer, license=expression(part.licenses),
                     scope=part.scope, hashed=bool(part.hashes))  # fmt: skip


def _package(part: Part) -> Purl | None:
    """Return the package; one without a package URL is ``generic``, and what only groups others is none."""
    if part.purl and (stated := parse(part.purl)):
        return stated.versioned(part.version)
    if not part.name or part.type == "operating-system" or (part.type == "application" and not part.version):
        return None
    return purl("generic", part.name, part.version or "", part.group or "")


def expression(choices: list[LicenseChoice] | None) -> str | None:
    """Return the licences as one SPDX expression: None if none is stated, all of several, since none is a choice."""
    if choices is None:
        return None
    stated = [one.expression or (_name(one.license) if one.license else "") for one in choices]
    words = list(dict.fromkeys(one for one in stated if one))
    return words[0] if len(words) == 1 else " AND ".join(f"({one})" if " " in one else one for one in words)


def _name(license_: License) -> str:
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", license_.name or "").strip("-")
    return license_.id or (f"LicenseRef-{name}" if name else "")


def _plain_version(subject: Part) -> str | None:
    version = subject.version or ""
    return None if not version or version.startswith("sha256:") else version


def _digest(subject: Part) -> str | None:
    """Return the SHA-256 of the subject: of its hashes, else the one that an image has for a version."""
    for one in subject.hashes or ():
        if one.alg == "SHA-256":
            return f"sha256:{one.content.lower()}"
    package = parse(subject.purl or "")
    stated = (subject.version or "", package.version if package else "")
    return next((one for one in stated if one.startswith("sha256:")), None)


def _whole(bom: Bom, root: str) -> bool | None:
    """Tell what the document claims of the completeness of its subject, None if nothing."""
    claims = {
        one.aggregate
        for one in bom.compositions or ()
        if root and root in (*(one.assemblies or ()), *(one.dependencies or ()))
    }
    if not claims or claims <= {"unknown", "not_specified"}:
        return None
    return claims == {"complete"}

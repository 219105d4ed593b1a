"""SPDX 2.2 and 2.3 in msgspec structs, as far as facts need it; JSON is read as it is, tag-value put into them."""

import re
from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct, field

from sammeter.collect.purl import parse, purl
from sammeter.collect.sbom.bill import Component, Content
from sammeter.collect.times import stated_time
from sammeter.errors import SourceError
from sammeter.facts.sbom import Bill

_SCOPES = {"DEV_DEPENDENCY_OF": "dev", "TEST_DEPENDENCY_OF": "dev", "BUILD_DEPENDENCY_OF": "dev", "DEV_TOOL_OF": "dev",
           "OPTIONAL_DEPENDENCY_OF": "optional", "RUNTIME_DEPENDENCY_OF": "required", "DEPENDENCY_OF": None}  # fmt: skip
_ABSENT = {"NONE", "NOASSERTION"}
_TAG = re.compile(r"([A-Za-z]{3,40}):[ \t]*(.*)\Z", re.DOTALL)
_PLACED = {
    "PackageVersion": "version",
    "PackageLicenseConcluded": "concluded",
    "PackageLicenseDeclared": "declared",
    "PrimaryPackagePurpose": "purpose",
}


class Checksum(Struct):
    """A digest of a package."""

    algorithm: str = ""
    value: str = field(default="", name="checksumValue")


class External(Struct):
    """A name of the package elsewhere."""

    type: str = field(default="", name="referenceType")
    locator: str = field(default="", name="referenceLocator")


class Package(Struct):
    """A package."""

    ref: str = field(default="", name="SPDXID")
    name: str = ""
    version: str | None = field(default=None, name="versionInfo")
    concluded: str | None = field(default=None, name="licenseConcluded")
    declared: str | None = field(default=None, name="licenseDeclared")
    purpose: str | None = field(default=None, name="primaryPackagePurpose")
    checksums: list[Checksum] | None = None
    externals: list[External] | None = field(default=None, name="externalRefs")


class Relation(Struct):
    """A relation of two elements."""

    source: str = field(default="", name="spdxElementId")
    kind: str = field(default="", name="relationshipType")
    target: str = field(default="", name="relatedSpdxElement")


class Creation(Struct):
    """When the document was made."""

    created: str | None = None


class Document(Struct):
    """The document."""

    version: str = field(default="", name="spdxVersion")
    creation: Creation | None = field(default=None, name="creationInfo")
    packages: list[Package] | None = None
    relations: list[Relation] | None = field(default=None, name="relationships")
    described: list[str] | None = field(default=None, name="documentDescribes")


class Wrapped(Struct):
    """The document as GitHub's dependency graph exports it."""

    sbom: Document | None = None


def checked(document: Document, where: str) -> Document:
    """Return the document if its version is read. Raises SourceError (reason ``not read yet``)."""
    if document.version not in ("SPDX-2.2", "SPDX-2.3"):
        raise SourceError(f"'{document.version[:20]}', and SPDX-2.2 and SPDX-2.3 are read", where=where, reason="not read yet",
                          hint="export SPDX 2.3 or CycloneDX")  # fmt: skip
    return document


def facts(document: Document, where: str) -> tuple[Bill, Content]:
    """Return the head and the content of the document."""
    edges, scopes = _graph(document)
    root = _root(document)
    subject = next((one for one in document.packages or () if one.ref == root), Package())
    bill = Bill(where=where, format=document.version.replace("-", " "), subject=subject.name or None, version=subject.version or None,
                digest=_digest(subject), at=stated_time(document.creation.created if document.creation else None))  # fmt: skip
    found = list(_components(document, root, scopes, where))
    return bill, Content(
        root=root, components=found, edges=edges, groups={one.ref for one in found if one.purl is None}
    )


def _components(document: Document, root: str, scopes: dict[str, str], where: str) -> Iterator[Component]:
    for number, package in enumerate(document.packages or ()):
        if package.ref == root or package.purpose == "FILE":
            continue
        stated = [one.locator for one in package.externals or () if one.type == "purl"]
        found = next((one.versioned(package.version) for one in map(parse, stated) if one), None)
        is_os = package.purpose in ("OPERATING-SYSTEM", "OPERATING_SYSTEM")
        if found is None and not is_os:
            found = (
                purl("generic", package.name, "" if package.version in _ABSENT else package.version or "")
                if package.name
                else None
            )
        layer = "os" if is_os else "image" if package.purpose == "CONTAINER" else found.layer if found else "app"
        yield Component(ref=package.ref, where=f"{where}#/packages/{number}", purl=None if is_os else found, layer=layer,
                        license=_license(package), scope=scopes.get(package.ref), hashed=bool(package.checksums))  # fmt: skip


def _license(package: Package) -> str | None:
    """Return what was concluded, else what was declared, else what stands there for not known."""
    stated = [one for one in (package.concluded, package.declared) if one is not None]
    return next((one for one in stated if one not in _ABSENT), stated[0] if stated else None)


def _root(document: Document) -> str:
    """Return the one package that the document describes; none where it describes several."""
    described = set(document.described or ())
    for one in document.relations or ():
        if one.kind == "DESCRIBES" and one.source == "SPDXRef-DOCUMENT":
            described.add(one.target)
        elif one.kind == "DESCRIBED_BY" and one.target == "SPDXRef-DOCUMENT":
            described.add(one.source)
    return described.pop() if len(described) == 1 else ""


def _graph(document: Document) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Return who depends on what, and the scope of what others depend on in a stated way.

    ``CONTAINS`` says where a package lies and not who needs it, so it is no edge; ``DEPENDS_ON NONE`` is an empty one.
    """
    edges: defaultdict[str, list[str]] = defaultdict(list)
    scopes: dict[str, str] = {}
    for one in document.relations or ():
        if one.kind == "DEPENDS_ON" and one.target != "NOASSERTION":
            edges[one.source].extend([one.target] if one.target != "NONE" else [])
        elif one.kind in _SCOPES and one.source not in _ABSENT:
            edges[one.target].append(one.source)
            if scope := _SCOPES[one.kind]:
                scopes[one.source] = scope
    return {source: tuple(targets) for source, targets in edges.items()}, scopes


def _digest(subject: Package) -> str | None:
    stated = next((one.value for one in subject.checksums or () if one.algorithm == "SHA256"), "")
    locators = [parse(one.locator) for one in subject.externals or () if one.type == "purl"]
    image = next((one.version for one in locators if one and one.version.startswith("sha256:")), None)
    return f"sha256:{stated.lower()}" if stated else image


def tag_value(text: str) -> Document:
    """Return the document in tag-value form; what it says of files and snippets is passed over."""
    packages: list[Package] = []
    document = Document(creation=Creation(), packages=packages, relations=[])
    package: Package | None = None
    for tag, value in _tags(text):
        if tag == "PackageName":
            package = Package(name=value, checksums=[], externals=[])
            packages.append(package)
        elif tag in ("FileName", "SnippetSPDXID", "LicenseID"):
            package = None
        elif package is not None and _of_package(package, tag, value):
            continue
        else:
            _of_document(document, tag, value)
    return document


def _tags(text: str) -> Iterator[tuple[str, str]]:
    """Yield tags with their values; a value between ``<text>`` and ``</text>`` may go over several lines."""
    joined: list[str] = []
    for line in text.splitlines():
        joined.append(line)
        if "<text>" in joined[0] and "</text>" not in line:
            continue
        if found := _TAG.match("\n".join(joined)):
            yield found[1], found[2].removeprefix("<text>").removesuffix("</text>").strip()
        joined = []


def _of_package(package: Package, tag: str, value: str) -> bool:
    """Take a tag of a package; tell whether it was one."""
    if tag == "SPDXID":
        package.ref = value
    elif tag in _PLACED:
        setattr(package, _PLACED[tag], value)
    elif tag == "PackageChecksum" and package.checksums is not None:
        algorithm, _, digest = value.partition(":")
        package.checksums.append(Checksum(algorithm=algorithm.strip(), value=digest.strip()))
    elif tag == "ExternalRef" and package.externals is not None:
        words = value.split()
        package.externals.append(External(type=words[1], locator=words[2]) if len(words) > 2 else External())
    else:
        return False
    return True


def _of_document(document: Document, tag: str, value: str) -> None:
    words = value.split()
    if tag == "SPDXVersion":
        document.version = value
    elif tag == "Created" and document.creation:
        document.creation.created = value
    elif tag == "Relationship" and len(words) > 2 and document.relations is not None:
        document.relations.append(Relation(source=words[0], kind=words[1], target=words[2]))

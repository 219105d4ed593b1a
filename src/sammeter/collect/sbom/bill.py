"""A bill of materials as facts: its graph, its layers, its parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sammeter.collect.purl import Purl
from sammeter.collect.registry import Yielded
from sammeter.facts import Gap
from sammeter.facts.sbom import Bill, Part

_RANGE = re.compile(r"\A[\^~<>=*!]|[|\s,]|\.[xX*](?:\.|\Z)")
PARTS = 20_000
"""How many parts of one document become facts; the rest is a Gap, so that nothing passes for complete."""


@dataclass(slots=True, kw_only=True)
class Component:
    """One node: without `purl` it groups others (an operating system, a lock file) and is no part itself."""

    ref: str
    where: str
    purl: Purl | None
    layer: str
    license: str | None = None
    scope: str | None = None
    hashed: bool = False


@dataclass(slots=True, kw_only=True)
class Content:
    """What a document holds: `edges` by reference as its dependency graph states them, `root` the subject's reference."""

    root: str
    components: list[Component]
    edges: dict[str, tuple[str, ...]]
    groups: set[str] = field(default_factory=set)


def yielded(bill: Bill, content: Content, digests: tuple[str, ...] = ()) -> Iterator[Yielded]:
    """Yield the document and its parts up to PARTS; the rest is a Gap.

    A document that was attested for several artifacts, by their digests, is one for each of them.
    """
    parts = [one for one in content.components if one.purl is not None]
    direct = _direct(content)
    described = _described(bill, content, parts)
    yield from (replace(described, digest=digest) for digest in digests or (described.digest,))
    for one in parts[:PARTS]:
        yield Part(where=one.where, purl=str(one.purl), layer=one.layer, version=exact(one.purl.version) if one.purl else "",
                   direct=one.ref in direct if direct else None, license=one.license, scope=one.scope, hashed=one.hashed)  # fmt: skip
    if len(parts) > PARTS:
        yield Gap(where=bill.where, reason="too many", detail=f"{len(parts) - PARTS:,} more parts than the {PARTS:,} taken",
                  kinds=(Part.kind,))  # fmt: skip


def exact(version: str) -> str:
    """Return a version, empty for what only limits one (``^1.0``, ``>=2``) or names whatever is newest."""
    return "" if _RANGE.search(version) or version in ("latest", "NOASSERTION", "NONE") else version


def _described(bill: Bill, content: Content, parts: list[Component]) -> Bill:
    versioned = sum(bool(one.purl and exact(one.purl.version)) for one in parts)
    return Bill(
        where=bill.where, format=bill.format, subject=bill.subject, version=bill.version, digest=bill.digest, commit=bill.commit,
        at=bill.at, layers=tuple(sorted({one.layer for one in content.components})), transitive=_transitive(content, parts),
        versioned_share=versioned / len(parts) if parts else None, parts=len(parts), whole=bill.whole, in_production=bill.in_production,
    )  # fmt: skip


def _direct(content: Content) -> set[str]:
    """Return what the subject itself depends on, through groups; empty where the graph does not start at the subject."""
    found: set[str] = set()
    waiting, passed = [content.root], {content.root}
    while waiting:
        for target in content.edges.get(waiting.pop(), ()):
            if target in content.groups and target not in passed:
                passed.add(target)
                waiting.append(target)
            elif target not in passed:
                found.add(target)
    return found


def _transitive(content: Content, parts: list[Component]) -> bool | None:
    """Tell whether indirect dependencies are shown.

    CycloneDX asks for an empty entry where a component has none, so a graph that names every component is complete.
    """
    if not parts:
        return None
    above = {content.root, *content.groups}
    if any(targets for ref, targets in content.edges.items() if ref not in above):
        return True
    if not any(content.edges.values()):
        return None
    return all(one.ref in content.edges for one in parts)

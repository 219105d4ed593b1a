"""Release tags: which versions were named, at which commits, and whose signatures stand on them."""

import re
from collections.abc import Iterator

from sammeter.collect.registry import Past, collector
from sammeter.collect.source import Tag
from sammeter.envelope.signers import signature_form, signers
from sammeter.facts import Gap
from sammeter.facts.vcs import Release

_PREFIX = re.compile(
    r"(?:.*[/@])?(?:[A-Za-z][A-Za-z0-9_.+-]*?[-_/.]|[A-Za-z]+?(?=[0-9]+[._]))??(?:v|V|r|R)?[-_./]?(?=[0-9])", re.DOTALL
)
_DOTTED = re.compile(r"[0-9]+(?:\.[0-9]+)+(?:[-._+~]?[0-9A-Za-z]+)*\Z")
_SEMVER = re.compile(
    r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)"
    r"(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?\Z"
)
_PEP440 = re.compile(
    r"(?:\d+!)?\d+(?:\.\d+)+(?:[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview)[-_.]?\d*)?"
    r"(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?\Z",
    re.IGNORECASE,
)
_CALVER = re.compile(r"(?:19|20)\d\d[-._]?(?:0?[1-9]|1[0-2])(?:[-._]?(?:0?[1-9]|[12]\d|3[01]))?(?:[-._]\w+)*\Z")
_JOINED = re.compile(r"\d+(?:_\d+)+(?:[-_]?[A-Za-z]{1,5}\d*)?\Z|\d+(?:-\d+){2,3}\Z")
_QUALIFIED = re.compile(
    r"\d+(?:\.\d+)+[.-](?:Final|RELEASE|GA|M\d+|RC\d+|CR\d+|SP\d+|Alpha\d*|Beta\d*)\Z", re.IGNORECASE
)
_LONG = 250
_DIGITS = re.compile(r"\d{1,6}\Z")


@collector(reads=Past, yields=[Release], complete=[Release])
def collect(past: Past) -> Iterator[Release | Gap]:
    """Yield every tag that names a version and stood by `as_of`; a clone without any tag is a Gap."""
    history = past.history
    if history.shallow:
        yield Gap(where=past.name, reason="shallow", detail="a shallow clone: most tags and what they name are not here",
                  hint="git fetch --unshallow --tags")  # fmt: skip
    tags = [tag for tag in history.tags() if tag.at <= past.as_of]
    if not tags and not history.shallow:
        yield Gap(where=past.name, reason="no tags", detail="no tag in this clone; a clone may leave them out",
                  hint="git fetch --tags")  # fmt: skip
    for tag in tags:
        if version := version_in(tag.name):
            yield _release(tag, version)


def _release(tag: Tag, version: str) -> Release:
    named = signers(tag.signature) if tag.signature else ()
    return Release(where=f"tag {tag.name}", tag=tag.name, at=tag.at or None, commit=tag.commit, signed=bool(tag.signature),
                   signature=signature_form(tag.signature) or None, signers=named or None, on_default=tag.on_default,
                   version_ok=well_formed(version))  # fmt: skip


def version_in(name: str) -> str:
    """Return the version that a tag's name ends in, empty if it holds none."""
    found = _PREFIX.match(name) if len(name) <= _LONG else None
    rest = name[found.end() :] if found else ""
    return rest if rest and (_DOTTED.match(rest) or well_formed(rest) is not False) else ""


def well_formed(version: str) -> bool | None:
    """Tell whether a version follows SemVer, CalVer, PEP 440 or an old habit of the same strength; a lone number may."""
    if any(form.match(version) for form in (_SEMVER, _PEP440, _CALVER, _JOINED, _QUALIFIED)):
        return True
    return None if _DIGITS.match(version) else False

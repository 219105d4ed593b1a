"""Versions in the names of tags: SemVer, CalVer, PEP 440 and older habits of the same strength."""

import re

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

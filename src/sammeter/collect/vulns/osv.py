"""Records of OSV (schema 1.7): which packages and versions they speak of."""

from collections.abc import Iterator
from functools import cmp_to_key
from typing import Any

from msgspec import Struct, field

from sammeter.collect.vulns import severity
from sammeter.collect.vulns.ecosystems import normal
from sammeter.collect.vulns.versions import at_least, version


class Package(Struct):
    """A package by ecosystem and name."""

    ecosystem: str = ""
    name: str = ""


class Range(Struct):
    """Events in the order in which they concern versions."""

    type: str = ""
    events: list[dict[str, str]] | None = None


class Rated(Struct):
    """A severity as a vector."""

    type: str = ""
    score: str = ""


class Affected(Struct):
    """One package with the versions that are affected."""

    package: Package | None = None
    ranges: list[Range] | None = None
    versions: list[str] | None = None
    severity: list[Rated] | None = None
    specific: dict[str, Any] | None = field(default=None, name="ecosystem_specific")
    database: dict[str, Any] | None = field(default=None, name="database_specific")


class Record(Struct):
    """One weakness."""

    id: str = ""
    modified: str = ""
    published: str | None = None
    withdrawn: str | None = None
    aliases: list[str] | None = None
    affected: list[Affected] | None = None
    severity: list[Rated] | None = None
    database: dict[str, Any] | None = field(default=None, name="database_specific")


def concerning(record: Record, ecosystem: str, name: str) -> Iterator[Affected]:
    """Yield what the record says of one package; an ecosystem without a release in the record holds for all of them."""
    for one in record.affected or ():
        package = one.package
        if (
            package
            and package.ecosystem in (ecosystem, ecosystem.partition(":")[0])
            and normal(ecosystem, package.name) == name
        ):
            yield one


def is_affected(affected: Affected, ecosystem: str, text: str) -> bool | None:
    """Tell whether a version is affected after OSV's evaluation; None where versions cannot be compared."""
    if text in (affected.versions or ()):
        return True
    outcomes = {_in_range(one, ecosystem, text) for one in affected.ranges or () if one.type in ("SEMVER", "ECOSYSTEM")}
    return True if True in outcomes else None if None in outcomes else False


def _in_range(range_: Range, ecosystem: str, text: str) -> bool | None:
    own = version(ecosystem, text)
    events = [
        (word, value, None if value == "0" else version(ecosystem, value))
        for one in range_.events or ()
        for word, value in one.items()
    ]
    if own is None or any(value != "0" and read is None for word, value, read in events if word != "limit"):
        return None
    inside = False
    for word, value, read in sorted((one for one in events if one[0] != "limit"), key=cmp_to_key(_earlier)):
        reached = True if value == "0" else at_least(own, read)
        if reached is None:
            return None
        if word == "introduced" and reached:
            inside = True
        elif (word == "fixed" and reached) or (word == "last_affected" and reached and own != read):
            inside = False
    return inside


def _earlier(first: tuple[str, str, Any], second: tuple[str, str, Any]) -> int:
    if first[1] == second[1]:
        return 0
    if "0" in (first[1], second[1]):
        return -1 if first[1] == "0" else 1
    return 1 if at_least(first[2], second[2]) else -1


def fixes(affected: Affected, ecosystem: str, text: str) -> tuple[str, ...]:
    """Return the versions later than `text` that the record names as fixed, the earliest first."""
    named = {
        value
        for one in affected.ranges or ()
        if one.type != "GIT"
        for event in one.events or ()
        for word, value in event.items()
        if word == "fixed"
    }
    own = version(ecosystem, text)
    read = [(value, version(ecosystem, value)) for value in sorted(named)]
    later = [("fixed", value, one) for value, one in read if own and one and one != own and at_least(one, own)]
    return tuple(value for _, value, _ in sorted(later, key=cmp_to_key(_earlier)))


def rated(record: Record, affected: Affected) -> str | None:
    """Return the severity: of a CVSS 3 vector, else the word that the database gives."""
    vectors = [one.score for one in (*(affected.severity or ()), *(record.severity or ())) if one.type == "CVSS_V3"]
    computed = severity.worst(*(severity.of_vector(one) for one in vectors))
    words = (held.get("severity") for held in (affected.database, affected.specific, record.database) if held)
    return computed or next((word for one in words if isinstance(one, str) and (word := severity.of_word(one))), None)

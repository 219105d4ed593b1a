"""OSV records matched with the parts that were found."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from sammeter.collect.purl import Purl, parse
from sammeter.collect.registry import File, Yielded
from sammeter.collect.times import stated_time
from sammeter.collect.vulns import osv
from sammeter.collect.vulns.ecosystems import key, normal
from sammeter.collect.vulns.osv import Record
from sammeter.facts import Gap
from sammeter.facts.vuln import Match

MODIFIED = re.compile(rb'"modified"\s*:\s*"([0-9TZ:.+-]{10,40})"')
_RECORD = re.compile(rb'"affected"\s*:\s*\[')
_UNREAD = 20

Wanted = dict[tuple[str, str], list[tuple[str, Purl]]]
"""Parts by ecosystem and name: what they are shown as, and the package."""


def is_record(data: bytes) -> bool:
    """Tell whether these bytes may be a record, before anything is parsed."""
    return _RECORD.search(data) is not None and MODIFIED.search(data) is not None


def wanted_of(file: File) -> Wanted:
    """Return the parts by ecosystem and name; each once, whatever number of documents lists it."""
    found: defaultdict[tuple[str, str], dict[str, Purl]] = defaultdict(dict)
    for fact in file.given:
        package = parse(str(fact.fields.get("purl", "")))
        if package and package.version and fact.fields.get("version") and (place := key(package)):
            found[place][str(replace(package, distro="", upstream=""))] = package
    return {place: list(packages.items()) for place, packages in found.items()}


class Matching:
    """Records against parts; counts what could not be compared."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.incomparable: set[str] = set()
        self.releases: defaultdict[str, set[str]] = defaultdict(set)
        for ecosystem, _ in wanted:
            self.releases[ecosystem].add(ecosystem)
            self.releases[ecosystem.partition(":")[0]].add(ecosystem)

    def of(self, record: Record, where: str) -> Iterator[Yielded]:
        """Yield a match for each part that the record affects; a withdrawn record affects none."""
        if record.withdrawn:
            return
        for ecosystem, name in self._named(record):
            for component, package in self.wanted[ecosystem, name]:
                for affected in osv.concerning(record, ecosystem, name):
                    hit = osv.is_affected(affected, ecosystem, package.version)
                    if hit is None:
                        self.incomparable.add(component)
                    elif hit:
                        yield self._match(record, affected, ecosystem, (component, package), where)
                        break

    def _named(self, record: Record) -> list[tuple[str, str]]:
        """Return the wanted packages that the record speaks of; one without a release holds for all releases."""
        places = {
            (ecosystem, normal(ecosystem, one.package.name))
            for one in record.affected or ()
            if one.package
            for ecosystem in self.releases.get(one.package.ecosystem, ())
        }
        return sorted(place for place in places if place in self.wanted)

    def _match(
        self, record: Record, affected: osv.Affected, ecosystem: str, part: tuple[str, Purl], where: str
    ) -> Match:
        component, package = part
        fixed = osv.fixes(affected, ecosystem, package.version)
        return Match(where=where, component=component, layer=package.layer, id=record.id, by="OSV", aliases=tuple(sorted(set(record.aliases or ()))),
                     severity=osv.rated(record, affected), published_at=stated_time(record.published), fix_available=bool(fixed),
                     fixed_in=fixed[:1] or None)  # fmt: skip

    def unread(self, where: str) -> Iterator[Gap]:
        """Yield one Gap that names parts whose versions could not be compared."""
        if self.incomparable:
            named = ", ".join(sorted(self.incomparable)[:_UNREAD])
            yield Gap(
                where=where,
                reason="not comparable",
                detail=f"versions that their ecosystem does not order: {named}",
                kinds=(Match.kind,),
            )

"""OSV records, single or in the export of an ecosystem (``all.zip``), matched with the parts that were found. Offline."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from sammeter.collect.purl import Purl, parse
from sammeter.collect.registry import File, Recognised, Yielded, collector, documents
from sammeter.collect.times import stated_time
from sammeter.collect.vulns import osv
from sammeter.collect.vulns.capped import capped
from sammeter.collect.vulns.ecosystems import key, normal
from sammeter.collect.vulns.osv import Record
from sammeter.facts import Gap
from sammeter.facts.vuln import Feed, Match
from sammeter.text import Limits, json
from sammeter.text.zip import entries

EXPORT = Limits(size=1 << 30, entries=2_000_000, unpacked=16 << 30, entry=16 << 20, ratio=1_000, nodes=1_000_000)
_NAME = re.compile(rb'"name"\s*:\s*"((?:[^"\\]|\\.)*)"')
_ECOSYSTEM = re.compile(rb'"ecosystem"\s*:\s*"([A-Za-z0-9 ./:-]{1,60})"')
_MODIFIED = re.compile(rb'"modified"\s*:\s*"([0-9TZ:.+-]{10,40})"')
_RECORD = re.compile(rb'"affected"\s*:\s*\[')
_UNREAD = 20

_Wanted = dict[tuple[str, str], list[tuple[str, Purl]]]


@collector(
    reads=documents("**/*.json", "**/*.zip", size=EXPORT.size, given=("sbom.parts",)), yields=[Match, Feed], complete=[]
)
def collect(file: File) -> Iterator[Yielded]:
    """Yield a match for each affected part, and the export as a source with the newest time that it states."""
    yield from capped(_read(file), file.path)


def _read(file: File) -> Iterator[Yielded]:
    wanted = _wanted(file)
    if file.path.casefold().endswith(".zip"):
        yield from _export(file, wanted)
    elif _is_record(file.data) and len(file.data) <= EXPORT.entry:
        record = json.shaped(file.data, Record, where=file.path, limits=EXPORT)
        if record.id and record.modified:
            yield from _Matching(wanted).of(record, file.path)
            yield Recognised(where=file.path)


def _export(file: File, wanted: _Wanted) -> Iterator[Yielded]:
    """Yield what concerns the parts; of other records only ecosystem and time are looked at."""
    names = {_loose(name.encode()) for _, name in wanted}
    matching = _Matching(wanted)
    newest, ecosystems, records = b"", set[str](), 0
    for name, data in entries(file.data, where=file.path, limits=EXPORT):
        if not name.endswith(".json") or not _is_record(data):
            continue
        records += 1
        newest = max(newest, max(_MODIFIED.findall(data), default=b""))
        ecosystems.update(found.decode("ascii") for found in _ECOSYSTEM.findall(data))
        if any(_loose(found) in names or b"\\" in found for found in _NAME.findall(data)):
            place = f"{file.path}!{name}"
            yield from matching.of(json.shaped(data, Record, where=place, limits=EXPORT), place)
    if records:
        whole = file.path.rpartition("/")[2] == "all.zip"
        main = sorted({one.partition(":")[0] for one in ecosystems}) if whole else sorted(ecosystems)
        yield Feed(where=file.path, id=f"OSV {file.path}", kind_of="advisory", last_sync_at=stated_time(newest.decode("ascii")),
                   covers=tuple(main), whole=whole, records=records)  # fmt: skip
        yield from matching.unread(file.path)


def _is_record(data: bytes) -> bool:
    return _RECORD.search(data) is not None and _MODIFIED.search(data) is not None


def _loose(name: bytes) -> bytes:
    return re.sub(rb"[-_.]+", b"-", name).lower()


def _wanted(file: File) -> _Wanted:
    """Return the parts by ecosystem and name; each once, whatever number of documents lists it."""
    found: defaultdict[tuple[str, str], dict[str, Purl]] = defaultdict(dict)
    for fact in file.given:
        package = parse(str(fact.fields.get("purl", "")))
        if package and package.version and fact.fields.get("version") and (place := key(package)):
            found[place][str(replace(package, distro="", upstream=""))] = package
    return {place: list(packages.items()) for place, packages in found.items()}


class _Matching:
    """Records against parts; counts what could not be compared."""

    def __init__(self, wanted: _Wanted) -> None:
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

"""Exports of OSV, one ``all.zip`` an ecosystem, matched with the parts that were found. Offline."""

import re
from collections.abc import Iterator

from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.times import stated_time
from sammeter.collect.vulns.capped import capped
from sammeter.collect.vulns.matching import MODIFIED, Matching, is_record, wanted_of
from sammeter.collect.vulns.osv import Record
from sammeter.facts.vuln import Feed, Match
from sammeter.text import Limits, json
from sammeter.text.zip import entries

EXPORT = Limits(size=1 << 30, entries=2_000_000, unpacked=16 << 30, entry=16 << 20, ratio=1_000, nodes=1_000_000)
_NAME = re.compile(rb'"name"\s*:\s*"((?:[^"\\]|\\.)*)"')
_ECOSYSTEM = re.compile(rb'"ecosystem"\s*:\s*"([A-Za-z0-9 ./:-]{1,60})"')


@collector(reads=documents("**/*.zip", size=EXPORT.size, given=("sbom.parts",)), yields=[Match, Feed], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield a match for each affected part, and the export as a source with the newest time that it states."""
    yield from capped(_export(file), file.path)


def _export(file: File) -> Iterator[Yielded]:
    """Yield what concerns the parts; of other records only ecosystem and time are looked at."""
    wanted = wanted_of(file)
    names = {_loose(name.encode()) for _, name in wanted}
    matching = Matching(wanted)
    newest, ecosystems, records = b"", set[str](), 0
    for name, data in entries(file.data, where=file.path, limits=EXPORT):
        if not name.endswith(".json") or not is_record(data):
            continue
        records += 1
        newest = max(newest, max(MODIFIED.findall(data), default=b""))
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


def _loose(name: bytes) -> bytes:
    return re.sub(rb"[-_.]+", b"-", name).lower()

"""Single OSV records, matched with the parts that were found. Offline."""

from collections.abc import Iterator

from sammeter.collect.registry import File, Recognised, Yielded, collector, documents
from sammeter.collect.vulns.matching import Matching, is_record, wanted_of
from sammeter.collect.vulns.osv import Record
from sammeter.facts.vuln import Match


@collector(
    reads=documents("**/*.json", size=16 << 20, nodes=1_000_000, given=("sbom.parts",)), yields=[Match], complete=[]
)
def collect(file: File) -> Iterator[Yielded]:
    """Yield a match for each affected part; a record that affects none is recognised."""
    if not is_record(file.data):
        return
    record = file.shaped(Record)
    if record.id and record.modified:
        matching = Matching(wanted_of(file))
        yield Recognised(where=file.path)
        yield from matching.of(record, file.path)
        yield from matching.unread(file.path)

"""Ratings of the weaknesses that were found: CISA's catalogue of exploited ones (KEV) and EPSS scores of FIRST."""

import csv
import io
import re
from collections.abc import Iterator

from msgspec import Struct, field

from sammeter.collect.registry import File, Recognised, Yielded, collector, documents
from sammeter.collect.times import stated_time
from sammeter.facts import Gap
from sammeter.facts.vuln import Feed, Rating

_CVE = re.compile(r"CVE-\d{4}-\d{4,19}\Z")
_EPSS = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:#model_version:[^\n]{1,200}\r?\n)?cve,epss(?:,percentile)?\r?\n")
_DATE = re.compile(rb"score_date:([0-9T:+.-]{10,40})")


class Exploited(Struct):
    """One entry of KEV."""

    cve: str = field(name="cveID")
    action: str | None = field(default=None, name="requiredAction")


class Catalogue(Struct):
    """KEV."""

    released: str | None = field(default=None, name="dateReleased")
    version: str | None = field(default=None, name="catalogVersion")
    count: int | None = None
    entries: list[Exploited] | None = field(default=None, name="vulnerabilities")


@collector(reads=documents("**/*.json", "**/*.csv", given=("vuln.matches",)), yields=[Rating, Feed], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield ratings of the weaknesses that were matched, of no others, and the catalogue as a source."""
    wanted = {
        name
        for fact in file.given
        for name in (str(fact.fields.get("id", "")), *_aliases(fact.fields.get("aliases")))
        if _CVE.match(name)
    }
    if b'"catalogVersion"' in file.data and b'"cveID"' in file.data:
        yield from _kev(file.shaped(Catalogue), file.path, wanted)
    elif file.path.casefold().endswith(".csv") and (head := _EPSS.match(file.data)):
        yield from _epss(file, head[0], wanted)


def _aliases(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _kev(catalogue: Catalogue, where: str, wanted: set[str]) -> Iterator[Yielded]:
    """A full catalogue also says of what it leaves out that it is not known to be exploited."""
    at = stated_time(catalogue.released)
    entries = catalogue.entries or []
    listed = {one.cve for one in entries}
    whole = catalogue.count is not None and catalogue.count == len(entries)
    yield Feed(where=where, id="KEV", kind_of="exploited", last_sync_at=at, records=len(entries),
               mitigation_steps=all(one.action for one in entries) if entries else None)  # fmt: skip
    for name in sorted(wanted):
        if name in listed or whole:
            yield Rating(where=where, id=name, source="KEV", known_exploited=name in listed, at=at)


def _epss(file: File, head: bytes, wanted: set[str]) -> Iterator[Yielded]:
    dated = _DATE.search(head)
    at = stated_time(re.sub(r"([+-]\d\d)(\d\d)\Z", r"\1:\2", dated[1].decode("ascii"))) if dated else None
    yield Recognised(where=file.path)
    unread = 0
    for row in csv.reader(io.StringIO(file.text())):
        if row and row[0] in wanted:
            probability = _probability(row[1]) if len(row) > 1 else None
            unread += probability is None
            if probability is not None:
                yield Rating(where=file.path, id=row[0], source="EPSS", epss=probability, at=at)
    if unread:
        yield Gap(where=file.path, reason="malformed", detail=f"{unread} scores are no numbers from 0 to 1")


def _probability(text: str) -> float | None:
    found = re.fullmatch(r"(?:0|1|[01]?\.\d{1,20}|\d(?:\.\d{1,20})?[eE]-\d{1,2})", text.strip())
    value = float(text) if found else 2.0
    return value if value <= 1 else None

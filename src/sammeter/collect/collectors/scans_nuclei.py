"""Results of nuclei (JSON Lines or a JSON array): matches of its templates; how the run ended they do not say."""

import re
from collections.abc import Iterator

import msgspec

from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.scans.rows import rows
from sammeter.collect.scans.stated import digest, moment, severity, weakness
from sammeter.facts.scans import ScanFinding, ScanRun

_MINE = re.compile(r'"template-?[iI][dD]"')


class Classification(msgspec.Struct):
    """Weakness numbers of a template."""

    cwe: list[str] | None = msgspec.field(default=None, name="cwe-id")


class Info(msgspec.Struct):
    """What a template says of itself."""

    severity: str | None = None
    classification: Classification | None = None


class Match(msgspec.Struct):
    """One match; older releases write the names without a hyphen."""

    template: str | None = msgspec.field(default=None, name="template-id")
    old_template: str | None = msgspec.field(default=None, name="templateID")
    matcher: str | None = msgspec.field(default=None, name="matcher-name")
    info: Info | None = None
    host: str | None = None
    matched: str | None = msgspec.field(default=None, name="matched-at")
    old_matched: str | None = msgspec.field(default=None, name="matched")
    timestamp: str | None = None
    status: bool | None = msgspec.field(default=None, name="matcher-status")


@collector(reads=documents("**/*.jsonl", "**/*.json", "**/*.ndjson"), yields=[ScanRun, ScanFinding], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield one run and its different matches; a file without matches cannot be told from any other empty one."""
    if not _MINE.search(file.text()[:4096]):
        return
    found = [
        (place, one)
        for place, one in rows(file, Match)
        if (one.template or one.old_template) and one.status is not False
    ]
    times = [time for _, one in found if (time := moment(one.timestamp))]
    hosts = {one.host for _, one in found if one.host}
    yield ScanRun(where=file.path, tool="nuclei", kind_of="dast", at=max(times, default=None),
                  target=hosts.pop() if len(hosts) == 1 else None, results=len(found))  # fmt: skip
    seen: set[str] = set()
    for place, one in found:
        rule, where = one.template or one.old_template or "", one.matched or one.old_matched or ""
        id_ = digest("nuclei", rule, one.matcher or "", where)
        if id_ not in seen:
            seen.add(id_)
            yield _finding(one, rule, where, id_, place)


def _finding(one: Match, rule: str, matched: str, id_: str, place: str) -> ScanFinding:
    info = one.info or Info()
    numbers = info.classification.cwe if info.classification else None
    return ScanFinding(where=place, tool="nuclei", id=id_, kind_of="dast", rule=rule, place=matched or None,
                       severity=severity(info.severity), state="open", cwe=weakness(*(numbers or ())))  # fmt: skip

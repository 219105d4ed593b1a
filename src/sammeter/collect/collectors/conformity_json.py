"""Checks of kube-bench, Checkov and OCSF findings (Prowler): what passed and failed, component by component where one is named."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.scans.conformity_shapes import Check, Checkov, Controls, Ocsf, Wrapped
from sammeter.collect.scans.rows import rows
from sammeter.collect.scans.stated import digest, moment, severity
from sammeter.facts.conformity import Conformity, Deviation
from sammeter.facts.scans import ScanFinding, ScanRun

_HEAD = 16384
_COMPLIANCE, _DETECTION = 2003, 2004


@collector(
    reads=documents("**/*.json", "**/*.ocsf.json", "**/*.jsonl"),
    yields=[Conformity, Deviation, ScanRun, ScanFinding], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield what a report of one of these tools shows."""
    text = file.text()
    head = text[:_HEAD]
    if '"test_number"' in head and '"node_type"' in head:
        yield from _kube_bench(file, wrapped=not text.lstrip("\ufeff \t\r\n").startswith("["))
    elif '"check_type"' in head and ('"passed_checks"' in text or '"failed_checks"' in text):
        yield from _checkov(file, many=text.lstrip("\ufeff \t\r\n").startswith("["))
    elif '"class_uid"' in text[: _HEAD * 4] and '"status_code"' in text:
        yield from _ocsf(file)


def _kube_bench(file: File, *, wrapped: bool) -> Iterator[Yielded]:
    """Yield one check for each kind of node; tests that a person must look at (WARN) and notes are neither. No time is stated."""
    parts = file.shaped(Wrapped).controls if wrapped else file.shaped(list[Controls])
    for part in parts:
        tests = [one for section in part.tests or () for one in section.results or ()]
        count = Counter(one.status for one in tests)
        baseline = part.detected or part.version
        yield Conformity(where=file.path, component=part.node or None, baseline=baseline, automated=True,
                         passed=count["PASS"], failed=count["FAIL"])  # fmt: skip
        for number in sorted({one.number for one in tests if one.status == "FAIL" and one.number}):
            yield Deviation(where=file.path, component=part.node or None, rule=number, state="open")


def _checkov(file: File, *, many: bool) -> Iterator[Yielded]:
    """Yield runs and findings: skipped checks are silenced ones, with the comment as reason; counts come from the lists."""
    for part in file.shaped(list[Checkov]) if many else [file.shaped(Checkov)]:
        skipped, looked = part.results.skipped or [], part.results.passed or part.results.failed
        errors = bool(part.results.errors) or (part.summary.errors if part.summary else 0) > 0
        yield ScanRun(where=file.path, tool="checkov", tool_version=part.summary.version if part.summary else None,
                      kind_of="iac-scan", target=part.type or None, completed=None if errors or not looked else True,
                      results=len(part.results.failed or ()), suppressed=len(skipped),
                      suppressed_reasoned=sum(_reasoned(one) for one in skipped))  # fmt: skip
        yield Conformity(where=file.path, baseline="checkov", automated=True, passed=len(part.results.passed or ()),
                         failed=len(part.results.failed or ()))  # fmt: skip
        for state, found in (("open", part.results.failed), ("suppressed", part.results.skipped)):
            yield from (_finding(one, state, file.path) for one in found or ())


def _reasoned(check: Check) -> bool:
    comment = check.result.comment if check.result else None
    return bool((comment or "").strip()) and comment != "No comment provided"


def _finding(check: Check, state: str, path: str) -> ScanFinding:
    place = (check.path or "").lstrip("/")
    return ScanFinding(where=path, tool="checkov", id=digest("checkov", check.id or "", place, check.resource or ""), kind_of="iac-scan",
                       rule=check.id, place=place or None, severity=severity(check.severity), state=state)  # fmt: skip


def _ocsf(file: File) -> Iterator[Yielded]:
    """Yield one check for each account of compliance and detection findings (OCSF 1.x); muted ones are neither."""
    groups: defaultdict[tuple[str, str], list[Ocsf]] = defaultdict(list)
    for _, one in rows(file, Ocsf):
        if one.class_ in (_COMPLIANCE, _DETECTION):
            groups[_tool(one), _account(one)].append(one)
    for (tool, account), found in sorted(groups.items()):
        times = [time for one in found if (time := _time(one))]
        at = max(times, default=None)
        live = [one for one in found if (one.status or "").casefold() != "suppressed"]
        count = Counter((one.code or "").upper() for one in live)
        yield Conformity(where=file.path, component=account or None, baseline=tool or None, at=at, automated=True,
                         passed=count["PASS"], failed=count["FAIL"])  # fmt: skip
        for rule in sorted({_rule(one) for one in live if (one.code or "").upper() == "FAIL"} - {""}):
            yield Deviation(where=file.path, component=account or None, rule=rule, at=at, state="open")


def _tool(one: Ocsf) -> str:
    return str(_under(one.metadata, "product", "name") or "")


def _account(one: Ocsf) -> str:
    return str(_under(one.cloud, "account", "uid") or "")


def _rule(one: Ocsf) -> str:
    return str(_under(one.metadata, "event_code") or _under(one.finding, "uid") or "")


def _time(one: Ocsf) -> str | None:
    return moment(one.time_dt if isinstance(one.time_dt, str) else None) or moment(
        str(_under(one.finding, "created_time_dt") or "")
    )


def _under(found: Any, *names: str) -> Any:
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found

"""Sentences on what reports of scanners, tests and conformity checks show; never good where that is not known."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from sammeter.facts import Fact

Said = Iterator[tuple[str, bool | None, list[Fact]]]
_GRAVE = ("critical", "high")


def _runs(facts: tuple[Fact, ...]) -> Said:
    groups: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[str(fact.fields.get("kind", "of a kind that is not known"))].append(fact)
    for kind, found in sorted(groups.items()):
        tools = ", ".join(sorted({str(fact.fields.get("tool") or "a tool") for fact in found}))
        ended, failed = _flags(found, "completed")
        open_ = len(found) - ended - failed
        more = (f", {failed} failed" if failed else "") + (f", {open_} do not say how they ended" if open_ else "")
        newest = max((str(fact.fields["at"])[:10] for fact in found if fact.fields.get("at")), default="")
        when = f", the newest of {newest}" if newest else ", at a time that is not known"
        yield (
            f"scans, {kind}: {_count(len(found), 'run')} by {tools}, {ended} ended well{more}{when}",
            False if failed else None,
            found,
        )


def _findings(facts: tuple[Fact, ...]) -> Said:
    states = Counter(str(fact.fields.get("state", "unknown")) for fact in facts)
    grave = [fact for fact in facts if fact.fields.get("state") == "open" and fact.fields.get("severity") in _GRAVE]
    unrated = sum(fact.fields.get("state") == "open" and "severity" not in fact.fields for fact in facts)
    rated = f", {len(grave)} of them high or critical" + (f", {unrated} without a stated severity" if unrated else "")
    yield (
        f"{_count(states['open'], 'open finding')}{rated}; {states['suppressed']} silenced",
        False if grave else None,
        (grave or list(facts))[:20],
    )


def _exceptions(facts: tuple[Fact, ...]) -> Said:
    endless = [fact for fact in facts if fact.fields.get("expires_at") == ""]
    silent = [fact for fact in facts if fact.fields.get("reason") == ""]
    verdict = False if endless or silent else None
    yield (
        f"{_count(len(facts), 'exception')}, {len(endless)} without an end, {len(silent)} without a reason",
        verdict,
        (endless or silent or list(facts))[:20],
    )


def _suites(facts: tuple[Fact, ...]) -> Said:
    groups: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[str(fact.fields.get("kind", ""))].append(fact)
    for kind, found in sorted(groups.items()):
        passed, failed, skipped = (_sum(found, name) for name in ("passed", "failed", "skipped"))
        name = f"tests marked as {kind}" if kind else "tests without a mark"
        blind = sum("passed" not in fact.fields for fact in found)
        more = f", of which {blind} give no sure counts" if blind else ""
        yield (
            f"{name}: {passed} passed, {failed} failed, {skipped} skipped in {_count(len(found), 'report')}{more}",
            False if failed else None,
            found,
        )


def _fuzz(facts: tuple[Fact, ...]) -> Said:
    ended, failed = _flags(list(facts), "completed")
    more = f", {failed} stopped early" if failed else ""
    yield (
        f"{_count(len(facts), 'fuzz campaign')}, {ended} ran to the end{more}, {_sum(list(facts), 'executions'):,} inputs counted",
        None,
        list(facts),
    )


def _targets(facts: tuple[Fact, ...]) -> Said:
    by = ", ".join(sorted({str(fact.fields.get("listed_by")) for fact in facts}))
    yield (
        f"{_count(_sum(list(facts), 'inputs_fuzzed'), 'fuzz target')} ({by}); how many inputs there are is not known",
        None,
        list(facts),
    )


def _conformity(facts: tuple[Fact, ...]) -> Said:
    for fact in facts:
        passed, failed = _sum([fact], "passed"), _sum([fact], "failed")
        what = str(fact.fields.get("component", "a component that is not named"))
        against = f" against {fact.fields['baseline']}" if fact.fields.get("baseline") else ""
        yield f"conformity of {what}{against}: {passed} rules pass, {failed} fail", False if failed else None, [fact]


def _signatures(facts: tuple[Fact, ...]) -> Said:
    good = [fact for fact in facts if fact.fields.get("verified") and fact.fields.get("identity_trusted")]
    strange = [fact for fact in facts if fact.fields.get("identity_trusted") is False]
    yield (f"{len(good)} of {_count(len(facts), 'signature')} over artifacts made with a trusted key, {len(strange)} by nobody who is trusted",
           False if strange else True if len(good) == len(facts) else None, strange or good)  # fmt: skip


def _stack(facts: tuple[Fact, ...]) -> Said:
    pinned, loose = _flags(list(facts), "pinned")
    kinds = Counter(str(fact.fields.get("kind", "image")) for fact in facts)
    parts = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common(4))
    yield (
        f"{_count(len(facts), 'image')} declared to run or to stand on ({parts}), {pinned} pinned to a digest",
        None,
        [fact for fact in facts if fact.fields.get("pinned") is False][:3] if loose else list(facts),
    )


def _injections(facts: tuple[Fact, ...]) -> Said:
    baked = [fact for fact in facts if fact.fields.get("baked")]
    yield (f"secrets reach what runs in {_count(len(facts), 'place')}, in {len(baked)} of them written into an image or manifest",
           False if baked else None, baked or list(facts)[:3])  # fmt: skip


def _threat_models(facts: tuple[Fact, ...]) -> Said:
    for fact in facts:
        threats, settled = fact.fields.get("threats"), fact.fields.get("mitigated_or_decided")
        known = (
            f"{threats} threats, {settled} of them settled"
            if isinstance(threats, int)
            else "threats that are found when it runs"
        )
        changed = f", last changed {str(fact.fields['updated_at'])[:10]}" if fact.fields.get("updated_at") else ""
        yield (
            f"a threat model ({fact.fields.get('tool')}) with {fact.fields.get('elements', 0)} elements, {known}{changed}",
            None,
            [fact],
        )


def _own_rules(facts: tuple[Fact, ...]) -> Said:
    yield f"own rules for scanners in {_count(len(facts), 'file')}", None, list(facts)


def _flags(facts: list[Fact], field: str) -> tuple[int, int]:
    stated = [fact.fields.get(field) for fact in facts]
    return stated.count(True), stated.count(False)


def _sum(facts: list[Fact], field: str) -> int:
    values = [fact.fields.get(field) for fact in facts]
    return sum(value for value in values if isinstance(value, int))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


REPORTS: dict[str, Callable[[tuple[Fact, ...]], Said]] = {
    "scan.runs": _runs, "scan.findings": _findings, "scan.rules": _own_rules,
    "prov.signatures": _signatures, "design.threat_models": _threat_models, "iac.stack": _stack, "secrets.injection": _injections, "risk.exceptions": _exceptions, "tests.suites": _suites, "tests.fuzz": _fuzz,
    "tests.fuzz_surface": _targets, "conf.results": _conformity,
}  # fmt: skip

"""Facts in sentences: what a first reader wants to hear of a repository, each with the places it stands on."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from sammeter.app import observe_parts
from sammeter.app.observe_reports import REPORTS
from sammeter.app.observe_secrets import SECRETS
from sammeter.facts import Fact, World
from sammeter.report.assessment import Seen
from sammeter.rules import RuleBook

Observer = Callable[[tuple[Fact, ...]], Iterator[tuple[str, bool | None, list[Fact]]]]


def observe(world: World, book: RuleBook) -> tuple[Seen, ...]:
    """Return what was seen, kind by kind; `good` is None where the sentence alone says neither good nor bad."""
    bears: defaultdict[str, list[str]] = defaultdict(list)
    for rule in book.rules:
        for kind in sorted(rule.kinds()):
            bears[kind].append(rule.id)
    return tuple(
        Seen(kind=kind, says=says, good=good, facts=tuple(facts), bears_on=tuple(bears[kind]))
        for kind, observer in OBSERVERS.items()
        if (known := tuple(world.of(kind)))
        for says, good, facts in observer(known)
    )


def _releases(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    newest = sorted(facts, key=lambda fact: str(fact.fields.get("at", "")), reverse=True)[:10]
    signed = [fact for fact in newest if fact.fields.get("signed")]
    unsigned = [fact for fact in newest if fact.fields.get("signed") is False]
    keys = {str(key) for fact in signed for key in _texts(fact, "signers")}
    by = f", by {_count(len(keys), 'key')}" if keys else ""
    yield (
        f"{len(signed)} of the newest {len(newest)} release tags carry a signature{by}",
        _verdict(good=len(signed) == len(newest), bad=bool(unsigned)),
        unsigned or signed,
    )
    outside = [fact for fact in facts if fact.fields.get("on_default") is False]
    if outside:
        yield f"{_count(len(outside), 'release tag')} not on the default branch's history", None, outside


def _changes(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    people = [fact for fact in facts if not fact.fields.get("bot")]
    bots = len(facts) - len(people)
    authors = len({fact.fields.get("author") for fact in people})
    yield (
        f"{_count(len(facts), 'change')} in 180 days, {bots} by bots, the rest by {_count(authors, 'author')}",
        None,
        people[:3],
    )
    reviewed = [fact for fact in people if fact.fields.get("reviewed")]
    if people:
        yield (
            f"{len(reviewed)} of {len(people)} changes by people are known to have been read by somebody else",
            None,
            reviewed,
        )
    signed = [fact for fact in people if fact.fields.get("signed")]
    if people:
        yield f"{len(signed)} of {len(people)} commits by people are signed", None, signed


def _files(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    kinds = Counter(str(fact.fields.get("kind", "other")) for fact in facts)
    for kind, count in sorted(kinds.items()):
        yield _count(count, f"{kind} file"), None, [fact for fact in facts if fact.fields.get("kind") == kind]


def _contacts(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    with_way = [fact for fact in facts if fact.fields.get("contact")]
    if with_way:
        yield f"weaknesses can be reported to {with_way[0].fields['contact']}", True, with_way
    silent = [fact for fact in facts if fact.fields.get("contact") == ""]
    if silent and not with_way:
        yield "a security policy that names no way to report", False, silent


def _owners(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    sensitive = [fact for fact in facts if fact.fields.get("sensitive")]
    yield (
        f"{_count(len(facts), 'ownership rule')}, {len(sensitive)} over sensitive paths",
        None,
        sensitive or list(facts),
    )


def _bots(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    for fact in facts:
        ecosystems = ", ".join(_texts(fact, "ecosystems")) or "what it finds"
        enabled = fact.fields.get("enabled")
        good = enabled if isinstance(enabled, bool) else None
        how = {True: "", False: " (switched off)", None: " (on or off is not known)"}[good]
        yield f"{fact.fields.get('tool')} keeps {ecosystems} current{how}", good, [fact]


def _drift(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    for fact in facts:
        total, broken = fact.fields.get("refs_total"), fact.fields.get("refs_broken")
        if total:
            good = _verdict(good=broken == 0, bad=_whole(fact, "refs_broken") > 0)
            words = {
                True: "all of them there",
                False: f"{broken} of them gone",
                None: "whether they exist is not known",
            }
            gone = words[good]
            guide = str(fact.fields.get("doc_kind", "build-guide")).replace("-", " ")
            yield f"the {guide} {fact.where} quotes {total} paths or commands, {gone}", good, [fact]


def _pipelines(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    releasing = [fact for fact in facts if fact.fields.get("builds_release")]
    yield (
        f"{_count(len(facts), 'pipeline')}, {len(releasing)} of them publish something",
        None,
        releasing or list(facts),
    )
    total = sum(_whole(fact, "uses_total") for fact in facts)
    pinned = sum(_whole(fact, "uses_pinned") for fact in facts)
    if total:
        loose = [fact for fact in facts if _whole(fact, "uses_pinned") < _whole(fact, "uses_total")]
        yield (
            f"{pinned} of {total} parts that pipelines pull in are pinned to a digest",
            pinned == total,
            loose or list(facts),
        )


def _steps(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    groups: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.fields.get("kind") in _SECURITY:
            groups[str(fact.fields["kind"]), str(fact.fields.get("tool", "a tool"))].append(fact)
    for (kind, tool), found in sorted(groups.items()):
        stops = [fact.fields.get("blocking") for fact in found]
        sure, unknown = stops.count(True), stops.count(None)
        how = f"stops the run in {sure} of {_count(len(found), 'place')}" + (
            f", {unknown} not known" if unknown else ""
        )
        yield f"{kind}: {tool} runs, {how}", True if sure == len(found) else None, found


def _hardening(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    groups: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[str(fact.fields.get("check", ""))].append(fact)
    for check, found in sorted(groups.items()):
        failed = [fact for fact in found if fact.fields.get("result") == "fail"]
        passed = sum(fact.fields.get("result") == "pass" for fact in found)
        unknown = len(found) - len(failed) - passed
        more = f", {unknown} not known" if unknown else ""
        good = _verdict(good=passed == len(found), bad=bool(failed))
        yield f"hardening, {check}: {len(failed)} fail, {passed} pass{more}", good, failed or found


def _secrets(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    exposed = [fact for fact in facts if fact.fields.get("pr_exposed")]
    yield f"{_count(len(facts), 'secret reference')} in pipelines", None, list(facts)
    if exposed:
        yield f"{_count(len(exposed), 'secret reference')} within reach of pull requests from outside", False, exposed


def _branch_rules(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    for fact in facts:
        fields = fact.fields
        asked = {"one approval or more": _whole(fact, "min_approvals") >= 1, "of the last state": fields.get("stale_dismissed"),
                 "by an owner": fields.get("owner_review"), "administrators too": fields.get("admins_bound")}  # fmt: skip
        says = ", ".join(word for word, known in asked.items() if known is True) or "no approval that is known"
        part = "" if fields.get("full_view") else " (not all of its rules were shown)"
        strict = all(
            asked[word] is True for word in ("one approval or more", "of the last state", "administrators too")
        )
        good = _verdict(good=strict and fields.get("full_view") is True, bad=fields.get("pr_required") is False)
        yield f"before a merge into {fields.get('branch') or 'a branch'}: {says}{part}", good, [fact]


def _reviews(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    read = [fact for fact in facts if fact.fields.get("before_merge")]
    unread = [fact for fact in facts if fact.fields.get("before_merge") is False]
    unknown = len(facts) - len(read) - len(unread)
    more = f", {unknown} not known" if unknown else ""
    yield (
        f"{len(read)} of {_count(len(facts), 'merged change request')} approved before the merge by somebody who wrote none of it{more}",
        _verdict(good=len(read) == len(facts), bad=bool(unread)),
        unread or read,
    )


def _environments(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    for fact in facts:
        if fact.fields.get("tier") == "prod":
            is_open = fact.fields.get("open_to_all_writers")
            how = {True: "open to everybody who can write", False: "not open to everybody who can write"}
            says = how[is_open] if isinstance(is_open, bool) else "who can deploy is not known"
            yield f"environment {fact.fields.get('name')}: {says}", False if is_open is True else None, [fact]


def _deployments(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    live = [fact for fact in facts if fact.fields.get("tier") == "prod"]
    approved = [fact for fact in live if fact.fields.get("approved_by")]
    if live:
        yield (
            f"{_count(len(live), 'deployment')} to production, {len(approved)} with an approval on record",
            None,
            approved or live[:3],
        )


def _runs(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    seeded = [fact for fact in facts if fact.fields.get("event") == "seeded"]
    if seeded:
        through = [fact for fact in seeded if fact.fields.get("result") == "success"]
        says = f"{len(seeded) - len(through)} of {_count(len(seeded), 'known-bad change')} that were seeded stopped the build"
        yield says, _verdict(good=not through, bad=bool(through)), through or seeded[:3]
    facts = tuple(fact for fact in facts if fact.fields.get("event") != "seeded")
    if not facts:
        return
    failed = [fact for fact in facts if fact.fields.get("result") == "failure"]
    stopped = [fact for fact in failed if _SECURITY & set(_texts(fact, "stopped_by"))]
    yield (
        f"{_count(len(facts), 'finished run')}, {len(failed)} failed, {len(stopped)} of them by a security check",
        None,
        stopped[:3],
    )


def _defects(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    live = [fact for fact in facts if fact.fields.get("status") == "open"]
    late = [fact for fact in live if fact.fields.get("breached") is True]
    unrated = [fact for fact in live if fact.fields.get("severity") == ""]
    more = f", {len(unrated)} without a severity" if unrated else ""
    yield (
        f"{_count(len(facts), 'defect')} on record, {len(live)} open, {len(late)} overdue{more}",
        _verdict(good=False, bad=bool(late)),
        late or live[:3],
    )


def _claims(facts: tuple[Fact, ...]) -> Iterator[tuple[str, bool | None, list[Fact]]]:
    """Name whoever says so: what then counts as complete does by that person's word alone."""
    said: defaultdict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        said[str(fact.fields["by"]), str(fact.fields["at"])[:10], str(fact.fields["because"])].append(fact)
    for (who, day, because), claims in sorted(said.items()):
        kinds = ", ".join(sorted({str(one.fields["of"]) for one in claims}))
        yield f"{who} says, {day}, that all of {kinds} is here: {because}", None, claims


def _verdict(*, good: bool, bad: bool) -> bool | None:
    """Say good only where all of it is known to be, bad where a part is, nothing where that is not known."""
    return False if bad else True if good else None


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _texts(fact: Fact, field: str) -> tuple[str, ...]:
    value = fact.fields.get(field)
    return value if isinstance(value, tuple) else ()


def _whole(fact: Fact, field: str) -> int:
    value = fact.fields.get(field)
    return int(value) if isinstance(value, (int, float)) else 0


_SECURITY = {"sast", "sca", "secret-scan", "iac-scan", "container-scan", "dast", "fuzz", "sbom", "sign", "provenance",
             "license-scan", "binary-scan", "milestone-check"}  # fmt: skip
OBSERVERS: dict[str, Observer] = {
    "vcs.releases": _releases, "vcs.changes": _changes, "ci.pipelines": _pipelines, "ci.steps": _steps,
    "ci.hardening": _hardening, "ci.secret_refs": _secrets, "docs.contacts": _contacts, "docs.codeowners": _owners,
    "docs.update_bots": _bots, "docs.drift": _drift, "vcs.files": _files,
    "forge.branch_rules": _branch_rules, "forge.reviews": _reviews, "forge.environments": _environments,
    "forge.deployments": _deployments, "ci.runs": _runs,
    "sbom.docs": observe_parts.bills, "sbom.parts": observe_parts.parts, "sbom.allowlist": observe_parts.allowlists,
    "vuln.matches": observe_parts.matches, "vuln.judgements": observe_parts.judgements, "vuln.feeds": observe_parts.feeds,
    "tracker.defects": _defects, "sources.claims": _claims, **REPORTS, **SECRETS,
}  # fmt: skip

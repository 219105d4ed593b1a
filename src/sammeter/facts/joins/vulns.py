"""Known weaknesses, each once in each component, with what people judged and catalogues say of it; sources and their reach."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sammeter.facts.record import NEVER, Fact, Value

_ORDER = ("none", "info", "low", "medium", "high", "critical")
_SOON, _LONG_AGO = 31, 365
_SETTLED = {"fixed", "not_affected", "false_positive", "accepted"}
_ECOSYSTEMS = {
    "npm": "npm", "pypi": "PyPI", "cargo": "crates.io", "golang": "Go", "maven": "Maven", "gem": "RubyGems", "composer": "Packagist",
    "nuget": "NuGet", "hex": "Hex", "pub": "Pub", "swift": "SwiftURL", "github": "GitHub Actions", "githubactions": "GitHub Actions",
}  # fmt: skip


def join(facts: Mapping[str, tuple[Fact, ...]], as_of: str) -> dict[str, tuple[Fact, ...]]:
    """Return `vuln.matches` without doubles and with their judgements and ratings, and `vuln.feeds` with their reach."""
    made: dict[str, tuple[Fact, ...]] = {}
    if matches := facts.get("vuln.matches"):
        judged = _Judgements(facts.get("vuln.judgements", ()), as_of)
        rated = _ratings(facts.get("vuln.ratings", ()))
        made["vuln.matches"] = tuple(judged.applied(_rated(_merged(group, as_of), rated)) for group in _groups(matches))
    if feeds := facts.get("vuln.feeds"):
        made["vuln.feeds"] = _reaching(feeds, facts.get("sbom.parts", ()))
    return made


def whole(facts: Mapping[str, tuple[Fact, ...]], complete: frozenset[str]) -> frozenset[str]:
    """Matches are complete where all parts are known and one full export was compared with every one of them."""
    reaches = [one.fields.get("components_covered_share") for one in facts.get("vuln.feeds", ())]
    return frozenset({"vuln.matches"}) if "sbom.parts" in complete and 1.0 in reaches else frozenset()


def _bare(purl: str) -> str:
    return purl.partition("?")[0]


def _names(match: Fact) -> list[str]:
    """Return the id and the other names of a weakness, the id first."""
    aliases = match.fields.get("aliases")
    return [str(match.fields.get("id", "")), *(aliases if isinstance(aliases, tuple) else ())]


def _groups(matches: Iterable[Fact]) -> list[list[Fact]]:
    """Return matches of the same component that share a name, directly or through others."""
    by_part: defaultdict[str, list[Fact]] = defaultdict(list)
    for one in matches:
        by_part[_bare(str(one.fields.get("component", "")))].append(one)
    return [group for found in by_part.values() for group in _connected(found)]


def _connected(found: list[Fact]) -> list[list[Fact]]:
    """Put together what shares names, by a forest of names (union-find)."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while (parent := above.setdefault(name, name)) != name:
            above[name] = above[parent]
            name = parent
        return name

    for one in found:
        first, *others = _names(one)
        for other in others:
            above[top(other)] = top(first)
    groups: defaultdict[str, list[Fact]] = defaultdict(list)
    for one in found:
        groups[top(_names(one)[0])].append(one)
    return list(groups.values())


def _merged(group: list[Fact], as_of: str) -> Fact:
    """Return one fact for all: the best known name, the worst severity, the first publication."""
    names = sorted({name for one in group for name in _names(one)}, key=_rank)
    fields: dict[str, Value] = {
        name: value for one in reversed(group) for name, value in one.fields.items() if name != "detected_at"
    }
    fields |= {
        "id": names[0],
        "aliases": tuple(names[1:]),
        "by": ", ".join(sorted({str(one.fields.get("by", "")) for one in group})),
    }
    words = [str(one.fields["severity"]) for one in group if one.fields.get("severity") in _ORDER]
    published = sorted(str(one.fields["published_at"]) for one in group if one.fields.get("published_at"))
    seen = sorted(str(one.fields["detected_at"]) for one in group if one.fields.get("detected_at"))
    known = [one.fields["fix_available"] for one in group if "fix_available" in one.fields]
    more: dict[str, Value | None] = {
        "severity": max(words, key=_ORDER.index, default=None), "published_at": published[0] if published else None,
        "detected_at": _detected(seen[0], published[0] if published else "", as_of) if seen else None,
        "fix_available": any(known) if known else None,
    }  # fmt: skip
    return replace(group[0], fields=fields | {name: value for name, value in more.items() if value is not None})


def _rank(name: str) -> tuple[int, str]:
    return next((number for number, start in enumerate(("CVE-", "GHSA-")) if name.startswith(start)), 2), name


def _detected(seen: str, published: str, as_of: str) -> str | None:
    """Return the time of the first report if it is near the first detection, or old enough that nothing depends on it.

    A report shows that a weakness was known by then; it was detected at some time from its publication to the report.
    """
    between, ago = _days(published, seen), _days(seen, as_of)
    near = between is not None and 0 <= between <= _SOON
    return seen if near or (ago is not None and ago > _LONG_AGO) else None


def _days(first: str, second: str) -> int | None:
    if not first or not second:
        return None
    return (datetime.fromisoformat(second) - datetime.fromisoformat(first)).days


@dataclass(frozen=True, slots=True)
class _Rating:
    known_exploited: bool | None
    epss: float | None


def _ratings(found: Iterable[Fact]) -> dict[str, _Rating]:
    """Return what the newest of each catalogue says of each weakness."""
    kept: dict[str, _Rating] = {}
    for one in sorted(found, key=lambda fact: str(fact.fields.get("at", ""))):
        before = kept.get(str(one.fields["id"]), _Rating(None, None))
        exploited, epss = one.fields.get("known_exploited"), one.fields.get("epss")
        kept[str(one.fields["id"])] = _Rating(
            exploited if isinstance(exploited, bool) else before.known_exploited,
            float(epss) if isinstance(epss, (int, float)) else before.epss,
        )
    return kept


def _rated(match: Fact, ratings: Mapping[str, _Rating]) -> Fact:
    found = [ratings[name] for name in _names(match) if name in ratings]
    exploited = [one.known_exploited for one in found if one.known_exploited is not None]
    epss = [one.epss for one in found if one.epss is not None]
    more: dict[str, Value] = {"known_exploited": any(exploited)} if exploited else {}
    return (
        replace(match, fields={**match.fields, **more, **({"epss": max(epss)} if epss else {})})
        if exploited or epss
        else match
    )


class _Judgements:
    """What people judged, by the names of the weakness."""

    def __init__(self, found: Iterable[Fact], as_of: str) -> None:
        self.by_name: defaultdict[str, list[Fact]] = defaultdict(list)
        for one in found:
            if str(one.fields.get("at", "")) <= as_of:
                for name in _names(one):
                    self.by_name[name].append(one)

    def applied(self, match: Fact) -> Fact:
        """Return the match with the newest judgement that speaks of its component or of the whole application."""
        fitting = [one for name in _names(match) for one in self.by_name[name] if _speaks_of(one, match)]
        if not fitting:
            return match
        newest = max(fitting, key=lambda fact: (str(fact.fields.get("at", "")), fact.where))
        state, reason, at = str(newest.fields["state"]), newest.fields.get("reason"), newest.fields.get("at")
        examined = state == "under_investigation"
        fields: dict[str, Value] = {
            "state": "open" if examined else state, "decided": not examined,
            "documented": False if examined else bool(reason), "resolved_at": NEVER,
        }  # fmt: skip
        if state in _SETTLED:
            fields.pop("resolved_at")
            fields |= {"resolved_at": at} if at else {}
        return replace(match, fields={**match.fields, **fields})


def _speaks_of(judgement: Fact, match: Fact) -> bool:
    """Tell whether a product of the judgement is the component, in any version if it names none, or the application."""
    component = _bare(str(match.fields.get("component", "")))
    app = str(match.fields.get("app", "")).casefold()
    products = judgement.fields.get("products")
    for one in products if isinstance(products, tuple) else ():
        product = _bare(one)
        if product == component or (_unversioned(product) == product and product == _unversioned(component)):
            return True
        if app and _unversioned(product).rpartition("/")[2].casefold() == app:
            return True
    return False


def _unversioned(purl: str) -> str:
    head, mark, _ = purl.rpartition("@")
    return head if mark and not head.endswith("/") else purl


def _reaching(feeds: tuple[Fact, ...], parts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return sources with the share of parts that they could have spoken of: of their ecosystems, with a version.

    Exports of one source, an ecosystem each, are one source; it was read when the oldest of those that matter was.
    """
    kept = tuple(one for one in feeds if not _is_export(one))
    needed = {_ecosystem(one) for one in parts}
    exports = [one for one in feeds if _is_export(one)]
    mattering = [one for one in exports if needed & set(_covers(one))] or exports
    if not mattering:
        return kept
    covers = {name for one in mattering for name in _covers(one)}
    times = sorted(str(one.fields["last_sync_at"]) for one in mattering if one.fields.get("last_sync_at"))
    reached = sum(bool(one.fields.get("version")) and _ecosystem(one) in covers for one in parts)
    fields: dict[str, Value] = {**mattering[0].fields, "id": "OSV", "covers": tuple(sorted(covers))}
    if len(times) == len(mattering):
        fields["last_sync_at"] = times[0]
    if parts:
        fields["components_covered_share"] = reached / len(parts)
    return (*kept, replace(mattering[0], fields=fields))


def _is_export(feed: Fact) -> bool:
    return feed.fields.get("whole") is True


def _covers(feed: Fact) -> tuple[str, ...]:
    covers = feed.fields.get("covers")
    return covers if isinstance(covers, tuple) else ()


def _ecosystem(part: Fact) -> str:
    """Return the ecosystem of a part; one of an operating system is only covered where its release is told."""
    purl = str(part.fields.get("purl", ""))
    kind, namespace = purl.removeprefix("pkg:").split("/")[0], purl.removeprefix("pkg:").partition("/")[2].split("/")[0]
    if "distro=" in purl and (kind, namespace) in (("deb", "debian"), ("apk", "alpine")):
        return {"deb": "Debian", "apk": "Alpine"}[kind]
    return _ECOSYSTEMS.get(kind, "")

"""Bills of materials and the releases they belong to; the parts of all of them and of the lock files, each once."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from sammeter.facts.record import Fact, Value

_LETTERS = re.compile(r"[^a-z0-9]+")
_VERSION = re.compile(r"(\d+(?:[._]\d+)*)(.*)\Z", re.DOTALL)


LOCKS = "lockfiles"
"""The collector that reads lock files."""


def join(facts: Mapping[str, tuple[Fact, ...]], as_of: str) -> dict[str, tuple[Fact, ...]]:
    """Return `sbom.docs` with `for_latest_release` where that is provable, and `sbom.parts` without doubles.

    Provable is what an artifact's digest, a release's commit, or the subject's name together with its version shows.
    """
    made: dict[str, tuple[Fact, ...]] = {}
    if bills := facts.get("sbom.docs"):
        releases = _Releases(facts, as_of)
        locked = _locked(facts.get("sbom.parts", ()))
        made["sbom.docs"] = tuple(_compared(releases.placed(one), locked, facts["sbom.parts"]) if locked else releases.placed(one)
                                  for one in bills)  # fmt: skip
    if parts := facts.get("sbom.parts"):
        made["sbom.parts"] = _once(parts)
    return made


def _locked(parts: tuple[Fact, ...]) -> frozenset[str]:
    """Return the packages that lock files hold, those for development left out."""
    own = (one for one in parts if one.source == LOCKS and one.fields.get("scope") != "dev")
    return frozenset(_package(one) for one in own) - {""}


def _compared(bill: Fact, locked: frozenset[str], parts: tuple[Fact, ...]) -> Fact:
    """Return the bill with the number of locked packages that it does not list."""
    place = bill.where.partition("#")[0]
    listed = {_package(one) for one in parts if one.where.partition("#")[0] == place}
    return _with(bill, lock_missing=len(locked - listed))


def _package(part: Fact) -> str:
    return str(part.fields.get("purl", "")).partition("?")[0].partition("#")[0].casefold()


def whole(facts: Mapping[str, tuple[Fact, ...]], complete: frozenset[str]) -> frozenset[str]:
    """Parts are complete where a bill claims to be so for this application, by its name or by an artifact of it."""
    del complete
    artifacts = {_bare(one) for one in facts.get("prov.artifacts", ()) if one.fields.get("digest")}
    claims = [one for one in facts.get("sbom.docs", ()) if one.fields.get("whole") is True]
    return frozenset({"sbom.parts"}) if any(_is_own(one) or _bare(one) in artifacts for one in claims) else frozenset()


def _is_own(bill: Fact) -> bool:
    """Tell whether a bill is of this application, by the last part of its subject's name."""
    own = _LETTERS.sub("", str(bill.fields.get("subject", "")).casefold().rpartition("/")[2])
    return bool(own) and own == _LETTERS.sub("", str(bill.fields.get("app", "")).casefold())


class _Releases:
    """What is known of releases: versions by time, and artifacts by digest."""

    def __init__(self, facts: Mapping[str, tuple[Fact, ...]], as_of: str) -> None:
        self.artifacts = {_bare(one): one for one in facts.get("prov.artifacts", ()) if one.fields.get("digest")}
        tags = [one for one in facts.get("vcs.releases", ()) if one.fields.get("at") and str(one.fields["at"]) <= as_of]
        self.commits = {str(one.fields["commit"]): one for one in tags if one.fields.get("commit")}
        self.versions = {version: one for one in tags if (version := _of_tag(str(one.fields.get("tag", ""))))}
        newest = max(tags, key=lambda one: str(one.fields["at"]), default=None)
        highest = max(self.versions, key=_rank, default="")
        agreed = newest is not None and _of_tag(str(newest.fields.get("tag", ""))) == highest
        self.latest = highest if agreed else ""

    def placed(self, bill: Fact) -> Fact:
        """Return the bill with what is provable of its release."""
        artifact = self.artifacts.get(_bare(bill))
        if artifact is not None:
            known = artifact.fields.get("latest")
            return _with(bill, digest=artifact.fields["digest"], for_latest_release=known)
        version = self._release(bill)
        if not version or not self.latest:
            return bill
        return _with(bill, for_latest_release=version == self.latest)

    def _release(self, bill: Fact) -> str:
        """Return the version of the release that the bill belongs to, empty where that is not shown."""
        tagged = self.commits.get(str(bill.fields.get("commit", "")))
        if tagged is not None:
            return _of_tag(str(tagged.fields.get("tag", "")))
        version = _of_tag(str(bill.fields.get("version", "")))
        return version if _is_own(bill) and version in self.versions else ""


def _once(parts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return one fact for each package of a version: the first, with what the others know in addition."""
    groups: defaultdict[str, list[Fact]] = defaultdict(list)
    for one in parts:
        groups[str(one.fields.get("purl", "")).partition("?")[0]].append(one)
    return tuple(_merged(group) for group in groups.values())


def _merged(group: list[Fact]) -> Fact:
    if len(group) == 1:
        return group[0]
    fields: dict[str, Value] = {}
    for one in group:
        for name, value in one.fields.items():
            if name not in fields or fields[name] == "" or (name in _ANY and value is True):
                fields[name] = value
    return replace(group[0], fields=fields)


_ANY = {"direct", "hashed", "approved"}
"""Flags that hold for a part if one source says so."""


def _with(fact: Fact, **fields: Value | None) -> Fact:
    return replace(fact, fields={**fact.fields, **{name: value for name, value in fields.items() if value is not None}})


def _bare(fact: Fact) -> str:
    return str(fact.fields.get("digest", "")).removeprefix("sha256:").lower() or "-"


def _of_tag(name: str) -> str:
    """Return the version in a tag or a version text: from its first digit on, joined by dots."""
    start = re.search(r"(?<![A-Za-z0-9.])[vVrR]?(?=\d+[._]?\d*)", name)
    return name[start.end() :].replace("_", ".") if start else ""


def _rank(version: str) -> tuple[tuple[int, ...], bool, str]:
    """Order versions by their numbers; one with more behind them (``-rc1``) stands below the plain one."""
    found = _VERSION.match(version)
    if found is None:
        return (), False, version
    numbers = tuple(int(part) for part in re.findall(r"\d{1,18}", found[1]))
    return numbers, not found[2], found[2]

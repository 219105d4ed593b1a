"""Facts to findings: one key for the same fault, whichever tool and run reports it."""

from collections.abc import Iterable

from sammeter.defects.types import Finding, Scan
from sammeter.envelope.digests import canonical, sha256
from sammeter.facts import Fact

KINDS = ("scan.findings", "scan.runs", "vuln.matches", "secrets.findings", "secrets.scan_runs", "vuln.feeds")
_OVER = (
    "suppressed",
    "resolved",
    "fixed",
    "not_affected",
    "false_positive",
    "false-positive",
    "rotated",
    "removed",
    "example",
)
_KEY = 24


def findings(facts: Iterable[Fact], *, at: str) -> tuple[Finding, ...]:
    """Return what is open in the reports, one for each fault; `at` stands where a report names no time.

    A weakness of a package is known by the package without its version and by the first of all its names, so that it is the
    same for every scanner and after an update that does not help. A finding in code is known by the tool's own fingerprint,
    which survives moved lines; a secret by its fingerprint or by rule and place.
    """
    found: dict[str, Finding] = {}
    for fact in facts:
        if fact.fields.get("state") in _OVER or fact.kind not in KINDS:
            continue
        if (one := _finding(fact, at)) is not None:
            found.setdefault(f"{one.key}/{one.tool}", one)
    return tuple(found.values())


def _finding(fact: Fact, at: str) -> Finding | None:
    fields = fact.fields

    def text(name: str) -> str:
        value = fields.get(name, "")
        return value if isinstance(value, str) else ""

    if fact.kind == "scan.findings":
        dependency = fields.get("kind") in ("sca", "container-scan")
        return Finding(key=_key("code", text("tool"), text("id")), kind="part" if dependency else "code", tool=text("tool"),
                       title=text("rule") or text("id"), severity=text("severity"), place=text("place"), cwe=text("cwe"),
                       where=fact.where, at=text("first_seen_at") or at)  # fmt: skip
    if fact.kind == "vuln.matches":
        names = _names(fact)
        package = _package(text("component"))
        return Finding(key=_key("part", package, _main(names)), kind="part", tool=text("by"), title=f"{_main(names)} in {text('component')}",
                       severity=text("severity"), place=text("component"), names=names, exploited=fields.get("known_exploited") is True,
                       where=fact.where, at=text("detected_at") or at)  # fmt: skip
    if fact.kind == "secrets.findings":
        print_ = text("fingerprint") or f"{text('kind')}/{text('place')}"
        return Finding(key=_key("secret", print_), kind="secret", tool=text("tool"), title=text("kind") or "secret", severity="high",
                       place=text("place"), cwe="CWE-798", where=fact.where, at=text("first_seen_at") or at)  # fmt: skip
    return None


def scans(facts: Iterable[Fact]) -> tuple[Scan, ...]:
    """Return the runs that ended well and name their time: only they can show that something is gone."""
    found: list[Scan] = []
    for fact in facts:
        tool, at = str(fact.fields.get("tool", "")), fact.fields.get("at")
        if fact.fields.get("completed") is not True or not isinstance(at, str) or not at:
            continue
        if fact.kind == "scan.runs":
            dependency = fact.fields.get("kind") in ("sca", "container-scan")
            found.append(Scan(tool=tool, scope="part" if dependency else "code", at=at))
        elif fact.kind == "secrets.scan_runs":
            found.append(Scan(tool=tool, scope="secret", at=at))
    return tuple(dict.fromkeys(found))


def _names(fact: Fact) -> tuple[str, ...]:
    aliases = fact.fields.get("aliases", ())
    return tuple(dict.fromkeys([str(fact.fields.get("id", "")), *(aliases if isinstance(aliases, tuple) else ())]))


def _main(names: tuple[str, ...]) -> str:
    """Return the name by which a weakness is known everywhere: its CVE, else the first in the order of the alphabet."""
    return min((name for name in names if name), key=lambda name: (not name.startswith("CVE-"), name), default="")


def _package(purl: str) -> str:
    bare = purl.partition("?")[0].partition("#")[0]
    head, mark, _ = bare.rpartition("@")
    return (head if mark else bare).casefold()


def _key(*parts: str) -> str:
    return sha256(canonical(list(parts)))[:_KEY]

"""Results of a SARIF run as findings: what they are told apart by, how grave they are, and whether they are silenced."""

from collections import defaultdict
from collections.abc import Iterator
from posixpath import normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from sammeter.collect.scans.sarif_shape import Result, Rule, RuleReference, Run, Suppression
from sammeter.collect.scans.stated import cvss, digest, moment, severity, weakness
from sammeter.facts.scans import ScanFinding, SecretFinding

_WORDS = ("issue_severity", "severity", "problem.severity")


def findings(run: Run, tool: str, kind: str | None, place: str) -> Iterator[ScanFinding]:
    """Yield each different result that is a fault (3.27.9), once; passes, notes and questions of the tool are none."""
    rules = Rules(run)
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for number, result in enumerate(run.results or ()):
        if result.kind not in (None, "fail"):
            continue
        rule, path = rules.of(result), location(result, run)
        id_ = identity(result, rules.name(result), path)
        places, here = seen[id_], _line(result)
        if here in places:
            continue
        if places:  # the fingerprint of some tools is that of the line's text, which may stand in a file twice
            id_ = digest(id_, str(len(places)))
        places.add(here)
        yield ScanFinding(where=f"{place}/results/{number}", tool=tool, id=id_, kind_of=kind, rule=rules.name(result) or None,
                          place=path or None, severity=_severity(result, rule), state=state(result),
                          first_seen_at=moment(result.provenance.first_detection_time_utc) if result.provenance else None,
                          ticket=_ticket(result), cwe=_cwe(result, rule))  # fmt: skip


def secrets(run: Run, tool: str, place: str) -> Iterator[SecretFinding]:
    """Yield each different candidate secret; neither message nor snippet is taken, either may hold the secret."""
    rules = Rules(run)
    for number, result in enumerate(run.results or ()):
        if result.kind in (None, "fail"):
            path, rule = location(result, run), rules.name(result)
            commit = (result.partial_fingerprints or {}).get("commitSha") or ""
            yield SecretFinding(where=f"{place}/results/{number}", tool=tool, kind_of=rule or None, place=path or None,
                                state=state(result), found_in="history" if commit else None,
                                fingerprint=digest(rule, path, _line(result), str(commit)),
                                first_seen_at=moment(result.provenance.first_detection_time_utc) if result.provenance else None)  # fmt: skip


class Rules:
    """The rules of a run by the ways that a result may name them (3.52)."""

    def __init__(self, run: Run) -> None:
        self.driver = run.tool.driver.rules or []
        self.parts = [part.rules or [] for part in run.tool.extensions or ()]
        self.by_id = {rule.id: rule for rules in (*reversed(self.parts), self.driver) for rule in rules if rule.id}

    def of(self, result: Result) -> Rule | None:
        """Return the rule of a result, None where it is not listed."""
        reference = result.rule or RuleReference()
        index = result.rule_index if result.rule_index is not None else reference.index
        part = reference.tool_component.index if reference.tool_component else None
        listed = self.driver if part is None else self.parts[part] if 0 <= part < len(self.parts) else []
        if index is not None and 0 <= index < len(listed):
            return listed[index]
        return self.by_id.get(self.name(result))

    def name(self, result: Result) -> str:
        """Return the id of a result's rule, empty where none is stated."""
        return result.rule_id or (result.rule.id if result.rule else None) or self._listed(result)

    def _listed(self, result: Result) -> str:
        index = result.rule_index
        return (self.driver[index].id or "") if index is not None and 0 <= index < len(self.driver) else ""


def location(result: Result, run: Run) -> str:
    """Return the path of a result from the root of what was scanned; empty for none, or for one outside of it."""
    physical = result.locations[0].physical_location if result.locations else None
    found = physical.artifact_location if physical else None
    if found and found.uri is None and found.index is not None and 0 <= found.index < len(run.artifacts or ()):
        found = (run.artifacts or [])[found.index].location
    return relative(found.uri if found else None)


def relative(uri: str | None) -> str:
    """Return a URI as a path; what leaves the root by ``..`` or names another host is empty, a scheme is cut off."""
    if not uri or len(uri) > 4096 or "[" in uri.split("/")[0]:
        return ""
    split = urlsplit(uri.replace("\\", "/")) if "//" not in uri or "[" not in uri else None
    if split is None or (split.netloc and split.scheme == "file"):
        return ""
    raw = uri if split.scheme in ("http", "https") else unquote(split.path)
    path = raw if "://" in raw else normpath(raw.lstrip("/")) if raw.strip("/") else ""
    return "" if path.startswith("../") or path in ("..", ".") or "\0" in path else path


def identity(result: Result, rule: str, path: str) -> str:
    """Return what tells a result apart: the tool's own fingerprints, else rule, path, line and column."""
    prints = {**(result.partial_fingerprints or {}), **(result.fingerprints or {})}
    if prints:
        return digest(rule, path, *(f"{key}={prints[key]}" for key in sorted(prints)))
    own = result.correlation_guid or result.guid
    if own:
        return digest(own)
    return digest(rule, path, _line(result))


def _line(result: Result) -> str:
    """Return line and column; the message is left out, for it may quote a secret."""
    physical = result.locations[0].physical_location if result.locations else None
    region = physical.region if physical else None
    return f"{region.start_line}:{region.start_column}" if region else ""


def accepted(suppressions: list[Suppression] | None) -> bool:
    """Tell whether a result counts as silenced: some suppression, and none under review or rejected (3.35.3)."""
    return bool(suppressions) and all(one.status in (None, "accepted") for one in suppressions or ())


def reasoned(suppressions: list[Suppression] | None) -> bool:
    """Tell whether somebody wrote why."""
    return any((one.justification or "").strip() for one in suppressions or ())


def state(result: Result) -> str:
    """Return ``open``, ``suppressed``, or ``resolved`` for one that is gone since the baseline (3.27.24)."""
    if result.baseline_state == "absent":
        return "resolved"
    return "suppressed" if accepted(result.suppressions) else "open"


def _severity(result: Result, rule: Rule | None) -> str | None:
    """Return a stated severity; a level (error, warning, note) says how loud the tool is, not how grave the fault."""
    for properties in (result.properties, rule.properties if rule else None):
        if not properties:
            continue
        if (score := _number(properties.get("security-severity"))) is not None:
            return cvss(score)
        for word in _WORDS:
            if found := severity(_text(properties.get(word))):
                return found
    return None


def _number(stated: Any) -> float | None:
    text = str(stated) if isinstance(stated, (int, float, str)) and not isinstance(stated, bool) else ""
    return float(text) if text.replace(".", "", 1).isdecimal() and text.isascii() else None


def _text(stated: Any) -> str:
    return stated if isinstance(stated, str) else ""


def _ticket(result: Result) -> str | None:
    if result.work_item_uris is None:
        return None
    return result.work_item_uris[0] if result.work_item_uris else ""


def _cwe(result: Result, rule: Rule | None) -> str | None:
    """Return the first weakness that taxa, relationships or tags name."""
    taxa = [*(result.taxa or ()), *(one.target for one in (rule.relationships if rule else None) or () if one.target)]
    named = [f"CWE-{one.id}" for one in taxa if one.id and one.tool_component and one.tool_component.name == "CWE"]
    tags = [tag for properties in (result.properties, rule.properties if rule else None) for tag in _tags(properties)]
    return weakness(*(one.replace("CWE-CWE", "CWE") for one in named), *tags)


def _tags(properties: dict[str, Any] | None) -> list[str]:
    stated: list[Any] = []
    for key in ("tags", "cwe", "CWE"):
        value = (properties or {}).get(key)
        stated.extend(value if isinstance(value, list) else [value])
    return [tag for tag in stated if isinstance(tag, str)]

"""Files that silence scanners, one reader a format: what, why, and until when, as far as each format can say it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sammeter.collect.registry import File
from sammeter.collect.scans.stated import no_earlier
from sammeter.facts.risk import Accepted
from sammeter.text import Node, json5, toml

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z?|[T ].*)\Z", re.ASCII)
_EXPIRES = re.compile(r"\sexp:(\S+)")
_BLOCK = re.compile(r"<suppress\b[^>]*>(.*?)</suppress\s*>", re.DOTALL)
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)


def lines(file: File, tool: str, *, dated: bool) -> Iterator[Accepted]:
    """Read one entry a line (.trivyignore, .gitleaksignore); the comment beside it, or right above it, is its reason."""
    above: list[str] = []
    for number, line in enumerate(file.text().split("\n"), 1):
        entry, mark, comment = line.partition("#")
        if entry.strip():
            until = _EXPIRES.search(entry)
            subject = _EXPIRES.sub("", entry).strip()
            yield Accepted(where=file.at(number), subject=subject, tool=tool, scope="one",
                           reason=comment.strip() or " ".join(above), expires_at=_until(until[1] if until else "") if dated else "")  # fmt: skip
            above = []
        else:
            above = [*above, comment.strip()] if mark else []


def trivy(file: File) -> Iterator[Accepted]:
    """Read .trivyignore.yaml: ids by what was looked at, each with paths, a statement and an end."""
    root = file.yaml()
    for part in ("vulnerabilities", "misconfigurations", "secrets", "licenses"):
        for one in root[part]:
            if one["id"].text():
                yield Accepted(where=one.where, subject=one["id"].text(), tool="trivy",
                               scope="one" if one["paths"].items() or one["purls"].items() else "rule",
                               reason=one["statement"].text().strip(), expires_at=_until(one["expired_at"].text()))  # fmt: skip


def grype(file: File) -> Iterator[Accepted]:
    """Read the ignore rules of .grype.yaml; one without a vulnerability silences all that fits it."""
    for one in file.yaml()["ignore"]:
        package = one["package"]["name"].text()
        named = one["vulnerability"].text() or package or one["fix-state"].text() or one["vex-status"].text()
        if named:
            yield Accepted(where=one.where, subject=named, tool="grype", reason=one["reason"].text().strip(), expires_at="",
                           scope="one" if one["vulnerability"] and package else "rule")  # fmt: skip


def snyk(file: File) -> Iterator[Accepted]:
    """Read the ignored ids of .snyk, one entry for each path with its reason and end."""
    for id_, paths in file.yaml()["ignore"].mapping().items():
        for path in paths.many():
            for pattern, one in path.mapping().items():
                stated = _until(one["created"].text())
                yield Accepted(where=one.where or paths.where, subject=id_, tool="snyk", scope="rule" if pattern == "*" else "one",
                               reason=one["reason"].text().strip(), at=stated or None, expires_at=_until(one["expires"].text()))  # fmt: skip


def osv(file: File) -> Iterator[Accepted]:
    """Read osv-scanner.toml: ignored weaknesses and packages."""
    document = toml.plain(file.data, where=file.path, limits=file.limits)
    for key, name, until in (("IgnoredVulns", "id", "ignoreUntil"), ("PackageOverrides", "name", "effectiveUntil")):
        for one in _tables(document.get(key)):
            if key == "IgnoredVulns" or _ignores(one):
                yield Accepted(where=file.path, subject=str(one.get(name) or one.get("ecosystem") or "*"), tool="osv-scanner",
                               scope="one" if one.get(name) else "rule", reason=str(one.get("reason") or "").strip(),
                               expires_at=_until(str(one.get(until) or "")))  # fmt: skip


def _tables(stated: Any) -> list[dict[str, Any]]:
    return [one for one in stated if isinstance(one, dict)] if isinstance(stated, list) else []


def _ignores(one: dict[str, Any]) -> bool:
    weakness = one.get("vulnerability")
    return one.get("ignore") is True or (isinstance(weakness, dict) and weakness.get("ignore") is True)


def npm(file: File, tool: str) -> Iterator[Accepted]:
    """Read .nsprc and the allow-list of audit-ci: ids, or ids with notes and an end; an inactive one silences nothing."""
    root = json5.read(file.data, where=file.path, limits=file.limits)
    entries = [root] if tool == "better-npm-audit" else list(root["allowlist"])
    for entry in entries:
        if not isinstance(entry.value, dict):
            yield Accepted(where=entry.where, subject=entry.text(), tool=tool, scope="one", reason="", expires_at="")
            continue
        for id_, one in entry.mapping().items():
            record = one if isinstance(one.value, dict) else Node({"notes": one}, one.where)
            if record["active"].value is not False:
                yield Accepted(where=one.where, subject=id_, tool=tool, scope="one", reason=record["notes"].text().strip(),
                               expires_at=_until(record["expiry"].text()))  # fmt: skip


def checkov(file: File) -> Iterator[Accepted]:
    """Read the skipped checks of a configuration of Checkov; comments beside them are not read, so a reason may stand there."""
    for key in ("skip-check", "skip_check"):
        for one in file.yaml()[key].many():
            for id_ in filter(None, (part.strip() for part in one.text().split(","))):
                yield Accepted(where=one.where, subject=id_, tool="checkov", scope="rule", expires_at="")


def zap(file: File) -> Iterator[Accepted]:
    """Read the rules that a ZAP baseline scan ignores; the third column holds the rule's name or a reason, who knows."""
    for number, line in enumerate(file.text().split("\n"), 1):
        columns = line.split("\t")
        if len(columns) > 1 and columns[0].strip().isdecimal() and columns[1].strip() in ("IGNORE", "OUTOFSCOPE"):
            yield Accepted(where=file.at(number), subject=columns[0].strip(), tool="zap", scope="rule", expires_at="")


def dependency_check(file: File) -> Iterator[Accepted]:
    """Read suppressions of Dependency-Check; notes are the reason, or else the comments inside the element."""
    root = file.xml()
    found = [one for one in root.iter() if one.tag.rpartition("}")[2] == "suppress"]
    text = file.text()
    blocks = list(_BLOCK.finditer(text))
    for number, one in enumerate(found):
        parts: dict[str, str] = {}
        for child in one:
            name, value = child.tag.rpartition("}")[2], (child.text or "").strip()
            parts[name] = f"{parts[name]}, {value}" if name in parts else value
        block = blocks[number] if len(blocks) == len(found) else None
        comments = " ".join(_COMMENT.findall(block[1])) if block else None
        subject = next((parts[key] for key in ("cve", "vulnerabilityName", "cwe", "cvssBelow", "cpe", "gav", "packageUrl", "sha1", "filePath")
                        if parts.get(key)), "*")  # fmt: skip
        yield Accepted(where=file.at(text.count("\n", 0, block.start()) + 1) if block else file.path, subject=subject,
                       tool="dependency-check", scope=_breadth(parts), reason=_words(parts.get("notes") or comments),
                       expires_at=_until(one.get("until") or ""))  # fmt: skip


def _words(stated: str | None) -> str | None:
    """Return a text without its line breaks, as much as one reads in a list."""
    return None if stated is None else " ".join(stated.split())[:500]


def _breadth(parts: dict[str, str]) -> str:
    place = any(parts.get(key) for key in ("gav", "packageUrl", "sha1", "filePath"))
    return "one" if place and (parts.get("cve") or parts.get("vulnerabilityName")) else "rule"


def _until(stated: str) -> str | None:
    """Return a stated day or time in UTC, empty where none is stated, None where it cannot be read."""
    text = stated.strip()
    if not text:
        return ""
    if text.isdecimal() and len(text) in (10, 13):
        return _epoch(int(text[:10]))
    day = _DAY.match(text)
    if day is None:
        return None
    return no_earlier(text) or no_earlier(f"{day[1]}T00:00:00Z")


def _epoch(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""Reports of secret scanners (Gitleaks, TruffleHog, detect-secrets, ggshield): where candidates lie, never what they are."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.scans.rows import rows
from sammeter.collect.scans.secret_shapes import Baseline, Candidate, Entity, Leak, Shield
from sammeter.collect.scans.stated import digest, moment
from sammeter.facts.scans import ScanRun, SecretFinding, SecretScanRun

_PIPELINE = re.compile(
    r"(?:\A|/)(?:\.github/workflows/|\.gitlab-ci|\.circleci/|Jenkinsfile|azure-pipelines|\.buildkite/)"
)
_CONFIGURATION = re.compile(
    r"(?:\A|/)\.env[^/]*\Z|\.(?:env|ini|cfg|conf|config|properties|ya?ml|toml|tf|tfvars)\Z", re.IGNORECASE
)
_HEAD = 8192


@collector(
    reads=documents("**/*.json", "**/*.jsonl", "**/*.ndjson", "**/.secrets.baseline"),
    yields=[ScanRun, SecretScanRun, SecretFinding], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield the run and its candidates. An empty list is nobody's: no scanner signs it, so it is no clean run."""
    head = file.text()[:_HEAD].lstrip("\ufeff \t\r\n")
    for start, words, read in _READERS:
        if start.match(head) and all(word in head for word in words):
            yield from read(file)
            return


def _gitleaks(file: File) -> Iterator[Yielded]:
    found = list(rows(file, Leak))
    history = any(one.commit or one.old_commit for _, one in found)
    yield from _runs(file.path, "gitleaks", history=True if history else None)
    for place, one in found:
        commit, path = one.commit or one.old_commit or "", one.file or one.old_file or ""
        rule = one.rule or one.old_rule
        yield SecretFinding(where=place, tool="gitleaks", kind_of=rule, place=path or None, found_in=_where(path, commit),
                            fingerprint=digest("gitleaks", one.print or f"{commit}:{path}:{rule}:{one.start or one.old_start}"),
                            state="open")  # fmt: skip


def _trufflehog(file: File) -> Iterator[Yielded]:
    """Read what was verified as working; one that was not may be dead or merely untried, so it is not known."""
    found = list(rows(file, Candidate))
    sources = {name for _, one in found for name in _data(one)}
    yield from _runs(file.path, "trufflehog", history=True if sources & {"Git", "Github", "Gitlab"} else None)
    for place, one in found:
        name, data = next(iter(_data(one).items()), ("", {}))
        path, commit, line = (str(data.get(key) or "") for key in ("file", "commit", "line"))
        found_in = "image" if name == "Docker" else _where(path, commit)
        yield SecretFinding(where=place, tool="trufflehog", kind_of=one.detector, place=path or None, found_in=found_in,
                            fingerprint=digest("trufflehog", str(one.detector), path, commit, line), state="open",
                            active=True if one.verified else None)  # fmt: skip


def _data(one: Candidate) -> dict[str, dict[str, Any]]:
    stated = (one.metadata.data if one.metadata else None) or {}
    return {name: value for name, value in stated.items() if isinstance(value, dict)}


def _detect_secrets(file: File) -> Iterator[Yielded]:
    """Read a baseline; an entry that a person judged to be no secret is none."""
    baseline = file.shaped(Baseline)
    yield from _runs(file.path, "detect-secrets", at=moment(baseline.generated), version=baseline.version)
    for path, entries in sorted((baseline.results or {}).items()):
        for one in entries:
            active = True if one.verified else False if one.secret is False else None
            yield SecretFinding(where=file.path, tool="detect-secrets", kind_of=one.type, place=path, found_in=_where(path, ""),
                                fingerprint=digest("detect-secrets", str(one.type), path, str(one.line)),
                                active=active, state="false-positive" if one.secret is False else "open")  # fmt: skip


def _ggshield(file: File) -> Iterator[Yielded]:
    report = file.shaped(Shield)
    commits = any(one.type == "commit" for one in report.scans or ())
    yield from _runs(file.path, "ggshield", history=True if commits else None)
    parts = [(one.type or "", entity) for one in report.scans or () for entity in one.entities or ()]
    for kind, entity in [*parts, *((report.type or "", entity) for entity in report.entities or ())]:
        yield from _incidents(file.path, kind, entity)


def _incidents(path: str, kind: str, entity: Entity) -> Iterator[SecretFinding]:
    name = entity.filename or ""
    for one in entity.incidents or ():
        yield SecretFinding(where=path, tool="ggshield", kind_of=one.type, place=name or None,
                            found_in=_where(name, "a commit" if kind == "commit" else ""),
                            fingerprint=digest("ggshield", one.sha or "", name), state="open",
                            active={"valid": True, "invalid": False}.get(one.validity or ""))  # fmt: skip


def _runs(
    path: str, tool: str, *, at: str | None = None, history: bool | None = None, version: str | None = None
) -> Iterator[Yielded]:
    yield ScanRun(where=path, tool=tool, tool_version=version, kind_of="secret-scan", at=at)
    yield SecretScanRun(where=path, tool=tool, at=at, history=history)


def _where(path: str, commit: str) -> str:
    """Return where a candidate lies: what was found in a commit lies in the history, wherever else it lies."""
    if commit:
        return "history"
    return "ci" if _PIPELINE.search(path) else "config" if _CONFIGURATION.search(path) else "code"


_ARRAY, _OBJECT = re.compile(r"\["), re.compile(r"\{")
_READERS: tuple[tuple[re.Pattern[str], tuple[str, ...], Callable[[File], Iterator[Yielded]]], ...] = (
    (_ARRAY, ('"RuleID"', '"StartLine"'), _gitleaks),
    (_ARRAY, ('"offender"', '"rule"', '"repo"'), _gitleaks),
    (re.compile(r'(?:\[\s*)?\{\s*"SourceMetadata"'), ('"DetectorName"',), _trufflehog),
    (_OBJECT, ('"plugins_used"', '"generated_at"'), _detect_secrets),
    (_OBJECT, ('"total_incidents"', '"total_occurrences"'), _ggshield),
)
"""How each tool's report begins, and what stands near its beginning; others write reports with the same words."""

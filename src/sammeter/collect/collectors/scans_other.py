"""Native reports of Trivy, Grype, Semgrep and Bandit: the run, and the findings that are no known weakness of a component."""

from collections.abc import Iterator

from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.scans.native_shapes import Bandit, Grype, Semgrep, Trivy, TrivyPart
from sammeter.collect.scans.stated import digest, moment, severity, weakness
from sammeter.facts.scans import ScanFinding, ScanRun, SecretFinding, SecretScanRun

_HEAD = 4096
_PLACEHOLDER = "requires login"


@collector(
    reads=documents("**/*.json"), yields=[ScanRun, ScanFinding, SecretScanRun, SecretFinding], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield what a report of one of these tools shows; they write it when they are done, so it tells of an ended run."""
    text = file.text()
    head = text[:_HEAD]
    if '"SchemaVersion"' in head and '"ArtifactName"' in head:
        yield from _trivy(file.shaped(Trivy), file.path)
    elif '"matches"' in head and '"descriptor"' in text and '"grype"' in text:
        yield from _grype(file.shaped(Grype), file.path)
    elif ('"check_id"' in text and '"errors"' in text) or '"interfile_languages_used"' in text:
        yield from _semgrep(file.shaped(Semgrep), file.path)
    elif '"CONFIDENCE.HIGH"' in text and '"_totals"' in text:
        yield from _bandit(file.shaped(Bandit), file.path)


def _trivy(report: Trivy, path: str) -> Iterator[Yielded]:
    """Yield one run for each thing that Trivy did; a report without results looked at nothing that it knew."""
    at, version = moment(report.created), report.trivy.version if report.trivy else None
    kinds = {kind for part in report.results or () for kind in _did(part, report.artifact or "")}
    for kind in sorted(kinds):
        yield ScanRun(
            where=path,
            tool="trivy",
            tool_version=version,
            kind_of=kind,
            target=report.name or None,
            at=at,
            completed=True,
        )
    if "secret-scan" in kinds:
        yield SecretScanRun(where=path, tool="trivy", at=at, completed=True, history=False)
    if not kinds:
        yield ScanRun(where=path, tool="trivy", tool_version=version, target=report.name or None, at=at)
    image = report.artifact == "container_image"
    for part in report.results or ():
        yield from _trivy_findings(part, path, image=image)


def _did(part: TrivyPart, artifact: str) -> Iterator[str]:
    if part.kind in ("lang-pkgs", "os-pkgs"):
        yield "container-scan" if artifact == "container_image" else "sca"
    if part.kind == "config":
        yield "iac-scan"
    if part.kind == "secret":
        yield "secret-scan"


def _trivy_findings(part: TrivyPart, path: str, *, image: bool) -> Iterator[Yielded]:
    target = part.target or ""
    for wrong in part.misconfigurations or ():
        if wrong.status == "FAIL":
            yield ScanFinding(where=path, tool="trivy", id=digest("trivy", wrong.id or "", target, str(wrong.message or "")),
                              kind_of="iac-scan", rule=wrong.id, place=target or None, severity=severity(wrong.severity), state="open")  # fmt: skip
    for secret in part.secrets or ():
        yield SecretFinding(where=path, tool="trivy", kind_of=secret.rule, place=target or None,
                            found_in="image" if image else "code", state="open",
                            fingerprint=digest("trivy", secret.rule or "", target, str(secret.line)))  # fmt: skip


def _grype(report: Grype, path: str) -> Iterator[Yielded]:
    """Yield the run; its matches are told elsewhere. A database that could not be loaded ended no run well."""
    tool = report.descriptor
    image = report.source is not None and report.source.type == "image"
    database = tool.db.status or tool.db if tool.db else None
    yield ScanRun(where=path, tool="grype", tool_version=tool.version, kind_of="container-scan" if image else "sca",
                  at=moment(tool.timestamp), database_at=moment(database.built) if database else None,
                  completed=True if database and database.built and not database.error else None)  # fmt: skip


def _semgrep(report: Semgrep, path: str) -> Iterator[Yielded]:
    """Yield the run, which states no time; errors on the way, or no list of files looked at, leave open how it ended."""
    looked = bool(report.paths and report.paths.scanned)
    yield ScanRun(where=path, tool="semgrep", tool_version=report.version, kind_of="sast", results=len(report.results),
                  completed=True if looked and report.errors == [] else None,
                  rules=tuple(sorted({one.check_id for one in report.results})) or None)  # fmt: skip
    seen: set[str] = set()
    for one in report.results:
        prints = one.extra.fingerprint if one.extra.fingerprint not in (None, _PLACEHOLDER) else None
        id_ = digest("semgrep", one.check_id, one.path, prints or str(one.start.line))
        if id_ not in seen:
            seen.add(id_)
            yield ScanFinding(where=path, tool="semgrep", id=id_, kind_of="sast", rule=one.check_id, place=one.path,
                              severity=severity(one.extra.severity) if one.extra.severity != "INFO" else None, state="suppressed" if one.extra.is_ignored else "open",
                              cwe=weakness(*_texts(one.extra.metadata.cwe if one.extra.metadata else None)))  # fmt: skip


def _texts(stated: list[str] | str | None) -> list[str]:
    return stated if isinstance(stated, list) else [stated] if stated else []


def _bandit(report: Bandit, path: str) -> Iterator[Yielded]:
    """Yield the run: whole where no file failed and some line was read."""
    totals = report.metrics.get("_totals")
    lines = totals.loc if totals else 0
    silent = totals.nosec + totals.skipped_tests if totals else None
    yield ScanRun(where=path, tool="bandit", kind_of="sast", at=moment(report.generated), results=len(report.results),
                  completed=True if lines and report.errors == [] else None, suppressed=silent,
                  suppressed_reasoned=0 if silent == 0 else None)  # fmt: skip
    for one in report.results:
        yield ScanFinding(where=path, tool="bandit", kind_of="sast", rule=one.test_id, place=one.filename, state="open",
                          id=digest("bandit", one.test_id, one.filename, str(one.line)), severity=severity(one.severity),
                          cwe=f"CWE-{one.cwe.id}" if one.cwe and one.cwe.id else None)  # fmt: skip

"""SARIF 2.1.0 logs of any tool: how each run ended, which rules it had, what it found and what was silenced."""

from collections.abc import Iterator

from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.scans.sarif_run import facts
from sammeter.collect.scans.sarif_shape import Log
from sammeter.facts import Gap
from sammeter.facts.scans import ScanFinding, ScanRun, SecretFinding, SecretScanRun

_KINDS = (ScanRun.kind, ScanFinding.kind)


@collector(
    reads=documents("**/*.sarif", "**/*.sarif.json", "**/*.json"),
    yields=[ScanRun, ScanFinding, SecretScanRun, SecretFinding], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield the runs of a log. A log without runs proves no scan, and one of another version is not read: both are gaps."""
    named = ".sarif" in file.path.casefold()
    head = file.text()
    if not named and not ('"runs"' in head and ('"driver"' in head or "sarif" in head[:2000].casefold())):
        return
    log = file.shaped(Log)
    if log.runs is None and not named:
        return
    if log.version != "2.1.0":
        yield Gap(where=file.path, reason="other version", detail=f"SARIF {log.version[:20]}; 2.1.0 is read",
                  hint="convert it with sarif-multitool transform", kinds=_KINDS)  # fmt: skip
        return
    if not log.runs:
        yield Gap(where=file.path, reason="empty", detail="a SARIF log without runs: no tool ran", kinds=_KINDS)
    for number, run in enumerate(log.runs or ()):
        yield from facts(run, f"{file.path}#/runs/{number}")

"""Secrets in what files said before: the history of the assessed commit, newest first, as far as the bounds reach."""

from collections.abc import Iterator

from sammeter.collect.collectors.secrets import MEDIA
from sammeter.collect.registry import File, Ran, Versions, Yielded, collector
from sammeter.collect.secrets import detector
from sammeter.collect.secrets.judged import TOOL, before
from sammeter.facts import Gap
from sammeter.facts.scans import SecretFinding, SecretScanRun
from sammeter.text import Limits


def _ran(ran: Ran) -> Iterator[Yielded]:
    """Yield the run; it is complete only if the detector read every content that the history ever held."""
    whole = detector.installed() and not ran.unread
    yield SecretScanRun(where=ran.name, tool=TOOL, at=ran.as_of, history=True, scopes=("history",), completed=whole)
    if ran.unread:
        yield Gap(where=ran.name, reason="history not read", detail=f"not searched for secrets: {'; '.join(ran.unread)}",
                  hint="scan the whole history with a secret scanner and hand in its report", kinds=(SecretScanRun.kind,))  # fmt: skip


@collector(
    reads=Versions(patterns=("**/*",), limits=Limits(size=1 << 20), unless=MEDIA), yields=[SecretFinding, SecretScanRun],
    complete=[], version=2 if detector.installed() else 1, ends=_ran,
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield what one earlier content held; a binary one is passed over."""
    if b"\0" not in file.data[:8192]:
        yield from before(file)

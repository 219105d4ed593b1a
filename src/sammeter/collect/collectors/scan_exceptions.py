"""Exceptions in the files that silence scanners: each with its reason and its end, or with none."""

from collections.abc import Callable, Iterator
from functools import partial

from sammeter.collect.foreign import is_foreign
from sammeter.collect.registry import File, Files, collector, files
from sammeter.collect.scans import silenced
from sammeter.facts.risk import Accepted

_READERS: tuple[tuple[Files, Callable[[File], Iterator[Accepted]]], ...] = (
    (files("**/.trivyignore"), partial(silenced.lines, tool="trivy", dated=True)),
    (files("**/.gitleaksignore"), partial(silenced.lines, tool="gitleaks", dated=False)),
    (files("**/.trivyignore.y*ml"), silenced.trivy),
    (files("**/.grype.y*ml", "**/.grype/config.y*ml"), silenced.grype),
    (files("**/.snyk"), silenced.snyk),
    (files("**/osv-scanner.toml"), silenced.osv),
    (files("**/.nsprc"), partial(silenced.npm, tool="better-npm-audit")),
    (files("**/audit-ci.json", "**/audit-ci.jsonc", "**/audit-ci.json5", "**/.audit-ci.json"), partial(silenced.npm, tool="audit-ci")),
    (files("**/.checkov.y*ml"), silenced.checkov),
    (files("**/.zap/rules.tsv"), silenced.zap),
)  # fmt: skip
_XML = files("**/*suppress*.xml")


@collector(
    reads=files(*(pattern for reads, _ in _READERS for pattern in reads.patterns), *_XML.patterns),
    yields=[Accepted], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[Accepted]:
    """Yield the entries of a file; suppressions of style checkers, which share the name, are none."""
    if is_foreign(file.path):
        return
    if _XML.matches(file.path):
        if "DependencyCheck/dependency-suppression" in file.text()[:8192]:
            yield from silenced.dependency_check(file)
        return
    read = next(read for reads, read in _READERS if reads.matches(file.path))
    yield from read(file)

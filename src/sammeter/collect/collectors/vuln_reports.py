"""Matches that other tools made: Trivy, Grype, OSV-Scanner, pip-audit, npm audit."""

from collections.abc import Iterator

from sammeter.collect.registry import File, Recognised, Yielded, collector, documents
from sammeter.collect.vulns.capped import capped
from sammeter.collect.vulns.reports import READERS
from sammeter.facts.vuln import Feed, Judgement, Match


@collector(reads=documents("**/*.json"), yields=[Match, Judgement, Feed], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield what the first reader that knows the report finds in it; none of them shows that there is nothing else."""
    for words, shape, read in READERS:
        if all(word in file.data for word in words) and b'"$schema"' not in file.data[:200]:
            yield Recognised(where=file.path)
            yield from capped(read(file.shaped(shape), file.path), file.path)
            return

"""Rules for scanners that are kept in the repository: Semgrep rule files and CodeQL packs, by the names they have."""

import re
from collections.abc import Iterator

from sammeter.collect.foreign import is_foreign
from sammeter.collect.registry import File, collector, files
from sammeter.facts.scans import ScanRules
from sammeter.text import Node, yaml

_PARTS = ("pattern", "patterns", "pattern-either", "pattern-regex", "mode", "match", "pattern-sources", "taint")
_STOCK = re.compile(r"codeql/", re.IGNORECASE)


@collector(
    reads=files(".semgrep.y*ml", ".semgrep/**/*.y*ml", "**/semgrep/**/*.y*ml", "**/semgrep-rules/**/*.y*ml",
                "**/semgrep_rules/**/*.y*ml", "**/semgrep*.y*ml", "**/qlpack.yml", "**/codeql-pack.yml"),
    yields=[ScanRules], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[ScanRules]:
    """Yield the rules that a file defines. A configuration that only names rules of others defines none."""
    if is_foreign(file.path):
        return
    if file.path.casefold().endswith(("qlpack.yml", "codeql-pack.yml")):
        pack = file.yaml()["name"]
        if pack.text() and not _STOCK.match(pack.text()):
            yield ScanRules(where=pack.where, tool="codeql", pack=pack.text())
        return
    for document in yaml.read_all(file.data, where=file.path, limits=file.limits):
        ids = _defined(document)
        if ids:
            yield ScanRules(where=document["rules"].where, tool="semgrep", ids=ids)


def _defined(document: Node) -> tuple[str, ...]:
    """Return the ids of rules that say what they look for."""
    if not isinstance(document.value, dict) or not isinstance(document["rules"].value, list):
        return ()
    rules = [one for one in document["rules"] if isinstance(one.value, dict) and any(part in one for part in _PARTS)]
    return tuple(one["id"].text() for one in rules if one["id"].text())

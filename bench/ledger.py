"""Stored evidence decided again: a bundle is the statement of one commit, at least 20 facts, and one decision.

usage: python bench/ledger.py [BUNDLES]      prints seconds, and the ratio to reading and hashing the same files once
"""

import hashlib
import sys
import tempfile
import time
from pathlib import Path

from sammeter.app.check import Wanted, check
from sammeter.app.ledger import Made, Trust, keep_decision, verify
from sammeter.app.packs import shipped
from sammeter.app.reading import Wanted as Read
from sammeter.facts import Fact
from sammeter.facts.collected import Collected

AS_OF = "2026-01-01T00:00:00Z"


def collected(number: int) -> Collected:
    """Return what was seen of one commit: 24 facts."""
    at = "2025-12-31T00:00:00Z"
    runs = [Fact(kind="scan.runs", where=f"{kind}.sarif", source="scans_sarif", fields={"kind": kind, "completed": True, "at": at, "rules_off": 0, "suppressed": 0})
            for kind in ("sast", "sca")]  # fmt: skip
    found = [Fact(kind="scan.findings", where=f"sast.sarif#{n}", source="scans_sarif",
                  fields={"kind": "sast", "id": f"{number}-{n}", "severity": "low" if n % 5 else "high", "state": "open", "place": f"src/{n}.py"})
             for n in range(20)]  # fmt: skip
    tests = [Fact(kind="tests.suites", where="junit.xml", source="tests_junit", fields={"passed": number, "failed": 0}),
             Fact(kind="ci.pipelines", where="ci.yml:1", source="ci_github", fields={"id": "ci.yml", "uses_total": 4, "pinned_share": 1.0})]  # fmt: skip
    kinds = ("ci.pipelines", "scan.findings", "scan.runs", "tests.suites")
    return Collected(
        name="shop",
        revision=f"{number:040x}",
        at=AS_OF,
        as_of=AS_OF,
        facts=(*runs, *found, *tests),
        gaps=(),
        looked=kinds,
        complete=(),
    )


def main(count: int) -> None:
    """Keep the bundles, then verify and decide them all again."""
    pack = shipped()
    wanted = Wanted(read=Read(path=Path()), policy=pack.checks.policies["starter"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = time.perf_counter()
        for number in range(count):
            seen = collected(number)
            keep_decision(
                folder, Made(decision=check(wanted, seen, pack), wanted=wanted, collected=seen, pack=pack), None
            )
        kept = time.perf_counter() - start
        start = time.perf_counter()
        size = 0
        for path in folder.rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                size += len(data)
                hashlib.sha256(data).hexdigest()
        floor = time.perf_counter() - start
        start = time.perf_counter()
        found = verify(folder, Trust())
        again = time.perf_counter() - start
    print(f"{count} bundles of 24 facts, {size / 1e6:.1f} MB: kept in {kept:.2f} s, read and hashed in {floor:.2f} s")
    print(
        f"verified and decided again in {again:.2f} s ({found.replayed} decisions, {len(found.wrong)} faults): {again / floor:.1f} times the reading"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

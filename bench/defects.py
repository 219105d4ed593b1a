"""Findings imported, and the next day's recognised as the same: SARIF of many results, fingerprints and all.

usage: python bench/defects.py [FINDINGS]      prints seconds, and the ratio to parsing the same files once as JSON
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from sammeter.app.defects import Asked, import_reports, standing
from sammeter.app.packs import shipped

EACH = 20_000


def sarif(first: int, count: int, at: str) -> str:
    """Return a SARIF log of one tool."""
    results = [
        {"ruleId": f"rule-{number % 50}", "message": {"text": "look here"},
         "locations": [{"physicalLocation": {"artifactLocation": {"uri": f"src/{number % 997}.py"}, "region": {"startLine": number}}}],
         "partialFingerprints": {"primaryLocationLineHash": f"{number}:1"}}
        for number in range(first, first + count)
    ]  # fmt: skip
    rules = [{"id": f"rule-{n}", "properties": {"security-severity": "7.5"}} for n in range(50)]
    return json.dumps({"version": "2.1.0", "runs": [{
        "tool": {"driver": {"name": "CodeQL", "rules": rules}}, "results": results,
        "invocations": [{"executionSuccessful": True, "endTimeUtc": at}],
    }]})  # fmt: skip


def main(count: int) -> None:
    """Import twice: a first time, and a day later with the same findings in reports of that day."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for day in (1, 2):
            (folder / f"day{day}").mkdir()
            for first in range(0, count, EACH):
                (folder / f"day{day}/{first}.sarif").write_text(
                    sarif(first, min(EACH, count - first), f"2026-01-0{day}T10:00:00Z")
                )
        start = time.perf_counter()
        for path in (folder / "day1").iterdir():
            json.loads(path.read_bytes())
        floor = time.perf_counter() - start
        for day in (1, 2):
            start = time.perf_counter()
            done = import_reports(folder / "register.sqlite", "shop", [folder / f"day{day}"])
            seconds = time.perf_counter() - start
            print(
                f"day {day}: {done.found} findings, {done.new} new: {seconds:.1f} s, {seconds / floor:.1f} times parsing the files once"
            )
        start = time.perf_counter()
        asked = Asked(
            register=folder / "register.sqlite", deadlines=shipped().sla["standard"], as_of="2026-02-01T00:00:00Z"
        )
        found = standing(asked)
        print(f"{len(found)} defects replayed: {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)

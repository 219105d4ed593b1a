"""Sentences about reports: what is not known is said to be so, and nothing in them is ever good by itself."""

from typing import Any

import pytest

from sammeter.app.observe import observe
from sammeter.facts import Fact, Seen, World
from sammeter.report.assessment import Seen as Observation
from sammeter.rules import RuleBook

BOOK = RuleBook(rules=(), answerings=(), limits={})


def said(kind: str, *rows: dict[str, Any]) -> list[Observation]:
    facts = tuple(Fact(kind=kind, where=f"x:{n}", source="test", fields=row) for n, row in enumerate(rows))
    return list(observe(World(as_of="2026-01-01T00:00:00Z", seen={kind: Seen(facts=facts)}), BOOK))


@pytest.mark.parametrize(
    ("kind", "rows", "sentence", "good"),
    [
        ("scan.runs", [{"tool": "semgrep", "kind": "sast", "completed": True, "at": "2026-06-20T10:00:00Z"}, {"tool": "semgrep", "kind": "sast"}],
         "scans, sast: 2 runs by semgrep, 1 ended well, 1 do not say how they ended, the newest of 2026-06-20", None),
        ("scan.runs", [{"tool": "x", "completed": False}],
         "scans, of a kind that is not known: 1 run by x, 0 ended well, 1 failed, at a time that is not known", False),
        ("scan.findings", [{"state": "open", "severity": "high"}, {"state": "open"}, {"state": "suppressed"}],
         "2 open findings, 1 of them high or critical, 1 without a stated severity; 1 silenced", False),
        ("scan.findings", [{"state": "open"}], "1 open finding, 0 of them high or critical, 1 without a stated severity; 0 silenced", None),
        ("secrets.findings", [{"active": True}], "1 secret found that works", False),
        ("secrets.findings", [{"state": "open"}], "1 candidate for a secret; whether they work is not known", None),
        ("secrets.scan_runs", [{"tool": "gitleaks", "history": True}], "1 scan for secrets by gitleaks, 1 read the history, 0 say that they ended well", None),
        ("risk.exceptions", [{"expires_at": "", "reason": "x"}, {"expires_at": "2026-09-01T00:00:00Z", "reason": ""}],
         "2 exceptions, 1 without an end, 1 without a reason", False),
        ("risk.exceptions", [{"subject": "x"}], "1 exception, 0 without an end, 0 without a reason", None),
        ("tests.suites", [{"kind": "security", "passed": 2, "failed": 0, "skipped": 1}, {"kind": "security"}],
         "tests marked as security: 2 passed, 0 failed, 1 skipped in 2 reports, of which 1 give no sure counts", None),
        ("tests.suites", [{"passed": 1, "failed": 1, "skipped": 0}], "tests without a mark: 1 passed, 1 failed, 0 skipped in 1 report", False),
        ("tests.fuzz", [{"completed": False, "executions": 5000}], "1 fuzz campaign, 0 ran to the end, 1 stopped early, 5,000 inputs counted", None),
        ("tests.fuzz_surface", [{"listed_by": "go", "inputs_fuzzed": 2}], "2 fuzz targets (go); how many inputs there are is not known", None),
        ("conf.results", [{"baseline": "stig", "passed": 3, "failed": 0}], "conformity of a component that is not named against stig: 3 rules pass, 0 fail", None),
        ("scan.rules", [{"tool": "semgrep"}], "own rules for scanners in 1 file", None),
    ],
)  # fmt: skip
def test_a_sentence_says_what_is_known_and_what_is_not(
    kind: str, rows: list[dict[str, Any]], sentence: str, good: object
) -> None:
    (one,) = said(kind, *rows)
    assert (one.says, one.good) == (sentence, good)

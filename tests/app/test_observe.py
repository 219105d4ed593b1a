"""Sentences about facts never show what is not known as good."""

from typing import Any

import pytest

from sammeter.app.observe import observe
from sammeter.facts import Fact, Seen, World
from sammeter.report.assessment import Seen as Observation
from sammeter.rules import RuleBook

BOOK = RuleBook(rules=(), answerings=(), limits={})
GOOD: dict[str, dict[str, Any]] = {
    "vcs.releases": {"tag": "v1", "signed": True},
    "docs.update_bots": {"tool": "renovate", "enabled": True},
    "docs.drift": {"refs_total": 3, "refs_broken": 0},
    "ci.hardening": {"check": "pinned-uses", "result": "pass"},
    "ci.steps": {"kind": "sca", "tool": "osv-scanner", "blocking": True},
    "forge.branch_rules": {
        "branch": "main",
        "pr_required": True,
        "min_approvals": 1,
        "stale_dismissed": True,
        "admins_bound": True,
        "full_view": True,
    },
    "forge.reviews": {"pr": "#1", "before_merge": True},
}
DECIDES = {"vcs.releases": "signed", "docs.update_bots": "enabled", "docs.drift": "refs_broken", "ci.hardening": "result",
           "ci.steps": "blocking", "forge.branch_rules": "full_view", "forge.reviews": "before_merge"}  # fmt: skip


def seen(kind: str, *rows: dict[str, Any]) -> Observation:
    facts = tuple(Fact(kind=kind, where=f"x:{n}", source="test", fields=row) for n, row in enumerate(rows))
    return observe(World(as_of="2026-01-01T00:00:00Z", seen={kind: Seen(facts=facts)}), BOOK)[0]


@pytest.mark.parametrize("kind", GOOD)
def test_what_is_known_to_be_good_is_good_and_its_absence_is_not(kind: str) -> None:
    unknown = {name: value for name, value in GOOD[kind].items() if name != DECIDES[kind]}
    assert seen(kind, GOOD[kind]).good is True
    assert seen(kind, unknown).good is None


@pytest.mark.parametrize("kind", ["vcs.releases", "ci.hardening", "ci.steps", "forge.reviews"])
def test_one_unknown_among_good_ones_is_not_good(kind: str) -> None:
    unknown = {name: value for name, value in GOOD[kind].items() if name != DECIDES[kind]}
    assert seen(kind, GOOD[kind], unknown).good is None


def test_a_counterexample_is_bad_and_says_so() -> None:
    assert seen("ci.hardening", {"check": "x", "result": "fail"}, {"check": "x"}).good is False
    assert "1 fail, 0 pass, 1 not known" in seen("ci.hardening", {"check": "x", "result": "fail"}, {"check": "x"}).says
    assert seen("docs.drift", {"refs_total": 3, "refs_broken": 2}).good is False
    assert (
        "stops the run in 1 of 2 places"
        in seen("ci.steps", GOOD["ci.steps"], {**GOOD["ci.steps"], "blocking": False}).says
    )

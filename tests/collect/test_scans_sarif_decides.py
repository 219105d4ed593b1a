"""What SARIF logs decide, through collector, join and rule; where a log alone decides nothing, that is shown too."""

from pathlib import Path
from typing import Any

import pytest
from tests.collect.decisions import handed_in, verdict
from tests.collect.sarif import ended, log, result, scan

from sammeter.facts import Fact

OWN = "rules:\n- id: shop-open-redirect\n  pattern: redirect($X)\n  message: m\n  languages: [python]\n"
OLD = [{"executionSuccessful": True, "endTimeUtc": "2025-01-01T00:00:00Z"}]
SHA = "5da53fbb2a0aaa12d648b73984acc9aac2e11c2a"
RUNS = ("scan.runs",)


def silenced(*reasons: str, **more: Any) -> dict[str, Any]:
    words = [[{"kind": "external", "status": "accepted", "justification": one}] for one in reasons]
    rules = {"isComprehensive": True, "rules": [{"id": "open-redirect"}]}
    return scan(
        "CodeQL", *(result(line=n, suppressions=one) for n, one in enumerate([[], *words])), driver=rules, **more
    )


def test_own_rules_that_stand_in_the_repository_meet_v_st_2_a_3(tmp_path: Path) -> None:
    run = scan("Semgrep OSS", result("src.rules.shop-open-redirect"))
    with_rules = handed_in(tmp_path / "own", {"a.sarif": log(run)}, tree={"src/semgrep/shop.yml": OWN})
    assert verdict("V-ST-2-A.3", with_rules) == "met"
    without = handed_in(tmp_path / "none", {"a.sarif": log(run)})
    assert verdict("V-ST-2-A.3", without) == "unknown"
    assert verdict("V-ST-2-A.3", without, whole=RUNS) == "unknown"  # whose rules they are is not known


@pytest.mark.parametrize(
    "run",
    [
        scan("Semgrep OSS", result("shop-open-redirect"), invocations=OLD),
        scan("Semgrep OSS", result("shop-open-redirect"), invocations=[ended(executionSuccessful=False)]),
        scan("Semgrep OSS", result("shop-open-redirect"), invocations=None),
        scan("CodeQL", result("shop-open-redirect")),
        {**scan("Semgrep OSS", driver={"rules": [{"id": "shop-open-redirect"}]}), "results": None},
    ],
    ids=["old", "failed", "says nothing", "another tool", "never looked"],
)
def test_own_rules_of_a_run_that_does_not_count_meet_nothing(tmp_path: Path, run: dict[str, Any]) -> None:
    got = handed_in(tmp_path, {"a.sarif": log(run)}, tree={"semgrep/shop.yml": OWN})
    assert verdict("V-ST-2-A.3", got) == "unknown"


def test_only_runs_that_do_not_count_leave_v_st_2_a_3_unmet_once_all_runs_were_handed_in(tmp_path: Path) -> None:
    runs = [scan("CodeQL", invocations=OLD), scan("CodeQL", invocations=[{"executionSuccessful": False}])]
    got = handed_in(tmp_path, {"a.sarif": log(*runs)})
    assert (verdict("V-ST-2-A.3", got), verdict("V-ST-2-A.3", got, whole=RUNS)) == ("unknown", "unmet")


def test_a_run_without_a_time_is_no_older_than_the_commit_it_ran_on(tmp_path: Path) -> None:
    run = scan("Semgrep OSS", result("shop-open-redirect"), invocations=[{"executionSuccessful": True}],
               versionControlProvenance=[{"revisionId": SHA}])  # fmt: skip
    got = handed_in(tmp_path, {"a.sarif": log(run)}, tree={"semgrep/shop.yml": OWN})

    def change(at: str) -> tuple[Fact, ...]:
        return (Fact(kind="vcs.changes", where=SHA, source="vcs_changes", fields={"sha": SHA, "at": at}),)

    assert verdict("V-ST-2-A.3", got) == "unknown"
    assert verdict("V-ST-2-A.3", got, beside=change("2026-06-10T00:00:00Z")) == "met"
    assert verdict("V-ST-2-A.3", got, beside=change("2025-06-10T00:00:00Z")) == "unknown"


def test_kept_settings_are_indicated_where_most_runs_use_them(tmp_path: Path) -> None:
    run = scan("Semgrep OSS", result("shop-open-redirect"))
    got = handed_in(tmp_path, {"a.sarif": log(run)}, tree={"semgrep/shop.yml": OWN})
    assert (verdict("V-ST-2-A.1", got), verdict("V-ST-2-A.1", got, whole=RUNS)) == ("unknown", "indicated")
    other = handed_in(tmp_path, {"b.sarif": log(scan("Bandit"))})
    assert verdict("V-ST-2-A.1", other, whole=RUNS) == "unknown"  # where Bandit's settings are kept is not known


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([silenced("generated")], "indicated"),
        ([silenced("generated", "")], "unmet"),
        ([silenced()], "no-occasion"),
        ([silenced("generated", invocations=None)], "unknown"),
        ([silenced("generated"), scan("CodeQL", result())], "unknown"),
        ([silenced("generated"), scan("CodeQL", result(), invocations=OLD)], "indicated"),
    ],
)
def test_reasons_for_silence_decide_v_st_2_a_2_once_all_runs_were_handed_in(
    tmp_path: Path, runs: list[dict[str, Any]], said: str
) -> None:
    got = handed_in(tmp_path, {"a.sarif": log(*runs)})
    assert (verdict("V-ST-2-A.2", got), verdict("V-ST-2-A.2", got, whole=RUNS)) == ("unknown", said)


def test_analysed_dependencies_meet_i_sb_3_b_2_and_own_code_does_not(tmp_path: Path) -> None:
    def analysed(path: str) -> str:
        return log(scan("CodeQL", artifacts=[{"location": {"uri": path}, "roles": ["analysisTarget"]}]))

    borrowed = handed_in(tmp_path / "a", {"a.sarif": analysed("vendor/x/a.go")})
    own = handed_in(tmp_path / "b", {"a.sarif": analysed("cmd/a.go")})
    assert (verdict("I-SB-3-B.2", borrowed), verdict("I-SB-3-B.2", own)) == ("met", "unknown")
    assert verdict("I-SB-3-B.2", own, whole=RUNS) == "unmet"


def test_findings_with_tickets_are_shares_that_only_all_findings_settle(tmp_path: Path) -> None:
    dashboards = (
        Fact(kind="met.dashboards", where="d", source="t", fields={"sources": ("scans",), "refreshed_at": "2026-06-25T00:00:00Z"}),
        Fact(kind="tracker.links", where="l", source="t",
             fields={"source": "CodeQL", "direction": "in", "last_at": "2026-06-25T00:00:00Z"}),
    )  # fmt: skip
    filed = handed_in(tmp_path / "a", {"a.sarif": log(scan("CodeQL", result(workItemUris=["https://t.example/1"])))})
    loose = handed_in(tmp_path / "b", {"a.sarif": log(scan("CodeQL", result(workItemUris=[])))})
    for got in (filed, loose):
        assert verdict("V-ST-3-A.2", got, beside=dashboards) == "unknown"

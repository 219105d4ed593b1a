"""`sammeter check` from end to end, as a subprocess: what passes, what stops, and what it says."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.command import git, repository, sammeter
from tests.collect.sarif import log, result, scan

ROOT = Path(__file__).parents[2]
CLOCK = ("--as-of", "2026-01-06")
POLICY = """point: build
says: What the shop asks
requirements:
- {check: known-defects-in-code}
- {check: every-change-reviewed}
- {check: tests-pass, mode: warn}
"""
AT = "2026-01-05T12:00:00Z"
EXCEPTION = """exceptions:
- {defect: shop-sqli, reason: a mend is under way, requester: Ann, approver: Bob, approver_role: ciso, measure: a filter, start: 2026-01-01, end: 2026-01-20}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    found = repository(tmp_path / "shop")
    (tmp_path / "reports").mkdir()
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "exceptions.yaml").write_text(EXCEPTION)
    return found


def report(shop: Path, *results: dict[str, Any]) -> None:
    run = scan("CodeQL", *results, invocations=[{"executionSuccessful": True, "endTimeUtc": AT}])
    (shop.parent / "reports/a.sarif").write_text(log(run))


def sqli(severity: str = "8.8") -> dict[str, Any]:
    return result("shop-sqli", path="src/shop.py", line=7, properties={"security-severity": severity})


def check(shop: Path, *more: str, policy: str = "policy.yaml") -> "tuple[int, str, str]":
    done = sammeter(
        "check", "build", "shop", "--policy", policy, "--evidence", "reports", *CLOCK, *more, cwd=shop.parent
    )
    return done.returncode, done.stdout, done.stderr


def commit(shop: Path, message: str) -> None:
    (shop / "src/new.py").write_text(message)
    git(shop, "add", "-A")
    git(shop, "commit", "-q", "-m", message)


def test_what_is_met_passes_and_what_only_warns_does_not_stop(shop: Path) -> None:
    report(shop)
    code, out, err = check(shop)
    assert (code, err) == (0, "")
    assert "=> pass" in out
    assert "Warns\n  ? tests-pass" in out
    assert max(map(len, out.splitlines())) <= 80


def test_a_known_defect_stops_and_is_named_with_its_place_and_what_to_do(shop: Path) -> None:
    report(shop, sqli())
    code, out, _ = check(shop)
    assert code == 1
    assert "x known-defects-in-code" in out
    assert "shop-sqli src/shop.py" in out
    assert "do: Mend what is listed" in out
    assert out.endswith("=> stop, by what is unmet\n")


def test_a_signed_off_exception_lets_it_pass_is_shown_and_lapses(shop: Path) -> None:
    (shop.parent / "policy.yaml").write_text(POLICY + "approvers: {any: [ciso]}\n")
    report(shop, sqli())
    code, out, _ = check(shop, "--exceptions", "exceptions.yaml")
    assert code == 0
    assert "Passes by exception\n  e known-defects-in-code" in out
    assert "agreed by Bob" in " ".join(out.split())
    code, out, _ = check(shop, "--exceptions", "exceptions.yaml", "--as-of", "2026-01-21")
    assert code == 1
    assert "it ended on 2026-01-20" in " ".join(out.split())


def test_nobody_may_sign_where_the_policy_names_nobody(shop: Path) -> None:
    report(shop, sqli())
    code, out, _ = check(shop, "--exceptions", "exceptions.yaml")
    assert code == 1
    assert "ciso may not sign it off" in " ".join(out.split())


def test_a_change_since_the_release_that_nobody_read_stops_by_what_is_unknown(shop: Path) -> None:
    report(shop)
    commit(shop, "Sell more")
    code, out, _ = check(shop, "--format", "json")
    decision = json.loads(out)
    assert (code, decision["stopped_by"]) == (1, "unknown")
    git(shop, "reset", "-q", "--hard", "HEAD~1")
    commit(shop, "Sell most\n\nReviewed-by: Bob <bob@example.org>")
    code, out, _ = check(shop, "--format", "json")
    assert (code, json.loads(out)["result"]) == (0, "pass")


def test_a_self_review_is_none(shop: Path) -> None:
    report(shop)
    commit(shop, "Sell more\n\nReviewed-by: Ada <ada@example.org>")
    assert check(shop)[0] == 1


def test_a_report_that_cannot_be_read_stops(shop: Path) -> None:
    report(shop)
    (shop.parent / "reports/b.sarif").write_text('{"version": "2.1.0", "runs": [')
    code, out, _ = check(shop)
    assert code == 1
    assert "? known-defects-in-code" in out


@pytest.mark.parametrize("run", [
    scan("CodeQL", invocations=[{"executionSuccessful": False, "endTimeUtc": AT}]),
    scan("CodeQL", invocations=[{"executionSuccessful": True, "endTimeUtc": "2025-01-05T12:00:00Z"}]),
    {**scan("CodeQL", invocations=[{"executionSuccessful": True, "endTimeUtc": AT}]), "results": None},
], ids=["failed", "old", "never looked"])  # fmt: skip
def test_a_scan_that_did_not_look_does_not_pass(shop: Path, run: dict[str, Any]) -> None:
    (shop.parent / "reports/a.sarif").write_text(log(run))
    assert check(shop)[0] == 1


def test_an_empty_list_of_runs_is_not_clean(shop: Path) -> None:
    (shop.parent / "reports/a.sarif").write_text('{"version": "2.1.0", "runs": []}')
    assert check(shop)[0] == 1


def test_every_format_exits_alike_and_keeps_to_its_schema(shop: Path) -> None:
    report(shop, sqli())
    outs = {form: check(shop, "--format", form) for form in ("text", "json", "sarif", "junit", "markdown", "github")}
    assert {code for code, _, _ in outs.values()} == {1}
    decision = json.loads(outs["json"][1])
    jsonschema.validate(decision, json.loads((ROOT / "docs/reference/decision.schema.json").read_text()))
    schema = json.loads(next((ROOT / "tests/data").rglob("sarif*2.1.0*.json")).read_text())
    sarif = json.loads(outs["sarif"][1])
    jsonschema.validate(sarif, schema)
    assert [row["level"] for row in sarif["runs"][0]["results"]] == ["error", "none"]
    suite = ET.fromstring(outs["junit"][1].encode()).find("testsuite")  # noqa: S314 - our own output
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")
    assert "::error title=known-defects-in-code::" in outs["github"][1]
    assert "::error file=src/shop.py," in outs["github"][1]
    assert outs["markdown"][1].startswith("## Stop: shop at build")
    assert len(outs["markdown"][1].splitlines()) <= 60


def test_no_format_lets_a_report_steer_the_terminal_or_the_page(shop: Path) -> None:
    evil = "x\x1b[31m\n::error::<script>alert(1)</script>|`@all"
    report(shop, result(evil, path="src/shop.py", line=1, properties={"security-severity": "9.8"}))
    for form in ("text", "json", "sarif", "junit", "markdown", "github"):
        out = check(shop, "--format", form)[1]
        assert "\x1b" not in out
        assert "\n::error::<" not in out
        if form in ("markdown", "junit"):
            assert "<script>" not in out


def test_the_same_facts_and_clock_give_the_same_bytes_replayed(shop: Path) -> None:
    report(shop, sqli())
    first = check(shop, "--format", "json", "--facts", "facts.jsonl")[1]
    done = sammeter(
        "check", "build", "--replay", "facts.jsonl", "--policy", "policy.yaml", "--format", "json", cwd=shop.parent
    )
    assert (done.returncode, done.stdout) == (1, first)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--policy", "strickt"), 2, "did you mean 'strict'?"),
        (("--policy", "deploy"), 2, "policy deploy is for deploy"),
        (("--exceptions", "gone"), 2, "there is no such file or folder"),
        (("--artifact", "sha256:x"), 2, "is no digest"),
        (("--evidence", "gone"), 4, "no such file or folder"),
        (("--as-of", "soon"), 2, "is no date"),
        (("--replay", "policy.yaml"), 2, "no JSON"),
    ],
)
def test_wrong_use_is_told_apart_from_a_stop(shop: Path, arguments: tuple[str, ...], code: int, says: str) -> None:
    done = sammeter("check", "build", "shop", *arguments, cwd=shop.parent)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_subject_that_cannot_be_read_is_no_decision(shop: Path) -> None:
    done = sammeter("check", "build", "gone", cwd=shop.parent)
    assert (done.returncode, done.stdout) == (4, "")


def test_modes_let_a_team_get_used_to_it(shop: Path) -> None:
    report(shop, sqli())
    assert check(shop, "--mode", "warn")[0] == 0
    assert "Watched\n  x known-defects-in-code" in check(shop, "--mode", "watch")[1]


def test_list_and_explain_name_everything_that_ships(tmp_path: Path) -> None:
    out = sammeter("check", "list", cwd=tmp_path).stdout
    for name in ("starter", "strict", "every-change-reviewed", "artifact-signed"):
        assert f"  {name}\n" in out
        told = sammeter("check", "explain", name, cwd=tmp_path)
        assert (told.returncode, told.stderr) == (0, "")
        assert max(map(len, told.stdout.splitlines())) <= 80
    assert sammeter("check", "explain", "nothing", cwd=tmp_path).returncode == 2


def test_exceptions_says_which_match_nothing_any_more(shop: Path) -> None:
    (shop.parent / "policy.yaml").write_text(POLICY + "approvers: {any: [ciso]}\n")
    arguments = (
        "exceptions",
        "exceptions.yaml",
        "--path",
        "shop",
        "--policy",
        "policy.yaml",
        "--evidence",
        "reports",
        *CLOCK,
    )
    report(shop, sqli())
    assert "lapses soon" in sammeter(*arguments, cwd=shop.parent).stdout
    report(shop)
    done = sammeter(*arguments, "--format", "json", cwd=shop.parent)
    assert [(one["state"], one["why"]) for one in json.loads(done.stdout)] == [
        ("matches nothing", "nothing that was seen is meant by it")
    ]
    done = sammeter("exceptions", "exceptions.yaml", "--as-of", "2026-02-01", "--fail-lapsed", cwd=shop.parent)
    assert (done.returncode, done.stdout.startswith("Lapsed\n")) == (1, True)


def test_the_build_that_is_proved_to_stop_is_the_check_itself(shop: Path) -> None:
    """A build that only asks for pinned actions stops the seed that is not, and no other."""
    (shop / ".github/workflows/ci.yml").write_text("on: push\njobs: {a: {runs-on: x, steps: [{run: 'true'}]}}\n")
    (shop.parent / "pinned.yaml").write_text(
        "point: build\nsays: s\nrequirements: [{check: build-definition-pinned}]\n"
    )
    git(shop, "commit", "-q", "-am", "Pin")
    command = (
        f"{Path(__import__('sys').executable).parent / 'sammeter'} check build . --policy {shop.parent / 'pinned.yaml'}"
    )
    done = sammeter(
        "check",
        "prove",
        "shop",
        "--run",
        command,
        "--seed",
        "unpinned-action",
        "--seed",
        "plain-secret",
        cwd=shop.parent,
    )
    assert done.returncode == 1, done.stderr
    assert "+ unpinned-action     stopped" in done.stdout
    assert "x plain-secret        let through" in done.stdout

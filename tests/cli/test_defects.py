"""`sammeter defects` from end to end: reports in, people's decisions, figures out."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import sammeter
from tests.collect.decisions import handed_in, verdict
from tests.collect.sarif import log, result, scan

ADA, BOB = "Ada <ada@example.org>", "Bob <bob@example.org>"


def report(path: Path, at: str, *results: dict[str, Any], done: bool = True) -> None:
    path.write_text(log(scan("CodeQL", *results, invocations=[{"executionSuccessful": done, "endTimeUtc": at}])))


def sqli(line: int = 7, **more: Any) -> dict[str, Any]:
    return result("sqli", path="src/a.py", line=line, partialFingerprints={"primaryLocationLineHash": "abc:1"},
                  properties={"security-severity": "8.8"}, **more)  # fmt: skip


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    done = sammeter("defects", *arguments, cwd=folder)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    report(tmp_path / "1.sarif", "2026-01-05T10:00:00Z", sqli())
    assert run(tmp_path, "import", "1.sarif", "--app", "shop") == (
        0,
        "1 reports, 0 of before; 1 findings: 1 new, 0 came back, 0 gone\n",
    )
    return tmp_path


def only(folder: Path, *more: str) -> dict[str, Any]:
    (one,) = json.loads(run(folder, "export", *more)[1])
    return dict(one)


def test_the_same_report_twice_and_a_moved_line_change_nothing(shop: Path) -> None:
    assert run(shop, "import", "1.sarif", "--app", "shop")[1].startswith("0 reports, 1 of before")
    report(shop / "2.sarif", "2026-01-06T10:00:00Z", sqli(line=99))
    assert run(shop, "import", "2.sarif", "--app", "shop")[1].endswith("1 findings: 0 new, 0 came back, 0 gone\n")
    assert (only(shop)["state"], only(shop)["seen_at"]) == ("open", "2026-01-06T10:00:00Z")


def test_a_failed_scan_an_empty_list_and_a_broken_report_mend_nothing_and_a_whole_one_does(shop: Path) -> None:
    report(shop / "2.sarif", "2026-01-06T10:00:00Z", done=False)
    (shop / "3.sarif").write_text('{"version": "2.1.0", "runs": []}')
    (shop / "4.sarif").write_text('{"version": "2.1.0", "runs": [')
    for name in ("2.sarif", "3.sarif", "4.sarif"):
        run(shop, "import", name, "--app", "shop")
        assert only(shop)["state"] == "open"
    report(shop / "5.sarif", "2026-01-07T10:00:00Z")
    assert run(shop, "import", "5.sarif", "--app", "shop")[1].endswith("1 gone\n")
    assert (only(shop)["state"], only(shop, "--as-of", "2026-01-06")["state"]) == ("fixed", "open")
    report(shop / "6.sarif", "2026-01-08T10:00:00Z", sqli())
    assert "1 came back" in run(shop, "import", "6.sarif", "--app", "shop")[1]
    assert (only(shop)["state"], only(shop)["reopened"]) == ("open", 1)


def test_a_folder_that_keeps_old_reports_still_shows_what_is_gone(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    report(tmp_path / "reports/1.sarif", "2026-01-05T10:00:00Z", sqli())
    run(tmp_path, "import", "reports", "--app", "shop")
    report(tmp_path / "reports/2.sarif", "2026-01-06T10:00:00Z")
    assert (
        run(tmp_path, "import", "reports", "--app", "shop")[1]
        == "1 reports, 1 of before; 0 findings: 0 new, 0 came back, 1 gone\n"
    )
    assert only(tmp_path)["state"] == "fixed"


def test_another_application_has_defects_of_its_own(shop: Path) -> None:
    run(shop, "import", "1.sarif", "--app", "till")
    assert sorted(one["app"] for one in json.loads(run(shop, "export")[1])) == ["shop", "till"]
    assert only(shop, "--app", "till")["app"] == "till"


def test_people_triage_assign_and_accept_and_two_persons_are_needed(shop: Path) -> None:
    name = only(shop)["id"]
    assert run(shop, "assign", name[:9], "team-core", "--by", ADA) == (0, f"{name}  open  high  team-core\n")
    assert run(shop, "triage", name, "--by", ADA, "--severity", "low", "--reason", "behind a login") == (
        0,
        f"{name}  open  low  team-core\n",
    )
    until = ("--until", "2026-12-20", "--reason", "the mend comes with 2.0")
    assert run(shop, "accept", name, "--by", ADA, "--requester", ADA, *until)[0] == 6
    assert run(shop, "accept", name, "--by", BOB, *until)[0] == 6
    assert run(shop, "accept", name, "--by", BOB, "--requester", ADA, "--until", "2026-12-20")[0] == 2
    assert run(shop, "accept", name, "--by", BOB, "--requester", ADA, "--until", "2199-01-01", "--reason", "x")[0] == 2
    assert run(shop, "triage", name, "--false-positive", "--by", ADA)[0] == 2
    assert run(shop, "triage", name, "--of", name, "--by", ADA, "--reason", "x")[0] == 2
    told = run(shop, "show", name)[1]
    assert "behind a login" in told
    assert "assigned" in told
    assert run(shop, "show", "nothing")[0] == 2


def test_what_is_overdue_fails_where_that_is_asked(shop: Path) -> None:
    assert run(shop, "list", "--as-of", "2026-01-06", "--fail-overdue")[0] == 0
    code, out = run(shop, "sla", "--as-of", "2026-03-01", "--fail-overdue")
    assert code == 1
    assert "high          30 d      1        1" in out
    assert "nobody" in out
    assert "no risk classes are known (--catalog)" in out
    assert run(shop, "list", "--as-of", "2026-03-01")[1].endswith("1 defects: 1 open; 1 overdue\n")


def test_figures_come_with_their_number_of_cases(shop: Path) -> None:
    report(shop / "5.sarif", "2026-01-07T10:00:00Z")
    run(shop, "import", "5.sarif", "--app", "shop")
    found = json.loads(run(shop, "stats", "--format", "json", "--as-of", "2026-01-31")[1])
    assert {name: found["all"][name] for name in ("fixed", "median_days_to_fix", "in_time", "with_deadline")} == {
        "fixed": 1, "median_days_to_fix": 2, "in_time": 1, "with_deadline": 1,
    }  # fmt: skip
    assert found["by_month"] == {"2026-01": {"found": 1, "closed": 1}}
    assert "1 of 1" in run(shop, "stats", "--as-of", "2026-01-31")[1]
    assert "100 %  1 of 1" in run(shop, "sla", "--as-of", "2026-01-31")[1]


def test_exports_escape_what_comes_from_reports(tmp_path: Path) -> None:
    report(tmp_path / "1.sarif", "2026-01-05T10:00:00Z", result("=cmd|' /C calc'!A0\x1b[31m", path="<script>", line=1))
    run(tmp_path, "import", "1.sarif", "--app", "shop")
    row = next(csv.DictReader(io.StringIO(run(tmp_path, "export", "--format", "csv")[1])))
    assert row["title"].startswith("'=cmd")
    for arguments in (("list",), ("export", "--format", "markdown"), ("export", "--format", "csv")):
        assert "\x1b" not in run(tmp_path, *arguments)[1]
    assert "<script>" not in run(tmp_path, "export", "--format", "markdown")[1]


def test_the_register_is_evidence_for_the_criteria_of_defect_management_and_for_checks(
    shop: Path, tmp_path: Path
) -> None:
    run(shop, "export", "--format", "facts", "--as-of", "2026-03-01", "-o", "facts.json")
    got = handed_in(tmp_path / "w", {"defects.json": (shop / "facts.json").read_bytes()}, only="defect_register")
    (defect,) = [one for one in got.facts if one.kind == "tracker.defects"]
    assert (defect.fields["severity"], defect.fields["breached"], defect.fields["category"]) == ("high", True, "")
    assert "tracker.defects" in got.complete
    assert verdict("I-DM-1-A.4", got) == "unknown"  # one source; the rule never says unmet
    policy = "point: build\nsays: s\nlimits: {feed_days: 400}\nrequirements: [{check: no-overdue-defect}]\n"
    (shop / "policy.yaml").write_text(policy)
    for day, code in (("2026-03-01", 1), ("2026-01-06", 0)):
        run(shop, "export", "--format", "facts", "--as-of", day, "-o", "facts.json")
        done = sammeter(
            "check",
            "build",
            str(Path(__file__).parent),
            "--policy",
            "policy.yaml",
            "--evidence",
            "facts.json",
            cwd=shop,
        )
        assert done.returncode == code, done.stdout


def test_own_deadlines_are_read_and_what_is_wrong_in_them_is_said(shop: Path) -> None:
    (shop / "sla.yaml").write_text("name: ours\ndays: {high: 10}\n")
    assert only(shop, "--sla", "sla.yaml")["due_at"] == "2026-01-15T10:00:00Z"
    (shop / "sla.yaml").write_text("name: ours\ndays: {hihg: 10, high: 0}\n")
    code, out = run(shop, "list", "--sla", "sla.yaml")
    assert (code, "'hihg: 10' is no deadline" in out, "'high: 0' is no deadline" in out) == (2, True, True)
    assert run(shop, "list", "--sla", "none")[0] == 2

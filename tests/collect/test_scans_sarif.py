"""SARIF logs: how a run ended, what it silenced, what it found, and what no log says."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.collect.decisions import handed_in, values
from tests.collect.repositories import reasons
from tests.collect.sarif import ENDED, ended, log, result, scan


def runs(path: Path, *names: str, **files: str) -> list[Any]:
    return values(collected(path, **files), "scan.runs", *names)


def collected(path: Path, **files: str) -> Any:
    return handed_in(path, {f"{name}.sarif": text for name, text in files.items()}, only="scans_sarif")


def one(path: Path, run: dict[str, Any], *names: str) -> Any:
    return runs(path, *names, a=log(run))[0]


def found(path: Path, run: dict[str, Any], *names: str, kind: str = "scan.findings") -> list[Any]:
    return values(collected(path, a=log(run)), kind, *names)


def test_a_run_says_tool_kind_time_and_that_it_ended_well(tmp_path: Path) -> None:
    run = scan("CodeQL", driver={"semanticVersion": "2.20.1"}, artifacts=[{"location": {"uri": "a.py"}}])
    assert one(tmp_path, run, "@", "tool", "tool_version", "kind", "at", "completed", "results") == (
        "reports/a.sarif#/runs/0", "CodeQL", "2.20.1", "sast", ENDED, True, 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "completed"),
    [
        ({"invocations": [{"executionSuccessful": False}]}, False),  # SpotBugs 4.4 with findings
        ({"invocations": [ended(), {"executionSuccessful": False}]}, False),
        ({"results": None}, False),  # appendix of the standard: a run that never looked
        ({"invocations": None}, None),  # Trivy, Gitleaks, Grype, flawfinder: no word on how it ended
        ({"invocations": []}, None),
        ({"invocations": [{"endTimeUtc": ENDED}]}, None),
        ({"artifacts": []}, None),
        ({"invocations": [ended(toolExecutionNotifications=[{"level": "error", "message": {"text": "no parse"}}])]}, None),
        ({"invocations": [ended(toolConfigurationNotifications=[{"level": "error", "message": {"text": "?"}}])]}, None),
        ({"invocations": [ended(toolExecutionNotifications=[{"message": {"text": "slow"}}])]}, True),  # Semgrep: 31 of them
        ({"results": None, "externalPropertyFileReferences": {"results": [{"location": {"uri": "r"}}]}}, None),
    ],
)  # fmt: skip
def test_a_run_that_failed_or_says_nothing_is_no_clean_run(
    tmp_path: Path, change: dict[str, Any], completed: object
) -> None:
    assert one(tmp_path, {**scan(), **change}, "completed") is completed


def test_missing_results_are_no_clean_run_either(tmp_path: Path) -> None:
    run = scan()
    del run["results"]
    assert one(tmp_path, run, "completed", "results") == (False, None)


def test_a_log_without_runs_is_a_gap_and_no_run(tmp_path: Path) -> None:
    got = collected(tmp_path, a=log())
    assert (got.facts, reasons(got), got.gaps[0].kinds) == ((), ["empty"], ("scan.runs", "scan.findings"))


def test_a_log_of_another_version_is_not_read(tmp_path: Path) -> None:
    assert reasons(collected(tmp_path, a=log(scan(), version="1.0.0"))) == ["other version"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Bandit", "sast"), ("osv-scanner", "sca"), ("KICS", "iac-scan"), ("ZAP", "dast"), ("Trivy", None), ("Own", None),
     ("Semgrep PRO", "sast"), ("Checkov", "iac-scan"), ("BinSkim", "binary-scan")],
)  # fmt: skip
def test_the_kind_is_that_of_the_named_tool_and_unknown_for_one_that_does_several(
    tmp_path: Path, name: str, kind: str | None
) -> None:
    assert one(tmp_path, scan(name), "kind") == kind


def test_a_result_is_silenced_only_where_every_word_on_it_is_accepted(tmp_path: Path) -> None:
    words: list[list[dict[str, str]]] = [
        [],
        [{"kind": "inSource"}],
        [{"kind": "external", "status": "accepted", "justification": "generated code"}],
        [{"kind": "external", "status": "underReview", "justification": "asked"}],
        [{"kind": "external", "status": "rejected", "justification": "no"}],
        [{"kind": "inSource", "justification": "  "}, {"kind": "external", "status": "rejected"}],
    ]
    run = scan("CodeQL", *(result(line=n, suppressions=one) for n, one in enumerate(words)))
    assert one(tmp_path, run, "suppressed", "suppressed_reasoned") == (2, 1)
    assert found(tmp_path, run, "state") == ["open", "suppressed", "suppressed", "open", "open", "open"]


def test_where_no_result_was_judged_it_is_not_known_what_is_silenced(tmp_path: Path) -> None:
    assert one(tmp_path, scan("CodeQL", result()), "suppressed", "suppressed_reasoned") == (None, None)
    assert one(tmp_path, scan("CodeQL"), "suppressed") is None


def test_only_faults_are_findings(tmp_path: Path) -> None:
    kinds = ["fail", "pass", "notApplicable", "informational", "open", "review"]
    run = scan("CodeQL", result(line=0), *(result(line=n, kind=kind) for n, kind in enumerate(kinds, 1)))
    assert found(tmp_path, run, "@") == ["reports/a.sarif#/runs/0/results/0", "reports/a.sarif#/runs/0/results/1"]


@pytest.mark.parametrize(
    ("properties", "severity"),
    [({"security-severity": "9.8"}, "critical"), ({"security-severity": "7.0"}, "high"), ({"security-severity": 4}, "medium"),
     ({"security-severity": "0.0"}, "none"), ({"security-severity": "11"}, None), ({"security-severity": "nan"}, None),
     ({"issue_severity": "HIGH"}, "high"), ({}, None), ({"security-severity": True}, None)],
)  # fmt: skip
def test_a_severity_is_stated_and_never_taken_from_the_level(
    tmp_path: Path, properties: dict[str, Any], severity: str | None
) -> None:
    run = scan("CodeQL", result(level="error"), driver={"rules": [{"id": "open-redirect", "properties": properties}]})
    assert found(tmp_path, run, "severity") == [severity]


@pytest.mark.parametrize(
    ("rule", "cwe"),
    [
        ({"properties": {"tags": ["security", "external/cwe/cwe-079"]}}, "CWE-79"),  # CodeQL
        ({"properties": {"tags": ["CWE-601: a redirect", "HIGH CONFIDENCE"]}}, "CWE-601"),  # Semgrep
        ({"relationships": [{"target": {"id": "89", "toolComponent": {"name": "CWE"}}}]}, "CWE-89"),  # flawfinder
        ({"properties": {"tags": ["acwe-1", "owasp-a03"]}}, None),
        ({}, None),
    ],
)
def test_a_weakness_is_found_in_tags_and_taxa(tmp_path: Path, rule: dict[str, Any], cwe: str | None) -> None:
    run = scan("CodeQL", result(), driver={"rules": [{"id": "open-redirect", **rule}]})
    assert found(tmp_path, run, "cwe") == [cwe]


def test_a_finding_keeps_its_id_when_lines_move_and_the_tool_gives_a_fingerprint(tmp_path: Path) -> None:
    prints = {"primaryLocationLineHash": "39fa2ee980eb94b0:1"}
    before = found(tmp_path, scan("CodeQL", result(line=7, partialFingerprints=prints)), "id")
    after = found(tmp_path, scan("CodeQL", result(line=99, partialFingerprints=prints)), "id")
    assert before == after
    assert found(tmp_path, scan("CodeQL", result(line=7)), "id") != found(
        tmp_path, scan("CodeQL", result(line=99)), "id"
    )


def test_the_same_finding_twice_is_one(tmp_path: Path) -> None:
    assert len(found(tmp_path, scan("CodeQL", result(), result(), result(line=8)), "id")) == 2


def test_one_fingerprint_at_two_lines_is_two_findings(tmp_path: Path) -> None:
    # Flawfinder takes the hash of the line's text
    prints = {"contextHash/v1": "e6c1"}
    run = scan("Flawfinder", *(result(line=line, fingerprints=prints) for line in (29, 75, 75)))
    ids = found(tmp_path, run, "id")
    assert (len(ids), len(set(ids))) == (2, 2)


def test_a_finding_has_a_ticket_none_or_nobody_says(tmp_path: Path) -> None:
    run = scan(
        "CodeQL", result(line=1, workItemUris=["https://t.example/7"]), result(line=2, workItemUris=[]), result(line=3)
    )
    assert found(tmp_path, run, "ticket") == ["https://t.example/7", "", None]


def test_json_that_only_quotes_a_log_is_left_alone(tmp_path: Path) -> None:
    # Heimdall keeps the raw log inside a document of its own
    text = json.dumps({"version": "2.6.29", "passthrough": json.loads(log(scan()))})
    got = handed_in(tmp_path, {"hdf.json": text}, only="scans_sarif")
    assert (got.facts, reasons(got)) == ((), ["not recognised"])


def test_what_is_gone_since_the_baseline_is_resolved(tmp_path: Path) -> None:
    run = scan("CodeQL", *(result(line=n, baselineState=word) for n, word in enumerate(["new", "unchanged", "absent"])))
    assert found(tmp_path, run, "state") == ["open", "open", "resolved"]


@pytest.mark.parametrize(
    ("uri", "path"),
    [("src/a%20b.py", "src/a b.py"), ("./src/../src/a.py", "src/a.py"), ("../../etc/passwd", None), ("file:///src/a.py", "src/a.py"),
     ("file://host/share/a.py", None), ("src\\win\\a.cs", "src/win/a.cs"), ("https://shop.example/login", "https://shop.example/login"),
     ("", None), ("http://[bad", None), ("[x", None), ("%2e%2e/%2e%2e/x", None)],
)  # fmt: skip
def test_a_place_is_a_path_below_the_root_or_not_known(tmp_path: Path, uri: str, path: str | None) -> None:
    assert found(tmp_path, scan("CodeQL", result(path=uri)), "place") == [path]


def test_a_place_may_be_named_by_the_number_of_its_artifact(tmp_path: Path) -> None:
    there = {"physicalLocation": {"artifactLocation": {"index": 1}}}
    files = [{"location": {"uri": "a.py"}}, {"location": {"uri": "b.py"}}]
    assert found(tmp_path, scan("CodeQL", {**result(), "locations": [there]}, artifacts=files), "place") == ["b.py"]


def test_rules_off_are_counted_and_none_off_is_said_only_of_a_whole_list(tmp_path: Path) -> None:
    rules = [{"id": "a"}, {"id": "b", "defaultConfiguration": {"enabled": False}}]
    assert one(tmp_path, scan("CodeQL", driver={"rules": rules}), "rules_on", "rules_off") == (None, 1)
    assert one(tmp_path, scan("CodeQL", driver={"rules": rules[:1]}), "rules_on", "rules_off") == (None, None)
    whole = {"rules": rules, "isComprehensive": True}
    assert one(tmp_path, scan("CodeQL", driver=whole), "rules_on", "rules_off", "config_differs") == (1, 1, None)
    change = {"descriptor": {"index": 1}, "configuration": {"enabled": True}}
    run = scan("CodeQL", driver=whole, invocations=[ended(ruleConfigurationOverrides=[change])])
    assert one(tmp_path, run, "rules_on", "rules_off", "config_differs") == (2, 0, True)


def test_the_revision_is_the_one_that_all_entries_name(tmp_path: Path) -> None:
    sha, other = "5da53fbb2a0aaa12d648b73984acc9aac2e11c2a", "288c68d1ba1f35ebeff1d1bdb032186a23f0ea5b"
    assert one(tmp_path, scan(versionControlProvenance=[{"revisionId": sha}]), "commit") == sha
    assert one(tmp_path, scan(versionControlProvenance=[{"revisionId": sha}, {"revisionId": other}]), "commit") is None
    assert one(tmp_path, scan(versionControlProvenance=[{"revisionId": "main"}]), "commit") is None


@pytest.mark.parametrize(
    ("paths", "target"),
    [
        (["src/a.py"], "code"),
        (["node_modules/x/a.js", "vendor/b.go"], "dependencies"),
        (["src/a.py", "vendor/b.go"], None),
        (["../a"], None),
    ],
)
def test_the_target_is_what_the_analysed_files_are(tmp_path: Path, paths: list[str], target: str | None) -> None:
    files = [{"location": {"uri": path}, "roles": ["analysisTarget"]} for path in paths]
    assert one(tmp_path, scan(artifacts=files), "target") == target
    assert one(tmp_path, scan(artifacts=[{"location": {"uri": "a.py"}}]), "target") is None


def test_a_secret_scanner_gives_candidates_and_never_their_text(tmp_path: Path) -> None:
    secret = "AKIA" + "Q" * 16
    hit = result(
        "aws-access-token", "deploy.sh", partialFingerprints={"commitSha": "ab12"}, message={"text": f"{secret} found"}
    )
    hit["locations"][0]["physicalLocation"]["region"]["snippet"] = {"text": secret}
    got = collected(tmp_path, a=log(scan("gitleaks", hit)))
    assert values(got, "secrets.scan_runs", "tool", "at", "completed", "history") == [("gitleaks", ENDED, True, True)]
    assert values(got, "secrets.findings", "kind", "place", "where", "state", "active") == [
        ("aws-access-token", "deploy.sh", "history", "open", None)
    ]
    assert values(got, "scan.findings", "id") == []
    assert secret not in repr(got)


def test_an_id_holds_nothing_of_the_message(tmp_path: Path) -> None:
    quoting = [scan("Trivy", result(message={"text": word})) for word in ("a secret", "another")]
    assert found(tmp_path, quoting[0], "id") == found(tmp_path, quoting[1], "id")


def test_a_log_named_json_is_recognised_by_what_stands_in_it_and_others_are_left_alone(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {"a.json": log(scan()), "b.json": '{"runs": [1], "k": 2}', "utf16.sarif": log(scan()).encode("utf-16")},
                    only="scans_sarif")  # fmt: skip
    assert values(got, "scan.runs", "@") == ["reports/a.json#/runs/0", "reports/utf16.sarif#/runs/0"]
    assert reasons(got) == ["not recognised"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"version": "2.1.0", "runs": [' + b"[" * 200 + b"]" * 200 + b"]}", "too deep"),
        (b'{"version": "2.1.0", "version": "2.1.0"}', "duplicate key"),
        (log({"tool": {"driver": 7}}).encode(), "wrong type"),
        (log({"tool": {}}).encode(), "wrong type"),
        (b'{"runs": []}', "wrong type"),
        (log(scan("CodeQL", {**result(), "locations": "here"})).encode(), "wrong type"),
        (log(scan()).encode()[:-5], "malformed"),
        ('{"version": "2.1.0", "runs": ["é"]}'.encode("latin-1"), "encoding"),
        (b'{"version": "2.1.0\\ud800", "runs": []}', "encoding"),
        (b"\x00\x01\x02\x00", "binary"),
        (b'{"version": NaN}', "malformed"),
        (b"[" + b"0," * 4_000_001 + b"0]", "too large"),
        (b"[]", "wrong type"),
    ],
)
def test_a_hostile_log_is_a_gap_with_its_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    got = handed_in(tmp_path, {"a.sarif": data}, only="scans_sarif")
    assert (got.facts, reasons(got)[:1], "scan.runs" in got.gaps[0].kinds) == ((), [reason], True)


def test_no_report_claims_to_be_all_there_is(tmp_path: Path) -> None:
    assert collected(tmp_path, a=log(scan())).complete == ()


def test_thousands_of_results_are_read_in_seconds(tmp_path: Path) -> None:
    results = [result(line=n) for n in range(20_000)]
    assert len(found(tmp_path, json.loads(json.dumps(scan("CodeQL", *results))), "id")) == 20_000

"""nuclei: matches by template, once each; a file without matches is nobody's."""

import json
from pathlib import Path
from typing import Any

from tests.collect.decisions import handed_in, values
from tests.collect.repositories import reasons


def match(template: str = "phpinfo-files", **more: Any) -> dict[str, Any]:
    return {"template-id": template, "info": {"severity": "low", "classification": {"cwe-id": ["cwe-200"]}}, "type": "http",
            "host": "shop.example", "matched-at": "https://shop.example/info.php", "timestamp": "2026-06-20T12:00:00.3+02:00",
            "curl-command": "curl -H 'Authorization: hidden'", **more}  # fmt: skip


def test_lines_are_matches(tmp_path: Path) -> None:
    lines = [
        match(),
        match(),
        match("weak-cipher", info={"severity": "unknown"}),
        match("off", **{"matcher-status": False}),
    ]
    got = handed_in(tmp_path, {"n.jsonl": "\n".join(json.dumps(one) for one in lines)}, only="scans_nuclei")
    assert values(got, "scan.runs", "tool", "kind", "target", "at", "completed", "inputs_sent", "results") == [
        ("nuclei", "dast", "shop.example", "2026-06-20T10:00:00Z", None, None, 3)
    ]
    assert values(got, "scan.findings", "@", "rule", "severity", "cwe", "state") == [
        ("reports/n.jsonl:1", "phpinfo-files", "low", "CWE-200", "open"),
        ("reports/n.jsonl:3", "weak-cipher", None, None, "open"),
    ]
    assert "hidden" not in repr(got)


def test_an_array_and_the_names_of_old_releases_are_read_too(tmp_path: Path) -> None:
    old = {
        "templateID": "t",
        "info": {"severity": "high"},
        "matched": "shop.example:22",
        "timestamp": "2026-06-20T10:00:00Z",
    }
    got = handed_in(tmp_path, {"n.json": json.dumps([old])}, only="scans_nuclei")
    assert values(got, "scan.findings", "@", "rule", "place") == [("reports/n.json#/0", "t", "shop.example:22")]


def test_an_empty_file_is_no_clean_run(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {"n.jsonl": "", "m.json": "[]"}, only="scans_nuclei")
    assert (got.facts, reasons(got)) == ((), ["not recognised", "not recognised"])


def test_a_broken_line_is_a_gap_with_its_number(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {"n.jsonl": json.dumps(match()) + '\n{"template-id": '}, only="scans_nuclei")
    assert (got.facts, reasons(got)[:1], got.gaps[0].where) == ((), ["malformed"], "reports/n.jsonl:2:1")

"""Proofs that a build stops count as runs that were stopped, for half a year, and only where a harmless change passed."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import repository
from tests.collect.decisions import handed_in, values, verdict
from tests.collect.repositories import AS_OF

from sammeter.app.prove import Wanted, prove
from sammeter.app.prove_pages import as_json
from sammeter.facts import Fact

WORKFLOW = """name: ci
on: {push: {branches: [main]}, pull_request: null}
jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: pip-audit -r requirements.txt
"""


def document(**more: Any) -> str:
    row = {"seed": "known-weakness", "finds": "sca", "word": "stopped", "code": 1, "why": "exit code 1"}
    return json.dumps({"form": "sammeter-prove/1", "at": "2026-06-01T10:00:00Z", "control": {"word": "let through"},
                       "tried": [row], **more})  # fmt: skip


def runs(path: Path, text: str | bytes) -> list[Any]:
    return values(handed_in(path, {"proof.json": text}), "ci.runs", "event", "result", "stopped_by", "commit")


def test_what_check_prove_writes_is_read_and_holds_nothing_that_the_build_printed(tmp_path: Path) -> None:
    shop = repository(tmp_path / "shop", {"requirements.txt": "flask==3.0.0\n"})
    command = "printf 'PRINTED %s' BY-THE-BUILD; ! ls config"
    written = as_json(
        prove(Wanted(path=shop, command=command, seeds=("plain-secret", "known-weakness", "failing-test")))
    )
    assert b"PRINTED BY-THE-BUILD" not in written
    assert runs(tmp_path, written) == [
        ("seeded", "failure", ("secret-scan",), None), ("seeded", "success", (), None),
    ]  # fmt: skip


def test_a_build_that_stops_everything_is_no_evidence(tmp_path: Path) -> None:
    assert runs(tmp_path, document(control={"word": "stopped"})) == []


@pytest.mark.parametrize("text", ['{"form": "sammeter-prove/2"}', '["sammeter-prove/1"]', '{"x": "sammeter-prove/1"}'])
def test_another_document_is_not_taken_for_one(tmp_path: Path, text: str) -> None:
    assert runs(tmp_path, text) == []


@pytest.mark.parametrize(
    "text", [document(tried={"a": 1}), document(control=3), document()[:-1], document(tried=[[1]])]
)
def test_a_broken_one_is_a_gap_and_half_of_it_counts_nothing(tmp_path: Path, text: str) -> None:
    got = handed_in(tmp_path, {"proof.json": text}, only="build_proofs")
    assert (got.facts, len(got.gaps)) == ((), 1)
    assert got.gaps[0].where.startswith("reports/proof.json")


def decided(path: Path, at: str) -> str:
    def fact(kind: str, **fields: Any) -> Fact:
        return Fact(kind=kind, where="beside", source="t", fields=fields)

    got = handed_in(path, {"proof.json": document(at=at)}, tree={".github/workflows/ci.yml": WORKFLOW})
    run = fact("ci.runs", pipeline=".github/workflows/ci.yml", at="2026-06-29T10:00:00Z", result="success", event="push",
               ran=("scan", "scan :: Run pip-audit -r requirements.txt"), failed=())  # fmt: skip
    rules = fact("forge.branch_rules", branch="main", full_view=True, checks=("scan",))
    return verdict("I-SB-3-A.1", got, beside=(run, rules))


def test_a_seeded_run_that_was_stopped_meets_what_no_real_failure_shows(tmp_path: Path) -> None:
    assert decided(tmp_path / "a", "2026-06-01T10:00:00Z") == "met"
    assert decided(tmp_path / "b", "2025-06-01T10:00:00Z") != "met"
    assert decided(tmp_path / "c", "2027-06-01T10:00:00Z") != "met"
    assert AS_OF.startswith("2026-06-30")

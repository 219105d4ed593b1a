"""The register of defects as evidence: whole, or a gap."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.collect.decisions import handed_in, values, verdict


def document(*defects: dict[str, Any], **more: Any) -> str:
    return json.dumps({"form": "sammeter-defects/1", "as_of": "2026-06-29T00:00:00Z", "synced_at": "2026-06-28T00:00:00Z", "sla": "standard",
                       "sla_classes": ["critical", "high", "low", "medium"], "defects": list(defects), **more})  # fmt: skip


def defect(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"D-{number}", "app": "shop", "created_at": "2026-06-01T00:00:00Z", "closed_at": "", "severity": "high", "status": "open", "source": "CodeQL",
            "category": "CWE-89", "component": "a.py", "due_at": "2026-07-01T00:00:00Z", "breached": False, "triaged_by": "", "triaged_at": "",
            "duplicate_of": "", "false_positive": False, **more}  # fmt: skip


def test_every_defect_is_a_record_and_the_register_shows_all_it_holds(tmp_path: Path) -> None:
    got = handed_in(
        tmp_path, {"d.json": document(defect(1), defect(2, breached=True, severity=""))}, only="defect_register"
    )
    assert values(got, "tracker.defects", "@", "id", "severity", "breached", "closed_at") == [
        ("reports/d.json#/defects/0", "D-1", "high", False, ""), ("reports/d.json#/defects/1", "D-2", "", True, ""),
    ]  # fmt: skip
    assert values(got, "tracker.projects", "sla_set", "synced_at", "scheme") == [
        (True, "2026-06-28T00:00:00Z", "severity")
    ]
    assert got.complete == ("tracker.defects",)


@pytest.mark.parametrize(("severities", "says"), [(("high", "low"), "met"), (("", ""), "unmet")])
def test_rated_defects_meet_i_dm_1_a_2_and_unrated_ones_refute_it(
    tmp_path: Path, severities: tuple[str, ...], says: str
) -> None:
    rows = [defect(number, severity=one, category="") for number, one in enumerate(severities)]
    got = handed_in(tmp_path, {"d.json": document(*rows)}, only="defect_register")
    assert verdict("I-DM-1-A.2", got, whole=("tracker.projects",)) == says


@pytest.mark.parametrize(("sources", "says"), [(("a", "b", "c"), "met"), (("a", "a", "b"), "unknown")])
def test_three_sources_meet_i_dm_1_a_4(tmp_path: Path, sources: tuple[str, ...], says: str) -> None:
    got = handed_in(
        tmp_path,
        {"d.json": document(*(defect(number, source=one) for number, one in enumerate(sources)))},
        only="defect_register",
    )
    assert verdict("I-DM-1-A.4", got) == says


@pytest.mark.parametrize("text", [document()[:-1], document(defects={"a": 1}), document(sla_classes=3), document(defects=[1]),
                                  document().replace('"sla"', '"form": "x", "sla"')])  # fmt: skip
def test_a_broken_register_is_a_gap_and_shows_nothing(tmp_path: Path, text: str) -> None:
    got = handed_in(tmp_path, {"d.json": text}, only="defect_register")
    assert (got.facts, got.complete, len(got.gaps)) == ((), (), 1)


def test_another_document_is_none(tmp_path: Path) -> None:
    assert handed_in(tmp_path, {"d.json": '["sammeter-defects/1"]'}, only="defect_register").facts == ()

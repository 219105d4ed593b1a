"""Models of threats and architecture, known by their parts; shapes as their tools write them, shortened."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.collect.deciding import gathered, joined
from tests.collect.decisions import handed_in, values
from tests.collect.repositories import Repository

SPOOFING = {"id": "t1", "type": "Spoofing", "severity": "High", "status": "Open"}
TAMPERING = {"id": "t2", "type": "Tampering", "severity": "Medium", "status": "Mitigated"}
OUT = {"id": "t3", "type": "Repudiation", "severity": "Low", "status": "NotApplicable"}


def dragon(*threats: dict[str, Any], version: int = 2) -> str:
    if version == 1:
        cells: list[Any] = [{"type": "tm.Process", "threats": list(threats)}, {"type": "tm.Boundary"}]
        diagram: dict[str, Any] = {"diagramType": "STRIDE", "diagramJson": {"cells": cells}}
    else:
        cells = [
            {"data": {"type": "tm.Store", "threats": list(threats)}},
            {"shape": "trust-boundary-curve", "data": {"type": "tm.Boundary"}},
        ]
        diagram = {"diagramType": "STRIDE", "cells": cells}
    return json.dumps({"summary": {"title": "x"}, "detail": {"diagrams": [diagram]}})


THREAGILE = """threagile_version: 1.0.0
date: 2026-05-01
technical_assets:
  Shop: {id: shop, communication_links: {a: {target: db}}}
  Database: {id: db}
risk_tracking:
  sql-nosql-injection@shop: {status: mitigated}
  cross-site-scripting@shop: {status: unchecked}
"""
OTM = {"otmVersion": "0.2.0", "project": {"name": "x"}, "representations": [{"type": "diagram"}], "dataflows": [{"id": "f"}],
       "threats": [{"id": "t", "categories": ["Spoofing"]}],
       "components": [{"id": "a", "threats": [{"threat": "t", "state": "mitigated"}, {"threat": "t", "state": "exposed"}]}]}  # fmt: skip
WORKSPACE = {
    "model": {
        "people": [{"relationships": [{}]}],
        "softwareSystems": [{"containers": [{"components": [{}], "relationships": [{}, {}]}]}],
    }
}
COUNTED = ("tool", "diagrams", "elements", "threats", "mitigated_or_decided", "methodology")


def read(path: Path, name: str, text: str) -> Any:
    return handed_in(path, {}, tree={name: text}, only="threat_models")


@pytest.mark.parametrize("version", [1, 2])
def test_threat_dragon_counts_elements_threats_and_what_is_settled(tmp_path: Path, version: int) -> None:
    got = read(tmp_path, "docs/any-name.json", dragon(SPOOFING, TAMPERING, OUT, version=version))
    assert values(got, "design.threat_models", *COUNTED) == [("threat-dragon", 1, 1, 3, 2, "STRIDE")]
    assert values(got, "design.threats", "category", "severity", "status") == [
        ("Spoofing", "high", "open"), ("Tampering", "medium", "mitigated"), ("Repudiation", "low", "not-applicable"),
    ]  # fmt: skip


def test_threagile_names_assets_and_what_people_decided_and_not_how_many_risks_there_are(tmp_path: Path) -> None:
    got = read(tmp_path, "threagile.yaml", THREAGILE)
    assert values(got, "design.threat_models", *COUNTED) == [("threagile", None, 2, None, None, "threagile")]
    assert values(got, "design.models", "components", "interfaces", "updated_at") == [(2, 1, "2026-05-01T00:00:00Z")]
    assert values(got, "design.threats", "category", "status") == [
        ("sql-nosql-injection", "mitigated"),
        ("cross-site-scripting", None),
    ]


def test_open_threat_model_and_structurizr(tmp_path: Path) -> None:
    got = read(tmp_path / "a", "shop.otm", json.dumps(OTM))
    assert values(got, "design.threat_models", *COUNTED) == [("otm", 1, 1, 2, 1, None)]
    assert values(got, "design.models", "components", "interfaces") == [(1, 1)]
    got = read(tmp_path / "b", "workspace.json", json.dumps(WORKSPACE))
    assert values(got, "design.models", "components", "interfaces") == [(4, 3)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("threat-model.json", '{"diagrams": [], "name": "mentions it"}'), ("tests/tm.json", dragon(SPOOFING)), ("examples/threagile.yaml", THREAGILE),
        ("package.json", '{"description": "reads \\"diagrams\\" of otmVersion"}'),
    ],
)  # fmt: skip
def test_a_name_or_a_word_is_no_model(tmp_path: Path, name: str, text: str) -> None:
    got = read(tmp_path, name, text)
    assert (got.facts, got.gaps) == ((), ())


@pytest.mark.parametrize("text", [dragon(SPOOFING)[:-2], dragon({"status": [1]}), '{"summary": 1, "detail": {"diagrams": 3}}',
                                  dragon().replace('"summary"', '"detail": {}, "summary"')])  # fmt: skip
def test_a_broken_model_is_a_gap_and_never_a_smaller_model(tmp_path: Path, text: str) -> None:
    got = read(tmp_path, "model.json", text)
    assert (got.facts, len(got.gaps)) == ((), 1)


def test_the_history_says_when_a_model_last_changed(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "shop")
    repo.write("threat-model.json", dragon(SPOOFING))
    repo.commit("model")
    found = joined(gathered(tree=repo.path))
    (model,) = found.unit.of("design.threat_models")
    assert (model.fields["in_vcs"], str(model.fields["updated_at"])[:4]) == (True, "2026")

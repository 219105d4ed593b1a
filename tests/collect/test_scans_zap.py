"""ZAP reports: short and long ones, JSON and XML; a report that reached nothing or says nothing is no finished scan."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.collect.decisions import handed_in, values, verdict
from tests.collect.repositories import reasons

ATTACK = {"uri": "https://shop.example/q", "param": "q", "attack": "</p><script>alert(1);</script>"}
LOOKED = {"uri": "https://shop.example/", "param": "", "attack": ""}


def alert(*instances: dict[str, str], **more: Any) -> dict[str, Any]:
    return {
        "pluginid": "40012",
        "alertRef": "40012-1",
        "riskcode": "3",
        "confidence": "2",
        "cweid": "79",
        "instances": list(instances),
        **more,
    }


def report(*alerts: dict[str, Any], **more: Any) -> dict[str, Any]:
    site = {
        "@name": "https://shop.example",
        "@host": "shop.example",
        "@port": "443",
        "@ssl": "true",
        "alerts": list(alerts),
    }
    return {"@programName": "ZAP", "@version": "2.17.0", "@generated": "Sat, 20 Jun 2026 10:00:00",
            "created": "2026-06-20T09:59:59.236211400Z", "site": [site], **more}  # fmt: skip


def one(path: Path, document: dict[str, Any], *names: str) -> Any:
    return values(handed_in(path, {"zap.json": json.dumps(document)}, only="scans_zap"), "scan.runs", *names)[0]


def test_a_report_says_site_time_version_and_alerts(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {"zap.json": json.dumps(report(alert(ATTACK, ATTACK, LOOKED)))}, only="scans_zap")
    names = ("tool", "tool_version", "kind", "target", "at", "inputs_sent", "completed")
    assert values(got, "scan.runs", *names) == [
        ("zap", "2.17.0", "dast", "https://shop.example", "2026-06-20T09:59:59Z", 1, None)
    ]
    assert values(got, "scan.findings", "rule", "place", "severity", "cwe", "state") == [
        ("40012-1", "https://shop.example", "high", "CWE-79", "open")
    ]


def test_a_time_without_a_zone_is_taken_as_early_as_it_can_be(tmp_path: Path) -> None:
    assert one(tmp_path, report(created=None), "at") == "2026-06-19T20:00:00Z"
    assert one(tmp_path, report(created=None, **{"@generated": "Fr., 30 Sep. 2022 08:40:35"}), "at") is None


@pytest.mark.parametrize(
    ("more", "completed"),
    [({"afPlanErrors": []}, True), ({"afPlanErrors": ["job spider failed"]}, False), ({}, None), ({"site": []}, False)],
)
def test_only_an_automation_plan_says_how_it_ended(tmp_path: Path, more: dict[str, Any], completed: object) -> None:
    assert one(tmp_path, report(alert(ATTACK), **more), "completed") is completed


def test_a_report_without_a_site_is_a_gap_too(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {"zap.json": json.dumps(report(site=[]))}, only="scans_zap")
    assert (reasons(got), values(got, "scan.runs", "inputs_sent")) == (["empty"], [None])


def test_a_passive_scan_shows_no_input_and_a_log_in_only_where_responses_looked_logged_in(tmp_path: Path) -> None:
    document = report(alert(LOOKED))
    assert one(tmp_path, document, "inputs_sent", "authenticated") == (None, None)
    document["site"][0]["statistics"] = {"stats.auth.state.loggedin": "7", "stats.code.200": "90"}
    assert one(tmp_path, document, "inputs_sent", "authenticated") == (None, True)
    document["site"][0]["statistics"] = {"stats.auth.state.loggedout": "7"}
    assert one(tmp_path, document, "authenticated") is None


def test_what_somebody_marked_as_a_false_alarm_is_suppressed(tmp_path: Path) -> None:
    got = handed_in(
        tmp_path, {"zap.json": json.dumps(report(alert(ATTACK, confidence="0", cweid="-1")))}, only="scans_zap"
    )
    assert values(got, "scan.findings", "state", "cwe") == [("suppressed", None)]


def test_one_site_and_one_alert_may_stand_without_a_list(tmp_path: Path) -> None:
    document = report()
    document["site"] = {**document["site"][0], "alerts": alert(ATTACK, instances=ATTACK)}
    assert one(tmp_path, document, "inputs_sent") == 1


def test_xml_says_the_same(tmp_path: Path) -> None:
    # as ZAP 2.9 to 2.16 write it
    text = """<?xml version="1.0"?><OWASPZAPReport programName="ZAP" version="2.16.1" generated="Sat, 20 Jun 2026 10:00:00">
      <site name="https://shop.example" host="shop.example" port="443" ssl="true"><alerts><alertitem><pluginid>40012</pluginid>
      <riskcode>2</riskcode><confidence>2</confidence><cweid>79</cweid><instances><instance><uri>https://shop.example/q</uri><param>q</param>
      <attack>'"&lt;</attack></instance></instances></alertitem></alerts><statistics><statistic><key>stats.auth.state.loggedin</key>
      <value>3</value></statistic></statistics></site></OWASPZAPReport>"""
    got = handed_in(tmp_path, {"zap.xml": text}, only="scans_zap")
    assert values(got, "scan.runs", "inputs_sent", "authenticated", "at") == [(1, True, "2026-06-19T20:00:00Z")]
    assert values(got, "scan.findings", "rule", "severity") == [("40012", "medium")]


@pytest.mark.parametrize(
    ("more", "said"),
    [({"afPlanErrors": []}, "met"), ({"afPlanErrors": ["x"]}, "unknown"), ({}, "unknown"),
     ({"afPlanErrors": [], "created": "2025-06-20T10:00:00Z"}, "unknown")],
)  # fmt: skip
def test_an_active_scan_that_ended_well_meets_v_st_1_a_1(tmp_path: Path, more: dict[str, Any], said: str) -> None:
    got = handed_in(tmp_path, {"zap.json": json.dumps(report(alert(ATTACK), **more))})
    assert verdict("V-ST-1-A.1", got) == said


def test_a_passive_scan_does_not_meet_v_st_1_a_1(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {"zap.json": json.dumps(report(alert(LOOKED), afPlanErrors=[]))})
    assert verdict("V-ST-1-A.1", got) == "unknown"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.json", b'{"@version": "1", "@generated": "x", "site": "here"}', "wrong type"),
        ("a.json", b'{"@version": "1", "@generated": "x", "site": [', "malformed"),
        ("a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><OWASPZAPReport/>', "forbidden XML"),
        ("a.xml", b"<OWASPZAPReport>" + b"<a>" * 99 + b"</a>" * 99 + b"</OWASPZAPReport>", "too deep"),
        ("a.xml", b"<OWASPZAPReport>", "malformed"),
    ],
)
def test_a_hostile_report_is_a_gap(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    got = handed_in(tmp_path, {name: data}, only="scans_zap")
    assert (got.facts, reasons(got)[:1]) == ((), [reason])

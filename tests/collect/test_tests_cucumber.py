"""Cucumber JSON: scenarios, their tags, and what a step that never ran means."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.collect.decisions import handed_in, values
from tests.collect.repositories import reasons


def step(status: str = "passed") -> dict[str, Any]:
    return {"keyword": "Given ", "name": "a", "result": {"status": status, "duration": 1}}


def scenario(name: str, *steps: str, tags: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return {"type": "scenario", "keyword": "Scenario", "name": name, "line": 3, "tags": [{"name": tag} for tag in tags],
            "steps": [step(one) for one in steps], "start_timestamp": "2026-06-20T10:00:00.000Z", **more}  # fmt: skip


def read(path: Path, *elements: dict[str, Any], tags: tuple[str, ...] = ()) -> Any:
    feature = {"uri": "f.feature", "keyword": "Feature", "name": "Log-in", "tags": [{"name": tag} for tag in tags],
               "elements": list(elements)}  # fmt: skip
    return handed_in(path, {"c.json": json.dumps([feature])}, only="tests_cucumber")


def test_scenarios_are_cases_with_the_tags_of_their_feature(tmp_path: Path) -> None:
    got = read(
        tmp_path,
        scenario("a", "passed", tags=("@security", "@requirement:R-1", "@control(authn)")),
        scenario("b", "passed", "failed"),
    )
    assert values(got, "tests.suites", "kind", "passed", "failed", "skipped", "framework", "at", "in_main_runner") == [
        ("", 0, 1, 0, "cucumber", "2026-06-20T10:00:00Z", None), ("security", 1, 0, 0, "cucumber", "2026-06-20T10:00:00Z", True),
    ]  # fmt: skip
    assert values(got, "tests.cases", "name", "kind", "requirement", "controls", "result") == [
        ("Log-in: a", "security", "R-1", ("authn",), "pass")
    ]
    got = read(tmp_path / "f", scenario("a", "passed"), tags=("@security",))
    assert values(got, "tests.suites", "kind", "in_main_runner") == [("security", None)]


@pytest.mark.parametrize(
    ("steps", "counts"),
    [(("passed", "passed"), (1, 0, 0)), (("passed", "failed", "skipped"), (0, 1, 0)), (("passed", "undefined"), (0, 0, 1)),
     (("pending",), (0, 0, 1)), ((), (0, 0, 1)), (("odd",), (None, None, None))],
)  # fmt: skip
def test_a_scenario_passes_only_where_every_step_did(
    tmp_path: Path, steps: tuple[str, ...], counts: tuple[Any, ...]
) -> None:
    assert values(read(tmp_path, scenario("a", *steps)), "tests.suites", "passed", "failed", "skipped") == [counts]


def test_a_background_that_failed_fails_its_scenario(tmp_path: Path) -> None:
    background = {"type": "background", "keyword": "Background", "name": "", "steps": [step("failed")]}
    got = read(tmp_path, background, scenario("a", "passed"), scenario("b", "passed"))
    assert values(got, "tests.suites", "passed", "failed") == [(1, 1)]


def test_other_json_is_left_alone_and_broken_json_is_a_gap(tmp_path: Path) -> None:
    got = handed_in(
        tmp_path, {"a.json": "[1]", "b.json": '[{"elements": 7, "keyword": "Feature"}]'}, only="tests_cucumber"
    )
    assert sorted(set(reasons(got))) == ["not recognised", "wrong type"]

"""What runs in a cluster, from what kubectl prints, beside what is declared and what the catalog says."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.collect.decisions import handed_in, values

from sammeter.facts import Fact
from sammeter.facts.joins.stack import stack

DIGEST = f"sha256:{'d' * 64}"


def pod(image: str, state: str = "running", pulled: str = "", at: str = "2026-06-20T10:00:00Z") -> dict[str, Any]:
    status = {"name": "a", "image": image, "imageID": pulled, "state": {state: {"startedAt": at}}}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"image": image, "env": [{"name": "P", "value": "hunter2"}]}]},
            "status": {"startTime": at, "conditions": [{"lastTransitionTime": at}], "containerStatuses": [status]}}  # fmt: skip


def node(at: str = "2026-06-29T10:00:00Z") -> dict[str, Any]:
    about = {
        "kubeletVersion": "v1.31.2",
        "osImage": "Debian GNU/Linux 13",
        "containerRuntimeVersion": "containerd://2.1",
        "kernelVersion": "6.12",
    }
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "status": {"nodeInfo": about, "conditions": [{"lastHeartbeatTime": at}]},
    }


def listed(*items: dict[str, Any], kind: str = "List") -> dict[str, str]:
    return {"cluster.json": json.dumps({"apiVersion": "v1", "kind": kind, "items": list(items)})}


def rows(path: Path, *items: dict[str, Any]) -> list[Any]:
    got = handed_in(path, listed(*items), only="iac_cluster")
    return sorted(values(got, "iac.stack", "component", "version", "observed", "declared", "seen_at"))


def test_each_image_that_ran_is_one_component_seen_when_the_newest_time_was(tmp_path: Path) -> None:
    newest = "2026-06-29T10:00:00Z"
    found = rows(
        tmp_path, pod("postgres:16.4"), pod("postgres:16.4"), pod("web", pulled=f"docker.io/web@{DIGEST}"), node()
    )
    assert found == [
        ("container-runtime", "containerd://2.1", True, None, newest), ("kernel", "6.12", True, None, newest), ("kubelet", "v1.31.2", True, None, newest),
        ("operating-system", "Debian GNU/Linux 13", True, None, newest), ("postgres", "16.4", True, None, newest), ("web", DIGEST, True, None, newest),
    ]  # fmt: skip


def test_what_waits_to_start_was_not_seen_and_values_are_never_kept(tmp_path: Path) -> None:
    assert rows(tmp_path, pod("postgres:16.4", state="waiting")) == []
    got = handed_in(tmp_path / "b", listed(pod("postgres:16.4")))
    assert "hunter2" not in str(got)


@pytest.mark.parametrize(
    "text", ['{"apiVersion": "v1", "kind": "ConfigMapList", "items": [{"status": {"a": 1}}]}', '{"apiVersion": "v1", "kind": "Pod", "items": 3}', '["apiVersion", "items"]']
)  # fmt: skip
def test_another_list_is_left_alone(tmp_path: Path, text: str) -> None:
    got = handed_in(tmp_path, {"a.json": text}, only="iac_cluster")
    assert (got.facts, [gap.reason for gap in got.gaps]) == ((), ["not recognised"])


def test_a_list_of_the_wrong_shape_is_a_gap(tmp_path: Path) -> None:
    got = handed_in(
        tmp_path, {"a.json": '{"apiVersion": "v1", "kind": "List", "items": [{"status": "up"}]}'}, only="iac_cluster"
    )
    assert (got.facts, [gap.reason for gap in got.gaps]) == ((), ["wrong type"])


def part(source: str, **fields: Any) -> Fact:
    return Fact(kind="iac.stack", where=source, source=source, fields={"app": "shop", "component": "db", **fields})


def joined(*facts: Fact) -> list[dict[str, Any]]:
    return [dict(one.fields) for one in stack({"iac.stack": facts}, "").get("iac.stack", ())]


def test_declared_and_observed_are_one_component_with_what_the_catalog_says() -> None:
    declared, runs = (
        part("iac_docker", declared=True, version="16"),
        part("iac_cluster", observed=True, version="16", seen_at="t"),
    )
    said = part("catalog", key=True, baseline="stig-9")
    together = {
        "app": "shop",
        "component": "db",
        "declared": True,
        "version": "16",
        "observed": True,
        "seen_at": "t",
        "key": True,
        "baseline": "stig-9",
    }
    assert joined(declared, runs, said) == [together]
    assert joined(runs, said, declared) == [together]


def test_what_runs_in_another_version_is_a_component_of_its_own() -> None:
    declared, runs = part("iac_docker", declared=True, version="16"), part("iac_cluster", observed=True, version="15")
    assert [(one.get("version"), one.get("declared"), one.get("observed")) for one in joined(declared, runs)] == [
        ("16", True, None),
        ("15", None, True),
    ]
    bare = part("iac_terraform", declared=True)
    assert [(one.get("version"), one.get("observed")) for one in joined(bare, runs)] == [("15", True)]


def test_a_component_that_only_the_catalog_names_stays_and_another_application_s_is_left_alone() -> None:
    said = part("catalog", key=True)
    other = Fact(
        kind="iac.stack", where="x", source="iac_docker", fields={"app": "web", "component": "db", "version": "1"}
    )
    assert joined(said, other) == [dict(other.fields), dict(said.fields)]

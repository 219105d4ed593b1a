"""The guides on checks: every YAML in them parses, every command in them runs, and the worked example works."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import git, repository, sammeter

from sammeter.text import yaml

DOCS = Path(__file__).parents[2] / "docs/how-to"
BIN = Path(sys.executable).parent
CI = (DOCS / "check-in-ci.md").read_text(encoding="utf-8")
ADD = (DOCS / "add-a-check.md").read_text(encoding="utf-8")
PINNED = "on: push\njobs: {a: {runs-on: x, steps: [{run: 'true'}]}}\n"


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)


def run_blocks(value: Any) -> list[str]:
    """Every ``run:`` of a workflow and every ``script:`` of a job, in order."""
    if isinstance(value, list):
        return [one for inner in value for one in run_blocks(inner)]
    if not isinstance(value, dict):
        return []
    found = [value["run"]] if isinstance(value.get("run"), str) else []
    found += [line for name in ("before_script", "script") for line in value.get(name, ())]
    return found or [one for inner in value.values() for one in run_blocks(inner)]


def parsed(text: str) -> Any:
    return yaml.read(text.encode(), where="page").plain()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository, and a folder in front of PATH whose `pip` installs nothing: what it would install is there."""
    found = repository(tmp_path / "shop", {".github/workflows/ci.yml": PINNED, "src/a.py": "a = 1\n"})
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/pip").write_text('#!/bin/sh\n[ "$*" = "install --quiet sammeter" ]\n')
    (tmp_path / "bin/pip").chmod(0o755)
    return found


def bash(shop: Path, script: str) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "PATH": f"{shop.parent / 'bin'}:{BIN}:{os.environ['PATH']}", "SAMMETER_CACHE": str(shop.parent / "cache.sqlite"),
           "GITHUB_STEP_SUMMARY": str(shop.parent / "summary.md")}  # fmt: skip
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=shop, env=env, capture_output=True, text=True, check=False
    )


def test_every_yaml_of_the_guides_parses() -> None:
    assert [bool(parsed(text)) for page in (CI, ADD) for text in blocks(page, "yaml")] == [True] * 5


def test_the_blocks_of_the_workflow_run_and_stop_while_no_report_is_there(shop: Path) -> None:
    make, check, summary = run_blocks(parsed(blocks(CI, "yaml")[0]))
    assert bash(shop, make).returncode == 0
    done = bash(shop, check)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("::error title=known-defects-in-code::")
    assert bash(shop, summary).returncode == 0
    assert (shop.parent / "summary.md").read_text().startswith("## Pass: shop at build")


def test_the_lines_of_the_gitlab_job_run_and_leave_a_report(shop: Path) -> None:
    install, make, check = run_blocks(parsed(blocks(CI, "yaml")[1]))
    assert [bash(shop, line).returncode for line in (install, make, check)] == [0, 0, 1]
    assert "<testsuite " in (shop / "check.xml").read_text()


def test_the_lines_of_the_jenkins_stage_run(shop: Path) -> None:
    lines = re.findall(r"sh '([^']+)'", blocks(CI, "groovy")[0])
    assert [bash(shop, line).returncode for line in lines] == [0, 1]


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_hook_stops_a_real_commit_and_lets_the_next_one_pass(shop: Path) -> None:
    hook = shop / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(blocks(CI, "sh")[0].replace("exec sammeter", f"exec {BIN / 'sammeter'}"))
    hook.chmod(0o755)
    (shop / "hooks.yaml").write_text(blocks(CI, "yaml")[2])
    (shop / "src/a.py").write_text("a = 2\n")
    git(shop, "commit", "-q", "-am", "Pinned")
    (shop / ".github/workflows/ci.yml").write_text(
        "on: push\njobs: {a: {runs-on: x, steps: [{uses: some/action@main}]}}\n"
    )
    git(shop, "commit", "-q", "--no-verify", "-am", "Not pinned")
    (shop / "src/a.py").write_text("a = 3\n")
    with pytest.raises(subprocess.CalledProcessError):
        git(shop, "commit", "-q", "-am", "Stopped")
    assert git(shop, "log", "-1", "--format=%s") == "Not pinned"


def test_the_first_policy_of_the_guide_decides_three_worlds(shop: Path) -> None:
    (shop / "policy.yaml").write_text(blocks(ADD, "yaml")[0])
    told = sammeter("check", "explain", "policy.yaml", cwd=shop)
    assert (told.returncode, "default-branch-protected" in told.stdout) == (0, True)
    (shop / "reports").mkdir()
    kept = shop.parent / "facts.jsonl"
    sammeter("check", "build", ".", "--policy", "policy.yaml", "--evidence", "reports", "--facts", str(kept), cwd=shop)
    for fields, verdict in (
        ({"pr_required": True, "min_approvals": 1}, "met"),
        ({"pr_required": False, "min_approvals": 0}, "unmet"),
        (None, "unknown"),
    ):
        rows = kept.read_text().splitlines()
        if fields is not None:
            head = json.loads(rows[0])
            head["complete"] = sorted({*head["complete"], "forge.branch_rules"})
            rows[0] = json.dumps(head)
            rows.append(
                json.dumps(
                    {"fact": {"kind": "forge.branch_rules", "where": "rules.json", "source": "forge", "fields": fields}}
                )
            )
        (shop.parent / "world.jsonl").write_text("\n".join(rows) + "\n")
        done = sammeter(
            "check",
            "build",
            "--replay",
            str(shop.parent / "world.jsonl"),
            "--policy",
            "policy.yaml",
            "--format",
            "json",
            cwd=shop,
        )
        asked = next(one for one in json.loads(done.stdout)["requirements"] if one["id"] == "default-branch-protected")
        assert asked["verdict"] == verdict


def test_the_collector_of_the_guide_hangs_itself_on(shop: Path) -> None:
    package = shop.parent / "site/our_package"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "licence_audit.py").write_text(blocks(ADD, "python")[0])
    points = re.findall(r'entry-points."([\w.]+)"\]\n(.*)', blocks(ADD, "toml")[0])
    info = shop.parent / "site/our_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: our-package\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "".join(f"[{group}]\n{line.replace(chr(34), '')}\n" for group, line in points)
    )
    (shop.parent / "licences.yaml").write_text(blocks(ADD, "yaml")[1])
    (shop.parent / "reports").mkdir()
    path = os.pathsep.join([str(shop.parent / "site"), *filter(None, [os.environ.get("PYTHONPATH")])])

    def check() -> Any:
        done = sammeter(
            "check",
            "build",
            "shop",
            "--policy",
            "licences.yaml",
            "--evidence",
            "reports",
            "--format",
            "json",
            cwd=shop.parent,
            PYTHONPATH=path,
        )
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)

    assert check()["stopped_by"] == "unknown"
    report = shop.parent / "reports/a.licence-audit.json"
    report.write_text('{"licences": [{"id": "MIT", "result": "pass"}]}')
    assert check()["result"] == "pass"
    report.write_text('{"licences": [{"id": "MIT", "result": "pass"}, {"id": "X", "result": "fail"}]}')
    decision = check()
    assert (decision["stopped_by"], [one["fields"]["target"] for one in decision["requirements"][0]["because"]]) == (
        "unmet",
        ["X"],
    )
    report.write_text('{"licences": [')
    assert check()["stopped_by"] == "unknown"

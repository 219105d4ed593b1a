"""`assess CATALOG` as a user runs it: on several processes, with one killed, stopped and gone on with."""

import json
import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import FILES, SAMMETER, git, repository, sammeter

CATALOG = """\
organisation: Acme
places: [.]
teams: [{name: payments, unit: retail}]
applications:
- {name: shop, team: payments, risk: high, repositories: [shop]}
- {name: till, team: payments, risk: low, repositories: [till]}
- {name: lost, repositories: [nowhere]}
- {name: idea}
"""


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    repository(tmp_path / "shop")
    repository(tmp_path / "till", {**FILES, ".github/dependabot.yml": ""})
    repository(tmp_path / "stray")
    (tmp_path / "sammeter.yaml").write_text(CATALOG, encoding="utf-8")
    return tmp_path


def portfolio(folder: Path, *options: str) -> dict[str, Any]:
    done = sammeter("assess", "sammeter.yaml", "--as-of", "2026-02-01", "--format", "json", *options, cwd=folder)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_application_is_there_and_what_could_not_be_read_is_a_gap_of_its_own(acme: Path) -> None:
    found = portfolio(acme, "--workers", "1")
    assert [one["name"] for one in found["applications"]] == ["idea", "lost", "shop", "till"]
    assert {gap["where"].partition(":")[0]: gap["reason"] for gap in found["gaps"]}.items() >= {
        "lost": "unreadable", "idea": "nothing to look at",
    }.items()  # fmt: skip
    assert [Path(path).name for path in found["unmapped"]] == ["stray"]
    assert {one["name"]: one["members"] for one in found["risks"]} == {"high": 1, "low": 1}
    assert [(one["name"], one["members"]) for one in found["teams"]] == [("payments", 2)]
    shop = next(one for one in found["applications"] if one["name"] == "shop")
    assert shop["verdicts"]["I-SB-1-A.3"] == "indicated"
    units = found["organisation"]["answers"]["I-SB-1-A"]["units"]
    assert (units["all"], units["count"], units["unknown"]) == (4, 0, 4)


def test_the_text_leads_with_what_is_not_known(acme: Path) -> None:
    done = sammeter("assess", "sammeter.yaml", "--as-of", "2026-02-01", "--workers", "1", cwd=acme)
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Acme   4 applications   SAMM 2.2.0   as of 2026-02-01")
    assert lines[2] == "! seen, and in no application (1):"
    assert "  I-SB-1-A.3  2 indicated, 2 unknown: Everyone who needs it can open it" in lines
    assert all(len(line) <= 80 for line in lines)


def test_a_catalog_lies_in_its_folder_too_and_an_empty_one_is_refused(acme: Path) -> None:
    assert sammeter("assess", ".", "--format", "csv", "--workers", "1", cwd=acme).stdout.count("\n") == 1 + 4 * 90
    (acme / "empty.yaml").write_text("organisation: x\n", encoding="utf-8")
    done = sammeter("assess", "empty.yaml", cwd=acme)
    assert (done.returncode, "without applications" in done.stderr) == (2, True)
    html = sammeter("assess", "sammeter.yaml", "--format", "sarif", "--workers", "1", cwd=acme)
    assert (html.returncode, "has no format sarif" in html.stderr) == (2, True)


def test_the_number_of_processes_changes_no_byte(acme: Path) -> None:
    one = portfolio(acme, "--workers", "1")
    assert portfolio(acme, "--workers", "2") == one


def test_a_second_run_measures_only_what_changed(acme: Path) -> None:
    first = portfolio(acme, "--workers", "1")
    tree = git(acme / "shop", "rev-parse", "HEAD^{tree}")
    (acme / "shop" / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    assert portfolio(acme, "--workers", "1") == first
    (acme / ".cache-of-the-test.sqlite").unlink()
    assert portfolio(acme, "--workers", "1") != first


def test_a_tag_without_a_commit_is_a_change(acme: Path) -> None:
    first = portfolio(acme, "--workers", "1")
    git(acme / "shop", "tag", "v1.0.1")
    second = portfolio(acme, "--workers", "1")
    assert second["facts"]["vcs.releases"] == first["facts"]["vcs.releases"] + 1


def test_a_content_that_was_missing_is_looked_for_again(acme: Path) -> None:
    path, blob = acme / "shop", git(acme / "shop", "rev-parse", "HEAD:.github/workflows/ci.yml")
    kept = path / ".git" / "objects" / blob[:2] / blob[2:]
    content = kept.read_bytes()
    kept.unlink()
    assert "missing blob" in {gap["reason"] for gap in portfolio(acme, "--workers", "1")["gaps"]}
    kept.write_bytes(content)
    assert "missing blob" not in {gap["reason"] for gap in portfolio(acme, "--workers", "1")["gaps"]}


@pytest.fixture
def many(tmp_path: Path) -> Path:
    rows = []
    for number in range(24):
        repository(tmp_path / f"app{number}", {**FILES, "README.md": f"# app {number}\n"})
        rows.append(f"- {{name: app{number}, repositories: [app{number}]}}\n")
    (tmp_path / "sammeter.yaml").write_text("applications:\n" + "".join(rows), encoding="utf-8")
    return tmp_path


def running(folder: Path, cache: Path, workers: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [str(SAMMETER), "assess", "sammeter.yaml", "--as-of", "2026-02-01", "--format", "json", "--workers", workers],
        cwd=folder, env={**os.environ, "SAMMETER_CACHE": str(cache)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_a_worker_that_is_killed_costs_a_try_and_changes_nothing(many: Path) -> None:
    quiet = portfolio(many, "--workers", "1")
    begun = running(many, many / ".other.sqlite", "2")
    killed = _kill_one_worker(begun.pid, many / ".other.sqlite")
    out, err = begun.communicate(timeout=120)
    assert killed
    assert begun.returncode == 0, err.decode()
    assert json.loads(out) == quiet


def test_a_run_that_was_stopped_goes_on_where_it_was(many: Path) -> None:
    cache = many / ".other.sqlite"
    begun = running(many, cache, "1")
    until = time.monotonic() + 60
    while not _kept(cache) and time.monotonic() < until:
        time.sleep(0.01)
    begun.send_signal(signal.SIGINT)
    out, _ = begun.communicate(timeout=60)
    assert (begun.returncode, out) == (130, b"")
    with closing(sqlite3.connect(cache)) as connection:
        before = {key for (key,) in connection.execute("SELECT key FROM facts WHERE key LIKE 'application/%'")}
    assert 0 < len(before) < 24
    done, _ = running(many, cache, "1").communicate(timeout=120)
    with closing(sqlite3.connect(cache)) as connection:
        after = {key for (key,) in connection.execute("SELECT key FROM facts WHERE key LIKE 'application/%'")}
    assert before < after
    assert len(after) == 24
    assert json.loads(done) == portfolio(many, "--workers", "1")


def _kill_one_worker(parent: int, cache: Path) -> bool:
    """Kill the first worker process as soon as the first result of any has been kept."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if _kept(cache):
            for child in Path("/proc").glob("[0-9]*"):
                if _is_worker(child, parent):
                    os.kill(int(child.name), signal.SIGKILL)
                    return True
        time.sleep(0.01)
    return False


def _kept(cache: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{cache}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("SELECT 1 FROM facts WHERE key LIKE 'application/%'").fetchone())
    except sqlite3.Error:
        return False


def _is_worker(process: Path, parent: int) -> bool:
    try:
        fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return int(fields[1]) == parent and b"spawn_main" in (process / "cmdline").read_bytes()
    except OSError:
        return False

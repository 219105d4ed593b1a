"""Twelve hostile inputs: each gives its gap or error, its exit code, and never a traceback."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import git, repository, sammeter

WORKFLOW = ".github/workflows/ci.yml"


def files(content: dict[str, str]) -> Callable[[Path], Path]:
    return lambda folder: repository(folder / "repo", content)


def laughs() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    return "\n".join(lines) + "\n"


def large(folder: Path) -> Path:
    repo = repository(folder / "repo", {"README.md": "# x\n"})
    (repo / ".github/workflows").mkdir(parents=True)
    with (repo / WORKFLOW).open("wb") as handle:
        handle.truncate(100 << 20)
    git(repo, "add", "-A")
    git(repo, "commit", "-q", "-m", "large")
    return repo


def missing(folder: Path) -> Path:
    repo = repository(folder / "repo", {WORKFLOW: "on: push\njobs: {}\n"})
    blob = git(repo, "rev-parse", f"HEAD:{WORKFLOW}")
    (repo / ".git/objects" / blob[:2] / blob[2:]).unlink()
    return repo


def link(folder: Path) -> Path:
    repo = repository(folder / "repo", {"README.md": "# x\n"})
    (repo / "CODEOWNERS").symlink_to("/etc/passwd")
    git(repo, "add", "-A")
    git(repo, "commit", "-q", "-m", "link")
    return repo


def canary(folder: Path) -> Path:
    repo = repository(folder / "repo", {WORKFLOW: "on: push\njobs: {}\n"})
    with (repo / ".git/config").open("a", encoding="utf-8") as config:
        config.write(
            f'[core]\n\tfsmonitor = "touch {folder}/ran"\n\tsshCommand = "touch {folder}/ran"\n\thooksPath = {folder}\n'
        )
        config.write(f'[diff]\n\texternal = "touch {folder}/ran"\n[gpg]\n\tprogram = "touch {folder}/ran"\n')
    return repo


def encoding(folder: Path) -> Path:
    repo = repository(folder / "repo", {"README.md": "# x\n"})
    (repo / ".github/workflows").mkdir(parents=True)
    (repo / WORKFLOW).write_bytes(b"on: push\njobs: {a: {name: caf\xe9}}\n")
    git(repo, "add", "-A")
    git(repo, "commit", "-q", "-m", "latin-1")
    return repo


INPUTS: list[tuple[str, Callable[[Path], Path], str, str]] = [
    (
        "duplicate keys",
        files({WORKFLOW: "on: push\non: pull_request\njobs: {}\n"}),
        "duplicate key",
        "'on' stands twice",
    ),
    ("recursive alias", files({WORKFLOW: "on: push\njobs: &a {b: *a}\n"}), "recursive alias", "holds itself"),
    ("billion laughs", files({WORKFLOW: laughs()}), "too large", "more than 250,000 values"),
    ("nested 100 deep", files({WORKFLOW: f"on: {'[' * 100}"}), "too deep", "nested deeper than 64"),
    ("nested 10,000 deep", files({WORKFLOW: f"on: {'[' * 10000}"}), "malformed", "maximum nesting depth"),
    ("malformed YAML", files({WORKFLOW: "on: [push\njobs:\n"}), "malformed", "no YAML"),
    (
        "steps that are text",
        files({WORKFLOW: "on: push\njobs: {a: {steps: run everything}}\n"}),
        "wrong type",
        "where a list is expected",
    ),
    ("a file of 100 MB", large, "too large", "104,857,600 bytes"),
    ("a missing blob", missing, "missing blob", "not in this clone"),
    ("a link out of the tree", link, "link", "not followed"),
    ("Latin-1 text", encoding, "encoding", "not UTF-8 text"),
    (
        "duplicate keys in JSON",
        files({"renovate.json": '{"enabled": true, "enabled": false}'}),
        "duplicate key",
        "'enabled' stands twice",
    ),
]


@pytest.mark.parametrize(("make", "reason", "words"), [row[1:] for row in INPUTS], ids=[row[0] for row in INPUTS])
def test_a_hostile_file_is_a_gap_with_its_reason_and_the_run_goes_on(
    tmp_path: Path, make: Callable[[Path], Path], reason: str, words: str
) -> None:
    repo = make(tmp_path)
    done = sammeter("assess", str(repo), "--as-of", "2026-01-06", "--format", "json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    gaps = [(gap["reason"], gap["detail"]) for gap in json.loads(done.stdout)["gaps"]]
    assert any(one == reason and words in detail for one, detail in gaps), gaps


def test_a_hostile_git_configuration_runs_nothing(tmp_path: Path) -> None:
    repo = canary(tmp_path)
    assert sammeter("assess", str(repo), "--as-of", "2026-01-06", cwd=tmp_path).returncode == 0
    assert not (tmp_path / "ran").exists()
    subprocess.run(["git", "-C", str(repo), "status"], capture_output=True, check=False)
    assert (tmp_path / "ran").exists(), "the planted configuration would have run under plain git"


def test_a_job_that_is_null_is_no_fault(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo", {WORKFLOW: "on: push\njobs: {a: null}\n"})
    document = json.loads(
        sammeter("assess", str(repo), "--as-of", "2026-01-06", "--format", "json", cwd=tmp_path).stdout
    )
    assert not [gap for gap in document["gaps"] if gap["reason"] in ("bug", "wrong type")]
    assert document["facts"]["ci.pipelines"]["count"] == 1


def test_a_broken_object_store_is_an_error_with_the_next_step(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    commit = git(repo, "rev-parse", "HEAD")
    (repo / ".git/objects" / commit[:2] / commit[2:]).unlink()
    done = sammeter("assess", str(repo), cwd=tmp_path)
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert "try:" in done.stderr

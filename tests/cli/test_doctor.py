"""`sammeter doctor` finds faults that were planted and names their mend."""

import os
from pathlib import Path

import pytest

from tests.cli.command import git, repository, sammeter


def test_a_healthy_place_has_no_fault(tmp_path: Path) -> None:
    done = sammeter("doctor", str(repository(tmp_path / "shop")), cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert not [line for line in done.stdout.splitlines() if line.startswith("x")]


def test_a_shallow_clone_is_named_with_its_mend(tmp_path: Path) -> None:
    shop = repository(tmp_path / "shop")
    (shop / "more").write_text("more\n", encoding="utf-8")
    git(shop, "add", "-A")
    git(shop, "commit", "-q", "-m", "more")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{shop}", "shallow")
    done = sammeter("doctor", "shallow", cwd=tmp_path)
    assert done.returncode == 1
    assert "git fetch --unshallow" in done.stdout


def test_an_old_git_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text("#!/bin/sh\necho git version 2.20.1\n", encoding="utf-8")
    (folder / "git").chmod(0o755)
    done = sammeter("doctor", str(tmp_path), cwd=tmp_path, PATH=f"{folder}:{os.environ['PATH']}")
    assert done.returncode == 1
    assert "older than 2.35" in done.stdout


def test_a_missing_git_is_named(tmp_path: Path) -> None:
    done = sammeter("doctor", str(tmp_path), cwd=tmp_path, PATH=str(tmp_path))
    assert done.returncode == 1
    assert "install git" in done.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_repository_of_somebody_else_is_named_with_its_mend(tmp_path: Path) -> None:
    shop = repository(tmp_path / "shop")
    for path in (shop, shop / ".git"):
        os.chown(path, 65534, 65534)
    done = sammeter("doctor", str(shop), cwd=tmp_path)
    assert done.returncode == 1
    assert "safe.directory" in done.stdout
    assert sammeter("assess", str(shop), cwd=tmp_path).returncode == 4


def test_an_unusable_cache_is_named_with_its_mend(tmp_path: Path) -> None:
    broken = tmp_path / "cache.sqlite"
    broken.write_bytes(b"no database at all" * 500)
    done = sammeter("doctor", str(repository(tmp_path / "shop")), cwd=tmp_path, SAMMETER_CACHE=str(broken))
    assert done.returncode == 1
    assert f"delete {broken}" in done.stdout

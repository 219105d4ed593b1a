"""Drift of the build guide: what it quotes of its repository, and what of that is gone."""

import shutil
from pathlib import Path

from tests.collect.repositories import DATA, Repository, collect, reasons, rows


def repository(tmp_path: Path, case: str) -> Repository:
    repo = Repository(tmp_path / case)
    shutil.copytree(DATA / "drift" / case, repo.path, dirs_exist_ok=True)
    repo.commit("all", at="2026-01-01T00:00:00+00:00")
    return repo


def test_only_what_is_surely_of_this_repository_counts(tmp_path: Path) -> None:
    found = collect("drift", repository(tmp_path, "guide").path)
    assert rows(found, "where", "doc_kind", "refs_total", "broken") == [
        ("README.md", "build-guide", 12,
         ("./scripts/gone.sh", "docs/OLD.md", "make shine", "run polish", "scripts/push.sh")),
    ]  # fmt: skip
    assert rows(found, "refs_broken", "behind_days") == [(5, 0)]
    assert found.complete == ()


def test_a_guide_lags_behind_the_files_that_it_quotes(tmp_path: Path) -> None:
    repo = repository(tmp_path, "guide")
    repo.commit("later", at="2026-03-02T00:00:00+00:00", **{"src/main.c": "y\n", "unquoted.c": "z\n"})
    assert rows(collect("drift", repo.path), "behind_days") == [(60,)]


def test_targets_that_a_makefile_includes_or_computes_are_not_missed(tmp_path: Path) -> None:
    found = collect("drift", repository(tmp_path, "computed_targets").path)
    assert rows(found, "refs_total", "broken") == [(1, ())]


def test_a_readme_that_quotes_nothing_is_no_guide(tmp_path: Path) -> None:
    found = collect("drift", repository(tmp_path, "no_guide").path)
    assert (found.facts, found.gaps) == ((), ())


def test_a_guide_whose_content_is_missing_is_a_gap(tmp_path: Path) -> None:
    repo = repository(tmp_path, "guide")
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repo.git(
        "-c",
        "protocol.file.allow=always",
        "clone",
        "-q",
        "--no-checkout",
        "--filter=blob:none",
        f"file://{repo.path}",
        str(clone),
    )
    found = collect("drift", clone)
    assert (found.facts, reasons(found)) == ((), ["missing blob", "missing blob"])

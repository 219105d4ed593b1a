"""Watched files: what each path is watched as, and when it last changed."""

from pathlib import Path

import pytest
from tests.collect.repositories import Repository, collect, reasons, rows

from sammeter.collect.collectors import vcs_files
from sammeter.collect.collectors.vcs_files import kind_of


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("Cargo.lock", "lockfile"), ("web/package-lock.json", "lockfile"), ("aws/.terraform.lock.hcl", "lockfile"), ("go.sum", "lockfile"),
        ("Manifest.toml", "lockfile"), ("manifest.toml", ""), ("package.json", "manifest"), ("pom.xml", "manifest"),
        ("src/x/x.csproj", "manifest"), (".github/workflows/ci.yaml", "pipeline"), ("Jenkinsfile-owasp", "pipeline"),
        (".gitlab-ci.yml", "pipeline"), ("Dockerfile.web", "container"), ("cmd/cli/dockerfile.go", ""), ("alpine.Dockerfile", "container"),
        ("compose.yaml", "container"), ("main.tf", "infrastructure"), ("k8s/pod.yml", "infrastructure"), ("Makefile", "build"),
        ("lib/build.gradle.kts", "build"), ("security.md", "security-policy"), (".github/SECURITY.md", "security-policy"),
        ("conf/zoo.cfg", "config"), ("app/secret.sops.yaml", "config"), (".sops.yaml", "config"), ("CODEOWNERS", "config"),
        ("vendor/x/go.mod", ""), ("node_modules/a/package.json", ""), ("src/test/e2e/package-lock.json", ""), ("src/3rdparty/a/CMakeLists.txt", ""),
        ("src/lock.rs", ""), ("docs/security-model.md", ""), ("line\nbreak/Makefile", ""),
    ],
)  # fmt: skip
def test_a_path_is_watched_by_its_name_and_only_in_ones_own_trees(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_each_file_has_the_time_of_its_last_change_and_unread_ones_are_not_said_to_be_encrypted(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit(at="2026-01-01T00:00:00+00:00", Makefile="all:\n", **{"a.sops.yaml": "x: 1\n", "b.txt": "b"})
    repo.commit(at="2026-02-01T00:00:00+00:00", Makefile="all: x\n", **{"go.sum": "1\n"})
    repo.commit(at="2026-03-01T00:00:00+00:00", **{"b.txt": "c"})
    found = collect("vcs_files", repo.path)
    assert rows(found, "path", "kind", "changed_at", "encrypted") == [
        ("go.sum", "lockfile", "2026-02-01T00:00:00Z", None),
        ("Makefile", "build", "2026-02-01T00:00:00Z", None),
        ("a.sops.yaml", "config", "2026-01-01T00:00:00Z", None),
    ]
    assert found.complete == ("vcs.files",)


def test_a_merge_of_an_old_branch_does_not_make_files_look_changed(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit(at="2026-01-01T00:00:00+00:00", Makefile="all:\n")
    repo.git("checkout", "-q", "-b", "old")
    repo.commit(at="2026-01-02T00:00:00+00:00", other="1")
    repo.git("checkout", "-q", "main")
    repo.commit(at="2026-02-01T00:00:00+00:00", Makefile="all: x\n")
    repo.merge("old", "Merge branch 'old'", author="Bob <b@b.example>", at="2026-06-01T00:00:00+00:00")
    assert rows(collect("vcs_files", repo.path), "path", "changed_at") == [("Makefile", "2026-02-01T00:00:00Z")]


def test_a_shallow_clone_lists_files_and_does_not_know_when_they_changed(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit(Makefile="all:\n")
    repo.commit(a="1")
    clone = tmp_path / "clone"
    repo.git("-c", "protocol.file.allow=always", "clone", "-q", "--depth", "1", f"file://{repo.path}", str(clone))
    assert rows(collect("vcs_files", clone), "path", "changed_at") == [("Makefile", None)]


def test_more_files_than_are_taken_are_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vcs_files, "WATCHED", 2)
    repo = Repository(tmp_path / "r")
    repo.commit(Makefile="all:\n", **{"go.sum": "1\n", "go.mod": "m\n"})
    found = collect("vcs_files", repo.path)
    assert ([row[0] for row in rows(found, "path")], reasons(found)) == (["go.sum", "go.mod"], ["too many"])
    assert found.gaps[0].kinds == ("vcs.files",)

"""A plain folder: regular files only, whatever their names, and nothing that leads out of it."""

import os
from pathlib import Path

import pytest

from sammeter.collect import folder
from sammeter.collect.folder import FolderTree
from sammeter.errors import SourceError


def test_links_and_special_files_are_gaps_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "folder").symlink_to("/etc")
    os.mkfifo(tmp_path / "pipe")
    tree = FolderTree(root=tmp_path, name="x")
    assert [entry.path for entry in tree.entries()] == ["a"]
    assert sorted((gap.where, gap.reason) for gap in tree.gaps()) == [
        ("folder", "link"),
        ("link", "link"),
        ("pipe", "link"),
    ]


def test_names_that_are_no_utf_8_can_be_stored_and_read(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9")).write_text("x")
    (tmp_path / "line\nbreak").write_text("y")
    tree = FolderTree(root=tmp_path, name="x")
    assert {entry.path: data for entry, data in tree.read(tree.entries())} == {"caf\\xe9": b"x", "line\nbreak": b"y"}


def test_a_file_that_became_a_link_meanwhile_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    tree = FolderTree(root=tmp_path, name="x")
    entries = tree.entries()
    (tmp_path / "a").unlink()
    (tmp_path / "a").symlink_to("/etc/passwd")
    assert [data for _, data in tree.read(entries)] == [None]


def test_git_s_own_files_are_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / ".git").write_text("gitdir: x")
    assert FolderTree(root=tmp_path, name="x").entries() == ()


def test_a_folder_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "FILES", 2)
    for name in "abc":
        (tmp_path / name).write_text(name)
    with pytest.raises(SourceError, match="more than 2 files"):
        FolderTree(root=tmp_path, name="x").entries()


def test_a_large_file_is_read_whole_and_never_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "SIZE", 10)
    (tmp_path / "a").write_bytes(b"x" * 25)
    tree = FolderTree(root=tmp_path, name="x")
    assert [data for _, data in tree.read(tree.entries())] == [b"x" * 25]

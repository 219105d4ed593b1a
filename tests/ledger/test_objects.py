"""What a ledger speaks of: kept once, found again only unaltered."""

import os
from pathlib import Path

import pytest

from sammeter.envelope.digests import sha256
from sammeter.errors import DataError, SourceError
from sammeter.ledger import objects


def test_what_is_kept_is_found_under_its_digest_and_kept_once(tmp_path: Path) -> None:
    first = objects.keep(tmp_path, [b"a", b"b", b"a"])
    assert first == (sha256(b"a"), sha256(b"b"), sha256(b"a"))
    assert objects.content(tmp_path, first[1]) == b"b"
    assert list(objects.names(tmp_path)) == sorted(set(first))
    assert objects.keep(tmp_path, [b"a"]) == first[:1]


def test_what_was_altered_is_not_returned(tmp_path: Path) -> None:
    (digest,) = objects.keep(tmp_path, [b"a"])
    (path,) = (tmp_path / "objects").glob("*/*")
    path.chmod(0o644)
    path.write_bytes(b"b")
    with pytest.raises(DataError, match="altered"):
        objects.content(tmp_path, digest)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n"])
def test_only_a_digest_names_a_thing(tmp_path: Path, digest: str) -> None:
    with pytest.raises(DataError, match="no SHA-256"):
        objects.content(tmp_path, digest)


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    digest = sha256(b"a")
    path = tmp_path / "objects" / digest[:2] / digest[2:]
    path.parent.mkdir(parents=True)
    (tmp_path / "other").write_bytes(b"a")
    path.symlink_to(tmp_path / "other")
    with pytest.raises(SourceError, match="link"):
        objects.content(tmp_path, digest)


def test_a_full_disk_leaves_nothing_half_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SourceError, match="No space left"):
        objects.keep(tmp_path, [b"a"])
    assert [path for path in (tmp_path / "objects").glob("*/*") if path.is_file()] == []

"""Release tags: what counts as a version, whose signature stands on it, and what a clone without tags says."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.collect.repositories import CAROL, Repository, collect, reasons, rows

from sammeter.collect.versions import version_in, well_formed


@pytest.mark.parametrize(
    ("name", "version", "fine"),
    [
        ("v1.2.3", "1.2.3", True), ("1.2.3-rc.1+b5", "1.2.3-rc.1+b5", True), ("2.0.0rc1", "2.0.0rc1", True),
        ("2026.7.0", "2026.7.0", True), ("2024-01-15", "2024-01-15", True), ("core@1.2.3", "1.2.3", True),
        ("@scope/core@1.2.3", "1.2.3", True), ("api/v1.2.3", "1.2.3", True), ("v/0.23.43", "0.23.43", True),
        ("release-3.9.5-0", "3.9.5-0", True), ("rustls-post-quantum-v/0.2.4", "0.2.4", True), ("curl-8_5_0", "8_5_0", True),
        ("netty-4.1.100.Final", "4.1.100.Final", True), ("OpenSSL_1_1_1w", "1_1_1w", True), ("v1", "1", None), ("v255", "255", None),
        ("1.3.4D!", "", None), ("1.3.12d", "1.3.12d", False), ("glib-2-4-branchpoint", "", None), ("nightly", "", None),
        ("zookeeper-", "", None), ("EAZEL-NAUTILUS-MS-AUG07", "", None), ("post_ZOOKEEPER-45_snapshot", "", None),
    ],
)  # fmt: skip
def test_a_tag_names_a_version_only_where_it_ends_in_one(name: str, version: str, *, fine: bool | None) -> None:
    assert version_in(name) == version
    assert not version or well_formed(version) is fine


def test_light_tags_are_unsigned_and_annotated_ones_have_their_own_date(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    first = repo.commit(at="2026-06-01T09:00:00+00:00")
    repo.git("tag", "v1.0.0")
    repo.tick("2026-06-05T09:00:00+00:00")
    repo.git("tag", "-a", "v1.0.1", "-m", "more\n\n-----BEGIN PGP nothing", author=CAROL)
    assert sorted(
        rows(
            collect("vcs_releases", repo.path), "tag", "at", "commit", "signed", "signature", "on_default", "version_ok"
        )
    ) == [
        ("v1.0.0", "2026-06-01T09:00:00Z", first, False, None, True, True),
        ("v1.0.1", "2026-06-05T09:00:00Z", first, False, None, True, True),
    ]


def test_a_tag_on_a_side_branch_is_not_on_the_default_branch(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit()
    repo.git("checkout", "-q", "-b", "release")
    repo.commit()
    repo.git("tag", "release-1.0.0")
    repo.git("checkout", "-q", "main")
    assert rows(collect("vcs_releases", repo.path), "tag", "on_default") == [("release-1.0.0", False)]


def test_an_older_revision_does_not_put_later_releases_beside_the_default_branch(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    first = repo.commit()
    repo.commit()
    repo.git("tag", "v2.0.0")
    assert rows(collect("vcs_releases", repo.path, at=first), "tag", "on_default") == [("v2.0.0", True)]


def test_tags_made_after_the_date_of_the_assessment_are_not_seen(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit(at="2026-05-01T00:00:00+00:00")
    repo.git("tag", "v1.0.0")
    repo.tick("2026-08-01T00:00:00+00:00")
    repo.git("tag", "-a", "v2.0.0", "-m", "later")
    assert rows(collect("vcs_releases", repo.path), "tag") == [("v1.0.0",)]


def test_a_clone_without_tags_is_a_gap_and_not_an_empty_list(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit()
    found = collect("vcs_releases", repo.path)
    assert (found.facts, reasons(found), found.gaps[0].hint) == ((), ["no tags"], "git fetch --tags")


def test_tags_that_name_no_version_are_knowledge(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit()
    repo.git("tag", "nightly")
    found = collect("vcs_releases", repo.path)
    assert (found.facts, found.gaps, found.complete) == ((), (), ("vcs.releases",))


def test_a_tag_of_a_file_or_of_a_tag_is_followed_to_its_commit_or_left_out(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    commit = repo.commit(a="1")
    repo.git("tag", "v0.0.1", "HEAD:a")
    repo.git("tag", "-a", "v1.0.0", "-m", "one")
    repo.git("-c", "advice.nestedTag=false", "tag", "-a", "v1.0.0.1", "-m", "two", "v1.0.0")
    assert sorted(rows(collect("vcs_releases", repo.path), "tag", "commit")) == [
        ("v1.0.0", commit),
        ("v1.0.0.1", commit),
    ]


@pytest.mark.skipif(
    shutil.which("ssh-keygen") is None and os.environ.get("CI") != "true",
    reason="ssh-keygen makes the key of this test",
)
def test_an_ssh_signature_names_its_key_as_ssh_keygen_does(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit()
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "c", "-f", str(key)], check=True)
    shown = subprocess.run(
        ["ssh-keygen", "-l", "-f", str(key)], check=True, capture_output=True, text=True
    ).stdout.split()[1]
    repo.git("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}", "tag", "-s", "v1.0.0", "-m", "signed")
    assert rows(collect("vcs_releases", repo.path), "signed", "signature", "signers") == [(True, "ssh", (shown,))]


@pytest.mark.skipif(
    shutil.which("gpg") is None and os.environ.get("CI") != "true", reason="gpg makes the key of this test"
)
def test_an_openpgp_signature_names_its_key_by_fingerprint(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit()
    fingerprint = gpg_key(repo.home)
    repo.git("-c", f"user.signingKey={fingerprint}", "tag", "-s", "v1.0.0", "-m", "signed")
    stop_agent(repo.home)
    assert rows(collect("vcs_releases", repo.path), "signed", "signature", "signers") == [(True, "pgp", (fingerprint,))]


def gpg_key(home: Path) -> str:
    """Make a key without a passphrase below `home`; return its fingerprint."""
    (home / ".gnupg").mkdir(mode=0o700)
    gpg = ["gpg", "--homedir", str(home / ".gnupg"), "--batch", "--quiet", "--passphrase", ""]
    subprocess.run(
        [*gpg, "--quick-generate-key", "Alice <alice@ash.example>", "ed25519", "sign", "never"],
        check=True,
        capture_output=True,
    )
    listed = subprocess.run([*gpg, "--list-keys", "--with-colons"], check=True, capture_output=True, text=True).stdout
    return next(line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr:"))


def stop_agent(home: Path) -> None:
    """End the agent that gpg started for this home."""
    subprocess.run(["gpgconf", "--homedir", str(home / ".gnupg"), "--kill", "all"], check=False, capture_output=True)


def test_a_shallow_clone_is_a_gap_with_the_way_out(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    repo.commit()
    repo.git("tag", "v1.0.0")
    repo.commit()
    clone = tmp_path / "clone"
    repo.git("-c", "protocol.file.allow=always", "clone", "-q", "--depth", "1", f"file://{repo.path}", str(clone))
    found = collect("vcs_releases", clone)
    assert (found.facts, reasons(found), found.gaps[0].hint) == ((), ["shallow"], "git fetch --unshallow --tags")

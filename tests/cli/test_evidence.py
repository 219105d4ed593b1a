"""`sammeter evidence` from end to end: a build keeps its decision, an auditor verifies it."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.cli.command import repository, sammeter


def test_a_decision_is_kept_signed_verified_exported_and_verified_by_plain_python(tmp_path: Path) -> None:
    shop = repository(tmp_path / "shop")
    subprocess.run(
        ["openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    subprocess.run(
        ["openssl", "pkey", "-in", "key.pem", "-pubout", "-out", "key.pub"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    for _ in range(2):
        done = sammeter(
            "check", "build", str(shop), "--ledger", "ledger", "--key", "key.pem", "--as-of", "2026-01-06", cwd=tmp_path
        )
        assert done.returncode == 1, done.stderr
    listed = sammeter("evidence", "list", "ledger", cwd=tmp_path)
    assert listed.stdout.splitlines()[-1] == "2 entries"
    verified = sammeter("evidence", "verify", "ledger", "--key", "key.pub", cwd=tmp_path)
    assert (verified.returncode, verified.stdout.splitlines()[-1]) == (0, "=> all of it holds")
    assert sammeter("evidence", "export", "ledger", "-o", "out.zip", cwd=tmp_path).returncode == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        archive.extractall(tmp_path / "out")
    alone = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"], cwd=tmp_path / "out", capture_output=True, text=True, check=False
    )
    assert (alone.returncode, alone.stderr) == (0, "")
    assert "all of it holds" in alone.stdout
    assert sammeter("evidence", "verify", "out", "--key", "key.pub", cwd=tmp_path).returncode == 0
    (tmp_path / "ledger/chain.jsonl").write_bytes(
        (tmp_path / "ledger/chain.jsonl").read_bytes().replace(b'"number":1', b'"number":7')
    )
    broken = sammeter("evidence", "verify", "ledger", cwd=tmp_path)
    assert (broken.returncode, broken.stdout.startswith("x ledger/chain.jsonl:")) == (1, True)
    assert sammeter("evidence", "export", "ledger", "-o", "again.zip", cwd=tmp_path).returncode == 2
    assert not (tmp_path / "again.zip").exists()


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    for arguments in (("list", "gone"), ("verify", "gone"), ("show", "gone", "1"), ("export", "gone", "-o", "x.zip")):
        done = sammeter("evidence", *arguments, cwd=tmp_path)
        assert (done.returncode, "there is no ledger" in done.stderr) == (2, True)

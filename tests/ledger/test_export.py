"""What an auditor gets: an archive that proves itself with nothing but Python."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sammeter.errors import DataError, SourceError
from sammeter.ledger import chain, export, objects
from sammeter.ledger.statements import Input, Subject, descriptors, draft

AT = "2026-06-30T12:00:00Z"
COMMIT = Subject(name="shop", digest={"gitCommit": "5da53fbb2a0aaa12d648b73984acc9aac2e11c2a"})


def filled(folder: Path, count: int = 4) -> None:
    for number in range(count):
        names = ("facts.jsonl", "policy.yaml")
        kept = objects.keep(folder, [f"facts {number}".encode(), b"policy"])
        predicate = {
            "outcome": "pass",
            "inputs": descriptors([Input(name=n, sha256=d) for n, d in zip(names, kept, strict=True)]),
        }
        chain.append(folder, [draft("decision", [COMMIT], predicate)], at=AT)


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    filled(tmp_path / "ledger")
    with zipfile.ZipFile(io.BytesIO(export.pack(tmp_path / "ledger", {"README.txt": b"read me\n"}))) as archive:
        archive.extractall(tmp_path / "out")
    return tmp_path / "out"


def verified(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_same_ledger_gives_the_same_bytes(tmp_path: Path) -> None:
    filled(tmp_path)
    assert export.pack(tmp_path, {}) == export.pack(tmp_path, {})


def test_what_was_exported_holds(exported: Path) -> None:
    assert verified(exported) == (0, "4 entries, 5 things they speak of: all of it holds\n")


def alter(path: Path, old: bytes, new: bytes) -> None:
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new, 1))


def restated(folder: Path) -> None:
    """Do what a careful forger does: write the digests of the altered files into the manifest."""
    script = "import sys; sys.argv = ['x']; import verify; print(verify.sha256(sys.stdin.read()))"
    manifest = json.loads((folder / "manifest.json").read_text())
    for name in list(manifest["files"]):
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=folder, input=name, capture_output=True, text=True, check=False
        )
        manifest["files"] = {**manifest["files"], name: done.stdout.strip()} if done.returncode == 0 else {
            key: value for key, value in manifest["files"].items() if key != name}  # fmt: skip
    manifest["entries"] = (folder / "chain.jsonl").read_bytes().count(b"\n")
    (folder / "manifest.json").write_text(json.dumps(manifest))


def an_object(folder: Path) -> Path:
    return next(path for path in sorted((folder / "objects").glob("*/*")) if path.read_bytes() == b"facts 1")


def rewrite(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(b"facts 9")


def lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Path], object]:
    def apply(folder: Path) -> None:
        path = folder / "chain.jsonl"
        path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))

    return apply


FORGERIES: dict[str, tuple[Callable[[Path], object], str]] = {
    "an entry altered": (lambda f: alter(f / "chain.jsonl", b"pass", b"stop"), "altered, left out or put elsewhere"),
    "an entry dropped": (lines(lambda ls: [ls[0], *ls[2:]]), "altered, left out or put elsewhere"),
    "two entries swapped": (lines(lambda ls: [ls[1], ls[0], *ls[2:]]), "altered, left out or put elsewhere"),
    "a key twice": (lambda f: alter(f / "chain.jsonl", b'"kind":', b'"kind":"x","kind":'), "a key stands twice"),
    "an input altered": (lambda f: rewrite(an_object(f)), "was altered"),
    "an input dropped": (lambda f: an_object(f).unlink(), "is missing"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_named_even_where_the_manifest_was_forged_too(exported: Path, name: str) -> None:
    forge, says = FORGERIES[name]
    forge(exported)
    code, out = verified(exported)
    assert code == 1
    restated(exported)
    code, out = verified(exported)
    assert code == 1
    assert says in out


def test_a_file_more_is_named(exported: Path) -> None:
    (exported / "objects/more").write_text("x")
    assert "objects/more: was not exported" in verified(exported)[1]


def test_a_ledger_that_does_not_hold_is_not_exported(tmp_path: Path) -> None:
    filled(tmp_path)
    alter(tmp_path / "chain.jsonl", b"pass", b"stop")
    with pytest.raises(DataError, match="altered"):
        export.pack(tmp_path, {})


def test_neither_is_one_whose_inputs_are_gone_or_altered(tmp_path: Path) -> None:
    filled(tmp_path)
    path = an_object(tmp_path)
    path.chmod(0o644)
    path.write_bytes(b"other")
    with pytest.raises(DataError, match="altered after it was kept"):
        export.pack(tmp_path, {})
    path.unlink()
    with pytest.raises(SourceError):
        export.pack(tmp_path, {})

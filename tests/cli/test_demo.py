"""The demonstration is made in one go, the same each time, and shows good and bad at once."""

import json
from pathlib import Path

from tests.cli.command import git, sammeter

DAY = "2026-11-25"


def digest(folder: Path) -> dict[str, str]:
    """Return every file of a demonstration; of a repository only its newest commit and its tags."""
    files = {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*")) if path.is_file() and ".git" not in path.parts
    }  # fmt: skip
    repositories = {path.parent.name: git(path.parent, "show-ref") for path in sorted(folder.glob("git/*/.git"))}
    return files | repositories


def test_the_same_day_gives_the_same_bytes_and_nothing_is_overwritten(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert sammeter("demo", name, "--as-of", DAY, cwd=tmp_path).returncode == 0
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    done = sammeter("demo", "one", cwd=tmp_path)
    assert (done.returncode, "is there already" in done.stderr) == (5, True)


def test_good_and_bad_stand_side_by_side(tmp_path: Path) -> None:
    sammeter("demo", "acme", "--as-of", DAY, cwd=tmp_path)
    done = sammeter("assess", "acme", "--as-of", DAY, "--format", "json", "--workers", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    verdicts = {one["name"]: one["verdicts"] for one in found["applications"]}
    assert len(verdicts) == 12
    assert verdicts["payments"]["I-SB-3-A.2"] == "met"
    assert "I-SB-3-A.2" not in verdicts["till"]
    measures = {one["rule"]: one["verdicts"] for one in found["measures"]}
    assert measures["X-06"]["shop"] != "unmet"
    assert measures["X-06"]["invoices"] == "unmet"
    assert found["organisation"]["overall"]["declared"] is not None
    parts = next(one["units"] for name, one in found["organisation"]["answers"].items() if name == "O-EM-1-A")
    assert (parts["all"], parts["count"]) == (12, 2)  # each component once: the catalog names it, a cluster shows it
    assert {one["name"] for one in found["teams"]} == {"money", "store", "logistics", "inside"}


def test_checks_pass_by_an_exception_where_one_is_signed_and_stop_where_nobody_looked(tmp_path: Path) -> None:
    sammeter("demo", "acme", "--as-of", DAY, cwd=tmp_path)

    def check(name: str, *more: str) -> tuple[int, str]:
        done = sammeter(
            "check",
            "build",
            f"acme/git/{name}",
            "--policy",
            "acme/policy.yaml",
            "--as-of",
            DAY,
            "--format",
            "json",
            *more,
            cwd=tmp_path,
        )
        decision = json.loads(done.stdout)
        return done.returncode, ",".join(
            one["word"] for one in decision["requirements"] if one["id"] == "known-defects-in-code"
        )

    signed = ("--exceptions", "acme/exceptions")
    assert check("ledger", "--evidence", "acme/reports/ledger") == (0, "met")
    assert check("payments", "--evidence", "acme/reports/payments") == (1, "unmet")
    assert check("payments", "--evidence", "acme/reports/payments", *signed) == (0, "excepted")
    assert check("shop", "--evidence", "acme/reports/shop", *signed) == (1, "unmet")
    assert check("till") == (1, "unknown")

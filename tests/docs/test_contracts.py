"""Each import contract is seen red: a planted import breaks it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLANTED = [
    ("errors.py", "import sammeter.text", "One direction"),
    ("rules/decide.py", "import sqlite3", "no I/O"),
    ("collect/registry.py", "import sammeter.model", "Collectors know facts"),
    ("cli/score.py", "import sammeter.data", "only use cases"),
]


def contracts(folder: Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"}
    tool = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [str(tool), "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(("module", "line", "contract"), PLANTED, ids=[row[2] for row in PLANTED])
def test_a_planted_import_breaks_its_contract(tmp_path: Path, module: str, line: str, contract: str) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.yaml", "*.bin"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / "src/sammeter" / module
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    done = contracts(tmp_path)
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN")]
    assert done.returncode == 1
    assert any(contract in row for row in broken), done.stdout

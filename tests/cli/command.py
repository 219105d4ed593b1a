"""Runs the installed command as a user would, with a small repository made on the spot."""

import os
import subprocess
import sys
from pathlib import Path

SAMMETER = Path(sys.executable).parent / "sammeter"

WORKFLOW = """\
name: ci
on: {push: {branches: [main]}, pull_request: null}
permissions: {contents: read}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: pip install bandit
      - run: bandit -r src
"""
FILES = {
    ".github/workflows/ci.yml": WORKFLOW,
    ".github/CODEOWNERS": "* @acme/core\n/.github/ @acme/security\n",
    ".github/dependabot.yml": "version: 2\nupdates:\n  - {package-ecosystem: pip, directory: /, schedule: {interval: weekly}}\n",
    "SECURITY.md": "# Security\n\nReport to security@example.org.\n",
    "README.md": "# shop\n\n## Build\n\nRun `make build`; see `src/shop.py` and `docs/gone.md`.\n",
    "Makefile": "build:\n\ttrue\n",
    "src/shop.py": "print('shop')\n",
    "requirements.txt": "flask==3.0.0\n",
}
CLOCK = {"GIT_AUTHOR_DATE": "2026-01-05T10:00:00Z", "GIT_COMMITTER_DATE": "2026-01-05T10:00:00Z"}


def sammeter(*arguments: str, cwd: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Return what the command printed and its exit code."""
    env = {**os.environ, "SAMMETER_CACHE": str(cwd / ".cache-of-the-test.sqlite"), **environment}
    return subprocess.run(
        [str(SAMMETER), *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=120
    )


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder with a fixed author and clock."""
    identity = [
        "-c",
        "user.name=Ada",
        "-c",
        "user.email=ada@example.org",
        "-c",
        "init.defaultBranch=main",
        "-c",
        "commit.gpgsign=false",
    ]
    out = subprocess.run(
        ["git", *identity, *arguments],
        cwd=folder,
        env={**os.environ, **CLOCK},
        capture_output=True,
        text=True,
        check=True,
    )
    return out.stdout.strip()


def repository(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Make a git repository with one commit and one tag; return its path."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q")
    for name, text in (FILES if files is None else files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Sell things (#1)")
    git(folder, "tag", "v1.0.0")
    return folder

"""The slope of a portfolio: 10, 100 and 1,000 generated repositories, one and two workers, again, and after one commit.

``python bench/portfolio.py [SIZES...]``. Every figure is a ratio against the same tree read once by plain git in the same run.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMMETER = Path(sys.executable).parent / "sammeter"
SIZES = (10, 100, 1000)
WORKFLOW = """\
name: ci
on: {{push: {{branches: [main]}}}}
permissions: {{contents: read}}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: pip install -r requirements.txt && bandit -r src  # {name}
"""
IDENTITY = (
    "-c",
    "user.name=Ada",
    "-c",
    "user.email=ada@example.org",
    "-c",
    "init.defaultBranch=main",
    "-c",
    "commit.gpgsign=false",
)


def git(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *IDENTITY, *arguments], cwd=folder, check=True, capture_output=True).stdout


def generate(folder: Path, name: str) -> None:
    """Make one repository of 30 files and 5 commits."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q")
    (folder / ".github" / "workflows").mkdir(parents=True)
    (folder / "src").mkdir()
    (folder / ".github" / "workflows" / "ci.yml").write_text(WORKFLOW.format(name=name))
    (folder / ".github" / "CODEOWNERS").write_text("* @acme/core\n")
    (folder / "SECURITY.md").write_text(f"Report to security@{name}.example.org\n")
    (folder / "requirements.txt").write_text("flask==3.0.0\n")
    for number in range(5):
        for part in range(5):
            (folder / "src" / f"m{number}_{part}.py").write_text(f"# {name}\nVALUE = {number * part}\n")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", f"step {number}")


def timed(*arguments: str, cwd: Path, cache: Path) -> float:
    begun = time.perf_counter()
    subprocess.run(
        [str(SAMMETER), *arguments],
        cwd=cwd,
        check=True,
        capture_output=True,
        env={**os.environ, "SAMMETER_CACHE": str(cache)},
    )
    return time.perf_counter() - begun


def read_once(folder: Path, names: list[str]) -> float:
    """Read every blob and every commit of all repositories once, as plain git does."""
    begun = time.perf_counter()
    for name in names:
        blobs = git(folder / name, "ls-tree", "-r", "HEAD", "--format=%(objectname)")
        subprocess.run(["git", "cat-file", "--batch"], cwd=folder / name, input=blobs, check=True, capture_output=True)
        git(folder / name, "rev-list", "--header", "HEAD")
    return time.perf_counter() - begun


def measure(folder: Path, size: int) -> str:
    names = [f"app{number:04}" for number in range(size)]
    for name in names:
        generate(folder / name, name)
    rows = "".join(f"- {{name: {name}, repositories: [{name}]}}\n" for name in names)
    (folder / "sammeter.yaml").write_text(f"applications:\n{rows}")
    call = ("assess", "sammeter.yaml", "--format", "json", "-o", "out.json", "--as-of", "2026-11-25")
    floor = read_once(folder, names)
    one = timed(*call, "--workers", "1", cwd=folder, cache=folder / "one.sqlite")
    two = timed(*call, "--workers", "2", cwd=folder, cache=folder / "two.sqlite")
    again = timed(*call, "--workers", "1", cwd=folder, cache=folder / "one.sqlite")
    (folder / names[0] / "src" / "new.py").write_text("NEW = 1\n")
    git(folder / names[0], "add", "-A")
    git(folder / names[0], "commit", "-q", "-m", "one more")
    changed = timed(*call, "--workers", "1", cwd=folder, cache=folder / "one.sqlite")
    figures = (
        floor,
        one,
        one / floor,
        two,
        two / one,
        again,
        again / one,
        changed,
        one / size * 1000,
        again / size * 1000,
    )
    return "| {} | {:.2f} | {:.2f} | {:.1f} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {:.0f} | {:.0f} |".format(
        size, *figures
    )


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    print(
        "| repositories | read once s | 1 worker s | to read | 2 workers s | to 1 | again s | to 1 | one commit s | ms each | again ms each |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            print(measure(Path(scratch), size), flush=True)


if __name__ == "__main__":
    main()

"""Copies of a repository to measure on: its objects borrowed, its files written out, commits put on top."""

import sys
from pathlib import Path

from timing import git, run

from sammeter.collect.git import open_git

WHO = ("-c", "user.name=Bench", "-c", "user.email=bench@example.org")


def borrowed(repository: str, folder: Path) -> Path:
    """Return a clone that holds no object of its own and no files yet."""
    run(["git", "clone", "-q", "--shared", "--no-checkout", str(Path(repository).resolve()), str(folder)])
    git(folder, "read-tree", "HEAD")
    return folder


def written(folder: Path) -> int:
    """Write the files of HEAD that this clone has the contents of; return how many it has not."""
    tree, missing = open_git(folder), 0
    for entry, data in tree.read(tree.entries()):
        path = (folder / entry.path).resolve()
        if data is None or not path.is_relative_to(folder.resolve()):
            missing += 1
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return missing


def one_more(folder: Path, files: int, word: str) -> None:
    """Commit a line more in `files` files: those that sammeter reads come first. Raises SystemExit if there are fewer."""
    tree = open_git(folder)
    first = sorted(tree.entries(), key=lambda entry: (not _read(entry.path), entry.path))
    rows = []
    for entry, data in tree.read(first):
        if len(rows) == files:
            break
        if data is not None and "\\x" not in entry.path:
            blob = git(folder, "hash-object", "-w", "--stdin", stdin=data + f"\n# {word}\n".encode()).decode().strip()
            rows.append(f"100644 {blob}\t{entry.path}\0")
    if len(rows) < files:
        sys.exit(f"{folder} has only {len(rows)} files to change, {files} are wanted")
    git(folder, "update-index", "-z", "--index-info", stdin="".join(rows).encode())
    top = git(folder, *WHO, "commit-tree", "-p", "HEAD", "-m", word, git(folder, "write-tree").decode().strip())
    git(folder, "update-ref", "HEAD", top.decode().strip())


def _read(path: str) -> bool:
    return path.startswith((".github/", ".gitlab")) or path.casefold().endswith(
        (".lock", "pom.xml", "go.mod", "security.md")
    )

"""The YAML files below a folder that a user names: nothing followed, nothing huge, every obstacle a mistake with its place."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sammeter.data.reader import Mistakes

SIZE = 1 << 20
FILES, SEEN = 2_000, 20_000
ENDINGS = (".yaml", ".yml")


def yaml_files(root: Path, mistakes: Mistakes, *, only: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Return the content of the YAML files below `root` by their path from there; `only` names the subfolders to read.

    Links and special files are never opened. What cannot be read is kept as a mistake.
    """
    found: dict[str, bytes] = {}
    for place in [root / name for name in only] if only else [root]:
        for path in _walk(place, root, mistakes):
            if len(found) >= FILES:
                mistakes.add(
                    f"more than {FILES:,} YAML files", where=str(root), hint="name the folder that holds the model"
                )
                return found
            data = _content(path, mistakes)
            if data is not None:
                found[path.relative_to(root).as_posix()] = data
    return found


def one_file(path: Path, mistakes: Mistakes) -> bytes | None:
    """Return the content of one file that the user named; a link of his own is followed."""
    return _content(path.resolve(), mistakes, shown=path)


def _walk(place: Path, root: Path, mistakes: Mistakes) -> Iterator[Path]:
    seen = 0
    if place != root and place.is_symlink():
        mistakes.add("a link; it is not followed", where=str(place), hint="put the folder itself there")
        return
    for folder, folders, files in os.walk(place):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in list(folders):
            if (Path(folder) / name).is_symlink():
                folders.remove(name)
                mistakes.add(
                    "a link; it is not followed", where=str(Path(folder) / name), hint="put the folder itself there"
                )
        seen += len(files) + len(folders)
        if seen > SEEN:
            mistakes.add(f"more than {SEEN:,} files", where=str(root), hint="name the folder that holds the model")
            return
        yield from (Path(folder) / name for name in sorted(files) if name.endswith(ENDINGS))


def _content(path: Path, mistakes: Mistakes, shown: Path | None = None) -> bytes | None:
    where = str(shown or path)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if path.is_symlink():
            mistakes.add("a link; it is not followed", where=where, hint="put the file itself there")
        else:
            mistakes.add(f"cannot be read: {error.strerror}", where=where, hint="check the path and its rights")
        return None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            mistakes.add("no regular file", where=where, hint="name a YAML file")
            return None
        data = file.read(SIZE + 1)
    if len(data) > SIZE:
        mistakes.add(f"more than {SIZE:,} bytes", where=where, hint="model and rule files are much smaller; split it")
        return None
    return data

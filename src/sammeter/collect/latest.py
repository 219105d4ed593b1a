"""When each of many paths last changed, in one walk that ends as soon as all are known."""

from collections.abc import Iterable

from sammeter.collect.source import History


def latest(history: History, paths: Iterable[str]) -> dict[str, str]:
    """Return the time of the newest commit that changed each path; one that the walk does not meet is left out.

    A shallow clone's first commit seems to make every file, so nothing is said there.
    """
    missing = set(paths)
    found: dict[str, str] = {}
    if history.shallow or not missing:
        return found
    for change in history.touched(tuple(sorted(missing))):
        if change.path in missing:
            missing.discard(change.path)
            found[change.path] = change.at
            if not missing:
                break
    return found

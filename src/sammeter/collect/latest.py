"""When each of many paths last changed, in one walk of two years that ends as soon as all are known."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sammeter.collect.source import History

WINDOW = timedelta(days=730)
"""How far back a change is looked for: a walk over decades would cost more than all the rest together."""


def latest(history: History, paths: Iterable[str], as_of: str) -> dict[str, str]:
    """Return the time of the newest commit of the two years before `as_of` that changed each path.

    A path that did not change in them is left out: when it last changed is not known. A shallow clone's first commit
    seems to make every file, so nothing is said there.
    """
    missing = set(paths)
    found: dict[str, str] = {}
    if history.shallow or not missing:
        return found
    since = (datetime.fromisoformat(as_of) - WINDOW).isoformat()
    for change in history.touched(tuple(sorted(missing)), since):
        if change.path in missing:
            missing.discard(change.path)
            found[change.path] = change.at
            if not missing:
                break
    return found

"""Which collector yields which kinds, known without importing any: ``python -m sammeter.collect.index`` writes it.

A check needs a few collectors and has to answer before one notices; a test says that the file is current.
"""

import json
import sys
from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from sammeter.collect.registry import Collector, load

PATH = Path(__file__).with_name("index.json")
_PACKAGE = "sammeter.collect.collectors"


def written() -> str:
    """Return what the file has to hold."""
    own = {one.name: sorted(one.yields) for one in load() if one.collect.__module__.startswith(f"{_PACKAGE}.")}
    return json.dumps(own, indent=0, sort_keys=True) + "\n"


def yielding(kinds: Iterable[str]) -> tuple[Collector, ...]:
    """Return the collectors that yield one of these kinds; only they are imported, and those of others, which name themselves."""
    wanted = frozenset(kinds)
    if entry_points(group="sammeter.collectors"):
        return tuple(one for one in load() if wanted & set(one.yields))
    from sammeter.collect.registry import registered

    names = [name for name, yields in json.loads(PATH.read_bytes()).items() if wanted & set(yields)]
    for name in names:
        import_module(f"{_PACKAGE}.{name}")
    return tuple(registered(name) for name in sorted(names))


if __name__ == "__main__":
    PATH.write_text(written(), encoding="utf-8")
    sys.stdout.write(f"{PATH.name}\n")

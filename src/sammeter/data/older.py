"""Editions of OWASP's model before those in upstream.yaml, as what differs: ``python -m sammeter.data.older CORE`` writes them.

CORE is a folder with one checkout a version, as for `sammeter.data.upstream`. What is written holds ids and digests.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from sammeter.data.editions import Asked, Edition, Options, digested
from sammeter.data.pack import load
from sammeter.data.reader import Mistakes, read, structure
from sammeter.data.upstream import model_files, read_edition
from sammeter.errors import DataError

NAME = "older.yaml"
REWORDINGS = "rewordings.yaml"
_OLD_KEY = re.compile(rb"^answerset:", re.MULTILINE)
"""How releases before 2.0.9 spell a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """An edition that asks what another one (`like`) asks, but for what stands here."""

    like: str
    answer_sets: Mapping[str, Options] = field(default_factory=dict)
    questions: Mapping[str, Asked] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """Two texts of one thing that ask the same: its id (`G-SM-1-A`, `I-SB-1-A.2`, `V-ST-3-B=0.5`), both digests, and why."""

    id: str
    before: str
    after: str
    because: str


@cache
def editions() -> dict[str, Edition]:
    """Return every edition that sammeter can tell apart, by version, the oldest first. Raises DataError if damaged."""
    known, older = dict(load().upstream), _table()
    for version, one in older.items():
        like = known[one.like]
        known[version] = replace(like, content="", answer_sets={**like.answer_sets, **one.answer_sets},
                                 questions={**like.questions, **one.questions})  # fmt: skip
    return {version: known[version] for version in sorted(known, key=_parts)}


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _table() -> dict[str, Older]:
    mistakes = Mistakes()
    found = structure(read(_bytes(NAME), NAME, mistakes), dict[str, Older], mistakes)
    mistakes.settle(NAME)
    return found or {}


@cache
def rewordings() -> tuple[Rewording, ...]:
    """Return the changes of OWASP's texts that change no meaning, each with its reason. Raises DataError if damaged."""
    mistakes = Mistakes()
    found = structure(read(_bytes(REWORDINGS), REWORDINGS, mistakes), list[Rewording], mistakes)
    mistakes.settle(REWORDINGS)
    return tuple(found or ())


def _bytes(name: str) -> bytes:
    try:
        return (files("sammeter.data") / name).read_bytes()
    except OSError as error:
        raise DataError(
            f"the shipped data cannot be read: {error}", where=name, hint="install sammeter again"
        ) from error


def older_than(like: str, place: Path, mistakes: Mistakes) -> Older:
    """Return how the checkout at `place` differs from an edition of upstream.yaml; keeps every mistake."""
    root, found = model_files(place, mistakes)
    edition = digested(read_edition({name: _OLD_KEY.sub(b"answerSet:", data) for name, data in found.items()}, mistakes,
                                    root=str(root)))  # fmt: skip
    other = load().upstream[like]
    used = {asked.answers for asked in edition.questions.values()}
    return Older(like=like,
                 answer_sets={n: one for n, one in edition.answer_sets.items() if n in used and one != other.answer_sets.get(n)},
                 questions={n: one for n, one in edition.questions.items() if one != other.questions.get(n)})  # fmt: skip


def as_yaml(found: Mapping[str, Older]) -> str:
    """Return older editions as YAML, one question a line."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Mapping[str, Older]) -> Iterator[str]:
    yield "# Made by: python -m sammeter.data.older CORE. What older editions ask otherwise: OWASP's ids, and digests; no text."
    for version, one in found.items():
        yield f'"{version}":'
        yield f'  like: "{one.like}"'
        for name, table in asdict(one).items():
            if name != "like" and table:
                yield f"  {name}:"
                yield from (f'    "{key}": {json.dumps(value)}' for key, value in sorted(table.items()))


def main(arguments: Sequence[str]) -> int:
    """Write older.yaml from checkouts of versions that upstream.yaml lacks; returns 2 after mistakes."""
    mistakes, known = Mistakes(), load().upstream
    like = min(known, key=_parts)
    places = [path for path in Path(arguments[0]).iterdir() if path.is_dir() and path.name not in known]
    found = {
        place.name: older_than(like, place, mistakes) for place in sorted(places, key=lambda path: _parts(path.name))
    }
    if mistakes.found:
        sys.stderr.writelines(f"{mistake}\n" for mistake in mistakes.found)
        return 2
    (Path(str(files("sammeter.data"))) / NAME).write_text(as_yaml(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Whom to trust: public keys and the builders that sign with them, handed in by whoever runs sammeter."""

import re
from collections.abc import Iterator

from sammeter.collect.registry import File, collector, documents
from sammeter.envelope.dsse import public_key
from sammeter.errors import DataError, ForbiddenError, SourceError
from sammeter.facts.prov import Trust

_OURS = re.compile(rb"^trust[ \t]*:", re.MULTILINE)
_KEYS = ("name", "pem", "builders")


@collector(reads=documents("**/*.yaml", "**/*.yml"), yields=[Trust], complete=[], version=2)
def collect(file: File) -> Iterator[Trust]:
    """Yield each key; a document whose root holds more than the list `trust` is none of ours, and a bad key is a fault of all."""
    if not _OURS.search(file.data):
        return
    root = file.yaml()
    if not isinstance(root.value, dict) or set(root.value) != {"trust"}:
        return
    for entry in root["trust"].items():
        for key in entry.mapping():
            if key not in _KEYS:
                raise SourceError(
                    f"'{key[:40]}' is not one of {', '.join(_KEYS)}", where=entry[key].where, reason="malformed"
                )
        try:
            public_key(entry["pem"].text().encode(), where=entry["pem"].where)
        except (DataError, ForbiddenError) as error:
            raise SourceError(error.message, where=entry["pem"].where, reason="malformed", hint=error.hint) from error
        if any(not one.text() for one in entry["builders"]):
            raise SourceError("an empty builder would be that of provenance that names none", where=entry["builders"].where,
                              reason="malformed")  # fmt: skip
        yield Trust(
            where=entry.where,
            name=entry["name"].text(),
            pem=entry["pem"].text(),
            builders=tuple(one.text() for one in entry["builders"]),
        )

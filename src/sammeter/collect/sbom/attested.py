"""Documents inside in-toto statements (v0.1 and v1), bare, in DSSE envelopes, or in Sigstore bundles, one a file or a line.

Signatures are not verified here: what is taken is what a document states of its subject's digest.
"""

import binascii
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import Struct, field

from sammeter.collect.registry import File
from sammeter.errors import SourceError
from sammeter.text import json
from sammeter.text.json import Shape

_MARKS = (b'"predicateType"', b'"payloadType"')
_LINES = 1_000


class Subject(Struct):
    """What is attested, by digests."""

    digest: dict[str, str] | None = None


class Statement(Struct):
    """An in-toto statement."""

    predicate_type: str = field(default="", name="predicateType")
    subject: list[Subject] | None = None
    predicate: Any = None


class Envelope(Struct):
    """A DSSE envelope."""

    payload: str = ""
    type: str = field(default="", name="payloadType")


class Bundle(Struct):
    """A statement, an envelope, or a bundle around one: whichever members are there."""

    predicate_type: str = field(default="", name="predicateType")
    payload: str = ""
    envelope: Envelope | None = field(default=None, name="dsseEnvelope")


@dataclass(frozen=True, slots=True)
class Attested:
    """A predicate with the SHA-256 digests of its subjects."""

    predicate: Any
    digests: tuple[str, ...]
    where: str

    def shaped(self, shape: type[Shape]) -> Shape:
        """Return the predicate in a msgspec struct. Raises SourceError (reason ``wrong type``)."""
        try:
            return msgspec.convert(self.predicate, shape)
        except msgspec.ValidationError as error:
            raise SourceError(str(error), where=f"{self.where}#/predicate", reason="wrong type") from error


def attested(file: File, predicate_type: str) -> Iterator[Attested]:
    """Yield the predicates whose type begins with `predicate_type`. Raises SourceError."""
    if not any(mark in file.data for mark in _MARKS):
        return
    lines = file.data.splitlines() if file.path.casefold().endswith(".jsonl") else [file.data]
    if len(lines) > _LINES:
        raise SourceError(f"more than {_LINES:,} lines", where=file.path, reason="too large")
    for number, line in enumerate(lines, 1):
        where = file.at(number) if len(lines) > 1 else file.path
        if (
            line.strip()
            and (statement := _statement(line, where, file))
            and statement.predicate_type.startswith(predicate_type)
        ):
            named = [
                one.digest["sha256"].lower() for one in statement.subject or () if one.digest and "sha256" in one.digest
            ]
            yield Attested(statement.predicate, tuple(f"sha256:{digest}" for digest in dict.fromkeys(named)), where)


def _statement(data: bytes, where: str, file: File) -> Statement | None:
    outer = json.shaped(data, Bundle, where=where, limits=file.limits)
    if outer.predicate_type:
        return json.shaped(data, Statement, where=where, limits=file.limits)
    payload = outer.envelope.payload if outer.envelope else outer.payload
    if not payload:
        return None
    try:
        held = b64decode(payload, validate=True)
    except binascii.Error as error:
        raise SourceError(f"no base64: {error}", where=where, reason="malformed") from error
    return json.shaped(held, Statement, where=f"{where}!payload", limits=file.limits)

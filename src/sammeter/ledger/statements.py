"""The in-toto Statements that a ledger keeps: what they are about, what they say, and the inputs that they name."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sammeter.errors import DataError
from sammeter.ledger.chain import Draft, Entry
from sammeter.text import json

TYPE = "https://in-toto.io/Statement/v1"
VSA = "https://slsa.dev/verification_summary/v1"
OURS = "https://sammeter.org/attestation/{}/v1"
"""Names, not addresses: nothing is fetched from there."""
_HEX = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a statement is about: a name and its digests by algorithm (``gitCommit``, ``sha256``)."""

    name: str
    digest: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something that a statement rests on, kept beside the chain under the SHA-256 of its content."""

    name: str
    sha256: str


def draft(kind: str, subjects: Sequence[Subject], predicate: Mapping[str, Any], *, type_: str = "") -> Draft:
    """Return a statement ready to be kept; its predicate type is ours for that kind unless another is named."""
    return Draft(kind=kind, statement={
        "_type": TYPE, "subject": [{"name": one.name, "digest": dict(one.digest)} for one in subjects],
        "predicateType": type_ or OURS.format(kind), "predicate": predicate,
    })  # fmt: skip


def descriptors(inputs: Sequence[Input]) -> list[dict[str, Any]]:
    """Return inputs as in-toto resource descriptors."""
    return [{"name": one.name, "digest": {"sha256": one.sha256}} for one in inputs]


def statement_of(entry: Entry) -> Mapping[str, Any]:
    """Return the statement of an entry, taken out of its envelope and not verified. Raises DataError (there is none)."""
    body: Any = entry.body
    if entry.signed:
        try:
            payload = base64.b64decode(str(body["payload"]), validate=True)
        except (KeyError, binascii.Error, ValueError) as error:
            raise DataError("its envelope holds no payload", where=f"entry {entry.number}") from error
        body = json.plain(payload, where=f"entry {entry.number}")
    if not isinstance(body, dict) or not isinstance(body.get("predicate"), dict) or body.get("_type") != TYPE:
        raise DataError("this is no in-toto statement", where=f"entry {entry.number}")
    return body


def inputs(statement: Mapping[str, Any], where: str) -> Iterator[Input]:
    """Yield what a statement rests on. Raises DataError (no resource descriptor)."""
    rows = statement["predicate"].get("inputs", [])
    if not isinstance(rows, list):
        raise DataError("its inputs are no list", where=where)
    for row in rows:
        digest = row.get("digest") if isinstance(row, dict) else None
        value = digest.get("sha256") if isinstance(digest, dict) else None
        if not isinstance(value, str) or not _HEX.match(value) or not isinstance(row.get("name"), str):
            raise DataError("an input without name and SHA-256", where=where)
        yield Input(name=row["name"], sha256=value)

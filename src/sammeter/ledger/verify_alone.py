#!/usr/bin/env python3
"""Verify an exported ledger with nothing but Python 3.8: python3 verify.py [FOLDER].

Checks that every file is the one that was exported, that no entry of the chain was altered, left out, added or put elsewhere,
that everything the entries speak of is here and unaltered, and that the signed head, if there is one, is that of this chain.
Signatures need a key that you trust: the commands are printed. Exit 0: all of it holds; 1: it does not.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
from typing import Any

NOTHING = "0" * 64
SKEW = 300


def main(folder: str) -> int:
    """Print what holds and what does not; return the exit code."""
    wrong: list[str] = []
    manifest = load(os.path.join(folder, "manifest.json"), wrong)
    files(folder, manifest, wrong)
    rows = chain(folder, wrong)
    named = things(folder, rows, wrong)
    head(folder, rows, wrong)
    stated = manifest.get("entries") if isinstance(manifest, dict) else None
    if stated != len(rows):
        wrong.append("manifest.json: %s entries were exported, %d are here" % (stated, len(rows)))
    for line in wrong:
        print("WRONG  " + line)
    print(
        "%d entries, %d things they speak of: %s"
        % (len(rows), named, "%d faults" % len(wrong) if wrong else "all of it holds")
    )
    signed(rows, folder)
    return 1 if wrong else 0


def load(path: str, wrong: list[str]) -> Any:
    """Return a JSON file; a key that stands twice is a fault."""
    try:
        with open(path, "rb") as file:
            return decoded(file.read())
    except (OSError, ValueError) as error:
        wrong.append("%s: %s" % (path, error))
        return {}


def decoded(data: bytes) -> Any:
    """Return JSON in which no key stands twice."""
    return json.loads(data.decode("utf-8"), object_pairs_hook=unique)


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return members


def files(folder: str, manifest: Any, wrong: list[str]) -> None:
    """Compare all files with those that were exported."""
    stated = manifest.get("files", {}) if isinstance(manifest, dict) else {}
    here: set[str] = set()
    for place, _, names in os.walk(folder):
        here.update(os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/") for name in names)
    wrong.extend("%s: was not exported" % name for name in sorted(here - set(stated) - {"manifest.json"}))
    for name, digest in sorted(stated.items()):
        if name not in here:
            wrong.append("%s: is missing" % name)
        elif sha256(os.path.join(folder, *name.split("/"))) != digest:
            wrong.append("%s: was altered after the export" % name)


def sha256(path: str) -> str:
    """Return the digest of a file."""
    whole = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            whole.update(block)
    return whole.hexdigest()


def chain(folder: str, wrong: list[str]) -> list[dict[str, Any]]:
    """Return the entries, each with its digest; name every place where they do not follow one another."""
    rows: list[dict[str, Any]] = []
    before: Any = None
    try:
        with open(os.path.join(folder, "chain.jsonl"), "rb") as file:
            lines = file.read().split(b"\n")
    except OSError as error:
        wrong.append("chain.jsonl: %s" % error)
        return rows
    if lines.pop():
        wrong.append("chain.jsonl: the last line is not finished")
    for number, line in enumerate(lines, 1):
        where = "chain.jsonl:%d" % number
        try:
            row = decoded(line)
            previous, at = row["previous"], row["at"]
        except (ValueError, KeyError, TypeError) as error:
            wrong.append("%s: no entry (%s)" % (where, error))
            continue
        if previous != (before["digest"] if before else NOTHING):
            wrong.append("%s: the entry before it was altered, left out or put elsewhere" % where)
        if row.get("number") != number:
            wrong.append("%s: entry %s stands here" % (where, row.get("number")))
        if before and seconds(at) < seconds(before["at"]) - SKEW:
            wrong.append("%s: its time lies before that of the entry before it" % where)
        row["digest"] = hashlib.sha256(line).hexdigest()
        rows.append(row)
        before = row
    return rows


def seconds(at: Any) -> int:
    """Return an RFC 3339 time in UTC as a number that grows with it."""
    days, _, clock = str(at).partition("T")
    year, month, day = (int(part) for part in days.split("-"))
    hour, minute, second = (int(part) for part in clock.rstrip("Z").split(":"))
    return (((year * 13 + month) * 32 + day) * 24 + hour) * 3600 + minute * 60 + second


def statement(row: dict[str, Any]) -> Any:
    """Return the statement of an entry, out of its envelope where it is signed."""
    if "envelope" not in row:
        return row.get("statement", {})
    return decoded(base64.b64decode(row["envelope"]["payload"]))


def things(folder: str, rows: list[dict[str, Any]], wrong: list[str]) -> int:
    """Find everything that the entries speak of; return how many things that are."""
    named: dict[str, str] = {}
    for row in rows:
        try:
            inputs = statement(row).get("predicate", {}).get("inputs", [])
            for one in inputs:
                named[one["digest"]["sha256"]] = "entry %s: %s" % (row.get("number"), one.get("name"))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            wrong.append("entry %s: its statement cannot be read (%s)" % (row.get("number"), error))
    for digest, what in sorted(named.items()):
        path = os.path.join(folder, "objects", digest[:2], digest[2:])
        if not os.path.isfile(path):
            wrong.append("%s: %s is missing" % (what, digest))
        elif sha256(path) != digest:
            wrong.append("%s: %s was altered" % (what, digest))
    return len(named)


def head(folder: str, rows: list[dict[str, Any]], wrong: list[str]) -> None:
    """Compare the signed head with the chain."""
    path = os.path.join(folder, "head.json")
    if not os.path.exists(path):
        return
    try:
        stated = decoded(base64.b64decode(load(path, wrong)["payload"]))
        count, last = stated["entries"], stated["last"]
    except (ValueError, KeyError, TypeError) as error:
        wrong.append("head.json: no head (%s)" % error)
        return
    if not 0 < count <= len(rows) or rows[count - 1]["digest"] != last:
        wrong.append("head.json: it was signed for another chain: entries were dropped or altered")
    elif count < len(rows):
        print("note: the head was signed for the first %d of %d entries" % (count, len(rows)))


def signed(rows: list[dict[str, Any]], folder: str) -> None:
    """Say how to verify the signatures with a key that the reader trusts."""
    count = sum("envelope" in row for row in rows)
    if count or os.path.exists(os.path.join(folder, "head.json")):
        print(
            "%d entries are signed. With a public key that you trust: sammeter evidence verify FOLDER --key key.pem"
            % count
        )
        print("or, without sammeter, the head alone (ed25519):")
        print(
            "  python3 -c \"import json,base64;e=json.load(open('head.json'));p=base64.b64decode(e['payload']);t=e['payloadType'];"
            "open('pae','wb').write(b'DSSEv1 %d %s %d '%(len(t),t.encode(),len(p))+p);"
            "open('sig','wb').write(base64.b64decode(e['signatures'][0]['sig']))\""
        )
        print("  openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in pae -sigfile sig")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))))

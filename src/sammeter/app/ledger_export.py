"""A ledger for an auditor: everything in one archive that proves itself."""

from pathlib import Path

from sammeter.ledger.export import pack

_README = """This archive holds a ledger of decisions made by sammeter.

  chain.jsonl   one entry a line; each names the SHA-256 of the line before it
  head.json     the signed head, if the ledger is signed: how many entries there are, and the digest of the last
  objects/      what the entries speak of (facts, policies, exceptions), each under the SHA-256 of its content
  manifest.json the SHA-256 of every file here
  verify.py     checks all of this with nothing but Python 3.8:  python3 verify.py

An entry is an in-toto statement, in a DSSE envelope where it is signed. With sammeter installed the decisions can be made
again from what is here:  sammeter evidence verify FOLDER --key key.pub
"""


def exported(folder: Path) -> bytes:
    """Return the archive. Raises NotFoundError, DataError (the ledger does not hold), SourceError."""
    return pack(folder, {"README.txt": _README.encode()})

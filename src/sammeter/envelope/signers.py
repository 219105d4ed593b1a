"""Who made a signature, by its own words: the key ids and fingerprints that an armoured signature names, unproved."""

import base64
import binascii
import re
from collections.abc import Iterator
from hashlib import sha256

PACKETS = 64
SIZE = 256 << 10
_BLOCK = re.compile(
    r"-----BEGIN (PGP SIGNATURE|PGP MESSAGE|SSH SIGNATURE|SIGNED MESSAGE)-----\r?\n(.*?)-----END \1-----", re.DOTALL
)
_FORMS = {"PGP SIGNATURE": "pgp", "PGP MESSAGE": "pgp", "SSH SIGNATURE": "ssh", "SIGNED MESSAGE": "x509"}
_SIGNATURE = 2
_KEY_ID, _FINGERPRINT = 16, 33
_V3, _V4, _V5, _V6 = 3, 4, 5, 6


def signature_form(armour: str) -> str:
    """Return ``pgp``, ``ssh`` or ``x509`` by the armour's first line, empty for anything else."""
    found = re.search(r"-----BEGIN ([A-Z ]+)-----", armour[:SIZE])
    return _FORMS.get(found[1], "") if found else ""


def signers(armour: str) -> tuple[str, ...]:
    """Return the keys that the signatures in `armour` name, each once, in their order; empty where none can be read.

    An OpenPGP signature names its issuer's fingerprint (else key id) in upper-case hexadecimal, an SSH signature holds
    the public key, named as ``ssh-keygen -l`` does (``SHA256:...``). X.509 is not read. Nothing is verified.
    """
    found: dict[str, None] = {}
    for form, body in _BLOCK.findall(armour[:SIZE]):
        data = _decoded(body)
        if _FORMS[form] == "pgp":
            found.update(dict.fromkeys(_pgp(data)))
        elif _FORMS[form] == "ssh" and (key := _ssh(data)):
            found[key] = None
    return tuple(found)


def _decoded(body: str) -> bytes:
    """Return what the base64 lines hold; armour headers (``Version: ...``) and the checksum (``=abcd``) are no part of it."""
    lines = (line.strip() for line in body.splitlines())
    kept = [line for line in lines if line and ":" not in line and not line.startswith("=")]
    try:
        return base64.b64decode("".join(kept), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _ssh(data: bytes) -> str:
    """Return the fingerprint of the public key in an SSHSIG blob (PROTOCOL.sshsig)."""
    if data[:6] != b"SSHSIG" or int.from_bytes(data[6:10]) != 1:
        return ""
    size = int.from_bytes(data[10:14])
    key = data[14 : 14 + size]
    if not key or len(key) != size:
        return ""
    return "SHA256:" + base64.b64encode(sha256(key).digest()).decode("ascii").rstrip("=")


def _pgp(data: bytes) -> Iterator[str]:
    for tag, body in _packets(data):
        if tag == _SIGNATURE and (name := _issuer(body)):
            yield name


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Walk the packets of an OpenPGP message (RFC 9580, 4.2); partial and unknown lengths end the walk."""
    position = 0
    for _ in range(PACKETS):
        if position + 2 > len(data) or not data[position] & 0x80:
            return
        first = data[position]
        tag, (size, start) = (first & 0x3F, _new_length(data, position + 1)) if first & 0x40 else (
            (first >> 2) & 0x0F, _old_length(data, position + 1, first & 3))  # fmt: skip
        if size < 0 or start + size > len(data):
            return
        yield tag, data[start : start + size]
        position = start + size


def _new_length(data: bytes, position: int) -> tuple[int, int]:
    """Return length and start of what follows; length -1 for a partial one."""
    first = data[position]
    if first < 192:
        return first, position + 1
    if first < 224:
        return ((first - 192) << 8) + int.from_bytes(data[position + 1 : position + 2]) + 192, position + 2
    if first == 0xFF:
        return int.from_bytes(data[position + 1 : position + 5]), position + 5
    return -1, position + 1


def _old_length(data: bytes, position: int, form: int) -> tuple[int, int]:
    if form == 3:
        return -1, position
    width = 1 << form
    return int.from_bytes(data[position : position + width]), position + width


def _issuer(body: bytes) -> str:
    version = body[0] if body else 0
    if version == _V3:
        return body[7:15].hex().upper() if len(body) >= 15 else ""
    if version not in (_V4, _V5, _V6):
        return ""
    width = 4 if version == _V6 else 2
    hashed = _area(body, 4, width)
    named = dict(_subpackets(_area(body, 4 + width + len(hashed), width))) | dict(_subpackets(hashed))
    fingerprint, key_id = named.get(_FINGERPRINT, b"")[1:], named.get(_KEY_ID, b"")
    return (fingerprint or key_id).hex().upper()


def _area(body: bytes, position: int, width: int) -> bytes:
    size = int.from_bytes(body[position : position + width])
    return body[position + width : position + width + size]


def _subpackets(area: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position < len(area):
        first = area[position]
        size, start = (int.from_bytes(area[position + 1 : position + 5]), position + 5) if first == 0xFF else (
            _new_length(area, position) if first < 224 else (
                ((first - 192) << 8) + int.from_bytes(area[position + 1 : position + 2]) + 192, position + 2))  # fmt: skip
        if size < 1 or start + size > len(area):
            return
        yield area[start] & 0x7F, area[start + 1 : start + size]
        position = start + size

"""DSSE envelopes (Dead Simple Signing Envelope 1.0.2): signed and verified over the exact bytes of the payload.

Keys are ed25519, or ECDSA over P-256 with SHA-256. Which algorithm counts is decided by the key and never by the envelope;
a key id is a hint and decides nothing. Needs the package ``cryptography`` (extra ``sign``), imported when a key is read.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sammeter.envelope.digests import sha256
from sammeter.errors import DataError, ForbiddenError
from sammeter.text import Limits, json

SIGNATURES = 16
"""Signatures of one envelope that are looked at."""
_LIMITS = Limits(size=32 << 20, nodes=1_000, line=32 << 20)
_SPKI_ID = 16


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key to verify with; `id` is the first 16 hex digits of the SHA-256 of its SubjectPublicKeyInfo."""

    id: str
    algorithm: str
    key: Any


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A key to sign with, and its public half."""

    public: PublicKey
    key: Any


def pae(payload_type: str, payload: bytes) -> bytes:
    """Return the pre-authentication encoding: what is signed."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def sign(payload_type: str, payload: bytes, key: PrivateKey) -> dict[str, Any]:
    """Return the envelope of a payload, signed by one key, as plain data."""
    message = pae(payload_type, payload)
    if key.public.algorithm == "ed25519":
        signature = key.key.sign(message)
    else:
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
        from cryptography.hazmat.primitives.hashes import SHA256

        signature = key.key.sign(message, ECDSA(SHA256()))
    return {"payload": base64.b64encode(payload).decode(), "payloadType": payload_type,
            "signatures": [{"keyid": key.public.id, "sig": base64.b64encode(signature).decode()}]}  # fmt: skip


def verify(
    envelope: bytes, keys: Iterable[PublicKey], payload_type: str, *, where: str = "envelope", threshold: int = 1
) -> bytes:
    """Return the payload of an envelope that at least `threshold` of the keys signed, each counted once.

    Raises ValueError (a threshold below one, which would let anything through), DataError (no envelope), SourceError (no
    JSON, a key that stands twice), ForbiddenError (another payload type; signed by too few of the keys).
    """
    if threshold < 1:
        raise ValueError("at least one signature is needed")
    found = json.plain(envelope, where=where, limits=_LIMITS)
    if not isinstance(found, dict) or not isinstance(found.get("signatures"), list) or not found["signatures"]:
        raise DataError("this is no DSSE envelope", where=where)
    if found.get("payloadType") != payload_type:
        raise ForbiddenError(f"its payload is of another type: {str(found.get('payloadType'))[:80]}", where=where)
    payload = _decoded(found.get("payload"), where)
    message = pae(payload_type, payload)
    signatures = [
        _decoded(one.get("sig") if isinstance(one, dict) else None, where) for one in found["signatures"][:SIGNATURES]
    ]
    valid = {key.id for key in keys if any(_holds(key, signature, message) for signature in signatures)}
    if len(valid) < threshold:
        raise ForbiddenError(f"signed by {len(valid)} of the keys that are trusted, {threshold} needed", where=where,
                             hint="name the right public key, or do not trust it")  # fmt: skip
    return payload


def _holds(key: PublicKey, signature: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        if key.algorithm == "ed25519":
            key.key.verify(signature, message)
        else:
            from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
            from cryptography.hazmat.primitives.hashes import SHA256

            key.key.verify(signature, message, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _decoded(text: object, where: str) -> bytes:
    """Read base64 in either alphabet, as the specification allows."""
    if not isinstance(text, str):
        raise DataError("a text in base64 is expected", where=where)
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise DataError("a text that is no base64", where=where) from error


def private_key(pem: bytes, *, where: str) -> PrivateKey:
    """Return a private key in PEM. Raises DataError (none, encrypted, of another kind)."""
    serialization = _serialization(where)
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise DataError(
            "this is no private key in PEM without a passphrase",
            where=where,
            hint="openssl genpkey -algorithm ed25519 -out key.pem",
        ) from error
    except Exception as error:
        raise DataError(f"this key cannot be used: {type(error).__name__}", where=where) from error
    return PrivateKey(_public(key.public_key(), where), key)


def public_key(pem: bytes, *, where: str, at: str = "") -> PublicKey:
    """Return the public key in PEM, or that of an X.509 certificate, which has to be valid `at` that time (RFC 3339).

    Nothing but the certificate's own days is looked at: whom to trust is said by naming the file. Raises DataError (none, of
    another kind), ForbiddenError (a certificate that is not valid then).
    """
    serialization = _serialization(where)
    try:
        if b"BEGIN CERTIFICATE" in pem:
            return _certified(pem, where, at)
        return _public(serialization.load_pem_public_key(pem), where)
    except (DataError, ForbiddenError):
        raise
    except Exception as error:
        raise DataError(
            "this is no public key in PEM", where=where, hint="openssl pkey -in key.pem -pubout -out key.pub"
        ) from error


def _certified(pem: bytes, where: str, at: str) -> PublicKey:
    from cryptography.x509 import load_pem_x509_certificate

    certificate = load_pem_x509_certificate(pem)
    moment = _moment(at, where)
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not first <= moment <= last:
        raise ForbiddenError(
            f"the certificate is valid from {first:%Y-%m-%d} to {last:%Y-%m-%d}, not {at[:10] or 'at no time'}",
            where=where,
        )
    return _public(certificate.public_key(), where)


def _moment(at: str, where: str) -> datetime:
    """Read a time; without an offset it is in UTC, and none at all lies before every certificate."""
    try:
        moment = datetime.fromisoformat(at) if at else datetime.min.replace(tzinfo=UTC)
    except ValueError as error:
        raise DataError(f"no time to ask a certificate about: {at[:40]}", where=where) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _public(key: Any, where: str) -> PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    serialization = _serialization(where)
    if isinstance(key, Ed25519PublicKey):
        algorithm = "ed25519"
    elif isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        algorithm = "ecdsa-p256"
    else:
        raise DataError(
            "only ed25519 and ECDSA over P-256 are accepted",
            where=where,
            hint="openssl genpkey -algorithm ed25519 -out key.pem",
        )
    raw = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return PublicKey(sha256(raw)[:_SPKI_ID], algorithm, key)


def _serialization(where: str) -> Any:
    try:
        from cryptography.hazmat.primitives import serialization
    except ImportError as error:
        raise DataError("signatures need cryptography", where=where, hint="pip install 'sammeter[sign]'") from error
    return serialization

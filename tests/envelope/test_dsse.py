"""DSSE: the payload's exact bytes, the expected type, a key that is trusted; anything else is refused with its reason."""

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID

from sammeter.envelope.dsse import PrivateKey, pae, private_key, public_key, sign, verify
from sammeter.errors import DataError, ForbiddenError, SourceError

TYPE = "application/vnd.in-toto+json"
PAYLOAD = b'{"a":1,  "b":2}'


def pem(key: Any) -> bytes:
    return bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def made(kind: str = "ed25519") -> PrivateKey:
    key = ed25519.Ed25519PrivateKey.generate() if kind == "ed25519" else ec.generate_private_key(ec.SECP256R1())
    return private_key(pem(key), where="key.pem")


def spki(key: PrivateKey) -> bytes:
    return bytes(
        key.public.key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


KEY, OTHER = made(), made("ecdsa")


def envelope(**more: Any) -> bytes:
    return json.dumps({**sign(TYPE, PAYLOAD, KEY), **more}).encode()


def test_the_encoding_is_that_of_the_specification() -> None:
    assert (
        pae("http://example.com/HelloWorld", b"hello world")
        == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa"])
def test_what_was_signed_is_given_back_byte_for_byte(kind: str) -> None:
    key = made(kind)
    data = json.dumps(sign(TYPE, PAYLOAD, key)).encode()
    assert verify(data, [OTHER.public, public_key(spki(key), where="key.pub")], TYPE) == PAYLOAD


def test_both_alphabets_of_base64_and_left_out_padding_are_read() -> None:
    payload = b"\xfb\xff\xfe?"
    one = sign(TYPE, payload, KEY)
    urlsafe = {"payload": base64.urlsafe_b64encode(payload).decode().rstrip("="), "payloadType": TYPE,
               "signatures": [{"sig": base64.urlsafe_b64encode(base64.b64decode(one["signatures"][0]["sig"])).decode()}]}  # fmt: skip
    assert verify(json.dumps(urlsafe).encode(), [KEY.public], TYPE) == payload


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (envelope(payload=b64(b'{"a":2,  "b":2}')), "signed by 0"),
        (envelope(payload=b64(json.dumps(json.loads(PAYLOAD)).encode())), "signed by 0"),
        (envelope(signatures=[{"keyid": KEY.public.id, "sig": b64(b"\0" * 64)}]), "signed by 0"),
        (envelope(signatures=[{"keyid": KEY.public.id, "sig": b64(b"")}]), "signed by 0"),
        (json.dumps(sign(TYPE, PAYLOAD, OTHER)).encode(), "signed by 0"),
        (json.dumps({**sign(TYPE, PAYLOAD, OTHER), "signatures": [{**sign(TYPE, PAYLOAD, OTHER)["signatures"][0], "keyid": KEY.public.id}]}).encode(), "signed by 0"),
        (json.dumps(sign("application/json", PAYLOAD, KEY)).encode(), "of another type"),
        (json.dumps({**sign("application/json", PAYLOAD, KEY), "payloadType": TYPE}).encode(), "signed by 0"),
        (envelope(signatures=[{"keyid": KEY.public.id, "sig": b64(hmac.digest(spki(KEY), pae(TYPE, PAYLOAD), "sha256"))}]), "signed by 0"),
    ],
    ids=["swapped payload", "re-serialised payload", "forged signature", "empty signature", "another key", "a key id that lies",
         "another type", "a type that lies", "HMAC with the public key"],
)  # fmt: skip
def test_a_forgery_is_refused_with_its_reason(data: bytes, says: str) -> None:
    with pytest.raises(ForbiddenError, match=says):
        verify(data, [KEY.public], TYPE)


@pytest.mark.parametrize(
    "data",
    [b"{}", b"[]", envelope(signatures=[]), envelope(signatures={}), envelope(payload=1), envelope(payload="*"), envelope(signatures=[{"sig": 1}]),
     envelope(signatures=[1])],
)  # fmt: skip
def test_what_is_no_envelope_is_refused(data: bytes) -> None:
    with pytest.raises(DataError):
        verify(data, [KEY.public], TYPE)


def test_a_key_that_stands_twice_is_refused() -> None:
    twice = envelope().replace(b'"payloadType"', b'"payload": "e30=", "payloadType"')
    with pytest.raises(SourceError, match="stands twice"):
        verify(twice, [KEY.public], TYPE)


def test_a_key_never_verifies_by_another_algorithm_than_its_own() -> None:
    """An ECDSA signature whose key is offered as the raw bytes of an ed25519 key, and the reverse."""
    for signer, verifier in ((KEY, OTHER), (OTHER, KEY)):
        data = json.dumps(sign(TYPE, PAYLOAD, signer)).encode()
        with pytest.raises(ForbiddenError):
            verify(data, [verifier.public], TYPE)


def test_one_key_that_signs_twice_counts_once() -> None:
    one = sign(TYPE, PAYLOAD, KEY)
    data = json.dumps({**one, "signatures": one["signatures"] * 2}).encode()
    with pytest.raises(ForbiddenError, match="signed by 1 of the keys that are trusted, 2 needed"):
        verify(data, [KEY.public, OTHER.public], TYPE, threshold=2)
    both = {**one, "signatures": [*one["signatures"], *sign(TYPE, PAYLOAD, OTHER)["signatures"]]}
    assert verify(json.dumps(both).encode(), [KEY.public, KEY.public, OTHER.public], TYPE, threshold=2) == PAYLOAD


def test_nobody_trusted_means_nothing_holds() -> None:
    with pytest.raises(ForbiddenError):
        verify(envelope(), [], TYPE)


@pytest.mark.parametrize("threshold", [0, -1])
def test_no_signature_at_all_is_never_enough(threshold: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        verify(envelope(signatures=[{"sig": ""}]), [], TYPE, threshold=threshold)


@pytest.mark.parametrize(
    "key", [rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1())], ids=["rsa", "p-384"]
)
def test_another_kind_of_key_is_refused(key: Any) -> None:
    with pytest.raises(DataError, match="only ed25519 and ECDSA over P-256"):
        private_key(pem(key), where="key.pem")
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(DataError, match="only ed25519 and ECDSA over P-256"):
        public_key(public, where="key.pub")


@pytest.mark.parametrize("data", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", spki(KEY)])
def test_what_is_no_private_key_is_said_with_how_to_make_one(data: bytes) -> None:
    with pytest.raises(DataError) as caught:
        private_key(data, where="key.pem")
    assert caught.value.where == "key.pem"
    with pytest.raises(DataError):
        public_key(b"nothing", where="key.pub")


def certificate(key: Any, days: int) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "builder")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made_ = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    signed = made_.not_valid_before(start).not_valid_after(start + timedelta(days=days)).sign(key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM)


def test_a_certificate_counts_only_within_its_days() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    data = certificate(key, 10)
    public = public_key(data, where="cert.pem", at="2026-01-05T00:00:00Z")
    signed = json.dumps(sign(TYPE, PAYLOAD, private_key(pem(key), where="k"))).encode()
    assert verify(signed, [public], TYPE) == PAYLOAD
    for at in ("2025-12-31T23:59:59Z", "2026-01-11T00:00:01Z", ""):
        with pytest.raises(ForbiddenError, match="valid from 2026-01-01 to 2026-01-11"):
            public_key(data, where="cert.pem", at=at)


def test_a_day_and_a_time_without_an_offset_are_in_utc_and_no_time_is_said_to_be_none() -> None:
    data = certificate(ec.generate_private_key(ec.SECP256R1()), 10)
    whole = public_key(data, where="cert.pem", at="2026-01-05T00:00:00Z")
    for at in ("2026-01-05", "2026-01-05T00:00:00"):
        assert public_key(data, where="cert.pem", at=at).id == whole.id
    with pytest.raises(ForbiddenError, match="not 2026-01-12"):
        public_key(data, where="cert.pem", at="2026-01-12")
    with pytest.raises(DataError, match="no time to ask a certificate about: soon"):
        public_key(data, where="cert.pem", at="soon")

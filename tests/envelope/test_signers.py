"""Signers: whose keys an armoured signature names, however odd the armour is."""

import base64
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.envelope.signers import signature_form, signers

PRINT = "0123456789ABCDEF0123456789ABCDEF01234567"


def armour(data: bytes, kind: str = "PGP SIGNATURE", headers: str = "Version: x\n\n", checksum: str = "=abcd\n") -> str:
    body = base64.encodebytes(data).decode("ascii")
    return f"-----BEGIN {kind}-----\n{headers}{body}{checksum if kind.startswith('PGP') else ''}-----END {kind}-----\n"


def packet(body: bytes) -> bytes:
    return bytes([0xC2, 0xFF]) + len(body).to_bytes(4, "big") + body


def v4(hashed: bytes, unhashed: bytes = b"") -> bytes:
    return packet(
        b"\x04\x00\x16\x08"
        + len(hashed).to_bytes(2, "big")
        + hashed
        + len(unhashed).to_bytes(2, "big")
        + unhashed
        + b"\0\0"
    )


def issuer(key_id: str) -> bytes:
    return bytes([9, 16]) + bytes.fromhex(key_id)


def fingerprint(name: str) -> bytes:
    return bytes([22, 33, 4]) + bytes.fromhex(name)


def test_the_fingerprint_goes_before_the_key_id_and_the_signed_area_before_the_other() -> None:
    assert signers(armour(v4(fingerprint(PRINT), issuer("FEDCBA9876543210")))) == (PRINT,)
    assert signers(armour(v4(b"", issuer("FEDCBA9876543210")))) == ("FEDCBA9876543210",)
    assert signers(armour(v4(fingerprint(PRINT), fingerprint(PRINT[::-1])))) == (PRINT,)


def test_an_old_signature_names_its_key_at_a_fixed_place() -> None:
    body = b"\x03\x05\x00" + b"\0\0\0\0" + bytes.fromhex("FEDCBA9876543210") + b"\x01\x02\0\0"
    assert signers(armour(bytes([0x88, len(body)]) + body)) == ("FEDCBA9876543210",)


def test_two_signatures_name_two_keys_once_each() -> None:
    first, second = v4(fingerprint(PRINT)), v4(issuer("FEDCBA9876543210"))
    assert signers(armour(first + second + first)) == (PRINT, "FEDCBA9876543210")


def test_an_ssh_signature_names_the_key_that_it_holds() -> None:
    key = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20" + b"k" * 32
    blob = b"SSHSIG" + (1).to_bytes(4, "big") + len(key).to_bytes(4, "big") + key + b"\0\0\0\3git"
    wanted = "SHA256:" + base64.b64encode(sha256(key).digest()).decode().rstrip("=")
    assert signers(armour(blob, "SSH SIGNATURE", headers="")) == (wanted,)
    assert signers(armour(blob[:30], "SSH SIGNATURE", headers="")) == ()


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("PGP SIGNATURE", "pgp"),
        ("PGP MESSAGE", "pgp"),
        ("SSH SIGNATURE", "ssh"),
        ("SIGNED MESSAGE", "x509"),
        ("CERTIFICATE", ""),
    ],
)
def test_the_first_line_tells_the_form(kind: str, form: str) -> None:
    assert signature_form(armour(b"x", kind)) == form


@pytest.mark.parametrize(
    "text",
    ["", "-----BEGIN PGP SIGNATURE-----", armour(b""), armour(b"\xc2"), armour(b"\xc2\xff\xff\xff\xff\xff"), armour(b"\xc2\xe0" + b"x" * 9),
     armour(v4(b"\xff\xff\xff\xff\xff")), armour(v4(b"\x00")), armour(v4(b"\xc0")), armour(packet(b"")), armour(packet(b"\x04")),
     "-----BEGIN PGP SIGNATURE-----\n\n!!!\n-----END PGP SIGNATURE-----\n", armour(b"\x8b" + b"x" * 20), armour(b"a" * 99, "SIGNED MESSAGE")],
)  # fmt: skip
def test_what_cannot_be_read_names_nobody(text: str) -> None:
    assert signers(text) == ()


@given(st.binary(max_size=200), st.sampled_from(["PGP SIGNATURE", "SSH SIGNATURE"]))
def test_no_bytes_break_the_reader(data: bytes, kind: str) -> None:
    assert isinstance(signers(armour(data, kind)), tuple)


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_no_subpackets_break_the_reader(hashed: bytes, unhashed: bytes) -> None:
    assert isinstance(signers(armour(v4(hashed, unhashed))), tuple)

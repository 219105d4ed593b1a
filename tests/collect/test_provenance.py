"""Provenance: what a statement says counts as far as a key that is trusted signed it, and not a bit further."""

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.cli.command import git, repository, sammeter
from tests.collect.decisions import handed_in, values, verdict

from sammeter.envelope.dsse import private_key, sign
from sammeter.facts import Fact

DIGEST, COMMIT, BUILDER = "a" * 64, "c" * 40, "https://builds.acme.example/release"
PRIVATE, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


def pem(key: Ed25519PrivateKey) -> str:
    data = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return data.decode()


def trust(key: Ed25519PrivateKey = PRIVATE, builders: str = f'["{BUILDER}"]') -> str:
    lines = "".join(f"      {line}\n" for line in pem(key).splitlines())
    return f"trust:\n  - name: release\n    pem: |\n{lines}    builders: {builders}\n"


def v1(builder: str = BUILDER, commit: str = COMMIT) -> dict[str, Any]:
    return {"_type": "https://in-toto.io/Statement/v1", "subject": [{"name": "shop.tar", "digest": {"sha256": DIGEST}}], "predicateType": "https://slsa.dev/provenance/v1",
            "predicate": {"buildDefinition": {"resolvedDependencies": [{"uri": "git+https://x", "digest": {"gitCommit": commit}}]},
                          "runDetails": {"builder": {"id": builder}, "metadata": {"finishedOn": "2026-06-20T10:00:00Z"}}}}  # fmt: skip


def v02() -> dict[str, Any]:
    return {"_type": "https://in-toto.io/Statement/v0.1", "subject": [{"name": "shop.tar", "digest": {"sha256": DIGEST.upper()}}],
            "predicateType": "https://slsa.dev/provenance/v0.2", "predicate": {
                "builder": {"id": BUILDER}, "invocation": {"configSource": {"digest": {"sha1": COMMIT}}},
                "metadata": {"buildFinishedOn": "2026-06-20T10:00:00Z", "completeness": {"materials": True}}}}  # fmt: skip


def envelope(
    statement: dict[str, Any], key: Ed25519PrivateKey = PRIVATE, kind: str = "application/vnd.in-toto+json"
) -> str:
    data = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return json.dumps(sign(kind, json.dumps(statement).encode(), private_key(data, where="key")))


def read(path: Path, document: str, *, trusted: str = "", name: str = "a.intoto.jsonl", **beside: Any) -> Any:
    files = {name: document, **({"trust.yaml": trusted} if trusted else {})}
    return handed_in(path, files, **beside)


SIGNED = ("digest", "verified", "identity_trusted", "by_build")
BUILT = ("digest", "builder_trusted", "source_commit", "inputs_complete", "at")


@pytest.mark.parametrize(("statement", "complete"), [(v1(), None), (v02(), True)])
def test_a_statement_that_a_trusted_builder_signed_is_believed(
    tmp_path: Path, statement: dict[str, Any], complete: object
) -> None:
    got = read(tmp_path, envelope(statement), trusted=trust())
    assert values(got, "prov.signatures", *SIGNED) == [(f"sha256:{DIGEST}", True, True, True)]
    assert values(got, "prov.statements", *BUILT) == [
        (f"sha256:{DIGEST}", True, COMMIT, complete, "2026-06-20T10:00:00Z")
    ]


def test_a_valid_signature_of_somebody_else_is_none(tmp_path: Path) -> None:
    got = read(tmp_path, envelope(v1(), OTHER), trusted=trust())
    assert values(got, "prov.signatures", *SIGNED) == [(f"sha256:{DIGEST}", None, False, None)]
    assert values(got, "prov.statements", "builder_trusted") == [False]


def test_where_nobody_said_whom_to_trust_nothing_is_known(tmp_path: Path) -> None:
    got = read(tmp_path, envelope(v1()))
    assert values(got, "prov.signatures", *SIGNED) == [(f"sha256:{DIGEST}", None, None, None)]
    assert values(got, "prov.statements", "builder_trusted") == [None]


@pytest.mark.parametrize(("statement", "builders"), [(v1("https://elsewhere.example"), f'["{BUILDER}"]'), (v1(), "[]")])
def test_a_trusted_key_does_not_speak_for_another_builder(
    tmp_path: Path, statement: dict[str, Any], builders: str
) -> None:
    got = read(tmp_path, envelope(statement), trusted=trust(builders=builders))
    assert values(got, "prov.signatures", *SIGNED) == [(f"sha256:{DIGEST}", True, True, False)]
    assert values(got, "prov.statements", "builder_trusted") == [False]


def test_a_bare_statement_says_something_and_is_signed_by_nobody(tmp_path: Path) -> None:
    got = read(tmp_path, json.dumps(v1()), trusted=trust(), name="a.json")
    assert (values(got, "prov.signatures", "digest"), values(got, "prov.statements", "builder_trusted")) == ([], [None])


def test_a_sigstore_bundle_is_read_and_not_believed(tmp_path: Path) -> None:
    bundle = {
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "dsseEnvelope": json.loads(envelope(v1())),
        "verificationMaterial": {},
    }
    got = read(tmp_path, json.dumps(bundle), trusted=trust(), name="a.sigstore.json", only="pro")
    assert values(got, "prov.signatures", "scheme", "verified", "identity_trusted") == [("sigstore", None, None)]
    assert "not verified" in [gap.reason for gap in got.gaps]


def swapped(text: str) -> str:
    payload = json.dumps(v1(commit="d" * 40)).encode()
    return json.dumps({**json.loads(text), "payload": base64.b64encode(payload).decode()})


def test_a_swapped_payload_and_another_payload_type_are_not_believed(tmp_path: Path) -> None:
    got = read(tmp_path / "a", swapped(envelope(v1())), trusted=trust())
    assert values(got, "prov.statements", "builder_trusted") == [False]
    got = read(tmp_path / "b", envelope(v1(), kind="application/json"), trusted=trust())
    assert values(got, "prov.statements", "digest") == []


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (envelope(v1())[:-9], "malformed"), (json.dumps({**json.loads(envelope(v1())), "payload": "*"}), "malformed"),
        (envelope(v1()).replace('"payloadType"', '"payload": "e30=", "payloadType"'), "duplicate key"),
        (json.dumps({**v1(), "subject": {"a": 1}}), "wrong type"), (json.dumps({**v1(), "predicate": [1]}), "wrong type"),
        ('{"_type": "https://in-toto.io/Statement/v1", "x": ' + "[" * 90 + "]" * 90 + "}", "too deep"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_gap_and_shows_nothing(tmp_path: Path, document: str, reason: str) -> None:
    got = handed_in(tmp_path, {"a.intoto.json": document, "trust.yaml": trust()}, only="provenance")
    assert (got.facts, [gap.reason for gap in got.gaps]) == ((), [reason, "not recognised"])


@pytest.mark.parametrize("text", ["trust:\n  - pem: nothing\n", "trust:\n  - key: x\n", "trust: 3\n"])
def test_a_key_that_is_none_is_a_gap_and_trusts_nobody(tmp_path: Path, text: str) -> None:
    got = handed_in(tmp_path, {"trust.yaml": text}, only="trust")
    assert (got.facts, len(got.gaps)) == ((), 1)


def inputs(*rows: dict[str, Any]) -> dict[str, Any]:
    statement = v1()
    statement["predicate"]["buildDefinition"]["resolvedDependencies"] = list(rows)
    return statement


SOURCE = {"uri": "git+https://x@refs/heads/main", "digest": {"sha1": COMMIT}}


@pytest.mark.parametrize(
    ("rows", "commit"),
    [
        ([{"uri": "pkg:npm/left", "digest": {"sha1": "f" * 40}}, SOURCE], COMMIT),
        ([{"uri": "pkg:npm/left", "digest": {"sha1": "f" * 40}}], None),
        ([{"uri": "https://x", "digest": {"gitCommit": COMMIT}}], COMMIT),
        ([SOURCE, {"digest": {"gitCommit": COMMIT}}], COMMIT),
        ([SOURCE, {"uri": "git+https://y", "digest": {"gitCommit": "e" * 40}}], None),
    ],
    ids=[
        "an archive first",
        "an archive alone",
        "by the name of the digest",
        "the same commit twice",
        "two repositories",
    ],
)
def test_the_source_is_the_one_commit_that_went_in(tmp_path: Path, rows: list[Any], commit: str | None) -> None:
    """Tarballs of npm have a SHA-1, and Tekton Chains lists the repositories of tasks beside that of the source."""
    got = read(tmp_path, envelope(inputs(*rows)), trusted=trust())
    assert values(got, "prov.statements", "source_commit", "builder_trusted") == [(commit, True)]


@pytest.mark.parametrize(
    ("digest", "name"),
    [
        ({"sha512": "B" * 128}, "sha512:" + "b" * 128),
        ({"sha512": "b" * 128, "sha256": DIGEST}, f"sha256:{DIGEST}"),
        ({"sha512": "b" * 64}, None),
        ({"sha256": "b" * 128}, None),
        ({"md5": "b" * 32}, None),
    ],
)
def test_a_subject_of_npm_has_a_sha_512_alone(tmp_path: Path, digest: dict[str, str], name: str | None) -> None:
    statement = v1()
    statement["subject"][0]["digest"] = digest
    got = read(tmp_path, envelope(statement), trusted=trust())
    for kind in ("prov.artifacts", "prov.signatures", "prov.statements"):
        assert values(got, kind, "digest") == ([name] if name else [])


def test_provenance_that_names_no_builder_is_that_of_none(tmp_path: Path) -> None:
    got = read(tmp_path / "a", envelope(v1(builder="")), trusted=trust())
    assert values(got, "prov.statements", "builder", "builder_trusted") == [(None, False)]
    got = handed_in(tmp_path / "b", {"trust.yaml": trust(builders='[""]')}, only="trust")
    assert (got.facts, [gap.reason for gap in got.gaps]) == ((), ["malformed"])


@pytest.mark.parametrize(
    ("document", "word"),
    [(envelope(v1()), "met"), (envelope(v1(), OTHER), "unknown"), (json.dumps(v1()), "unknown")],
    ids=["a trusted builder", "somebody else", "nobody"],
)
def test_a_release_leads_to_a_digest_by_the_word_of_a_trusted_builder_alone(
    tmp_path: Path, document: str, word: str
) -> None:
    release = Fact(kind="vcs.releases", where="tag v1", source="beside",
                   fields={"tag": "v1", "commit": COMMIT, "at": "2026-06-19T00:00:00Z", "version_ok": True})  # fmt: skip
    got = replace(
        read(tmp_path, document, trusted=trust()), gaps=()
    )  # a plain folder has no tags: those beside are all
    assert verdict("X-04", got, beside=(release,), whole=("vcs.releases",)) == word


def test_provenance_of_the_newest_release_meets_x_05_and_that_of_an_older_one_says_nothing(tmp_path: Path) -> None:
    def release(commit: str) -> Fact:
        return Fact(
            kind="vcs.releases",
            where="tag v1",
            source="beside",
            fields={"tag": "v1", "commit": commit, "at": "2026-06-19T00:00:00Z"},
        )

    got = read(tmp_path / "a", envelope(v02()), trusted=trust())
    assert verdict("X-05", got, beside=(release(COMMIT),), whole=("prov.artifacts",)) == "met"
    got = read(tmp_path / "b", envelope(v02(), OTHER), trusted=trust())
    assert verdict("X-05", got, beside=(release(COMMIT),), whole=("prov.artifacts",)) != "met"


def test_a_deployment_passes_with_a_trusted_signature_and_stops_with_any_other(tmp_path: Path) -> None:
    shop = repository(tmp_path / "shop")
    commit = git(shop, "rev-parse", "HEAD")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/trust.yaml").write_text(trust())
    (tmp_path / "policy.yaml").write_text(
        "point: deploy\nsays: s\nrequirements: [{check: artifact-signed}, {check: artifact-built-by-trusted-builder}]\n"
    )
    arguments = (
        "check",
        "deploy",
        "shop",
        "--policy",
        "policy.yaml",
        "--evidence",
        "reports",
        "--artifact",
        f"sha256:{DIGEST}",
        "--as-of",
        "2026-06-30",
    )
    assert sammeter(*arguments, cwd=tmp_path).returncode == 1
    (tmp_path / "reports/a.intoto.json").write_text(envelope(v1(commit=commit)))
    done = sammeter(*arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    for document in (envelope(v1(commit=commit), OTHER), envelope(v1(commit="d" * 40)), json.dumps(v1(commit=commit))):
        (tmp_path / "reports/a.intoto.json").write_text(document)
        assert sammeter(*arguments, cwd=tmp_path).returncode == 1

"""Provenance: in-toto statements, bare, in DSSE envelopes or in Sigstore bundles; SLSA provenance v0.2 and v1."""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from sammeter.collect.registry import File, Recognised, Yielded, collector, documents
from sammeter.collect.times import stated_time
from sammeter.envelope.dsse import public_key, verify
from sammeter.errors import DataError, ForbiddenError, SourceError
from sammeter.facts import Fact, Gap
from sammeter.facts.prov import Artifact, Signature, Statement
from sammeter.text import Node, json

TYPES = ("https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1")
SLSA = ("https://slsa.dev/provenance/v0.2", "https://slsa.dev/provenance/v1")
PAYLOAD = "application/vnd.in-toto+json"
_BUNDLE = "application/vnd.dev.sigstore.bundle"
_HEX = frozenset("0123456789abcdef")
_DIGESTS = {"sha256": 64, "sha512": 128}
_COMMITS = (40, 64)


@dataclass(frozen=True, slots=True)
class _Signed:
    """How far a statement can be trusted: by which scheme it is signed, with a trusted key or not, and for which builders."""

    scheme: str = ""
    verified: bool | None = None
    builders: tuple[str, ...] = ()


@collector(
    reads=documents("**/*.json", "**/*.jsonl", "**/*.intoto", "**/*.sigstore", "**/*.bundle", "**/*.dsse", given=("prov.trust",)),
    yields=[Artifact, Signature, Statement], complete=[], version=2,
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield what each statement says, and how far it can be believed: a signature counts only by a key that is trusted."""
    if b"in-toto" not in file.data and _BUNDLE.encode() not in file.data and b"payloadType" not in file.data:
        return
    for where, root in _documents(file):
        yield from _document(root, where, file.given)


def _documents(file: File) -> Iterator[tuple[str, Node]]:
    if not file.path.endswith(".jsonl"):
        yield file.path, file.json()
        return
    for number, line in enumerate(file.data.splitlines(), 1):
        if line.strip():
            yield file.at(number), json.read(line, where=file.at(number), limits=file.limits)


def _document(root: Node, where: str, given: tuple[Fact, ...]) -> Iterator[Yielded]:
    if not isinstance(root.value, dict):
        return
    if root["_type"].value in TYPES:
        yield from _statement(root, where, _Signed())
    elif root["mediaType"].value and str(root["mediaType"].value).startswith(_BUNDLE):
        yield from _bundle(root, where)
    elif root["payloadType"].value == PAYLOAD and "signatures" in root:
        yield from _envelope(root, where, given)


def _bundle(root: Node, where: str) -> Iterator[Yielded]:
    """A Sigstore bundle: what it says is read; its certificate would need Sigstore's root of trust."""
    yield Recognised(where=where)
    if "dsseEnvelope" in root:
        yield from _statement(_payload(root["dsseEnvelope"], where), where, _Signed("sigstore"))
    yield Gap(where=where, reason="not verified", detail="a Sigstore bundle: its certificate and log entry are not verified yet",
              hint="verify it with cosign or sigstore-python, or sign with a key that you hand in as trusted", kinds=(Signature.kind,))  # fmt: skip


def _envelope(root: Node, where: str, given: tuple[Fact, ...]) -> Iterator[Yielded]:
    trusted = [fact for fact in given if fact.kind == "prov.trust"]
    by = [fact for fact in trusted if _signed_by(root, fact)]
    builders = tuple(dict.fromkeys(one for fact in by for one in _texts(fact, "builders")))
    yield from _statement(_payload(root, where), where, _Signed("dsse", bool(by) if trusted else None, builders))


def _signed_by(root: Node, fact: Fact) -> bool:
    try:
        key = public_key(str(fact.fields["pem"]).encode(), where=fact.where)
        verify(msgspec.json.encode(root.plain()), [key], PAYLOAD)
    except ForbiddenError:
        return False
    except DataError as error:
        raise SourceError(error.message, where=root.where, reason="malformed") from error
    return True


def _payload(envelope: Node, where: str) -> Node:
    text = envelope["payload"].text()
    try:
        data = base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise SourceError("a payload that is no base64", where=envelope["payload"].where, reason="malformed") from error
    return json.read(data, where=f"{where}#/payload")


def _statement(root: Node, where: str, signed: _Signed) -> Iterator[Yielded]:
    if root["_type"].value not in TYPES:
        yield Recognised(where=where)
        return
    predicate, kind = root["predicate"], root["predicateType"].text()
    builder, commit, complete, at = _slsa(predicate, kind)
    yield Recognised(where=where)
    for subject in root["subject"]:
        name = _digest(subject["digest"])
        if not name:
            continue
        yield Artifact(where=where, digest=name, at=at)
        if signed.scheme:
            by_build = builder in signed.builders if signed.verified and builder else None
            yield Signature(where=where, digest=name, scheme=signed.scheme, verified=signed.verified or None, identity_trusted=signed.verified,
                            by_build=by_build, at=at)  # fmt: skip
        if kind in SLSA:
            trusted = None if signed.verified is None else signed.verified and builder in signed.builders
            yield Statement(where=where, digest=name, builder=builder or None, builder_trusted=trusted, source_commit=commit or None,
                            inputs_complete=complete, at=at)  # fmt: skip


def _slsa(predicate: Node, kind: str) -> tuple[str, str, bool | None, str | None]:
    """Return builder, source commit, whether all inputs are listed, and when the build ended; of other predicates nothing."""
    if kind == SLSA[1]:
        details = predicate["runDetails"]
        return (
            details["builder"]["id"].text(),
            _source(predicate["buildDefinition"]["resolvedDependencies"]),
            None,
            stated_time(details["metadata"]["finishedOn"].text()),
        )
    if kind == SLSA[0]:
        source, metadata = predicate["invocation"]["configSource"], predicate["metadata"]
        whole = metadata["completeness"]["materials"].value
        return (predicate["builder"]["id"].text(), _commit(source["digest"]), whole if isinstance(whole, bool) else None,
                stated_time(metadata["buildFinishedOn"].text()))  # fmt: skip
    return "", "", None, None


def _digest(digests: Node) -> str:
    """Return the SHA-256 of a subject, else its SHA-512 (npm's), as ``sha256:...``; empty where it has neither."""
    for name, size in _DIGESTS.items():
        value = digests[name].text().lower()
        if len(value) == size and set(value) <= _HEX:
            return f"{name}:{value}"
    return ""


def _source(inputs: Node) -> str:
    """Return the one commit that was built; empty where several repositories went in: which of them is the source is not said.

    A SHA-1 is a commit only of a place that begins with ``git+``: archives have such digests too.
    """
    commits = {
        commit
        for one in inputs
        if "gitCommit" in one["digest"] or one["uri"].text().startswith("git+")
        if (commit := _commit(one["digest"]))
    }
    return commits.pop() if len(commits) == 1 else ""


def _commit(digest: Node) -> str:
    found = (digest["gitCommit"].text() or digest["sha1"].text()).lower()
    return found if len(found) in _COMMITS and set(found) <= _HEX else ""


def _texts(fact: Fact, field: str) -> tuple[str, ...]:
    value = fact.fields.get(field)
    return value if isinstance(value, tuple) else ()

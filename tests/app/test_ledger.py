"""The ledger of decisions: kept whole, verified offline, decided again byte for byte; every forgery is named."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sammeter.app.check import Wanted, check
from sammeter.app.ledger import Made, Trust, keep_decision, keep_signoffs, pages, shown, signer, verify
from sammeter.app.policies import read_policy
from sammeter.app.reading import Wanted as Read
from sammeter.envelope.digests import canonical, sha256
from sammeter.errors import DataError, NotFoundError
from sammeter.facts import Fact
from sammeter.facts.collected import Collected
from sammeter.ledger import chain
from tests.checks.small import AS_OF, pack, signoff

COMMIT = "5da53fbb2a0aaa12d648b73984acc9aac2e11c2a"
ARTIFACT = f"sha256:{'a' * 64}"


def collected(*severities: str) -> Collected:
    run = Fact(kind="scan.runs", where="a.sarif", source="scans_sarif",
               fields={"kind": "sast", "completed": True, "at": "2025-12-31T00:00:00Z", "tool": "t"})  # fmt: skip
    found = [Fact(kind="scan.findings", where=f"a.sarif#{n}", source="scans_sarif",
                  fields={"kind": "sast", "severity": one, "state": "open", "id": f"F-{n}"}) for n, one in enumerate(severities)]  # fmt: skip
    return Collected(name="shop", revision=COMMIT, at=AS_OF, as_of=AS_OF, facts=(run, *found), gaps=(),
                     looked=("scan.findings", "scan.runs"), complete=())  # fmt: skip


def policy(more: str = "") -> Any:
    text = f"point: build\nsays: s\napprovers: {{any: [risk-owner]}}\nrequirements:\n- {{check: known-defects-in-code}}\n{more}"
    return read_policy(text.encode(), "ours.yaml", pack())


def made(*severities: str, more: str = "", artifact: str = "", **options: Any) -> Made:
    wanted = Wanted(read=Read(path=Path()), policy=policy(more), artifact=artifact)
    signoffs = (signoff(defect="F-0"),)
    decision = check(wanted, collected(*severities), pack(), signoffs=signoffs)
    return Made(
        decision=decision, wanted=wanted, collected=collected(*severities), pack=pack(), signoffs=signoffs, **options
    )


@pytest.fixture
def key(tmp_path: Path) -> Path:
    private = Ed25519PrivateKey.generate()
    path = tmp_path / "key.pem"
    path.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (tmp_path / "key.pub").write_bytes(public)
    return path


@pytest.fixture
def ledger(tmp_path: Path, key: Path) -> Path:
    for severities in ((), ("high",), ("high", "critical")):
        keep_decision(tmp_path / "ledger", made(*severities), signer(key))
    return tmp_path / "ledger"


def trust(ledger: Path) -> Trust:
    return Trust(keys=(ledger.parent / "key.pub",))


def test_decisions_are_kept_and_come_out_the_same_when_decided_again(ledger: Path) -> None:
    found = verify(ledger, trust(ledger))
    assert (found.entries, found.signed, found.replayed, found.wrong, found.notes) == (3, 3, 3, (), ())
    results = [line.split()[3:5] for line in pages(ledger).splitlines()[:-1]]
    assert results == [["decision", "pass"], ["decision", "pass"], ["decision", "stop"]]
    assert json.loads(shown(ledger, 2))["predicate"]["decision"]["exceptions"][0]["defect"] == "F-0"


def test_a_policy_that_asks_for_criteria_keeps_the_rules_it_was_decided_by(tmp_path: Path) -> None:
    keep_decision(tmp_path, made(more="- {id: c, criterion: V-ST-2-A.1, at_least: indicated}\n"), None)
    found = verify(tmp_path, Trust())
    assert (found.replayed, found.wrong, found.things) == (1, (), 5)


def test_a_decision_about_an_artifact_is_a_verification_summary_as_well(tmp_path: Path) -> None:
    keep_decision(tmp_path, made("high", artifact=ARTIFACT), None)
    summary = json.loads(shown(tmp_path, 2))
    assert summary["predicateType"] == "https://slsa.dev/verification_summary/v1"
    assert summary["subject"][0]["digest"] == {"sha256": "a" * 64}
    predicate = summary["predicate"]
    assert (predicate["verificationResult"], len(predicate["https://sammeter.org/exceptions"])) == ("PASSED", 1)
    assert {"verifier", "timeVerified", "resourceUri", "policy", "verifiedLevels"} <= set(predicate)
    assert verify(tmp_path, Trust()).wrong == ()


def lines(ledger: Path) -> list[bytes]:
    return (ledger / "chain.jsonl").read_bytes().splitlines(keepends=True)


def relinked(rows: list[dict[str, Any]]) -> bytes:
    """What a forger does who knows the format: link the entries anew after changing one."""
    previous, out = chain.NOTHING, b""
    for number, row in enumerate(rows, 1):
        line = canonical({**row, "number": number, "previous": previous})
        previous = sha256(line)
        out += line + b"\n"
    return out


def rewrite(ledger: Path, data: bytes) -> None:
    (ledger / "chain.jsonl").write_bytes(data)


def unsigned(ledger: Path) -> Path:
    """The same ledger without signatures, linked anew."""
    import base64

    rows = [json.loads(line) for line in lines(ledger)]
    for row in rows:
        row["statement"] = json.loads(base64.b64decode(row.pop("envelope")["payload"]))
    rewrite(ledger, relinked(rows))
    (ledger / "head.json").unlink()
    return ledger


def relabel(ledger: Path) -> None:
    rows = [json.loads(line) for line in lines(unsigned(ledger))]
    rows[2]["statement"]["predicate"]["decision"]["result"] = "pass"
    rewrite(ledger, relinked(rows))


FORGERIES: dict[str, tuple[Callable[[Path], Any], str]] = {
    "the last entry cut off": (lambda f: rewrite(f, b"".join(lines(f)[:2])), "entries were cut off"),
    "an entry in between dropped": (lambda f: rewrite(f, b"".join([lines(f)[0], lines(f)[2]])), "altered, left out or put elsewhere"),
    "entries relinked in another order": (lambda f: rewrite(f, relinked([json.loads(one) for one in lines(f)[::-1]])), "signed for another chain"),
    "signatures stripped and relinked": (unsigned, "there is no signed head"),
    "an unsigned decision turned round": (relabel, "decided again from what was kept, it comes out differently"),
    "a signed statement swapped": (
        lambda f: rewrite(f, relinked([{**json.loads(one), "envelope": {**json.loads(one)["envelope"], "payload": "e30="}} for one in lines(f)])),
        "signed by 0 of the keys that are trusted",
    ),
    "facts altered": (lambda f: alter(f, b'"severity":"critical"', b'"severity":"low"     '), "altered after it was kept"),
    "facts removed": (lambda f: shutil.rmtree(f / "objects"), "cannot be read"),
}  # fmt: skip


def alter(ledger: Path, old: bytes, new: bytes) -> None:
    for path in (ledger / "objects").glob("*/*"):
        data = path.read_bytes()
        if old in data:
            path.chmod(0o644)
            path.write_bytes(data.replace(old, new))
            return
    raise AssertionError("nothing to alter")


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_named(ledger: Path, name: str) -> None:
    forge, says = FORGERIES[name]
    forge(ledger)
    found = verify(ledger, trust(ledger))
    assert any(says in what for _, what in found.wrong), found.wrong


def test_a_head_that_was_kept_elsewhere_shows_that_entries_were_cut_off_and_signed_anew(
    ledger: Path, key: Path
) -> None:
    elsewhere = ledger.parent / "head-of-monday.json"
    elsewhere.write_bytes((ledger / "head.json").read_bytes())
    rewrite(ledger, b"".join(lines(ledger)[:1]))
    keep_decision(ledger, made("low"), signer(key))
    assert verify(ledger, trust(ledger)).wrong == ()
    found = verify(ledger, replace(trust(ledger), head=elsewhere))
    assert ["entries were cut off" in what for _, what in found.wrong] == [True]


def test_without_a_trusted_key_signatures_are_not_looked_at_and_it_says_so(ledger: Path) -> None:
    found = verify(ledger, Trust())
    assert found.wrong == ()
    assert "name the key that you trust" in found.notes[0]
    assert (
        verify(ledger, Trust(head=ledger / "head.json")).wrong[0][1].startswith("a head proves nothing without a key")
    )


def test_another_key_verifies_nothing(ledger: Path, tmp_path: Path) -> None:
    other = Ed25519PrivateKey.generate().public_key()
    path = tmp_path / "other.pub"
    path.write_bytes(other.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
    assert len(verify(ledger, Trust(keys=(path,))).wrong) == 4
    with pytest.raises(NotFoundError):
        signer(tmp_path / "gone.pem")
    with pytest.raises(DataError):
        signer(path)


def test_exceptions_are_kept_once_and_never_changed(tmp_path: Path) -> None:
    one, other = signoff(defect="F-0"), signoff(defect="F-1")
    assert len(keep_signoffs(tmp_path, [one], None)) == 1
    assert len(keep_signoffs(tmp_path, [one, other], None)) == 1
    assert keep_signoffs(tmp_path, [one, other], None) == ()
    assert verify(tmp_path, Trust()).entries == 2

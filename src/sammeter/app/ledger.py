"""What is kept of decisions and exceptions, and the proof that nobody changed it: the only place that writes a ledger."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from sammeter import __version__
from sammeter.answers import Declaration
from sammeter.app import clock
from sammeter.app.check import Wanted, check
from sammeter.app.reading import Wanted as Read
from sammeter.app.replay import from_lines, to_lines
from sammeter.checks import Decision, Mode, Policy, SignOff
from sammeter.data import Pack
from sammeter.envelope.digests import canonical, sha256
from sammeter.errors import DataError, NotFoundError, SammeterError
from sammeter.facts.collected import Collected
from sammeter.ledger import chain, head, objects, statements
from sammeter.ledger.chain import Chain, Draft, Entry
from sammeter.ledger.head import Head, Sign
from sammeter.ledger.statements import Input, descriptors, draft, inputs, statement_of
from sammeter.report.decision.json import document, signoff

VERIFIER = "https://sammeter.org/"
FACTS, POLICY, EXCEPTIONS, DECLARED, RULES = (
    "facts.jsonl",
    "policy.json",
    "exceptions.json",
    "declared.json",
    "rules.json",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A decision with all that it was made of."""

    decision: Decision
    wanted: Wanted
    collected: Collected
    pack: Pack
    signoffs: Sequence[SignOff] = ()
    declared: Declaration | None = None


def signer(key: Path | None) -> Sign | None:
    """Return what signs with the private key in a file; None where none is named. Raises DataError, NotFoundError."""
    if key is None:
        return None
    from sammeter.envelope.dsse import private_key, sign

    private = private_key(_pem(key), where=str(key))
    return lambda kind, payload: sign(kind, payload, private)


def keep_decision(folder: Path, made: Made, sign: Sign | None) -> tuple[Entry, ...]:
    """Keep a decision and what it was made of; one about an artifact also as a SLSA verification summary.

    Raises ConflictError, SourceError; then nothing was kept that anybody was told of.
    """
    things = _things(made)
    digests = objects.keep(folder, things.values())
    rests = [Input(name=name, sha256=digest) for name, digest in zip(things, digests, strict=True)]
    subject, decision = made.decision.subject, made.decision
    digest = {"gitCommit": subject.commit} if subject.commit else {"sha256": rests[0].sha256}
    about = [statements.Subject(name=subject.name, digest=digest)]
    at = clock.now()
    predicate = {
        "verifier": {"id": VERIFIER, "version": {"sammeter": __version__}}, "timeVerified": at, "parameters": _parameters(made.wanted),
        "inputs": descriptors(rests), "decision": document(decision),
    }  # fmt: skip
    drafts = [draft("decision", about, predicate)]
    if subject.artifact:
        drafts.append(_summary(decision, rests, at))
    return chain.append(folder, drafts, at=at, sign=sign)


def _things(made: Made) -> dict[str, bytes]:
    """Return what a decision is made of, by name; rules and statements only where the policy asks for criteria or scores."""
    things = {FACTS: to_lines(made.collected), POLICY: msgspec.json.encode(made.wanted.policy, order="sorted"),
              EXCEPTIONS: canonical([signoff(one) for one in made.signoffs])}  # fmt: skip
    if any(one.tree is None for one in made.wanted.policy.requirements):
        things[RULES] = msgspec.json.encode(made.pack)
        things[DECLARED] = msgspec.json.encode(made.declared or Declaration(), order="sorted")
    return things


def _parameters(wanted: Wanted) -> dict[str, str]:
    return {"artifact": wanted.artifact, "risk_class": wanted.risk_class, "mode": wanted.mode}


def _summary(decision: Decision, rests: Sequence[Input], at: str) -> Draft:
    """Return the SLSA verification summary (v1) of an artifact; what an exception let pass is named beside it."""
    policy, subject = decision.policy, decision.subject
    used = next(one.sha256 for one in rests if one.name == POLICY)
    return draft("summary", [statements.Subject(name=subject.name, digest={"sha256": subject.artifact.removeprefix("sha256:")})], {
        "verifier": {"id": VERIFIER, "version": {"sammeter": __version__}}, "timeVerified": at, "resourceUri": subject.name,
        "policy": {"uri": f"{VERIFIER}policy/{policy.name}", "digest": {"sha256": used}},
        "inputAttestations": descriptors([one for one in rests if one.name == FACTS]),
        "verificationResult": "PASSED" if decision.result == "pass" else "FAILED", "verifiedLevels": [],
        f"{VERIFIER}exceptions": [one.id for one in decision.exceptions()],
    }, type_=statements.VSA)  # fmt: skip


def keep_signoffs(folder: Path, signoffs: Iterable[SignOff], sign: Sign | None) -> tuple[Entry, ...]:
    """Keep exceptions that the ledger does not hold yet; a kept one is never changed."""
    held = {
        str(statement_of(one)["predicate"].get("exception", {}).get("id"))
        for one in _entries(folder)
        if one.kind == "exception"
    }
    drafts = [
        draft("exception", [statements.Subject(name=one.scope(), digest={"sha256": sha256(canonical(signoff(one)))})], {"exception": signoff(one)})
        for one in signoffs if one.id not in held
    ]  # fmt: skip
    return chain.append(folder, drafts, at=clock.now(), sign=sign) if drafts else ()


def _entries(folder: Path) -> tuple[Entry, ...]:
    try:
        return chain.read(folder).entries
    except NotFoundError:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What came of verifying: how much there is, what was replayed and signed, every fault with its place, and notes."""

    entries: int
    things: int
    replayed: int
    signed: int
    wrong: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """The public keys that are trusted (none: signatures are not looked at), and a head that was kept elsewhere."""

    keys: tuple[Path, ...] = ()
    head: Path | None = None


def verify(folder: Path, trust: Trust, *, replay: bool = True) -> Verified:
    """Verify a ledger offline: the chain, its head, what it speaks of, signatures by trusted keys; decide again what was decided.

    Raises NotFoundError (no ledger), SourceError, DataError (a key that is none).
    """
    found = chain.read(folder)
    notes = [f"{found.torn} bytes of an entry that was never finished are left over"] if found.torn else []
    wrong = list(found.wrong)
    judge = _Judge(folder=folder, trust=trust)
    wrong += judge.head(found, notes)
    seen: set[str] = set()
    replayed = 0
    for entry in found.entries:
        where = f"{folder / chain.FILE}:{entry.number}"
        try:
            statement = judge.statement(entry)
            names = {one.name: one.sha256 for one in inputs(statement, where)}
            contents = {
                name: objects.content(folder, digest) for name, digest in names.items() if replay or digest not in seen
            }
            seen |= set(names.values())
            if replay and entry.kind == "decision":
                _replay(statement["predicate"], contents, where)
                replayed += 1
        except SammeterError as error:
            wrong.append((where, error.message if error.where in ("", where) else str(error)))
    spare = set(objects.names(folder)) - seen
    if spare:
        notes.append(f"{len(spare)} things are kept that no entry speaks of")
    signed = sum(one.signed for one in found.entries)
    if signed and not trust.keys:
        notes.append(
            f"{signed} entries are signed; name the key that you trust with --key to have the signatures verified"
        )
    return Verified(
        entries=len(found.entries),
        things=len(seen),
        replayed=replayed,
        signed=signed,
        wrong=tuple(wrong),
        notes=tuple(notes),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    folder: Path
    trust: Trust

    def statement(self, entry: Entry) -> Mapping[str, Any]:
        """Return the statement of an entry, verified where it is signed and keys are trusted."""
        if entry.signed and self.trust.keys:
            self.verified(canonical(entry.body), chain.PAYLOAD, entry.at)
        return statement_of(entry)

    def verified(self, envelope: bytes, kind: str, at: str = "") -> bytes:
        """Return the payload of an envelope that a trusted key signed."""
        from sammeter.envelope.dsse import public_key, verify

        return verify(envelope, [public_key(_pem(key), where=str(key), at=at) for key in self.trust.keys], kind)

    def head(self, found: Chain, notes: list[str]) -> list[tuple[str, str]]:
        """Compare the signed head with the chain; one that was kept elsewhere proves that nothing was cut off since."""
        if not self.trust.keys:
            return (
                []
                if self.trust.head is None
                else [(str(self.trust.head), "a head proves nothing without a key that is trusted: --key")]
            )
        path = self.trust.head or self.folder / head.FILE
        try:
            stated = head.read(
                path,
                lambda envelope, kind: self.verified(envelope, kind, found.entries[-1].at if found.entries else ""),
            )
        except SammeterError as error:
            return [(str(path), error.message)]
        return _headed(stated, found, str(path), notes)


def _headed(stated: Head, found: Chain, where: str, notes: list[str]) -> list[tuple[str, str]]:
    if not 0 < stated.entries <= len(found.entries):
        return [
            (where, f"it was signed for {stated.entries} entries, {len(found.entries)} are here: entries were cut off")
        ]
    if found.entries[stated.entries - 1].digest != stated.last:
        return [(where, "it was signed for another chain: an entry was altered")]
    if stated.entries < len(found.entries):
        notes.append(f"the head was signed for the first {stated.entries} of {len(found.entries)} entries")
    return []


def _replay(predicate: Mapping[str, Any], contents: Mapping[str, bytes], where: str) -> None:
    """Decide again from what was kept. Raises DataError (it comes out differently, or cannot be decided again)."""
    kept = predicate.get("decision")
    again = document(redecide(predicate, contents, where))
    if canonical(again) != canonical(kept):
        version = predicate.get("verifier", {}).get("version", {}).get("sammeter", "")
        other = f" (it was decided by sammeter {version}, this is {__version__})" if version != __version__ else ""
        raise DataError(f"decided again from what was kept, it comes out differently{other}", where=where)


def redecide(predicate: Mapping[str, Any], contents: Mapping[str, bytes], where: str) -> Decision:
    """Return the decision that the kept inputs give. Raises DataError (an input is missing or not what it should be)."""
    try:
        policy = msgspec.json.decode(contents[POLICY], type=Policy)
        signoffs = msgspec.json.decode(contents[EXCEPTIONS], type=tuple[SignOff, ...])
        declared = msgspec.json.decode(contents[DECLARED], type=Declaration) if DECLARED in contents else None
        pack = msgspec.json.decode(contents[RULES], type=Pack) if RULES in contents else None
        parameters = predicate["parameters"]
        collected = from_lines(contents[FACTS], where=f"{where} {FACTS}")
        mode = msgspec.convert(parameters["mode"], type=Mode)
        wanted = Wanted(read=Read(path=Path()), policy=policy, artifact=str(parameters["artifact"]),
                        risk_class=str(parameters["risk_class"]), mode=mode)  # fmt: skip
    except (KeyError, TypeError, msgspec.MsgspecError) as error:
        raise DataError(f"it cannot be decided again: {error}", where=where) from error
    return check(wanted, collected, pack or _no_pack(), signoffs=signoffs, declared=declared)


def _no_pack() -> Pack:
    """Return the shipped pack, which a policy without criteria and scores does not look at."""
    from sammeter.data import load

    return load()


def pages(folder: Path) -> str:
    """Return the entries of a ledger, one a line. Raises NotFoundError, SourceError."""
    found = chain.read(folder)
    return "".join(f"{line}\n" for line in (*map(_line, found.entries), f"{len(found.entries)} entries"))


def _line(entry: Entry) -> str:
    from sammeter.text.escape import terminal

    try:
        statement = statement_of(entry)
        subject = statement["subject"][0]["name"]
        says = statement["predicate"].get("decision", {}).get("result") or statement["predicate"].get(
            "verificationResult", ""
        )
    except (DataError, KeyError, IndexError, TypeError, AttributeError):
        subject, says = "cannot be read", ""
    mark = "signed" if entry.signed else "      "
    return terminal(f"{entry.number:>6}  {entry.at}  {mark}  {entry.kind:<10} {says:<7} {subject}").rstrip()


def shown(folder: Path, number: int) -> bytes:
    """Return the statement of one entry as JSON. Raises NotFoundError, SourceError."""
    found = chain.read(folder)
    entry = next((one for one in found.entries if one.number == number), None)
    if entry is None:
        raise NotFoundError(f"there is no entry {number}", hint=f"1 to {len(found.entries)}")
    return (json.dumps(statement_of(entry), indent=2, ensure_ascii=True) + "\n").encode()


def _pem(path: Path) -> bytes:
    try:
        return path.read_bytes()[:65_536]
    except OSError as error:
        raise NotFoundError(
            f"the key cannot be read: {error.strerror}",
            where=str(path),
            hint="openssl genpkey -algorithm ed25519 -out key.pem",
        ) from error

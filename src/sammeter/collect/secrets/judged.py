"""One file to findings, items and what its settings say; the place is kept and the value is dropped here."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from sammeter.collect.registry import File, Yielded
from sammeter.collect.secrets import detector, shapes
from sammeter.collect.secrets.keyed import decoded, fingerprint
from sammeter.collect.secrets.kinds_of_file import CI, CONFIG, DOCS, example, scope
from sammeter.collect.secrets.names import is_secret, shown
from sammeter.collect.secrets.settings import Setting, settings
from sammeter.collect.secrets.tiers import layers, tier
from sammeter.collect.secrets.values import EXPOSED, OPEN, PLACEHOLDER, PROTECTED, REFERENCE, judge
from sammeter.facts import Gap
from sammeter.facts.scans import SecretFinding as Finding
from sammeter.facts.secrets import Config, Item

MOST = 100
TOOL = "sammeter"
ADDRESS = "private-address"
LIVE = ("prod", "staging")
_COMPOSE = re.compile(r"compose[^/]*\.ya?ml\Z", re.IGNORECASE)
"""Addresses in a Compose file are those of networks that it makes itself."""
_SOPS = re.compile(r"^sops:|\"sops\"\s*:|^sops_(?:mac|version)=|^\[sops\]", re.MULTILINE)
_MAC = re.compile(r"\bmac\b[\"']?\s*[:=]|sops_mac=")
_STORES = (
    (re.compile(r"ENC\[AES256_GCM"), "sops"), (re.compile(r"\$ANSIBLE_VAULT|!vault"), "ansible-vault"), (re.compile(r"AgB"), "sealed-secrets"),
    (re.compile(r"ENC\("), "jasypt"), (re.compile(r"\{cipher\}"), "config-server-cipher"), (re.compile(r"-----BEGIN PGP"), "pgp"),
    (re.compile(r"-----BEGIN AGE"), "age"), (re.compile(r"vault:|ref\+vault"), "vault"), (re.compile(r"@Microsoft\.KeyVault", re.IGNORECASE), "key-vault"),
    (re.compile(r"arn:aws\w*:secretsmanager"), "secrets-manager"), (re.compile(r"arn:aws\w*:ssm|ssm:"), "parameter-store"),
    (re.compile(r"op://"), "password-manager"), (re.compile(r"projects/.+/secrets/|sm://"), "secret-manager"),
)  # fmt: skip
_WHOLE = ((b"\0GITCRYPT\0", "git-crypt"), (b"$ANSIBLE_VAULT;", "ansible-vault"), (b"age-encryption.org/v1", "age"),
          (b"-----BEGIN AGE ENCRYPTED FILE", "age"), (b"-----BEGIN PGP MESSAGE", "pgp"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found on a line: what kind it is and in what state; never its value."""

    line: int
    kind: str
    state: str
    setting: str = ""
    tool: str = TOOL


@dataclass(frozen=True, slots=True)
class Secret:
    """A setting that holds a secret by its name or place, with the judged state of its value."""

    setting: Setting
    value: str = field(repr=False)
    state: str
    manifest: bool = False


def judged(file: File) -> Iterator[Yielded]:
    """Yield the facts of one file. Raises SourceError where a file of settings is no text, or the detector failed."""
    if store := sealed(file.data):
        yield Item(where=file.path, id=file.path, tier=tier(file.path), store=store, protected=True)
        return
    kind = scope(file.path)
    text = file.text() if kind in (CONFIG, CI) else ""
    told = secrets_of(file.path, text) if text else []
    aside = example(file.path)
    found = [one if aside else _certain(one, kind, tier(file.path)) for one in _hits(file, kind, text, told)]
    yield from _findings(file, kind, found, aside)
    if kind == CONFIG and not aside:
        yield from _items(file.path, told)
        yield from _config(file.path, told)


def before(file: File) -> Iterator[Yielded]:
    """Yield what one earlier content of a file held, examples and private addresses apart; its path ends in @commit."""
    path = file.path.rpartition("@")[0]
    if sealed(file.data) or example(path):
        return
    kind = scope(path)
    text = file.data.decode("utf-8", "replace") if kind in (CONFIG, CI) else ""
    for hit in _once(_hits(replace(file, path=path), kind, text, secrets_of(path, text)))[:MOST]:
        if hit.state != PLACEHOLDER and hit.kind != ADDRESS:
            yield Finding(where=file.at(hit.line), tool=hit.tool, place=path, found_in="history", kind_of=hit.kind, state="open",
                          tier=tier(path), setting=hit.setting or None)  # fmt: skip


def _hits(file: File, kind: str, text: str, told: list[Secret]) -> Iterator[Hit]:
    """Yield what is found: settings by name before shapes, shapes before what the detector sees."""
    for one in told:
        if one.state in (OPEN, PLACEHOLDER):
            certain = one.manifest and one.state == OPEN and is_secret(one.setting.path)
            yield Hit(one.setting.line, "secret", EXPOSED if certain else one.state, shown(one.setting.path))
    yield from (Hit(*one) for one in islice(_shapes(file, kind, text), 2 * MOST))
    for line, rule in islice(detector.scan(file.data), 2 * MOST):
        yield Hit(line, rule, _doubted(file.data, kind, line, rule), tool=detector.TOOL)


def _doubted(data: bytes, kind: str, line: int, rule: str) -> str:
    """Return if a name with a password is only shown: in a document, or in code with a host that cannot exist."""
    if kind == DOCS and rule.endswith(("credential-uri", "curl-auth-user")):
        return PLACEHOLDER
    if rule.endswith("credential-uri") and kind not in (CONFIG, CI):
        lines = data.split(b"\n")
        words = lines[line - 1].decode("utf-8", "replace") if line <= len(lines) else ""
        return PLACEHOLDER if shapes.documented(words[:2000]) else OPEN
    return OPEN


def _certain(hit: Hit, kind: str, stage: str | None) -> Hit:
    """Call exposed what is beyond doubt: a key that parses, a Secret of Kubernetes, and settings of a live stage.

    What stands in settings for tests or development stays a candidate, and so does what only the detector saw.
    """
    if stage in ("test", "dev"):
        return replace(hit, state=OPEN) if hit.state == EXPOSED else hit
    live = kind == CONFIG and stage in LIVE and hit.state == OPEN and hit.tool == TOOL
    return replace(hit, state=EXPOSED) if live and hit.kind != ADDRESS else hit


def _shapes(file: File, kind: str, text: str) -> Iterator[shapes.Hit]:
    """Yield what is known by its shape: tokens anywhere, connection strings and the first address in settings."""
    if kind not in (CONFIG, CI):
        yield from shapes.tokens(file.data.decode("utf-8", "replace")) if shapes.marked(file.data) else ()
        return
    yield from shapes.connections(text)
    if shapes.marked(file.data):
        yield from shapes.tokens(text)
    if kind == CONFIG and not _COMPOSE.search(file.path):
        yield from islice(shapes.addresses(text), 1)


def sealed(data: bytes) -> str:
    """Return what a whole file is encrypted with, told by its first bytes; empty for a plain one."""
    return next((name for head, name in _WHOLE if data.startswith(head)), "")


def secrets_of(path: str, text: str) -> list[Secret]:
    """Return the settings of a file that hold a secret, with what their values are."""
    told = list(settings(path, text))
    kinds = {one.doc: one.value for one in told if one.path == "kind"}
    sops = bool(_SOPS.search(text) and _MAC.search(text))
    return [found for one in told if (found := _secret(one, kinds.get(one.doc, ""), sops=sops))]


def _secret(one: Setting, kind: str, *, sops: bool) -> Secret | None:
    manifest = {"Secret": ("data.", "stringData."), "SealedSecret": ("spec.encryptedData.",)}.get(kind, ())
    value = one.value
    if manifest and one.path.startswith(manifest):
        value = decoded(value) if one.path.startswith("data.") else value
        state = PROTECTED if kind == "SealedSecret" and len(value) > 60 else judge(value)
        state = state or (OPEN if len(value) >= 8 and "\n" not in value and kind == "Secret" and _dense(value) else "")
    elif value.startswith("ENC[AES256_GCM,"):
        state = PROTECTED if sops and not one.path.startswith("sops.") else ""
    elif kind == "ExternalSecret" and one.path.endswith("remoteRef.key"):
        state = REFERENCE
    else:
        state = judge(value) if is_secret(one.path) else ""
    if state == PROTECTED and value.startswith("ENC[") and not sops:
        state = ""
    return Secret(one, value, state, manifest=kind == "Secret" and one.path.startswith(manifest)) if state else None


def _dense(value: str) -> bool:
    return " " not in value and not value.startswith(("{", "$", "<"))


def _once(found: Iterable[Hit]) -> list[Hit]:
    """Return one hit a line, in their order: the first, unless another is certain."""
    lines: dict[int, Hit] = {}
    for hit in found:
        if hit.line not in lines or (hit.state == EXPOSED and lines[hit.line].state != EXPOSED):
            lines[hit.line] = hit
    return [lines[line] for line in sorted(lines)]


def _findings(file: File, kind: str, found: list[Hit], aside: str) -> Iterator[Finding | Gap]:
    """Yield each line once; of an example file only its first line."""
    ordered = _once(found)[: 1 if aside else None]
    if len(ordered) > MOST:
        yield Gap(where=file.path, reason="too many", detail=f"more than the {MOST} places that are taken of one file",
                  kinds=(Finding.kind,))  # fmt: skip
    for hit in ordered[:MOST]:
        placeholder = hit.state == PLACEHOLDER
        yield Finding(
            where=file.at(hit.line), tool=hit.tool, place=file.path, found_in=kind, kind_of=hit.kind,
            state="example" if aside or placeholder else hit.state, active=False if placeholder else None, tier=tier(file.path),
            setting=hit.setting or None, reason=aside or ("a placeholder" if placeholder else None),
        )  # fmt: skip


def _items(path: str, told: list[Secret]) -> Iterator[Item]:
    for one in [one for one in told if one.state != PLACEHOLDER][:MOST]:
        store = next((name for shape, name in _STORES if shape.match(one.setting.value)), None)
        if one.state == OPEN:
            live = one.manifest or tier(path) in LIVE
            yield _item(path, one, "file", protected=False if live else None)
        elif one.state == PROTECTED:
            yield _item(path, one, store or "sealed-secrets", protected=True)
        elif store or one.setting.path.endswith("remoteRef.key"):
            yield _item(path, one, store or "external-secrets", protected=True)


def _item(path: str, one: Secret, store: str, *, protected: bool | None) -> Item:
    open_here = one.state == OPEN
    return Item(where=f"{path}:{one.setting.line}", id=f"{path}#{shown(one.setting.path)}", tier=tier(path), store=store, protected=protected,
                origin="typed" if open_here else None, fingerprint=fingerprint(one.value) if open_here else None)  # fmt: skip


def _config(path: str, told: list[Secret]) -> Iterator[Config]:
    """Yield what the file says of secrets and settings lying apart, and of layered files which settings each one sets."""
    states = {EXPOSED if one.state == OPEN and (one.manifest or tier(path) in LIVE) else one.state for one in told}
    layered = layers(path)
    if not states and not layered:
        return
    split = False if EXPOSED in states else True if states and not states & {OPEN, PLACEHOLDER} else None
    yield Config(where=path, versioned=True, secrets_split=split, set=layered, tier=tier(path),
                 settings=tuple(sorted({shown(one.setting.path) for one in told})) if layered else None)  # fmt: skip

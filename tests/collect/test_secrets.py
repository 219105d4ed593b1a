"""Secrets in files: what is open, what only looks like it, what protects, and that no value ever gets out."""

import base64
import hashlib
import json
import os
import stat
from collections.abc import Iterator
from html import escape
from pathlib import Path
from time import perf_counter
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.command import WORKFLOW, git, repository, sammeter
from tests.collect.repositories import Repository, reasons, rows
from tests.collect.secret_worlds import der_key, world

from sammeter.collect.registry import File
from sammeter.collect.secrets import detector, keyed
from sammeter.collect.secrets.judged import judged
from sammeter.collect.secrets.kinds_of_file import example, scope
from sammeter.collect.secrets.names import is_secret, shown
from sammeter.collect.secrets.settings import settings
from sammeter.collect.secrets.shapes import addresses, connections, parses, tokens
from sammeter.collect.secrets.tiers import layers, tier
from sammeter.collect.secrets.values import judge
from sammeter.facts.collected import Collected
from sammeter.text import Limits

VALUE = "correct-Horse7" + "battery"
PEM = "-----BEGIN RSA PRIVATE" + " KEY-----\n" + "MIIEowIBAAKCAQEA7bJDlNABcdefghijklmnop0123456789ABCDEFGH\n"


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMMETER_DATA", str(tmp_path / "data-of-the-user"))


def look(tmp_path: Path, **files: str) -> Collected:
    return world(tmp_path / "r", files, "secrets")[0]


def found(collected: Collected) -> list[tuple[object, ...]]:
    fields = [(fact.where, fact.fields["where"], fact.fields["kind"], fact.fields["state"]) for fact in collected.facts
              if fact.kind == "secrets.findings" and not str(fact.fields["kind"]).startswith("detector")]  # fmt: skip
    return sorted(fields)


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("spring.datasource.password", True), ("DB_PASSWORD", True), ("apiKey", True), ("client-secret", True), ("AWS_SECRET_ACCESS_KEY", True),
        ("oauth.clientSecret", True), ("GITHUB_TOKEN", True), ("secretName", False), ("token_url", False), ("passwordEncoder", False),
        ("public_key", False), ("secretKeyRef.key", False), ("existingSecret", False), ("imagePullSecrets", False), ("csrf_token", False),
        ("next_page_token", False), ("primary_key", False), ("require_password", False), ("passwordFile", False), ("compass", False),
    ],
)  # fmt: skip
def test_a_name_holds_a_secret_by_its_last_words(name: str, secret: bool) -> None:  # noqa: FBT001 - a table
    assert is_secret(name) is secret


@pytest.mark.parametrize(
    ("value", "state"),
    [
        (VALUE, "open"), ("hunter22", "open"), ("changeme", "placeholder"), ("<your password>", "placeholder"), ("your-api-key", "placeholder"),
        ("xxxxxx", "placeholder"), ("${DB_PASSWORD}", "reference"), ("${DB_PASSWORD:fallback9}", "placeholder"), ("${DB_PASSWORD:-}", "reference"),
        ("{{ .Values.password }}", "reference"), ("vault:secret/data/db#password", "reference"), ("var.db_password", "reference"),
        ("/run/secrets/db", "reference"), ("op://shop/db/password", "reference"), ("ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]", "protected"),
        ("{cipher}682bc583f4641835fa2db009355293665d2647dade3375c0ee201de2a49f7bda", "protected"), ("true", ""), ("string", ""), ("", ""),
        ("Enter your password here", ""), ("os.environ['X']", ""), ("getenv('X')", ""), ("regcred-secret", ""), ("DB_PASSWORD", ""), ("3600", ""),
    ],
)  # fmt: skip
def test_a_value_is_open_a_placeholder_a_reference_or_protected(value: str, state: str) -> None:
    assert judge(value) == state


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("src/main/resources/application-prod.yml", "prod"), ("appsettings.Production.json", "prod"), ("deploy/overlays/staging/x.yaml", "staging"),
        (".env.production", "prod"), ("values-prd.yaml", "prod"), ("docker-compose.prod.yml", "prod"), ("envs/dev/secret.sops.yaml", "dev"),
        ("secrets.prod.sops.yaml", "prod"), ("prod.tfvars", "prod"), ("application.yml", None), ("products/x.yaml", None), ("live/app.yml", None),
        ("src/production_line/app.yml", None),
    ],
)  # fmt: skip
def test_a_tier_is_named_only_by_profiles_overlays_and_environments(path: str, named: str | None) -> None:
    assert tier(path) == named


def test_layered_files_of_one_application_belong_to_one_set() -> None:
    names = ("a/application.yml", "a/application-prod.yml", "a/application-dev.properties", "b/application.yml")
    assert [layers(name) for name in names] == ["a/application", "a/application", "a/application", "b/application"]
    assert layers("a/other.yml") is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("conf/app.yml", "config"), (".github/workflows/ci.yml", "ci"), ("README.md", "docs"), ("src/a.py", "code"), ("i18n/messages_de.properties", "code"),
        ("app/.env.local", "config"), ("Dockerfile.web", "config"), ("crds/x.yaml", "code"),
    ],
)  # fmt: skip
def test_a_file_is_settings_pipeline_document_or_code(path: str, kind: str) -> None:
    assert scope(path) == kind


def test_test_vendored_and_sample_files_are_examples_with_a_reason() -> None:
    assert all("test" in example(path) for path in ("src/test/resources/a.yml", "pkg/tls_test.go"))
    assert all("sample" in example(path) for path in (".env.example", "conf/app.yml.dist"))
    assert not any(map(example, ("conf/app.yml", "contest/app.yml", "src/latest.yml")))


def test_yaml_settings_have_their_path_and_name_value_pairs_their_name() -> None:
    text = "a:\n  b:\n  - name: DB_PASSWORD\n    value: x1\n  c: 'y # z'  # note\nd: |\n  password=p\ne: 1\n---\nkind: Secret\n"
    assert [(one.line, one.path, one.value, one.doc) for one in settings("a.yaml", text)] == [
        (1, "a", "", 0), (2, "a.b", "", 0), (3, "a.b.name", "DB_PASSWORD", 0), (4, "a.b.DB_PASSWORD", "x1", 0), (5, "a.c", "y # z", 0),
        (7, "d.password", "p", 0), (8, "e", "1", 0), (10, "kind", "Secret", 1),
    ]  # fmt: skip


def test_known_shapes_are_told_from_encrypted_and_documented_ones() -> None:
    key = "AKIA" + "QYLPMN5HHHFPZAM2"
    assert list(tokens(f"a\nid={key}\n{PEM}")) == [(3, "private-key", "open"), (2, "token", "open")]
    assert not list(tokens(PEM.replace("RSA PRIVATE", "ENCRYPTED PRIVATE")))
    assert not list(tokens("-----BEGIN RSA PRIVATE" + " KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIE\n"))
    assert [hit[2] for hit in tokens("AKIA" + "IOSFODNN7EXAMPLE " + "-----BEGIN PRIVATE" + " KEY-----\n...\n")] == [
        "placeholder"
    ] * 2


def test_a_connection_string_counts_with_a_password_in_it_only() -> None:
    text = "\n".join((
        "a=mysql+pymysql://shop:" + "s3cretvalue@db/shop", "b=jdbc:postgresql://db/shop?user=u&password=" + "s3cretvalue",
        "c=postgres://db/shop", "d=postgres://u:${PASSWORD}@db/x", "e=Server=db;User Id=u;Password=" + "s3cretvalue;", "f=https://u:example@h",
    ))  # fmt: skip
    assert sorted(connections(text)) == [
        (1, "connection-string", "open"), (2, "connection-string", "open"), (5, "connection-string", "open"), (6, "connection-string", "placeholder"),
    ]  # fmt: skip


def test_private_addresses_are_hosts_and_not_networks_versions_or_public_ones() -> None:
    text = "a: 10.1.2.3\nb: 10.0.0.0/8\nc: 8.8.8.8\nversion: 10.1.2.3\nd: 172.32.0.1\ne: 172.31.0.1:80\nf: 192.168.1.300\ng: fd00:1::5\nh: 10.1.2.3.4\n# 10.9.9.9\n"
    assert [hit[0] for hit in addresses(text)] == [1, 6, 8]


def test_places_are_found_and_placeholders_references_and_tests_set_aside(tmp_path: Path) -> None:
    collected = look(tmp_path, **{
        "conf/app.properties": f"db.password={VALUE}\nmail.password=${{MAIL}}\nold.password=changeme\nhost=10.1.2.3\n",
        "src/test/resources/app.properties": f"db.password={VALUE}\nmail.password={VALUE}\n",
        "src/key.go": f"var k = `{PEM}`\n", "README.md": "password: changeme\n",
    })  # fmt: skip
    assert found(collected) == [
        ("conf/app.properties:1", "config", "secret", "open"), ("conf/app.properties:3", "config", "secret", "example"),
        ("conf/app.properties:4", "config", "private-address", "open"), ("src/key.go:1", "code", "private-key", "open"),
        ("src/test/resources/app.properties:1", "config", "secret", "example"),
    ]  # fmt: skip
    assert rows(collected, "where", "protected", "origin", kind="secrets.items") == [
        ("conf/app.properties:1", None, "typed")
    ]
    assert rows(collected, "where", "secrets_split", kind="iac.config") == [("conf/app.properties", None)]


def test_base64_in_a_manifest_is_no_protection_and_a_sealed_secret_is_one(tmp_path: Path) -> None:
    hidden = base64.b64encode(VALUE.encode()).decode()
    collected = look(tmp_path, **{
        "k8s/open.yaml": f"kind: Secret\nmetadata: {{name: a}}\ndata:\n  answer: {hidden}\n",
        "k8s/sealed.yaml": "kind: SealedSecret\nspec:\n  encryptedData:\n    answer: AgB" + "x9Yz" * 30 + "\n",
        "k8s/outside.yaml": "kind: ExternalSecret\nspec:\n  data:\n  - secretKey: a\n    remoteRef:\n      key: shop/db\n",
    })  # fmt: skip
    assert sorted(rows(collected, "where", "protected", "store", kind="secrets.items"), key=str) == [
        ("k8s/open.yaml:4", False, "file"), ("k8s/outside.yaml:6", True, "external-secrets"), ("k8s/sealed.yaml:4", True, "sealed-secrets"),
    ]  # fmt: skip
    assert found(collected) == [("k8s/open.yaml:4", "config", "secret", "open")]


def test_sops_protects_what_it_encrypted_and_not_what_lies_beside_it(tmp_path: Path) -> None:
    cipher = "ENC[AES256_GCM,data:abc=,iv:def=,tag:ghi=,type:str]"
    meta = f'sops:\n  lastmodified: "2026-01-01T00:00:00Z"\n  mac: {cipher}\n  version: 3.9.0\n'
    collected = look(tmp_path, **{
        "a.sops.yaml": f"password: {cipher}\ntoken: {VALUE}\n{meta}", "b.sops.yaml": f"password: {cipher}\n",
        "c.yml": "$ANSIBLE_VAULT;1.1;AES256\n6162\n",
    })  # fmt: skip
    assert sorted(rows(collected, "where", "protected", "store", kind="secrets.items"), key=str) == [
        ("a.sops.yaml:1", True, "sops"), ("a.sops.yaml:2", None, "file"), ("c.yml", True, "ansible-vault"),
    ]  # fmt: skip
    assert found(collected) == [("a.sops.yaml:2", "config", "secret", "open")]


def test_without_the_detector_the_search_is_never_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detector, "MODULE", "not_there_at_all")
    collected = look(tmp_path, a="x\n")
    assert (rows(collected, "completed", kind="secrets.scan_runs"), reasons(collected)) == (
        [(False,)],
        ["not installed"],
    )
    assert collected.gaps[0].kinds == ("secrets.findings",)


@pytest.mark.skipif(not detector.installed(), reason="the extra 'secrets' is not installed")
def test_the_detector_sees_shapes_that_we_do_not_know(tmp_path: Path) -> None:
    collected = look(
        tmp_path,
        **{"a.sh": "curl https://hooks.slack.com/services/T024BE7LD/B024BE7LE/" + "gx7mcJ3kQ9vTzR5wY1uN8pLd\n"},
    )
    assert rows(collected, "where", "state", kind="secrets.findings") == [("a.sh:1", "open")]
    assert rows(collected, "completed", kind="secrets.scan_runs") == [(True,)]
    assert collected.gaps == ()


def test_settings_that_are_no_text_or_too_large_are_gaps_and_a_binary_is_passed_over(tmp_path: Path) -> None:
    path = Repository(tmp_path / "r").path
    for name, data in (
        ("latin.properties", b"password=gr\xfc\xdfe-aus-x\n"),
        ("bin.yml", b"a\0b"),
        ("big.yml", b"a: b\n" * (1 << 20)),
    ):
        (path / name).write_bytes(data)
    collected = world(
        path, {"ok.yml": "a: [[[[" + "[" * 5000, "twice.yml": f"password: {VALUE}\npassword: {VALUE}2\n"}, "secrets"
    )[0]
    own = sorted((gap.where, gap.reason) for gap in collected.gaps if gap.reason != "not installed")
    assert own == [("big.yml", "too large"), ("latin.properties:1", "encoding")]
    assert [row[0] for row in found(collected)] == ["twice.yml:1", "twice.yml:2"]


def test_a_key_that_others_can_read_is_not_used_and_a_new_one_is_private() -> None:
    mark = keyed.fingerprint(VALUE)
    assert mark == keyed.fingerprint(VALUE) != keyed.fingerprint(VALUE + "x")
    assert stat.S_IMODE(keyed.key_path().stat().st_mode) == 0o600
    assert os.listdir(keyed.key_path().parent) == ["fingerprint.key"]  # noqa: PTH208 - names are enough
    keyed.key_path().chmod(0o644)
    keyed._kept.cache_clear()
    assert keyed.fingerprint(VALUE) is None


def forms(value: str) -> Iterator[bytes]:
    """Yield what a value looks like as it is, in part, reversed, hashed, and in each encoding and phase of base64."""
    raw = value.encode()
    yield from (
        raw,
        raw[:10],
        raw[-10:],
        raw[::-1],
        raw.hex().encode(),
        quote(value, safe="").encode(),
        quote_plus(value).encode(),
    )
    yield from (json.dumps(value)[1:-1].encode(), escape(value).encode())
    yield from (hashlib.new(name, raw).hexdigest()[:16].encode() for name in ("md5", "sha1", "sha256"))
    for phase in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(b"-" * phase + raw)[4:-4]


def test_no_output_cache_baseline_or_message_holds_a_value_in_any_form(tmp_path: Path) -> None:
    values = [VALUE, "pa%ss/w+rd&<Zq81>", "glpat-" + "a1B2c3D4e5F6g7H8i9J0", "kEy5aRe9" + "tRicky0" + "Qx", "gone-Horse9" + "battery",
              "shOwn7In4" + "aUrl2Key", "cipeLine6" + "Tok3nQ"]  # fmt: skip
    hidden = base64.b64encode(values[0].encode()).decode()
    repository(tmp_path / "shop", {
        "application-prod.yml": f"db:\n  password: {values[0]}\n", ".env": f"API_TOKEN='{values[1]}'\n", "run.py": f"T = '{values[2]}'\n",
        "url.properties": f"x.url=postgres://u:{quote(values[1], safe='')}@h/db\ny.secret={values[0]}\nold.token={values[4]}\n",
        "k8s/s.yaml": f"kind: Secret\ndata:\n  a: {hidden}\n", "broken.yml": f"password: {values[0]}\n\t- [",
        "keys.json": f'{{"{values[3]}.password": "{values[0]}", "postgres://u:{values[5]}@h/token": "{values[0]}"}}',
        "conf/keys.yaml": f'tokens:\n  {values[3]}:\n    secret: {values[0]}\n  "postgres://u:{values[5]}@h/token": {values[1]}\n',
        ".github/workflows/ci.yml": WORKFLOW + f"    env:\n      API_TOKEN: {values[6]}\n",
    })  # fmt: skip
    (tmp_path / "shop/url.properties").write_text("x=1\n", encoding="utf-8")
    git(tmp_path / "shop", "commit", "-qam", "gone")
    environment = {"SAMMETER_DATA": str(tmp_path / "data-of-the-user"), "XDG_CACHE_HOME": str(tmp_path / "xdg")}
    printed = b""
    for form in ("text", "json", "html", "markdown", "sarif", "cyclonedx", "oscal", "csv"):
        done = sammeter("assess", "shop", "--format", form, "--as-of", "2026-01-06", "--facts", f"f-{form}", cwd=tmp_path, **environment)  # fmt: skip
        assert done.returncode == 0, done.stderr
        printed += (done.stdout + done.stderr).encode()
    assert (
        sammeter("baseline", "make", "q1", "shop", "--as-of", "2026-01-06", cwd=tmp_path, **environment).returncode == 0
    )
    files = [one for one in tmp_path.rglob("*") if one.is_file() and tmp_path / "shop" not in one.parents]
    written = {one.relative_to(tmp_path).as_posix(): one.read_bytes() for one in files}
    assert {
        "baselines/q1.jsonl",
        ".cache-of-the-test.sqlite",
        "data-of-the-user/fingerprint.key",
        "f-json",
    } <= written.keys()
    assert all(
        b"secrets.findings" in written[name] for name in ("baselines/q1.jsonl", ".cache-of-the-test.sqlite", "f-json")
    )
    assert b"url.properties@" in written["f-json"]
    for value in values:
        for shape in forms(value):
            assert [name for name, data in {**written, "printed": printed}.items() if shape in data] == [], shape


def test_a_detector_that_fails_is_a_gap_without_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def scan(self, data: bytes) -> None:
            raise RuntimeError(f"cannot take {data!r}")

    monkeypatch.setattr(detector, "_scanner", Broken)
    collected = look(tmp_path, **{"app.properties": f"db.password={VALUE}\n"})
    gaps = [gap for gap in collected.gaps if gap.reason == "detector failed"]
    assert (len(gaps), VALUE in repr(collected), "secrets.findings" in gaps[0].kinds) == (1, False, True)
    assert rows(collected, "completed", kind="secrets.scan_runs") == [(False,)]


def test_a_setting_whose_name_is_no_plain_word_is_not_shown() -> None:
    assert shown("db.password") == "db.password"
    assert shown("a.postgres://u:x@h/token") == "a.*"
    assert shown("tokens." + "ghp_" + "a1B2" * 9 + ".secret") == "tokens.*.secret"


def test_a_key_is_known_through_base64_and_a_certificate_is_none() -> None:
    key = base64.b64encode(der_key().replace("  ", "").encode()).decode()
    assert list(tokens(f"a:\n  tls.key: {key}\n")) == [(2, "private-key", "exposed")]
    text = base64.b64encode(("-----BEGIN CERT" + "IFICATE-----\n" + "MIIB" * 40).encode()).decode()
    assert not list(tokens(text))


def test_a_key_parses_only_whole_and_unencrypted() -> None:
    body = der_key().partition("KEY-----")[2]
    assert parses(body)
    assert not parses(body.replace("-----END", ""))
    assert not parses(body[:200] + "\n-----END")
    assert not parses("\n" + base64.b64encode(b"\x30\x82\x02\x40" + b"x" * 300).decode() + "\n-----END")
    openssh = base64.b64encode(b"openssh-key-v1\0\0\0\0\x04none" + b"x" * 40).decode()
    assert parses(f"\n{openssh}\n-----END")
    assert not parses(
        openssh.replace(openssh, base64.b64encode(b"openssh-key-v1\0\0\0\0\x0aaes256-ctr").decode()) + "-----END"
    )


def test_hostile_files_end_soon_and_are_nothing_certain() -> None:
    most = 1 << 20
    fillings = (
        "[",
        "-----BEGIN PRIVATE KEY-----\n",
        "a.b-c+",
        "server ",
        "LS0tLS1CRUdJTi",
        "fd00:1:",
        "- ",
        "{{",
        "'",
        '"a":',
        "\\",
        "${",
    )
    for number, filling in enumerate(fillings):
        data = ("password: " + filling * (most // len(filling))).encode()
        for name in ("a.yaml", "a.env", "conf/a.json", "a.py"):
            began = perf_counter()
            found = list(judged(File(path=name, data=data, limits=Limits(size=2 * most))))
            assert perf_counter() - began < 5, (number, name)
            assert not [one for one in found if getattr(one, "state", "") == "exposed"], (number, name)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_settings_or_shapes(text: str) -> None:
    for name in ("a.yaml", "a.json", "a.env"):
        for one in settings(name, text):
            judge(one.value)
            is_secret(one.path)
    assert all(hit[0] >= 1 for hit in (*tokens(text), *connections(text), *addresses(text)))

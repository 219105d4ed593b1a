"""Rules on secrets, decided through the real collector and join."""

from pathlib import Path

import pytest
from tests.collect import deciding
from tests.collect.secret_worlds import der_key, verdict, world

from sammeter.collect.secrets import detector

VALUE = "correct-Horse7" + "battery"
SPLIT = {"conf/app.properties": "db.password=${DB_PASSWORD}\nname=shop\n"}


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMMETER_DATA", str(tmp_path / "data-of-the-user"))


@pytest.mark.skipif(not detector.installed(), reason="the extra 'secrets' is not installed")
def test_settings_that_only_refer_to_secrets_meet_x_09(tmp_path: Path) -> None:
    assert verdict(world(tmp_path / "r", SPLIT, "secrets")[1], "X-09") == "met"


OPEN = [f"db.password={VALUE}", "url=postgres://u:" + "s3cretvalue@db/x"]
KEY = der_key()


@pytest.mark.parametrize("line", OPEN)
@pytest.mark.parametrize("name", ["application-prod.properties", "deploy/overlays/staging/app.properties"])
def test_an_open_secret_or_connection_string_in_settings_of_a_live_stage_refutes_x_09(
    tmp_path: Path, line: str, name: str
) -> None:
    assert verdict(world(tmp_path / "r", {**SPLIT, name: f"{line}\n"}, "secrets")[1], "X-09") == "unmet"


def test_a_key_that_parses_or_a_plain_secret_of_kubernetes_refutes_x_09(tmp_path: Path) -> None:
    for number, (name, text) in enumerate((
        ("conf/tls.yml", f"tls: |\n{KEY}"),
        ("k8s/db.yaml", f"apiVersion: v1\nkind: Secret\nmetadata: {{name: db}}\nstringData:\n  password: {VALUE}\n"),
    )):  # fmt: skip
        assert verdict(world(tmp_path / str(number), {**SPLIT, name: text}, "secrets")[1], "X-09") == "unmet"


@pytest.mark.parametrize(
    ("name", "text"),
    [("b.properties", f"{line}\n") for line in (*OPEN, "host=10.1.2.3")]
    + [("application-prod.properties", "host=10.1.2.3\n"), ("application-dev.yml", f"tls: |\n{KEY}"),
       ("conf/tls.yml", "k: |\n" + KEY.replace("MI", "XX", 1))],
)  # fmt: skip
def test_what_only_may_be_open_leaves_x_09_unknown(tmp_path: Path, name: str, text: str) -> None:
    assert verdict(world(tmp_path / "r", {**SPLIT, name: text}, "secrets")[1], "X-09") == "unknown"


@pytest.mark.skipif(not detector.installed(), reason="the extra 'secrets' is not installed")
def test_a_key_of_tests_and_a_placeholder_do_not_count_against_x_09(tmp_path: Path) -> None:
    files = {**SPLIT, "tests/tls.yml": f"tls: |\n{KEY}", "doc.properties": "db.password=changeme\n"}
    found, joined = world(tmp_path / "r", files, "secrets")
    assert {fact.fields["state"] for fact in found.facts if fact.kind == "secrets.findings"} == {"example"}
    assert verdict(joined, "X-09") == "unknown", "a placeholder in settings does not show that secrets lie apart"
    del files["doc.properties"]
    assert verdict(world(tmp_path / "s", files, "secrets")[1], "X-09") == "met"


def test_without_the_detector_x_09_is_not_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detector, "MODULE", "not_there_at_all")
    assert verdict(world(tmp_path / "r", SPLIT, "secrets")[1], "X-09") == "unknown"


def test_a_production_secret_that_lies_open_refutes_its_safe_keeping(tmp_path: Path) -> None:
    files = {"application-prod.yml": f"db:\n  password: {VALUE}\n"}
    assert verdict(world(tmp_path / "r", files, "secrets")[1], "I-SD-1-B.1") == "unmet"


def test_an_open_default_that_production_overrides_says_nothing_of_production(tmp_path: Path) -> None:
    files = {
        "application.yml": f"db:\n  pass-word: x\n  password: {VALUE}\n",
        "application-prod.yml": "db:\n  password: ${DB_PASSWORD}\n",
    }
    joined = world(tmp_path / "r", files, "secrets")[1]
    assert [
        fact.fields["tier"]
        for fact in joined.unit.of("secrets.findings")
        if not str(fact.fields["kind"]).startswith("det")
    ] == ["non-prod"]
    assert verdict(joined, "I-SD-1-B.1") == "unknown"


def test_one_value_in_production_and_test_refutes_their_separation(tmp_path: Path) -> None:
    text = f"db:\n  password: {VALUE}\n"
    joined = world(tmp_path / "r", {"application-prod.yml": text, "application-test.yml": text}, "secrets")[1]
    assert verdict(joined, "I-SD-1-B.3") == "unmet"
    other = world(
        tmp_path / "s", {"application-prod.yml": text, "application-test.yml": text.replace("Horse", "Mare")}, "secrets"
    )[1]
    assert verdict(other, "I-SD-1-B.3") == "unknown"


@pytest.mark.skipif(not detector.installed(), reason="the extra 'secrets' is not installed")
def test_production_secrets_that_lie_protected_meet_i_sd_1_b_1_with_an_approved_store(tmp_path: Path) -> None:
    cipher = "ENC[AES256_GCM,data:abc=,iv:def=,tag:ghi=,type:str]"
    sops = f'password: {cipher}\nsops:\n  lastmodified: "2026-01-01T00:00:00Z"\n  mac: {cipher}\n  version: 3.9.0\n'
    store = {"secrets.stores": [{"id": "sops", "approved": True, "encrypted": True}]}
    closed = ("secrets.scan_runs", "secrets.items", "secrets.stores")
    for number, (name, text, expected) in enumerate((
        ("deploy/overlays/prod/db.sops.yaml", sops, "met"), ("deploy/overlays/prod/db.yaml", f"password: {VALUE}\n", "unmet"),
        ("deploy/db.sops.yaml", sops, "unknown"),
    )):  # fmt: skip
        collected, _ = world(tmp_path / str(number), {name: text}, "secrets")
        assert deciding.verdict("I-SD-1-B.1", deciding.joined(collected, store, closed)) == expected, name


@pytest.mark.skipif(not detector.installed(), reason="the extra 'secrets' is not installed")
def test_a_search_of_pipelines_carries_i_sb_2_a_3_and_a_candidate_in_one_leaves_it_open(tmp_path: Path) -> None:
    beside: deciding.Rows = {"ci.pipelines": [{"builds_release": True, "includes_resolved": True}],
              "ci.secret_refs": [{"store": "vault", "scoped": True, "pr_exposed": False}]}  # fmt: skip
    closed = ("secrets.scan_runs", "ci.pipelines", "ci.secret_refs")
    for number, (text, expected) in enumerate(
        (("on: push\n", "indicated"), (f"env:\n  API_TOKEN: {VALUE}\n", "unknown"))
    ):
        collected, _ = world(tmp_path / str(number), {".github/workflows/a.yml": text}, "secrets")
        assert deciding.verdict("I-SB-2-A.3", deciding.joined(collected, beside, closed)) == expected

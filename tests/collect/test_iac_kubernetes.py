"""Manifests: images that run, and how secrets reach them; what only a chart could tell is a gap."""

from pathlib import Path

import pytest
from tests.collect.decisions import handed_in, values

DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  template:
    spec:
      volumes:
      - name: tls
        secret: {secretName: tls}
      containers:
      - name: shop
        image: registry.acme.example:5000/acme/shop@sha256:%s
        envFrom: [{secretRef: {name: db}}]
        env:
        - {name: API_TOKEN, value: hunter2hunter2}
        - {name: LEVEL, value: debug}
""" % ("1" * 64)


def test_a_workload_names_its_image_and_its_secrets(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {}, tree={"k8s/shop.yaml": DEPLOYMENT}, only="iac_kubernetes")
    assert values(got, "iac.stack", "component", "pinned") == [("registry.acme.example:5000/acme/shop", True)]
    methods = values(got, "secrets.injection", "method", "baked")
    assert sorted(methods) == [("env-from-secret", False), ("env-literal", True), ("mounted-secret", False)]
    assert "hunter2hunter2" not in repr(got)


@pytest.mark.parametrize(
    ("text", "method", "baked"),
    [
        ("apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec: {}\n", "sealed-secret", False),
        ("apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nspec: {}\n", "external-secrets", False),
        ("apiVersion: v1\nkind: Secret\nstringData: {password: hunter2hunter2}\n", "manifest-literal", True),
        ("apiVersion: v1\nkind: Secret\nstringData: {password: 'ENC[AES256_GCM,data:x]'}\nsops: {mac: x}\n", "sops", False),
        ("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nsecretGenerator:\n- literals: [DB_PASSWORD=hunter2hunter2]\n", "manifest-literal", True),
    ],
)  # fmt: skip
def test_how_secrets_are_delivered(tmp_path: Path, text: str, method: str, baked: bool) -> None:  # noqa: FBT001 - a case
    got = handed_in(tmp_path, {}, tree={"k8s/a.yaml": text}, only="iac_kubernetes")
    assert values(got, "secrets.injection", "method", "baked") == [(method, baked)]


def test_templates_and_releases_of_charts_are_gaps(tmp_path: Path) -> None:
    tree = {"chart/templates/a.yaml": "apiVersion: v1\nkind: Secret\ndata: {a: {{ .Values.a }}}\n",
            "apps/b.yaml": "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec: {}\n"}  # fmt: skip
    got = handed_in(tmp_path, {}, tree=tree, only="iac_kubernetes")
    assert (got.facts, [gap.reason for gap in got.gaps]) == ((), ["not rendered", "not rendered"])


@pytest.mark.parametrize("text", ["kind: Deployment\n", "apiVersion: v1\nkind: ConfigMap\ndata: {}\n", "a: 1\n"])
def test_what_is_no_manifest_that_runs_something_is_left_alone(tmp_path: Path, text: str) -> None:
    got = handed_in(tmp_path, {}, tree={"a.yaml": text}, only="iac_kubernetes")
    assert (got.facts, got.gaps) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: Pod\nspec: [a]\n",
        "apiVersion: v1\nkind: Pod\nspec: {containers: 3}\n",
        "apiVersion: v1\nkind: Pod\n\tspec: x\n",
    ],
)
def test_a_broken_manifest_is_a_gap(tmp_path: Path, text: str) -> None:
    got = handed_in(tmp_path, {}, tree={"a.yaml": text}, only="iac_kubernetes")
    assert (got.facts, len(got.gaps)) == ((), 1)

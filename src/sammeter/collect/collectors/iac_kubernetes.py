"""Kubernetes manifests: images that run, and how secrets reach them; charts and patches are not rendered."""

import re
from collections.abc import Iterator

from sammeter.collect.kubernetes.workloads import WORKLOADS, workload
from sammeter.collect.registry import File, Yielded, collector, files
from sammeter.collect.secrets.kinds_of_file import example
from sammeter.collect.secrets.names import is_secret
from sammeter.collect.secrets.tiers import tier
from sammeter.collect.secrets.values import OPEN, judge
from sammeter.facts import Gap
from sammeter.facts.iac import Part
from sammeter.facts.secrets import Injection
from sammeter.text import Node, yaml

_MANIFEST = re.compile(rb"^apiVersion:\s*\S", re.MULTILINE)
_KIND = re.compile(rb"^kind:\s*[\"']?(\w+)", re.MULTILINE)
_TEMPLATE = re.compile(rb"^[^#\n]*\{\{", re.MULTILINE)
_DELIVERED = {"ExternalSecret": "external-secrets", "SealedSecret": "sealed-secret", "SecretProviderClass": "csi", "VaultStaticSecret": "vault-operator",
              "VaultDynamicSecret": "vault-operator", "OnePasswordItem": "password-manager"}  # fmt: skip
_CHARTS = frozenset({"HelmRelease", "HelmChart"})
_KINDS = WORKLOADS | _DELIVERED.keys() | _CHARTS | {"Secret", "Kustomization"}


@collector(reads=files("**/*.yml", "**/*.yaml"), yields=[Part, Injection], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield the facts of the manifests of one file; a file that is none is left alone, a template is a Gap."""
    kinds = {found.decode() for found in _KIND.findall(file.data)}
    if not _MANIFEST.search(file.data) or not kinds & _KINDS or example(file.path):
        return
    if _TEMPLATE.search(file.data) and "/templates/" in f"/{file.path}":
        yield Gap(where=file.path, reason="not rendered", detail="a template of a chart says what it says only with values",
                  hint="hand in the rendered manifests as a folder of their own")  # fmt: skip
        return
    for document in yaml.read_all(file.data, where=file.path, limits=file.limits):
        if isinstance(document.value, dict):
            yield from _document(document, tier(file.path))


def _document(document: Node, level: str | None) -> Iterator[Yielded]:
    kind = document["kind"].text()
    if kind in WORKLOADS:
        yield from workload(document, level)
    elif kind in _DELIVERED:
        yield Injection(where=document["kind"].where, method=_DELIVERED[kind], moment="deploy", baked=False, tier=level)
    elif kind in _CHARTS:
        yield Gap(
            where=document["kind"].where,
            reason="not rendered",
            detail="what a chart makes of these values is not known",
        )
    elif kind == "Secret":
        yield from _secret(document, level)
    elif kind == "Kustomization":
        yield from _generated(document, level)


def _secret(document: Node, level: str | None) -> Iterator[Injection]:
    """Yield a Secret that lies in the tree: encrypted with SOPS it is decrypted on delivery, else its values are there."""
    entries = {**document["data"].mapping(), **document["stringData"].mapping()}
    if document["sops"]["mac"]:
        yield Injection(where=document["kind"].where, method="sops", moment="deploy", baked=False, tier=level)
    elif any(len(value.text()) > 7 and judge(value.text()) == OPEN for value in entries.values()):
        yield Injection(where=document["kind"].where, method="manifest-literal", baked=True, tier=level)


def _generated(document: Node, level: str | None) -> Iterator[Injection]:
    for one in document["secretGenerator"]:
        for literal in one["literals"]:
            name, _, value = literal.text().partition("=")
            if is_secret(name) and judge(value) == OPEN:
                yield Injection(where=literal.where, method="manifest-literal", baked=True, tier=level)

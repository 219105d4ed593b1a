"""Pod templates of Kubernetes workloads (API v1): images, and how secrets reach the containers."""

from collections.abc import Iterator

from sammeter.collect.docker.images import part
from sammeter.collect.registry import Yielded
from sammeter.collect.secrets.names import is_secret
from sammeter.collect.secrets.values import OPEN, judge
from sammeter.facts.secrets import Injection
from sammeter.text import Node

WORKLOADS = frozenset({"Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"})


def workload(document: Node, level: str | None) -> Iterator[Yielded]:
    """Yield the facts of one workload. Raises SourceError (wrong type)."""
    template = _template(document)
    spec = template["spec"]
    if template["metadata"]["annotations"]["vault.hashicorp.com/agent-inject"].text() == "true":
        yield _start(template["metadata"]["annotations"].where, "vault-agent", level)
    for volume in spec["volumes"]:
        yield from _volume(volume, level)
    for container in (*spec["initContainers"], *spec["containers"]):
        if found := part(container["image"].text(), container["image"].where):
            yield found
        yield from _environment(container, level)


def _template(document: Node) -> Node:
    """Return what holds the pod's metadata and spec."""
    kind = document["kind"].text()
    if kind == "Pod":
        return document
    spec = document["spec"]
    return (spec["jobTemplate"]["spec"] if kind == "CronJob" else spec)["template"]


def _volume(volume: Node, level: str | None) -> Iterator[Injection]:
    if volume["secret"]:
        yield _start(volume["secret"].where, "mounted-secret", level)
    if volume["csi"]["driver"].text() == "secrets-store.csi.k8s.io":
        yield _start(volume["csi"].where, "csi", level)
    for source in volume["projected"]["sources"]:
        if source["secret"]:
            yield _start(source["secret"].where, "mounted-secret", level)


def _environment(container: Node, level: str | None) -> Iterator[Injection]:
    for one in container["envFrom"]:
        if one["secretRef"]:
            yield _start(one["secretRef"].where, "env-from-secret", level)
    for one in container["env"]:
        if one["valueFrom"]["secretKeyRef"]:
            yield _start(one["valueFrom"]["secretKeyRef"].where, "env-from-secret", level)
        elif is_secret(one["name"].text()) and judge(one["value"].text()) == OPEN:
            yield Injection(where=one["value"].where, method="env-literal", baked=True, tier=level)


def _start(where: str, method: str, level: str | None) -> Injection:
    return Injection(where=where, method=method, moment="start", baked=False, tier=level)

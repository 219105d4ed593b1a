"""What a Kubernetes cluster runs, as ``kubectl get pods,nodes -o json`` prints it."""

from collections.abc import Iterator
from dataclasses import replace

from sammeter.collect.docker.images import part
from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.times import stated_time
from sammeter.facts.iac import Part
from sammeter.text import Node

_NODE = (("kubelet", "kubeletVersion", "runtime"), ("container-runtime", "containerRuntimeVersion", "runtime"),
         ("operating-system", "osImage", "os"), ("kernel", "kernelVersion", "os"))  # fmt: skip


@collector(reads=documents("**/*.json"), yields=[Part], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield each image that ran and what its nodes are made of, once for each version."""
    if b'"apiVersion"' not in file.data or b'"items"' not in file.data:
        return
    root = file.json()
    if not isinstance(root.value, dict) or root["kind"].text() not in ("List", "PodList", "NodeList"):
        return
    items = [one for one in root["items"] if one["status"]]
    seen_at = max((time for one in items for time in _times(one)), default=None)
    found: dict[tuple[str, str | None], Part] = {}
    for one in items:
        for shown in _parts(one):
            found.setdefault(
                (shown.component, shown.version), replace(shown, declared=None, observed=True, seen_at=seen_at)
            )
    yield from found.values()


def _parts(item: Node) -> Iterator[Part]:
    status = item["status"]
    if status["nodeInfo"]:
        for name, field, kind in _NODE:
            if version := status["nodeInfo"][field].text():
                yield Part(where=status["nodeInfo"][field].where, component=name, kind_of=kind, version=version)
    for one in (*status["initContainerStatuses"], *status["containerStatuses"]):
        if one["state"]["running"] or one["state"]["terminated"]:
            yield from _image(one)


def _image(one: Node) -> Iterator[Part]:
    """Yield the image of a container; where its name bears no version, the digest that was pulled is one."""
    found = part(one["image"].text(), one["image"].where)
    if found is None:
        return
    _, _, digest = one["imageID"].text().rpartition("@")
    yield replace(found, version=digest) if found.version == "latest" and digest.startswith("sha256:") else found


def _times(item: Node) -> Iterator[str]:
    """Yield the times that an item states of itself: it was printed no earlier than the newest of all."""
    status = item["status"]
    stated = [
        status["startTime"],
        *(one[name] for one in status["conditions"] for name in ("lastHeartbeatTime", "lastTransitionTime")),
    ]
    stated += [one["state"]["running"]["startedAt"] for one in status["containerStatuses"]]
    for one in stated:
        if time := stated_time(one.value if isinstance(one.value, str) else None):
            yield time

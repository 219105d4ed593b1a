"""One Compose file: images, secrets in the environment, mounted or passed to a build, and log drivers."""

import re
from collections.abc import Iterator

from sammeter.collect.docker.dockerfile import resolved
from sammeter.collect.docker.images import part
from sammeter.collect.registry import File, Yielded
from sammeter.collect.secrets.names import is_secret
from sammeter.collect.secrets.tiers import tier
from sammeter.collect.secrets.values import OPEN, PLACEHOLDER, REFERENCE, judge
from sammeter.facts import Gap
from sammeter.facts.iac import LogRoute
from sammeter.facts.secrets import Injection
from sammeter.text import Node

_CENTRAL = frozenset({"syslog", "gelf", "fluentd", "awslogs", "gcplogs", "splunk", "loki", "etwlogs", "logentries"})
_HERE = frozenset({"json-file", "local", "none"})
_FILE = re.compile(r"(?:.*/)?(?:docker-)?compose[^/]*\.ya?ml\Z", re.IGNORECASE)


def compose(file: File) -> Iterator[Yielded]:
    """Yield the facts of all services, whatever their profile. Raises SourceError (not YAML, wrong type)."""
    root = file.yaml()
    for service in root["services"].mapping().values():
        yield from _service(service, tier(file.path))
    for one in root["include"].many():
        path = one["path"] if isinstance(one.value, dict) else one
        yield from (_aside(part.text(), part.where) for part in path.many() if not _FILE.match(part.text()))


def _service(service: Node, level: str | None) -> Iterator[Yielded]:
    image = service["image"]
    if image and (found := part(resolved(image.text(), {}), image.where)):
        yield found
    for name, value in _pairs(service["environment"]):
        yield from _variable(name, value, level)
    yield from _build(service["build"], level)
    if service["secrets"].items():
        yield Injection(
            where=service["secrets"].where, method="mounted-secret", moment="start", baked=False, tier=level
        )
    driver = service["logging"]["driver"]
    if driver and driver.text() in _CENTRAL | _HERE:
        yield LogRoute(where=driver.where, central=driver.text() in _CENTRAL, covers=("application",))
    other = service["extends"]
    if isinstance(other.value, dict) and other["file"] and not _FILE.match(other["file"].text()):
        yield _aside(other["file"].text(), other["file"].where)


def _build(build: Node, level: str | None) -> Iterator[Injection]:
    if not isinstance(build.value, dict):
        return
    for name, value in _pairs(build["args"]):
        if is_secret(name):
            yield Injection(where=value.where, method="build-arg", moment="build", baked=True, tier=level)
    if build["secrets"]:
        yield Injection(where=build["secrets"].where, method="build-secret", moment="build", baked=False, tier=level)


def _pairs(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield names and values of a mapping, or of a list of ``NAME=value``."""
    if isinstance(node.value, dict):
        yield from node.value.items()
        return
    for one in node.items():
        name, _, value = one.text().partition("=")
        yield name, Node(value, one.where)


def _variable(name: str, value: Node, level: str | None) -> Iterator[Injection]:
    if not is_secret(name) or isinstance(value.value, (dict, list)):
        return
    state = judge(value.text())
    if state == OPEN:
        yield Injection(where=value.where, method="env-literal", baked=True, tier=level)
    elif state == REFERENCE or not value.text() or (state == PLACEHOLDER and value.text().startswith("${")):
        yield Injection(where=value.where, method="env-from-host", moment="start", baked=False, tier=level)


def _aside(named: str, where: str) -> Gap:
    return Gap(where=where, reason="not followed", detail=f"'{named[:80]}' is no Compose file by its name",
               kinds=(Injection.kind, LogRoute.kind, "iac.stack"))  # fmt: skip

"""Dockerfiles and Compose files: what images stand on, how secrets reach containers, where their logs go."""

import re
from collections.abc import Iterator

from sammeter.collect.docker.compose import compose
from sammeter.collect.docker.dockerfile import dockerfile
from sammeter.collect.registry import File, Yielded, collector, files
from sammeter.collect.secrets.kinds_of_file import example
from sammeter.facts.iac import LogRoute, Part
from sammeter.facts.secrets import Injection

_COMPOSE = re.compile(r"(?:.*/)?(?:docker-)?compose[^/]*\.ya?ml\Z", re.IGNORECASE)
_OTHER = re.compile(r".*\.(?:dockerignore|md|py|go|rs|js|ts|rb|java|txt|html)\Z", re.IGNORECASE)


@collector(
    reads=files("**/Dockerfile*", "**/Containerfile*", "**/*.dockerfile", "**/docker-compose*.yml", "**/docker-compose*.yaml",
                "**/compose*.yml", "**/compose*.yaml"),
    yields=[Part, Injection, LogRoute], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield the facts of one file; test, example and vendored ones say nothing of what runs."""
    if example(file.path) or _OTHER.match(file.path):
        return
    yield from compose(file) if _COMPOSE.match(file.path) else dockerfile(file.path, file.text())

"""CircleCI: what the jobs of its workflows run and publish, where they wait for a person, and which orbs they use."""

from collections.abc import Iterator

from sammeter.collect.ci.circle_facts import facts
from sammeter.collect.ci.source_lines import lines
from sammeter.collect.registry import File, Yielded, collector, files
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step


@collector(
    reads=files(".circleci/config.yml", ".circleci/config.yaml"),
    yields=[Pipeline, Step, Hardening, SecretRef],
    complete=[],
    version=2,
)
def collect(file: File) -> Iterator[Yielded]:
    """Yield the facts of one configuration."""
    yield from facts(file.yaml(), lines(file))

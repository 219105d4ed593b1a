"""GitLab CI: what jobs run, publish and deploy, where they wait for a person, and what they include from elsewhere."""

from collections.abc import Iterator

from sammeter.collect.ci.gitlab_facts import facts
from sammeter.collect.ci.gitlab_merge import merged, named
from sammeter.collect.ci.source_lines import lines
from sammeter.collect.registry import File, Yielded, collector, files
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step


@collector(
    reads=files(".gitlab-ci.yml", ".gitlab-ci.yaml", follows=named),
    yields=[Pipeline, Step, Hardening, SecretRef],
    complete=[], version=3,
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield the facts of a configuration with the files of its tree that it includes."""
    for whole in merged(file):
        yield from facts(whole, lines(file))

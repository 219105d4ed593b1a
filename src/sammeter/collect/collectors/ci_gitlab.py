"""GitLab CI: what jobs run, publish and deploy, where they wait for a person, and what they include from elsewhere."""

from collections.abc import Iterator

from sammeter.collect.ci.gitlab_facts import PIPELINE, facts
from sammeter.collect.ci.source_lines import lines
from sammeter.collect.registry import File, Yielded, collector, files
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step
from sammeter.text import yaml


@collector(
    reads=files(
        ".gitlab-ci.yml", ".gitlab-ci.yaml", ".gitlab/ci/**/*.yml", ".gitlab/ci/**/*.yaml", ".gitlab-ci/**/*.yml",
        ".gitlab-ci/**/*.yaml",
    ),
    yields=[Pipeline, Step, Hardening, SecretRef],
    complete=[], version=3,
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield the facts of one file; those under .gitlab/ci belong to the pipeline of .gitlab-ci.yml."""
    documents = yaml.read_all(file.data, where=file.path, limits=file.limits)
    if documents and len(documents) > 1 and "spec" in documents[0]:
        documents = documents[1:]
    for root in documents:
        yield from facts(
            root, lines(file.path, file.text()), fragment=file.path.rpartition(".")[0] != PIPELINE.rpartition(".")[0]
        )

"""Jenkins: what the stages of declarative pipelines run, where they wait for a person, and which libraries they load."""

from collections.abc import Iterator

from sammeter.collect.ci.jenkins_facts import facts
from sammeter.collect.ci.jenkins_file import jenkinsfile
from sammeter.collect.foreign import is_foreign
from sammeter.collect.registry import File, Yielded, collector, files
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step

_NO_PIPELINES = (".md", ".txt", ".gdsl", ".yml", ".yaml", ".json", ".xml", ".html", ".png", ".adoc", ".rst")


@collector(
    reads=files("**/Jenkinsfile", "**/Jenkinsfile?", "**/Jenkinsfile.*", "**/Jenkinsfile-*", "**/Jenkinsfile_*", "**/*.jenkinsfile", size=1 << 20),
    yields=[Pipeline, Step, Hardening, SecretRef],
    complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield the facts of one Jenkinsfile; those of examples and tests say nothing of how this repository is built."""
    if not is_foreign(file.path) and not file.path.lower().endswith(_NO_PIPELINES):
        yield from facts(jenkinsfile(file.text(), file.path), file.path)

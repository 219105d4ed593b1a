"""GitHub Actions: what workflows run, publish and deploy, how they are hardened, and which secrets they use."""

from collections.abc import Iterator

from sammeter.collect.ci.github_facts import Reading, facts
from sammeter.collect.ci.github_workflow import composite, workflow
from sammeter.collect.ci.source_lines import lines
from sammeter.collect.registry import File, Yielded, collector, files
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step


@collector(
    reads=files(
        ".github/workflows/*.yml", ".github/workflows/*.yaml",
        ".github/actions/**/action.yml", ".github/actions/**/action.yaml",
    ),
    yields=[Pipeline, Step, Hardening, SecretRef],
    complete=[], version=4,
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield the facts of one workflow, or those of the steps of a composite action that workflows here use."""
    root = file.yaml()
    take_apart = workflow if file.path.lower().startswith(".github/workflows/") else composite
    if take_apart is composite and root["runs"]["using"].text() != "composite":
        return
    work = take_apart(file.path, root)
    yield from facts(Reading(work=work, lines=lines(file.path, file.text())))

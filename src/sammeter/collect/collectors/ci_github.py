"""GitHub Actions: what workflows run, publish and deploy, how they are hardened, and which secrets they use."""

from collections.abc import Iterator

from sammeter.collect.ci.github_facts import Reading, facts
from sammeter.collect.ci.github_includes import named
from sammeter.collect.ci.github_workflow import Workflow, composite, workflow
from sammeter.collect.ci.source_lines import lines
from sammeter.collect.registry import File, Yielded, collector, files
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step


def _taken_apart(file: File) -> Workflow | None:
    """Return a workflow or composite action; None for an action that is a program or an image."""
    root = file.yaml()
    if not file.path.lower().startswith(".github/workflows/"):
        return composite(file.path, root) if root["runs"]["using"].text() == "composite" else None
    return workflow(file.path, root)


def follows(file: File) -> Iterator[str]:
    """Yield what a workflow or action uses of its own tree."""
    work = _taken_apart(file)
    yield from dict.fromkeys(named(work)) if work else ()


@collector(
    reads=files(
        ".github/workflows/*.yml", ".github/workflows/*.yaml",
        ".github/actions/**/action.yml", ".github/actions/**/action.yaml", follows=follows,
    ),
    yields=[Pipeline, Step, Hardening, SecretRef],
    complete=[], version=4,
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield the facts of one workflow with what it uses of this tree, or the checks of a composite action."""
    work = _taken_apart(file)
    if work is not None:
        yield from facts(Reading(work=work, lines=lines(file)))

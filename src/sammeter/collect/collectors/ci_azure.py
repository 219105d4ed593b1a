"""Azure Pipelines: what stages, jobs and steps run with the templates of the tree put in, and what the server guards."""

from collections.abc import Iterator, Mapping

from sammeter.collect.ci.azure_facts import facts
from sammeter.collect.ci.azure_template import expanded, named
from sammeter.collect.ci.source_lines import lines
from sammeter.collect.foreign import is_foreign
from sammeter.collect.registry import File, Yielded, collector, files
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step


@collector(
    reads=files(
        "**/azure-pipeline*.yml", "**/azure-pipeline*.yaml", "**/.azure-pipeline*.yml", "**/.azure-pipeline*.yaml", "**/azurepipeline*.yml",
        ".vsts-ci.yml", ".vsts-ci.yaml", ".azure-pipelines/**/*.yml", ".azure-pipelines/**/*.yaml", ".azuredevops/**/*.yml",
        ".azuredevops/**/*.yaml", ".ado/**/*.yml", ".ado/**/*.yaml", follows=named,
    ),
    yields=[Pipeline, Step, Hardening, SecretRef],
    complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield the facts of one pipeline; a file that only lends parts to others is none itself."""
    if not is_foreign(file.path) and _is_pipeline(file.path, file.yaml().mapping()):
        yield from facts(expanded(file), lines(file))


def _is_pipeline(path: str, keys: Mapping[str, object]) -> bool:
    """Tell a pipeline from a template: that has parts and parameters, and says nothing of a start, a pool or a name."""
    if not {"stages", "jobs", "steps", "extends"} & keys.keys():
        return False
    if "/" not in path and "parameters" not in keys:
        return True
    return bool({"trigger", "pr", "schedules", "extends", "resources", "pool", "name"} & keys.keys())

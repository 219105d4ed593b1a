"""Pipeline definitions that are seen and not read yet, and trees that show none at all: both are gaps, never 'none'."""

import re
from collections.abc import Iterator

from sammeter.collect.registry import Listing, Yielded, collector
from sammeter.facts import Gap
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step

_KINDS = (Pipeline.kind, Step.kind, Hardening.kind, SecretRef.kind)
_SYSTEMS = (
    (r"\.travis\.ya?ml", "Travis CI"),
    (r"bitbucket-pipelines\.ya?ml", "Bitbucket Pipelines"), (r"\.drone\.(ya?ml|jsonnet|star)", "Drone"),
    (r"\.woodpecker(\.ya?ml|/.*\.ya?ml)", "Woodpecker"), (r"\.?appveyor\.ya?ml", "AppVeyor"),
    (r"\.?buildkite/.*\.ya?ml|buildkite\.ya?ml", "Buildkite"), (r"\.teamcity/.*\.(kts|xml)", "TeamCity"),
    (r"\.cirrus\.(ya?ml|star)", "Cirrus CI"), (r"\.tekton/.*\.ya?ml", "Tekton"), (r"cloudbuild[^/]*\.(ya?ml|json)", "Google Cloud Build"),
    (r"buildspec[^/]*\.ya?ml", "AWS CodeBuild"), (r"\.semaphore/.*\.ya?ml", "Semaphore"), (r"wercker\.ya?ml", "Wercker"),
    (r"\.forgejo/workflows/.*\.ya?ml", "Forgejo Actions"), (r"\.gitea/workflows/.*\.ya?ml", "Gitea Actions"),
    (r"\.builds?/.*\.ya?ml|\.build\.ya?ml", "builds.sr.ht"), (r"codefresh\.ya?ml|\.codefresh/.*\.ya?ml", "Codefresh"),
    (r"zuul\.(d/.*\.)?ya?ml|\.zuul\.(d/.*\.)?ya?ml", "Zuul"), (r"\.taskcluster\.ya?ml", "Taskcluster"), (r"\.harness/.*\.ya?ml", "Harness"),
    (r"\.prow\.ya?ml|\.prow/.*\.ya?ml", "Prow"), (r"bamboo-specs/.*\.(ya?ml|java)", "Bamboo"), (r"\.scrutinizer\.ya?ml", "Scrutinizer"),
    (r"bitrise\.ya?ml", "Bitrise"), (r"codemagic\.ya?ml", "Codemagic"), (r"\.packit\.ya?ml|packit\.ya?ml", "Packit"),
    (r"\.kokoro/.*\.cfg", "Kokoro"), (r"concourse/.*\.ya?ml|ci/pipeline\.ya?ml", "Concourse"), (r"\.earthly/.*|Earthfile", "Earthly"),
)  # fmt: skip
_PATTERNS = tuple((re.compile(rf"(?:{pattern})\Z", re.IGNORECASE), name) for pattern, name in _SYSTEMS)
_READ = re.compile(
    r"(\.github/workflows/[^/]+|\.gitlab-ci|\.circleci/config|(.*/)?\.?azure-?pipelines?[^/]*)\.ya?ml\Z|(.*/)?jenkinsfile(.|[.\-_][^/]*)?\Z|"
    r"[^/]*\.jenkinsfile\Z|\.vsts-ci\.ya?ml\Z",
    re.IGNORECASE,
)
MANY = 5


@collector(reads=Listing, yields=[Pipeline, Step, Hardening, SecretRef], complete=[])
def collect(listing: Listing) -> Iterator[Yielded]:
    """Yield a Gap for each definition that has no reader yet, and one for a tree that shows no pipeline."""
    found: dict[str, list[str]] = {}
    for entry in listing.entries:
        system = next((name for pattern, name in _PATTERNS if pattern.match(entry.path)), None)
        if system is not None:
            found.setdefault(system, []).append(entry.path)
    for system, paths in found.items():
        for path in paths[:MANY]:
            more = f", and {len(paths) - MANY} more files" if len(paths) > MANY and path == paths[0] else ""
            yield Gap(where=path, reason="not read yet", detail=f"a pipeline of {system}{more}", kinds=_KINDS)
    if not found and not any(_READ.match(entry.path) for entry in listing.entries):
        yield Gap(where=".", reason="no pipeline here", detail="a server may hold the definition", kinds=_KINDS,
                  hint="add the server's export, or say where builds run")  # fmt: skip

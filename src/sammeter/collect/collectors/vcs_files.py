"""Tracked files that matter to build, deployment and configuration, and when each last changed."""

import re
from collections.abc import Iterator

from sammeter.collect.foreign import is_foreign
from sammeter.collect.latest import latest
from sammeter.collect.registry import Past, collector
from sammeter.facts import Gap
from sammeter.facts.vcs import WatchedFile

WATCHED = 2_000
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple((kind, re.compile(rf"(?:{pattern})\Z", re.IGNORECASE)) for kind, pattern in (
    ("lockfile", (r"(?:.*/)?(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|poetry\.lock|"
                 r"pdm\.lock|uv\.lock|pylock(?:\.[\w-]+)?\.toml|pipfile\.lock|pixi\.lock|conda-lock\.yml|cargo\.lock|go\.sum|"
                 r"go\.work\.sum|composer\.lock|gemfile\.lock|gems\.locked|mix\.lock|rebar\.lock|gradle\.lockfile|buildscript-gradle\.lockfile|"
                 r"verification-metadata\.xml|packages\.lock\.json|paket\.lock|pubspec\.lock|podfile\.lock|package\.resolved|cartfile\.resolved|"
                 r"flake\.lock|conan\.lock|vcpkg-lock\.json|module\.bazel\.lock|maven_install\.json|cabal\.project\.freeze|stack\.yaml\.lock|"
                 r"(?-i:Manifest\.toml)|chart\.lock|requirements\.lock|\.terraform\.lock\.hcl|cpanfile\.snapshot|renv\.lock|shard\.lock|"
                 r"mise\.lock|\.?devbox\.lock|dub\.selections\.json|elm-stuff/exact-dependencies\.json|gleam\.toml\.lock|"
                 r"project\.lock\.json|ivy-lock\.xml|dependencies\.lock|sbt-lock\.json|build\.sbt\.lock)")),
    ("pipeline", (r"\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.ya?ml|\.gitlab/ci/.+\.ya?ml|(?:.*/)?jenkinsfile[^/]*|.+\.jenkinsfile|"
                 r"(?:.*/)?azure-pipelines[^/]*\.ya?ml|\.azure-pipelines/.+\.ya?ml|\.circleci/.+\.ya?ml|\.travis\.ya?ml|\.drone\.(?:ya?ml|jsonnet|star)|"
                 r"\.woodpecker(?:\.ya?ml|/.+\.ya?ml)|\.buildkite/.+\.ya?ml|\.tekton/.+\.ya?ml|bitbucket-pipelines\.yml|\.?appveyor\.yml|"
                 r"\.cirrus\.(?:ya?ml|star)|\.(?:gitea|forgejo)/workflows/[^/]+\.ya?ml|cloudbuild[^/]*\.ya?ml|buildspec[^/]*\.ya?ml|"
                 r"\.teamcity/.+|\.semaphore/.+\.yml|\.builds?/[^/]+\.yml|codemagic\.yaml|\.zuul\.yaml|zuul\.d/.+\.yaml|action\.ya?ml|"
                 r"\.github/actions/.+/action\.ya?ml")),
    ("security-policy", (r"(?:\.github/|docs/|\.gitlab/)?security(?:\.(?:md|txt|rst|adoc))?|(?:.*/)?\.well-known/security\.txt|"
                        r"(?:\.github/|\.gitlab/)?security-insights\.ya?ml")),
    ("container", (r"(?:.*/)?(?:(?:docker|container)file(?:[._-](?![^/]*(?:go|py|[jt]s|java|md|rs|rb|rst|html|txt)\Z)[^/]*)?|[^/]+\.(?:docker|container)file|(?:docker-)?compose(?:[._-][^/]*)?\.ya?ml|"
                  r"\.dockerignore|docker-bake\.(?:hcl|json))")),
    ("infrastructure", (r".+\.(?:tf|tofu|tf\.json|tfvars|bicep|pkr\.hcl)|(?:.*/)?(?:chart|kustomization|helmfile|skaffold|pulumi(?:\.[\w-]+)?|"
                       r"serverless|samconfig|ansible|playbook|site)\.ya?ml|(?:.*/)?(?:ansible|playbooks|roles|terraform|k8s|kubernetes|helm|charts|"
                       r"kustomize|manifests|argocd|flux|cloudformation|cdk|puppet)/.+\.(?:ya?ml|json|tpl|pp|j2)|cdk\.json|vagrantfile")),
    ("manifest", (r"(?:.*/)?(?:package\.json|pyproject\.toml|setup\.(?:py|cfg)|requirements[^/]*\.(?:txt|in)|pipfile|environment\.ya?ml|cargo\.toml|"
                 r"go\.(?:mod|work)|pom\.xml|ivy\.xml|composer\.json|gemfile|gems\.rb|[^/]+\.gemspec|mix\.exs|rebar\.config|[^/]+\.(?:cs|fs|vb)proj|"
                 r"directory\.packages\.props|packages\.config|paket\.dependencies|pubspec\.yaml|podfile|package\.swift|cartfile|conanfile\.(?:py|txt)|"
                 r"vcpkg\.json|module\.bazel|[^/]+\.cabal|stack\.yaml|cpanfile|deno\.jsonc?|flake\.nix|shard\.yml|libs\.versions\.toml|build\.sbt)")),
    ("model", (r"(?:.*/)?(?:[^/]*threat[^/]*|[^/]*threagile[^/]*|[^/]*otm|workspace)\.(?:json|ya?ml)|.+\.otm|(?:.*/)?workspace\.dsl|"
              r"(?:.*/)?(?:threat-?models?|threatdragonmodels)/.+\.(?:json|ya?ml)")),
    ("build", (r"(?:.*/)?(?:gnu)?makefile(?:\.[\w-]+)?|.+\.mk|(?:.*/)?(?:cmakelists\.txt|meson\.build|build\.(?:gradle|xml|rs|zig|sh|ps1|cake)|"
              r"(?:build|settings)\.gradle(?:\.kts)?|gradle\.properties|gradlew|mvnw|(?:gradle|maven)-wrapper\.(?:properties|jar)|configure\.ac|"
              r"build(?:\.bazel)?|workspace(?:\.bazel)?|justfile|taskfile\.ya?ml|rakefile|magefile\.go|noxfile\.py|tox\.ini|dodo\.py|"
              r"\.goreleaser\.ya?ml|sconstruct|webpack\.config\.\w+|vite\.config\.\w+|rollup\.config\.\w+|earthfile|default\.nix)")),
    ("config", (r"(?:.*/)?(?:application(?:-[\w-]+)?\.(?:ya?ml|properties)|appsettings(?:\.[\w-]+)?\.json|\.env(?:\.[\w-]+)?|\.sops\.ya?ml|"
               r"\.pre-commit-config\.ya?ml|renovate\.json5?|\.renovaterc(?:\.json5?)?|nginx\.conf|settings\.(?:ini|toml|ya?ml))|"
               r"\.github/(?:dependabot\.ya?ml|renovate\.json5?|codeowners|settings\.ya?ml)|(?:docs/|\.gitlab/)?codeowners|"
               r".+\.(?:sops|enc)\.(?:ya?ml|json|env|ini|toml)|(?:.*/)?(?:conf|config|configs|etc)/[^/]+\.(?:ya?ml|toml|ini|cfg|conf|properties|json)")),
))  # fmt: skip


@collector(reads=Past, yields=[WatchedFile], complete=[WatchedFile], version=2)
def collect(past: Past) -> Iterator[WatchedFile | Gap]:
    """Yield each watched file of the tree, own ones only, at most WATCHED; the rest is a Gap."""
    kinds = {entry.path: kind for entry in past.entries if (kind := kind_of(entry.path))}
    ranked = sorted(kinds, key=lambda path: (_RANK[kinds[path]], path))
    if len(ranked) > WATCHED:
        yield Gap(where=past.name, reason="too many", detail=f"{len(ranked) - WATCHED:,} more watched files than the {WATCHED:,} taken",
                  hint="assess parts of the repository on their own")  # fmt: skip
    taken = ranked[:WATCHED]
    changed = latest(past.history, taken, past.as_of)
    for path in taken:
        yield WatchedFile(where=path, path=path, kind_of=kinds[path], changed_at=changed.get(path))


_RANK = {kind: rank for rank, (kind, _) in enumerate(_KINDS)}


def kind_of(path: str) -> str:
    """Return what a path is watched as, empty for one that is not: other people's and test trees are left out."""
    if is_foreign(path):
        return ""
    return next((kind for kind, pattern in _KINDS if pattern.match(path)), "")

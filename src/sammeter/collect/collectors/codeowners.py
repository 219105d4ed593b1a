"""CODEOWNERS: who owns which paths, and whether these paths hold matters of build, deployment or security."""

import re
from collections.abc import Iterator

from sammeter.collect.registry import File, collector, files
from sammeter.facts.docs import CodeOwner

_SECTION = re.compile(r"\^?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?P<owners>(?:\s+\S+)*)\s*\Z")
_OWNER = re.compile(r"@[\w][\w./-]*\Z|@@[\w-]+\Z|[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+\Z")
_WORDS = re.compile(r"(?:\\.|[^\s\\])+")
_ALL = {"*", "**", "/", "/**", "**/*", "/**/*"}
_SENSITIVE = re.compile(
    r"(?:\A|[/*._-])(?:\.github|\.gitlab(?:-ci)?|\.circleci|\.buildkite|\.tekton|\.travis|\.woodpecker|\.drone|\.azure-?pipelines|"
    r"azure-pipelines|jenkins\w*|ci|cd|pipelines?|workflows|codeowners|(?:docker|container)file\w*|dockerfiles?|docker|"
    r"docker-compose|deploy\w*|release|releasing|goreleaser|build|makefile|helm|k8s|kubernetes|kustomize|argocd|"
    r"terraform|tf|infra\w*|ansible|cloudformation|cdk|pulumi|ops|security\w*|auth[nz]?|authent\w+|authori[sz]\w+|oauth\w*|oidc|saml|iam|rbac|acl|"
    r"permissions?|polic(?:y|ies)|crypto\w*|encrypt\w*|tls|ssl|pki|x509|certs?|certificates?|keystore|secrets?|vault|"
    r"signing|sandbox|passwords?|sops|dependabot|renovate\w*)(?=\Z|[/*._-])",
    re.IGNORECASE,
)


@collector(
    reads=files("CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", ".gitea/CODEOWNERS",
                ".forgejo/CODEOWNERS"),
    yields=[CodeOwner], complete=[CodeOwner],
)  # fmt: skip
def collect(file: File) -> Iterator[CodeOwner]:
    """Yield every rule of a CODEOWNERS file; a line without owners inherits those of its GitLab section."""
    inherited: tuple[str, ...] = ()
    for number, line in enumerate(file.text().split("\n"), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if section := _SECTION.match(stripped.split(" #")[0]):
            inherited = _owners(section["owners"].split())
            continue
        for pattern in (words := _WORDS.findall(stripped))[:1]:
            yield CodeOwner(where=file.at(number), pattern=pattern.replace("\\ ", " ").replace("\\#", "#"),
                            owners=_owners(words[1:]) or inherited, sensitive=covers_sensitive(pattern))  # fmt: skip


def _owners(words: list[str]) -> tuple[str, ...]:
    """Return users, teams and mails up to a comment."""
    kept: list[str] = []
    for word in words:
        if word.startswith("#"):
            break
        if _OWNER.match(word):
            kept.append(word)
    return tuple(kept)


def covers_sensitive(pattern: str) -> bool:
    """Tell whether a pattern covers everything, or paths whose names speak of build, deployment or security."""
    return not pattern.startswith("!") and (pattern in _ALL or _SENSITIVE.search(pattern) is not None)

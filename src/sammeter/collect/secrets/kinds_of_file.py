"""What a file is to a search for secrets: settings, a pipeline, a document or code; and whether it is only an example."""

import re

from sammeter.collect.foreign import is_foreign
from sammeter.collect.secrets.tiers import tier

CI, CODE, CONFIG, DOCS = "ci", "code", "config", "docs"
_CI = re.compile(
    r"\.(?:github|gitea|forgejo)/workflows/[^/]+\.ya?ml\Z|(?:\.github/actions/.*)?action\.ya?ml\Z|\.gitlab-ci\.ya?ml\Z|\.gitlab/ci/|\.circleci/|"
    r"(?:.*/)?azure-pipelines[^/]*\.ya?ml\Z|\.travis\.yml\Z|\.drone\.yml\Z|(?:.*/)?jenkinsfile[^/]*\Z|bitbucket-pipelines\.yml\Z", re.IGNORECASE,
)  # fmt: skip
_CONFIG = re.compile(
    r"(?:.*/)?(?:[^/]*\.(?:ya?ml|properties|env|ini|cfg|conf|toml|tf|tfvars)|\.env(?:\.[^/]+)?|[^/]*\.tfvars\.json|"
    r"(?:appsettings|config|settings|secrets?|credentials?|local\.settings)[^/]*\.json|(?:docker|container)file(?:\.[^/]+)?|\.npmrc|\.pypirc|"
    r"(?:conf|config|configs|etc|settings)/[^/]+\.json)\Z", re.IGNORECASE,
)  # fmt: skip
_NO_CONFIG = re.compile(
    r"(?:\A|/)(?:i18n|locales?|lang|languages|translations?|crds?|schemas?|openapi|swagger|\.git)/|messages[^/]*\.properties\Z|(?:^|/)(?:pnpm-lock|"
    r"openapi[^/]*|swagger[^/]*|mkdocs|\.pre-commit-config|docker-compose\.schema)\.ya?ml\Z|\.(?:lock|schema)\.|(?:^|/)(?:gradle-wrapper\.properties|"
    r"poetry\.lock|cargo\.toml|pyproject\.toml|package(?:-lock)?\.json|tsconfig[^/]*\.json)\Z|\.crd\.ya?ml\Z", re.IGNORECASE,
)  # fmt: skip
_DOCS = re.compile(
    r".*\.(?:md|mdx|rst|adoc|asciidoc|txt|html?|tex|ipynb)\Z|(?:\A|.*/)(?:docs?|website)/", re.IGNORECASE
)
_TEST = re.compile(
    r"(?:\A|/)(?:test_[^/]+|conftest)\.py\Z|[_.\-](?:test|tests|spec|e2e)\.\w+\Z|(?:\A|/)[^/]*Tests?\.(?:java|kt|cs|scala|groovy)\Z|"
    r"(?:\A|/)(?:src/test|e2e|(?:integration|unit)[-_]?tests?|mocks?|__mocks__|test-?resources?|dummy|stubs?|cassettes?|vcr|tests?[-_][^/]+|[^/]+[-_]tests?|samples?[-_][^/]+)/", re.IGNORECASE,
)  # fmt: skip
_SAMPLE = re.compile(
    r"(?:\A|[/._-])(?:example|sample|template|tmpl|dist|demo|default-secrets)s?(?:\.[^/]*)?\Z|\.(?:example|sample|template|tmpl|dist)\.",
    re.IGNORECASE,
)


def scope(path: str) -> str:
    """Return config, ci, docs or code."""
    if _CI.match(path):
        return CI
    if _CONFIG.match(path) and not _NO_CONFIG.search(path):
        return CONFIG
    return DOCS if _DOCS.match(path) else CODE


def example(path: str) -> str:
    """Return why what stands in a file is only an example, empty where it is not."""
    if is_foreign(path) or (_TEST.search(path) and not tier(path)):
        return "in a test, example or vendored tree"
    return "in a file that is a sample by its name" if _SAMPLE.search(path) else ""

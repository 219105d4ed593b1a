"""What steps and triggers say together: the stage a job stands in, and whether a pipeline makes releases."""

import re
from collections.abc import Iterable

_TIERS = (
    (r"prod|production|live", "prod"),
    (r"stag(e|ing)?|pre-?prod(uction)?|uat", "staging"),
    (r"test(ing)?|qa", "test"),
)
_CHANGES = frozenset({"push", "pull-request", "merge-request"})
_PROPOSED = frozenset({"pull-request", "merge-request"})
"""Runs on changes that nobody accepted yet: what they publish is a preview, no release."""
_RELEASES = frozenset({"tag", "release"})
_REGISTRY = re.compile(
    r"(test)?-?pypi|npm|crates(\.|-)?io|release|publish|rubygems|nuget|maven|docker(hub)?", re.IGNORECASE
)


def tier(environment: str) -> str:
    """Return the tier that an environment's name says: prod, staging, test, else the name in lower case."""
    name = environment.strip().lower()
    first = re.split(r"[/:\s]", name)[0]
    for pattern, word in _TIERS:
        if re.fullmatch(rf"(?:.*[-_])?(?:{pattern})(?:[-_].*)?", first):
            return word
    return name


def only_guards(environment: str, kinds: Iterable[str]) -> bool:
    """Tell whether an environment only guards secrets: those of a registry (trusted publishing) or of tests."""
    done = set(kinds)
    return "deploy" not in done and (
        bool(done & {"test", "code-quality"}) or bool(_REGISTRY.match(environment.strip()))
    )


def stage(triggers: Iterable[str], kinds: Iterable[str], *, deploys: bool) -> str | None:
    """Return where a job stands: deploy, release, build (it runs on changes), test (apart from them); None: called."""
    known, done = set(triggers), set(kinds)
    if deploys or "deploy" in done:
        return "deploy"
    proposed = bool(known) and known <= _PROPOSED
    if ("publish" in done and not proposed) or (known and known <= _RELEASES | {"manual"} and known & _RELEASES):
        return "release"
    if known & _CHANGES:
        return "build"
    return None if not known or "call" in known else "test"


def builds_release(
    triggers: Iterable[str], kinds: Iterable[str], publishes: Iterable[bool | None], *, hidden: bool
) -> bool | None:
    """Tell whether a pipeline makes what is released: None where what it runs is not all shown."""
    known, done = set(triggers), set(kinds)
    if known and known <= _PROPOSED:
        return False
    if True in set(publishes):
        return True
    if known & _RELEASES and done & {"build", "publish"}:
        return True
    if None in set(publishes):
        return None
    return None if hidden else False

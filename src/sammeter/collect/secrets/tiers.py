"""The tier that a path names for certain: a profile of a layered settings file, an overlay, an environment's folder."""

import re

_WORDS = {
    "prod": "prod", "production": "prod", "prd": "prod",
    "staging": "staging", "stage": "staging", "stg": "staging", "preprod": "staging", "uat": "staging",
    "test": "test", "testing": "test", "qa": "test", "dev": "dev", "development": "dev", "local": "dev",
}  # fmt: skip
_LAYER = re.compile(
    r"(?P<set>(?:.*/)?(?:application|bootstrap|appsettings|values|config|settings|secrets?|(?:docker-)?compose|\.env|terraform))"
    r"[-._](?P<word>[a-z0-9]+)(?:[._-](?:sops|enc|secrets?|values))?(?:\.(?:ya?ml|json|properties|toml|ini|env|tfvars))*\Z", re.IGNORECASE,
)  # fmt: skip
_NAMED = re.compile(r"(?:.*/)?([a-z]+)\.(?:tfvars(?:\.json)?|env|ya?ml|properties)\Z", re.IGNORECASE)
_FOLDER = re.compile(
    r"(?:\A|/)(?:overlays?|environments?|envs?|clusters?|stages?|deploy(?:ments?)?|tiers?)(?=/([a-z0-9]+)/)",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"((?:.*/)?(?:application|bootstrap|appsettings|values|\.env))(?:\.(?:ya?ml|json|properties))?\Z", re.IGNORECASE
)


def tier(path: str) -> str | None:
    """Return prod, staging, test or dev where the path says so beyond doubt, else None."""
    layer = _LAYER.match(path)
    named = [layer["word"]] if layer else []
    named += [found[1] for found in _FOLDER.finditer(path)]
    named += [found[1] for found in (_NAMED.match(path),) if found]
    return next((_WORDS[word.lower()] for word in named if word.lower() in _WORDS), None)


def layers(path: str) -> str | None:
    """Return what a layered settings file belongs to (`app/application` for application-prod.yml), None for others."""
    base = _BASE.match(path)
    if base:
        return base[1]
    layer = _LAYER.match(path)
    return layer["set"] if layer and layer["word"].lower() in _WORDS else None

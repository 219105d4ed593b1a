"""Package URL types and the ecosystems of OSV that they belong to (OSV schema 1.7, "defined ecosystems")."""

import re

from sammeter.collect.purl import Purl

NAMES = {
    "npm": "npm", "pypi": "PyPI", "cargo": "crates.io", "golang": "Go", "maven": "Maven", "gem": "RubyGems", "composer": "Packagist",
    "nuget": "NuGet", "hex": "Hex", "pub": "Pub", "swift": "SwiftURL", "github": "GitHub Actions", "githubactions": "GitHub Actions",
}  # fmt: skip
TYPES = {name: kind for kind, name in NAMES.items() if kind != "githubactions"}
_CODENAMES = {"buster": "10", "bullseye": "11", "bookworm": "12", "trixie": "13", "forky": "14"}


def key(package: Purl) -> tuple[str, str] | None:
    """Return ecosystem and name as OSV keeps them, None for what it does not cover or what is not told well enough.

    Debian and Alpine packages need their release, and are known by their source package's name.
    """
    if package.type in NAMES:
        ecosystem = NAMES[package.type]
        name = (
            package.full_name
            if package.type == "maven"
            else "/".join(part for part in (package.namespace, package.name) if part)
        )
        return ecosystem, normal(ecosystem, name)
    release = re.search(r"(\d+)(?:\.(\d+))?", package.distro)
    source = package.upstream.split("@")[0] or package.name
    if package.type == "deb" and package.namespace == "debian":
        number = release[1] if release else next((n for word, n in _CODENAMES.items() if word in package.distro), "")
        return (f"Debian:{number}", source) if number else None
    if package.type == "apk" and package.namespace == "alpine" and release and release[2]:
        return f"Alpine:v{release[1]}.{release[2]}", source
    return None


def normal(ecosystem: str, name: str) -> str:
    """Return a name in the spelling that its ecosystem compares by."""
    if ecosystem == "PyPI":
        return re.sub(r"[-_.]+", "-", name).lower()
    return name.lower() if ecosystem in ("NuGet", "Packagist", "GitHub Actions", "SwiftURL") else name


def purl_type(ecosystem: str) -> str:
    """Return the package URL type of an ecosystem with or without a release, empty for one that is not known."""
    return TYPES.get(ecosystem, {"Debian": "deb", "Alpine": "apk"}.get(ecosystem.partition(":")[0], ""))

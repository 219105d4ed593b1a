"""Versions compared as their ecosystem orders them, by the package univers, which is imported when it is first needed."""

from functools import lru_cache
from typing import Any

_CLASSES = {
    "npm": "SemverVersion", "PyPI": "PypiVersion", "crates.io": "SemverVersion", "Go": "SemverVersion", "Maven": "MavenVersion",
    "RubyGems": "RubygemsVersion", "Packagist": "ComposerVersion", "NuGet": "NugetVersion", "Hex": "SemverVersion", "Pub": "SemverVersion",
    "SwiftURL": "SemverVersion", "GitHub Actions": "SemverVersion", "Debian": "DebianVersion", "Alpine": "AlpineLinuxVersion",
}  # fmt: skip
_LONG = 200


@lru_cache(maxsize=100_000)
def version(ecosystem: str, text: str) -> Any:
    """Return a version that can be compared with others of its ecosystem, None where the text is none."""
    name = _CLASSES.get(ecosystem.partition(":")[0])
    if name is None or not text or len(text) > _LONG:
        return None
    from univers import versions

    kind = getattr(versions, name)
    bare = text.removeprefix("v") if name == "SemverVersion" else text
    try:
        return kind(bare)
    except Exception:  # noqa: BLE001 - univers lets errors of several libraries through
        return None


def at_least(first: Any, second: Any) -> bool | None:
    """Tell whether the first version is the second or a later one, None where they cannot be compared."""
    try:
        return bool(first >= second)
    except Exception:  # noqa: BLE001 - as above
        return None

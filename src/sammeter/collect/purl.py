"""Package URLs (ECMA-427, ``pkg:type/namespace/name@version``): read, written, and the layer that a type belongs to."""

import re
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

_FORM = re.compile(
    r"pkg:/{0,2}([A-Za-z][A-Za-z0-9.+-]{0,40})/([^?#]{1,1000})(?:\?([^#]{0,2000}))?(?:#.*)?\Z", re.DOTALL
)
_OS = {"deb", "rpm", "apk", "alpm", "ebuild", "qpkg"}
_IMAGE = {"oci", "docker"}
_KEPT = ("distro", "upstream")
_SAFE = "-._~:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purl:
    """A package by kind, namespace, name and version; of the qualifiers `distro` and `upstream`."""

    type: str
    name: str
    namespace: str = ""
    version: str = ""
    distro: str = ""
    upstream: str = ""

    def __str__(self) -> str:
        """Return the canonical spelling."""
        path = "/".join(quote(part, safe=_SAFE) for part in (*self.namespace.split("/"), self.name) if part)
        version = f"@{quote(self.version, safe=_SAFE)}" if self.version else ""
        known = [(name, value) for name in _KEPT if (value := getattr(self, name))]
        more = "&".join(f"{name}={quote(value, safe=_SAFE)}" for name, value in known)
        return f"pkg:{self.type}/{path}{version}" + (f"?{more}" if more else "")

    def versioned(self, version: str | None) -> "Purl":
        """Return this package in its own version, else in the one that is stated beside it."""
        return self if self.version or not version else replace(self, version=version)

    @property
    def layer(self) -> str:
        """``os``, ``image`` or ``app``."""
        return "os" if self.type in _OS else "image" if self.type in _IMAGE else "app"

    @property
    def full_name(self) -> str:
        """Namespace and name as the package's own ecosystem joins them."""
        return f"{self.namespace}{':' if self.type == 'maven' else '/'}{self.name}" if self.namespace else self.name


def purl(kind: str, name: str, version: str = "", namespace: str = "", **kept: str) -> Purl:
    """Return the package in the spelling of its kind: PyPI names in lower case with hyphens."""
    if kind == "pypi":
        name = re.sub(r"[-_.]+", "-", name).lower()
    elif kind in ("github", "bitbucket", "composer", "deb", "hex"):
        namespace, name = namespace.lower(), name.lower()
    return Purl(type=kind, name=name, namespace=namespace, version=version, **kept)


def parse(text: str) -> Purl | None:
    """Return what a package URL says, None for a text that is none."""
    found = _FORM.match(text.strip())
    if found is None:
        return None
    path, _, version = _split_version(found[2])
    parts = [unquote(part) for part in path.strip("/").split("/") if part]
    if not parts:
        return None
    wanted = {}
    for pair in (found[3] or "").split("&"):
        key, _, value = pair.partition("=")
        if key.lower() in _KEPT:
            wanted[key.lower()] = unquote(value)
    return purl(found[1].lower(), parts[-1], unquote(version), "/".join(parts[:-1]), **wanted)


def _split_version(path: str) -> tuple[str, str, str]:
    """Split at the last ``@`` that does not begin a name, as an npm scope does where it was left as it is."""
    head, mark, version = path.rpartition("@")
    return (head, mark, version) if mark and head and not head.endswith("/") else (path, "", "")


def of_name(kind: str, name: str, version: str = "") -> Purl:
    """Return the package whose ecosystem names it by one text: ``@scope/name``, ``group:name``, ``vendor/name``."""
    separator = ":" if kind == "maven" else "/"
    namespace, _, last = name.rpartition(separator)
    return purl(kind, last, version, namespace)

"""What a .gitlab-ci.yml includes: files of the tree, and what lies elsewhere, with the scanners that GitLab lends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sammeter.collect.ci.tools import Use
from sammeter.text import Node

_PINNED = re.compile(r"[0-9a-f]{40}\Z")
_LENT = {
    "sast": ("gitlab-sast", "sast", "SAST"), "sast-iac": ("gitlab-iac", "iac-scan", "SAST"),
    "dependency-scanning": ("gitlab-dependency-scanning", "sca", "DEPENDENCY_SCANNING"),
    "secret-detection": ("gitlab-secret-detection", "secret-scan", "SECRET_DETECTION"),
    "container-scanning": ("gitlab-container-scanning", "container-scan", "CONTAINER_SCANNING"),
    "dast": ("zap", "dast", "DAST"), "dast-api": ("gitlab-dast-api", "dast", "DAST_API"),
    "api-security": ("gitlab-api-security", "dast", "APISEC"), "api-fuzzing": ("gitlab-api-fuzzing", "fuzz", "API_FUZZING"),
    "coverage-fuzzing": ("gitlab-coverage-fuzzing", "fuzz", "COVFUZZ"), "code-quality": ("gitlab-code-quality", "code-quality", "CODE_QUALITY"),
    "license-scanning": ("gitlab-license-scanning", "license-scan", "LICENSE_MANAGEMENT"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Include:
    """One entry of ``include``: its name as written, where it comes from, whether it was read, and pinned."""

    name: str
    origin: str
    where: str
    read: bool
    pinned: bool


def includes(root: Node) -> Iterator[Include]:
    """Yield every include of a file. Raises SourceError."""
    for entry in root["include"].many():
        yield from entry_includes(entry)
    for job in root.mapping().values():
        if isinstance(job.value, dict) and isinstance(job["trigger"].value, dict):
            for entry in job["trigger"]["include"].many():
                yield from entry_includes(entry)


def lent(include: Include, variables: Node) -> Use | None:
    """Return the scanner of one of GitLab's own templates; their jobs are allowed to fail as they are delivered."""
    name = re.search(
        r"(?:(?:Security|Jobs)/|/components/|\A)(?:[\w-]+/)?([\w-]+?)(?:\.latest)?(?:\.gitlab-ci\.yml|@)", include.name
    )
    known = _LENT.get(name.group(1).lower()) if name and include.origin in ("template", "component") else None
    if known is None or variables[f"{known[2]}_DISABLED"].text().lower() in ("true", "1"):
        return None
    if include.origin == "component" and "/components/" not in include.name:
        return None
    return Use(tool=known[0], kind=known[1], blocking=False)


def entry_includes(entry: Node) -> Iterator[Include]:
    """Yield what one entry of ``include`` names. Raises SourceError."""
    if not isinstance(entry.value, dict):
        text = entry.text()
        remote = text.startswith(("http://", "https://"))
        yield _include("remote" if remote else "local", text, entry)
        return
    origin = next(
        (key for key in ("local", "template", "component", "remote", "project", "artifact") if key in entry), "other"
    )
    for file in entry["file"].many() if origin == "project" else ():
        yield _include(origin, f"{entry['project'].text()}:{file.text()}", entry)
    if origin != "project":
        yield _include(origin, entry[origin].text() if origin != "other" else "", entry)


def _include(origin: str, name: str, entry: Node) -> Include:
    stated = entry if isinstance(entry.value, dict) else Node(None, entry.where)
    pinned = bool(_PINNED.search(stated["ref"].text()) or stated["integrity"]) or (
        origin == "component" and bool(_PINNED.search(name))
    )
    return Include(name=name, origin=origin, where=entry.where, read=False, pinned=pinned)

"""What a catalog holds."""

from dataclasses import dataclass
from pathlib import Path

NAME = "sammeter.yaml"
RISKS = ("low", "medium", "high", "critical")
LIFECYCLES = ("planned", "experimental", "production", "deprecated", "retired")


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A part that an application stands on (a database, a cluster), by the name that its reports and definitions use.

    `key` tells whether it is one of those that matter most, `baseline` the hardening baseline that holds for it.
    """

    name: str
    owner: str = ""
    key: bool | None = None
    risk: str = ""
    baseline: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One application: repositories and evidence are paths relative to the catalog; what is empty is not known."""

    name: str
    title: str = ""
    owner: str = ""
    team: str = ""
    unit: str = ""
    risk: str = ""
    classified_at: str = ""
    exposure: str = ""
    data: str = ""
    lifecycle: str = ""
    technology: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()
    repositories: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team, the unit of the organisation that it belongs to, and its security champion."""

    name: str
    unit: str = ""
    champion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All applications of an organisation, and what they share.

    `evidence` are reports and exports of the whole organisation, `declared` what people state, `places` folders in
    which every repository should belong to an application.
    """

    organisation: str = ""
    applications: tuple[Application, ...] = ()
    teams: tuple[Team, ...] = ()
    evidence: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def is_catalog(path: Path) -> bool:
    """Tell whether `path` is a catalog file, or a folder that holds one and is no repository itself."""
    if path.is_file():
        return path.suffix in (".yaml", ".yml")
    return (path / NAME).is_file() and not (path / ".git").exists()

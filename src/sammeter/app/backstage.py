"""A Backstage software catalog as ours: Components with their System, owner, lifecycle and source location.

Read as documented at backstage.io for ``backstage.io/v1alpha1``: kinds Component, System, Domain, Group; others are passed
over. Annotations of ours (``sammeter.org/...``) say what Backstage has no word for: risk class, evidence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sammeter.app.catalog_types import LIFECYCLES, RISKS, Application, Catalog, Team
from sammeter.data.reader import Mistakes
from sammeter.errors import SourceError
from sammeter.text import Node

_LOCATION = "backstage.io/source-location"
_OURS = "sammeter.org/"


def is_backstage(documents: list[Node]) -> bool:
    """Tell whether these documents are a Backstage catalog."""
    return any(isinstance(one.value, dict) and "apiVersion" in one and "kind" in one for one in documents)


@dataclass(slots=True)
class _Seen:
    applications: list[Application] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    domains: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)


def of_backstage(documents: list[Node], mistakes: Mistakes) -> tuple[Catalog, dict[str, str]]:
    """Return the catalog, and the line of each application. Faults are kept in `mistakes`."""
    seen = _Seen()
    for node in documents:
        try:
            _take(node, seen)
        except SourceError as error:
            mistakes.add(
                error.message, where=error.where, hint="see backstage.io, Descriptor Format of Catalog Entities"
            )
    return Catalog(applications=tuple(seen.applications), teams=tuple(seen.teams)), seen.lines


def _take(node: Node, seen: _Seen) -> None:
    kind, name = node["kind"].text(), node["metadata"]["name"].text()
    if kind == "Component":
        seen.lines[name] = node.where
        seen.applications.append(_component(node, name))
    elif kind == "Group" and node["spec"]["type"].text() == "team":
        seen.teams.append(Team(name=name, unit=_ref(node["spec"]["parent"].text())))


def _component(node: Node, name: str) -> Application:
    spec, metadata = node["spec"], node["metadata"]
    notes = metadata["annotations"]
    owner = _ref(spec["owner"].text())
    lifecycle = spec["lifecycle"].text()
    risk = notes[f"{_OURS}risk"].text()
    return Application(
        name=name, title=metadata["title"].text(), owner=owner, team=owner if "user:" not in spec["owner"].text() else "",
        risk=risk if risk in RISKS else "", lifecycle=lifecycle if lifecycle in LIFECYCLES else "",
        technology=tuple(tag.text() for tag in metadata["tags"]), repositories=tuple(_repositories(notes)),
        evidence=tuple(_list(notes[f"{_OURS}evidence"].text())),
    )  # fmt: skip


def _repositories(notes: Node) -> Iterator[str]:
    """Return where the component's source is kept on this machine; an address elsewhere cannot be read from here."""
    own = list(_list(notes[f"{_OURS}repositories"].text()))
    if own:
        yield from own
        return
    stated = notes[_LOCATION].text().removeprefix("url:").removeprefix("dir:")
    if not re.match(r"[a-z]+://", stated):
        yield stated or "."


def _list(text: str) -> Iterator[str]:
    return (part.strip() for part in text.split(",") if part.strip())


def _ref(text: str) -> str:
    """Return the name in an entity reference: ``group:default/payments`` is payments."""
    return text.rpartition(":")[2].rpartition("/")[2]

"""The catalog: which applications there are, who owns them, how much depends on them, and where they are kept.

``sammeter.yaml`` is ours; a Backstage ``catalog-info.yaml`` works as it is; CSV and XLSX inventories are imported by
``sammeter init --from``. All mistakes of a file are told at once, with their lines.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from sammeter.app.backstage import is_backstage, of_backstage
from sammeter.app.catalog_types import LIFECYCLES, NAME, RISKS, Application, Catalog, Component, Team, is_catalog
from sammeter.data.reader import Mistakes, locate, structure
from sammeter.errors import NotFoundError, SourceError
from sammeter.facts import Fact
from sammeter.text import Limits, Node, yaml

STACK = "iac.stack"
_LIMITS = Limits(size=32 << 20, nodes=2_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A catalog with the place it was read from: paths in it are relative to `folder`; `lines` names each application's."""

    catalog: Catalog
    folder: Path
    file: str
    lines: Mapping[str, str] = field(default_factory=dict)

    def path(self, stated: str) -> Path:
        """Return a path of the catalog as one that can be opened."""
        return self.folder / stated


def read_catalog(path: Path) -> Opened:
    """Return the catalog in a file, or in the folder that holds ``sammeter.yaml``.

    Raises NotFoundError, SourceError (unreadable), one DataError with all mistakes.
    """
    file = path / NAME if path.is_dir() else path
    try:
        data = file.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError("there is no catalog", where=str(file), hint="sammeter init proposes one") from error
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror}", where=str(file), hint="check the path and its rights"
        ) from error
    mistakes = Mistakes()
    try:
        documents = [node for node in yaml.read_all(data, where=str(file), limits=_LIMITS) if node]
    except SourceError as error:
        mistakes.add(
            error.message, where=error.where, hint=error.hint or "mend the YAML on this line or the one before"
        )
        documents = []
    if is_backstage(documents):
        catalog, lines = of_backstage(documents, mistakes)
    else:
        catalog, lines = _ours(documents, str(file), mistakes)
    for where, message, hint in _faults(catalog, lines, str(file)):
        mistakes.add(message, where=where, hint=hint)
    mistakes.settle(str(file))
    return Opened(catalog=catalog, folder=file.parent, file=str(file), lines=lines)


def _ours(documents: list[Node], where: str, mistakes: Mistakes) -> tuple[Catalog, dict[str, str]]:
    if not documents:
        if not mistakes.found:
            mistakes.add("is empty", where=where, hint="sammeter init proposes a catalog")
        return Catalog(), {}
    node = documents[0]
    found = structure(node, Catalog, mistakes)
    if found is None:
        return Catalog(), {}
    lines = {one.name: locate(node, f"$.applications[{n}]").where for n, one in enumerate(found.applications)}
    return found, lines


def _faults(catalog: Catalog, lines: Mapping[str, str], file: str) -> Iterator[tuple[str, str, str]]:
    names = [one.name for one in catalog.applications]
    for name, count in Counter(names).items():
        if count > 1:
            yield lines.get(name, file), f"two applications are called '{name[:60]}'", "rename one of them"
    teams = [team.name for team in catalog.teams]
    for one in catalog.applications:
        where = lines.get(one.name, file)
        if not one.name.strip():
            yield where, "an application without a name", "write name: and what people call it"
        yield from _word(where, "risk", one.risk, RISKS)
        yield from _word(where, "lifecycle", one.lifecycle, LIFECYCLES)
        yield from _components(one, where)
        if teams and one.team and one.team not in teams:
            near = get_close_matches(one.team, teams, n=1)
            yield (
                where,
                f"there is no team '{one.team[:60]}'",
                f"did you mean {near[0]}?" if near else f"teams: {', '.join(teams[:8])}",
            )


def _components(one: Application, where: str) -> Iterator[tuple[str, str, str]]:
    for name, count in Counter(part.name for part in one.components).items():
        if count > 1:
            yield where, f"two components of '{one.name[:60]}' are called '{name[:60]}'", "rename one of them"
    for part in one.components:
        if not part.name.strip():
            yield where, "a component without a name", "write name: and what reports call it"
        yield from _word(where, "risk", part.risk, RISKS)


def _word(where: str, key: str, value: str, words: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    if value and value not in words:
        near = get_close_matches(value, words, n=1)
        yield where, f"{key} '{value[:60]}'", f"did you mean {near[0]}?" if near else f"one of {', '.join(words)}"


def as_facts(opened: Opened) -> tuple[Fact, ...]:
    """Return the catalog's applications, teams and units as facts; what it does not say is left out, since it is not known."""
    facts = [application_fact(one, opened) for one in opened.catalog.applications]
    facts += [
        Fact(kind="inv.teams", where=opened.file, source="catalog",
             fields={"id": team.name, **_said(unit=team.unit, champion=team.champion)})
        for team in opened.catalog.teams
    ]  # fmt: skip
    facts += [component_fact(part, one, opened) for one in opened.catalog.applications for part in one.components]
    named = (*(one.unit for one in opened.catalog.applications), *(team.unit for team in opened.catalog.teams))
    units = sorted({unit for unit in named if unit})
    facts += [
        Fact(kind="inv.units", where=opened.file, source="catalog", fields={"id": unit, "name": unit}) for unit in units
    ]
    return tuple(facts)


def application_fact(one: Application, opened: Opened) -> Fact:
    """Return one application as the unit that rules see as ``this``."""
    fields = {"id": one.name, "app": one.name, "name": one.title or one.name,
              **_said(owner=one.owner, team=one.team, org_unit=one.unit, risk_class=one.risk, exposure=one.exposure,
                      lifecycle=one.lifecycle, data_class=one.data, classified_at=one.classified_at)}  # fmt: skip
    if one.controls:
        fields["controls"] = one.controls
    return Fact(kind="inv.apps", where=opened.lines.get(one.name, opened.file), source="catalog", fields=fields)


def component_fact(part: Component, of: Application, opened: Opened) -> Fact:
    """Return what the catalog says of one component; a join puts it on what definitions and clusters show of it."""
    fields: dict[str, str | bool] = {"app": of.name, "component": part.name}
    if part.key is not None:
        fields["key"] = part.key
    if part.owner:
        fields["owner_marked"] = True
    if part.risk:
        fields["high_risk"] = part.risk in RISKS[2:]
    if part.baseline:
        fields["baseline"] = part.baseline
    return Fact(kind=STACK, where=opened.lines.get(of.name, opened.file), source="catalog", fields={**fields})


def _said(**fields: str) -> dict[str, str | tuple[str, ...]]:
    return {name: value for name, value in fields.items() if value}


__all__ = [
    "NAME",
    "Application",
    "Catalog",
    "Opened",
    "Team",
    "application_fact",
    "as_facts",
    "is_catalog",
    "read_catalog",
]

"""The catalog: ours, Backstage's, a table; every mistake at once, with its line and what to write."""

import json
import re
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest
import xlsxwriter

from sammeter.app.catalog import as_facts, read_catalog
from sammeter.app.catalog_types import LIFECYCLES, RISKS, Application, Catalog, Team
from sammeter.app.init import as_yaml, of_table, propose
from sammeter.errors import DataError, NotFoundError, SourceError
from sammeter.text import yaml
from tests.cli.command import git

OURS = """\
organisation: Acme
teams: [{name: payments, unit: retail, champion: Ada}]
applications:
- name: shop
  team: payments
  risk: high
  lifecycle: production
  repositories: [shop, ../shared/lib]
  evidence: [reports/shop]
- name: till
"""
BACKSTAGE = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: shop
  title: The shop
  annotations: {backstage.io/source-location: "url:https://git.example/shop", sammeter.org/repositories: "shop, lib", sammeter.org/risk: high}
  tags: [java]
spec: {type: service, lifecycle: production, owner: group:default/payments}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: till}
spec: {type: service, lifecycle: sunset, owner: user:default/ada}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: payments}
spec: {type: team, parent: retail, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: orders}
spec: {type: openapi}
"""


def catalog(folder: Path, text: str, name: str = "sammeter.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def mistakes(path: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_catalog(path)
    return [f"{one.where.rpartition('/')[2]} {one.message} -> {one.hint}" for one in caught.value.mistakes]


def test_applications_and_teams_become_facts_that_say_only_what_was_said(tmp_path: Path) -> None:
    opened = read_catalog(catalog(tmp_path, OURS))
    found = {(fact.kind, fact.fields["id"]): fact for fact in as_facts(opened)}
    assert dict(found["inv.apps", "shop"].fields) == {
        "id": "shop", "app": "shop", "name": "shop", "team": "payments", "risk_class": "high", "lifecycle": "production",
    }  # fmt: skip
    assert dict(found["inv.apps", "till"].fields) == {"id": "till", "app": "till", "name": "till"}
    assert dict(found["inv.teams", "payments"].fields) == {"id": "payments", "unit": "retail", "champion": "Ada"}
    assert found["inv.apps", "till"].where == f"{tmp_path}/sammeter.yaml:10"
    assert ("inv.units", "retail") in found


def test_a_backstage_catalog_works_as_it_is(tmp_path: Path) -> None:
    opened = read_catalog(catalog(tmp_path, BACKSTAGE, "catalog-info.yaml"))
    shop, till = opened.catalog.applications
    assert (shop.title, shop.team, shop.risk, shop.lifecycle, shop.technology) == (
        "The shop",
        "payments",
        "high",
        "production",
        ("java",),
    )
    assert shop.repositories == ("shop", "lib")
    assert (till.owner, till.team, till.lifecycle, till.repositories) == ("ada", "", "", (".",))
    assert [team.name for team in opened.catalog.teams] == ["payments"]
    assert opened.lines == {"shop": f"{tmp_path}/catalog-info.yaml:1", "till": f"{tmp_path}/catalog-info.yaml:10"}


def test_every_mistake_is_told_at_once_with_its_line_and_what_was_meant(tmp_path: Path) -> None:
    text = OURS.replace("risk: high", "risk: hihg").replace("team: payments", "team: payment") + "  reposit: [x]\n"
    assert mistakes(catalog(tmp_path, text)) == [
        "sammeter.yaml:10 unknown field 'reposit' -> did you mean 'repositories'?"
    ]
    text = text.replace("  reposit: [x]", "- name: till\n  lifecycle: sunset")
    assert mistakes(catalog(tmp_path, text)) == [
        "sammeter.yaml:11 two applications are called 'till' -> rename one of them",
        "sammeter.yaml:4 risk 'hihg' -> did you mean high?",
        "sammeter.yaml:4 there is no team 'payment' -> did you mean payments?",
        "sammeter.yaml:11 lifecycle 'sunset' -> one of planned, experimental, production, deprecated, retired",
    ]


def test_no_catalog_and_no_yaml_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no catalog"):
        read_catalog(tmp_path)
    (one,) = mistakes(catalog(tmp_path, "applications: ["))
    assert "no YAML" in one


def test_init_finds_repositories_bare_or_not_and_what_it_proposes_can_be_read(tmp_path: Path) -> None:
    for name in ("shop", "deep/er/till"):
        (tmp_path / name).mkdir(parents=True)
        git(tmp_path / name, "init", "-q")
    git(tmp_path, "clone", "-q", "--bare", "shop", "mirror.git")
    (tmp_path / "shop" / "node_modules" / "x" / ".git").mkdir(parents=True)
    found = propose(tmp_path)
    assert [(one.name, one.repositories) for one in found.applications] == [
        ("mirror", ("mirror.git",)), ("shop", ("shop",)), ("till", ("deep/er/till",)),
    ]  # fmt: skip
    again = read_catalog(catalog(tmp_path, as_yaml(found)))
    assert again.catalog == found


@pytest.mark.parametrize("separator", [",", ";"])
def test_an_inventory_table_gives_a_catalog(separator: str) -> None:
    rows = ["Application,Team,Criticality,Repo", "shop,payments,HIGH,git/shop git/lib", ",,,", "till,,,"]
    found = of_table("\n".join(rows).replace(",", separator).encode(), where="i.csv")
    assert [(one.name, one.team, one.risk, one.repositories) for one in found.applications] == [
        ("shop", "payments", "high", ("git/shop", "git/lib")), ("till", "", "", ()),
    ]  # fmt: skip


def test_an_excel_inventory_gives_the_same(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "i.xlsx")
    sheet = book.add_worksheet()
    for number, row in enumerate([["name", "risk"], ["shop", "low"]]):
        sheet.write_row(number, 0, row)
    book.close()
    (one,) = of_table((tmp_path / "i.xlsx").read_bytes(), where="i.xlsx").applications
    assert (one.name, one.risk) == ("shop", "low")


def test_a_table_is_refused_with_all_its_lines() -> None:
    with pytest.raises(DataError) as caught:
        of_table(b"name,risk\n,low\nshop,huge\n", where="i.csv")
    assert [(one.where, one.message) for one in caught.value.mistakes] == [
        ("i.csv:2", "an application without a name"), ("i.csv:3", "risk 'huge'"),
    ]  # fmt: skip
    with pytest.raises(DataError) as caught:
        of_table(b"a,b\n1,2\n", where="i.csv")
    assert caught.value.mistakes[0].message == "no column is called name or application"
    with pytest.raises(SourceError):
        of_table(b"PK\x03\x04torn", where="i.xlsx")


def test_the_schema_for_editors_and_the_reader_know_the_same_fields(tmp_path: Path) -> None:
    schema = json.loads((Path(__file__).parents[2] / "docs/reference/catalog.schema.json").read_text(encoding="utf-8"))
    parts = schema["properties"]
    for type_, known in ((Catalog, parts), (Application, parts["applications"]["items"]["properties"]),
                         (Team, parts["teams"]["items"]["properties"])):  # fmt: skip
        assert {one.name for one in fields(type_)} == set(known)
    assert (parts["applications"]["items"]["properties"]["risk"]["enum"], parts["applications"]["items"]["properties"]["lifecycle"]["enum"]) == (
        list(RISKS), list(LIFECYCLES),
    )  # fmt: skip
    example = re.search(
        r"```yaml\n(.*?)```",
        (Path(__file__).parents[2] / "docs/reference/catalog.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    assert example
    opened = read_catalog(catalog(tmp_path, example[1]))
    jsonschema.validate(yaml.read(example[1].encode(), where="x").plain(), schema)
    assert opened.catalog.applications[0].controls == ("authentication", "audit-log")

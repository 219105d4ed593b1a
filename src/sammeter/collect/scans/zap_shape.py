"""Reports of ZAP, JSON and XML, in one shape: sites, alerts, and the statistics that its long reports carry."""

from collections.abc import Iterator
from typing import TypeVar
from xml.etree.ElementTree import Element

import msgspec

Row = TypeVar("Row")


class Instance(msgspec.Struct):
    """One place of an alert; `attack` is what the scanner made up and sent, empty for what it only looked at."""

    uri: str | None = None
    attack: str | None = None
    param: str | None = None


class Alert(msgspec.Struct):
    """One kind of alert on one site."""

    pluginid: str | None = None
    alert_ref: str | None = msgspec.field(default=None, name="alertRef")
    riskcode: str | None = None
    cweid: str | None = None
    confidence: str | None = None
    instances: "list[Instance] | Instance | None" = None


class Site(msgspec.Struct):
    """One site that ZAP saw."""

    name: str | None = msgspec.field(default=None, name="@name")
    alerts: "list[Alert] | Alert | None" = None
    statistics: dict[str, str | int] | None = None


class Report(msgspec.Struct):
    """A traditional report, long or short; `errors` are those of the automation plan, where the report tells of one."""

    version: str | None = msgspec.field(default=None, name="@version")
    generated: str | None = msgspec.field(default=None, name="@generated")
    created: str | None = None
    site: "list[Site] | Site | None" = None
    errors: list[str] | None = msgspec.field(default=None, name="afPlanErrors")


def many(found: "list[Row] | Row | None") -> "list[Row]":
    """Return a list of what old versions write bare when there is one."""
    return found if isinstance(found, list) else [] if found is None else [found]


def from_xml(root: Element) -> Report:
    """Return an XML report in the same shape."""
    return Report(version=root.get("version"), generated=root.get("generated"), created=root.get("created"),
                  site=[_site(one) for one in root.iter("site")])  # fmt: skip


def _site(element: Element) -> Site:
    stats = {(one.findtext("key") or ""): (one.findtext("value") or "") for one in element.iter("statistic")}
    return Site(name=element.get("name"), alerts=list(_alerts(element)), statistics=dict(stats) or None)


def _alerts(element: Element) -> Iterator[Alert]:
    for one in element.iter("alertitem"):
        instances = [
            Instance(uri=i.findtext("uri"), attack=i.findtext("attack"), param=i.findtext("param"))
            for i in one.iter("instance")
        ]
        yield Alert(pluginid=one.findtext("pluginid"), alert_ref=one.findtext("alertRef"), riskcode=one.findtext("riskcode"),
                    cweid=one.findtext("cweid"), confidence=one.findtext("confidence"), instances=[*instances])  # fmt: skip

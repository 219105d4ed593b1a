"""OpenVEX 0.0.1 to 0.2.0: who judged which weakness of which product."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from sammeter.collect.times import stated_time
from sammeter.facts.vuln import Judgement

STATES = {
    "not_affected": "not_affected",
    "affected": "open",
    "fixed": "fixed",
    "under_investigation": "under_investigation",
}


class Vulnerability(Struct):
    """A weakness by its name and other names."""

    id: str | None = field(default=None, name="@id")
    name: str | None = None
    aliases: list[str] | None = None


class Product(Struct):
    """A product, and those of its parts that are meant."""

    id: str | None = field(default=None, name="@id")
    identifiers: dict[str, str] | None = None
    subcomponents: list[Any] | None = None


class Statement(Struct):
    """One judgement."""

    vulnerability: Vulnerability | str | None = None
    products: list[Product | str] | None = None
    subcomponents: list[Product | str] | None = None
    status: str = ""
    justification: str | None = None
    impact: str | None = field(default=None, name="impact_statement")
    action: str | None = field(default=None, name="action_statement")
    notes: str | None = field(default=None, name="status_notes")
    timestamp: str | None = None
    updated: str | None = field(default=None, name="last_updated")


class Document(Struct):
    """The document."""

    context: Any = field(default=None, name="@context")
    author: str | None = None
    timestamp: str | None = None
    updated: str | None = field(default=None, name="last_updated")
    statements: list[Statement] | None = None


def judgements(document: Document, where: str) -> Iterator[Judgement]:
    """Yield a judgement for each statement of a known status; `not_affected` without a reason gives the empty one."""
    for number, one in enumerate(document.statements or ()):
        names = _names(one.vulnerability)
        if one.status not in STATES or not names:
            continue
        times = (one.updated, one.timestamp, document.updated, document.timestamp)
        yield Judgement(where=f"{where}#/statements/{number}", format="OpenVEX", id=names[0], aliases=names[1:], products=_products(one),
                        state=STATES[one.status], author=document.author, at=next((at for text in times if (at := stated_time(text))), None),
                        reason=_reason(one))  # fmt: skip


def _reason(one: Statement) -> str | None:
    """Return what is given for the status; a weakness that is still looked at needs nothing."""
    if one.status == "under_investigation":
        return one.notes
    return one.justification or one.impact or one.action or one.notes or ""


def _names(stated: Vulnerability | str | None) -> tuple[str, ...]:
    if stated is None or isinstance(stated, str):
        return (stated,) if stated else ()
    first = stated.name or (stated.id or "").rpartition("/")[2]
    return tuple(dict.fromkeys(name for name in (first, *(stated.aliases or ())) if name))


def _products(one: Statement) -> tuple[str, ...]:
    """Return the parts that are meant where a statement names parts, else the products."""
    parts = [
        name
        for product in one.products or ()
        if isinstance(product, Product)
        for name in _ids(product.subcomponents or ())
    ]
    parts += _ids(one.subcomponents or ())
    return tuple(dict.fromkeys(parts or _ids(one.products or ())))


def _ids(products: list[Any] | tuple[Any, ...]) -> list[str]:
    found: list[str] = []
    for one in products:
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, Product):
            found.append((one.identifiers or {}).get("purl") or one.id or "")
        elif isinstance(one, dict):
            found.append(str((one.get("identifiers") or {}).get("purl") or one.get("@id") or ""))
    return [name for name in found if name]

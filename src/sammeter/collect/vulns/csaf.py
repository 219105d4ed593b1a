"""CSAF 2.0: product tree and product status of an advisory or a VEX document (OASIS)."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from sammeter.collect.times import stated_time
from sammeter.errors import SourceError
from sammeter.facts.vuln import Judgement

STATES = {"known_not_affected": "not_affected", "known_affected": "open", "fixed": "fixed", "first_fixed": "fixed",
          "under_investigation": "under_investigation"}  # fmt: skip


class Helper(Struct):
    """Names of a product elsewhere."""

    purl: str | None = None


class Product(Struct):
    """A product by its id in the document."""

    id: str = field(default="", name="product_id")
    name: str | None = None
    helper: Helper | None = field(default=None, name="product_identification_helper")


class Branch(Struct):
    """A part of the product tree."""

    product: Product | None = None
    branches: "list[Branch] | None" = None


class Relationship(Struct):
    """A product that consists of a part and what it belongs to."""

    part: str = field(default="", name="product_reference")
    product: Product | None = field(default=None, name="full_product_name")


class ProductTree(Struct):
    """All products of the document."""

    branches: list[Branch] | None = None
    names: list[Product] | None = field(default=None, name="full_product_names")
    relationships: list[Relationship] | None = None


class Flag(Struct):
    """A justification from the list of the standard."""

    label: str = ""
    products: list[str] | None = field(default=None, name="product_ids")


class Note(Struct):
    """What is said of some products: an impact, a remedy."""

    category: str = ""
    details: str = ""
    products: list[str] | None = field(default=None, name="product_ids")


class Vulnerability(Struct):
    """One weakness with the state of products."""

    cve: str | None = None
    ids: list[dict[str, Any]] | None = None
    status: dict[str, list[str]] | None = field(default=None, name="product_status")
    flags: list[Flag] | None = None
    threats: list[Note] | None = None
    remediations: list[Note] | None = None


class Tracking(Struct):
    """Dates of the document."""

    released: str | None = field(default=None, name="current_release_date")


class Publisher(Struct):
    """Who says it."""

    name: str | None = None
    category: str | None = None


class Head(Struct):
    """What the document is."""

    category: str = ""
    csaf_version: str = ""
    publisher: Publisher | None = None
    tracking: Tracking | None = None


class Document(Struct):
    """The document."""

    document: Head | None = None
    tree: ProductTree | None = field(default=None, name="product_tree")
    vulnerabilities: list[Vulnerability] | None = None


def checked(document: Document, where: str) -> Document:
    """Return the document if its version is read. Raises SourceError (reason ``not read yet``)."""
    version = document.document.csaf_version if document.document else ""
    if version != "2.0":
        raise SourceError(f"CSAF '{version[:20]}', and 2.0 is read", where=where, reason="not read yet")
    return document


def judgements(document: Document, where: str) -> Iterator[Judgement]:
    """Yield a judgement for each weakness and state, with the products by package URL where they have one."""
    head = document.document or Head()
    names = _products(document.tree or ProductTree())
    for number, one in enumerate(document.vulnerabilities or ()):
        ids = tuple(name for name in (one.cve, *(str(other.get("text", "")) for other in one.ids or ())) if name)
        for word, products in (one.status or {}).items():
            if word in STATES and ids and products:
                yield Judgement(where=f"{where}#/vulnerabilities/{number}", format="CSAF", id=ids[0], aliases=ids[1:], state=STATES[word],
                                products=tuple(dict.fromkeys(names.get(product, product) for product in products)),
                                author=head.publisher.name if head.publisher else None,
                                at=stated_time(head.tracking.released if head.tracking else None), reason=_reason(one, word, set(products)))  # fmt: skip


def _reason(one: Vulnerability, word: str, products: set[str]) -> str | None:
    """Return the flag, the impact or the remedy given for these products; empty where none is."""
    if word == "under_investigation":
        return None
    flags = [flag.label for flag in one.flags or () if not flag.products or products & set(flag.products)]
    notes = [
        note.details
        for note in (*(one.threats or ()), *(one.remediations or ()))
        if not note.products or products & set(note.products)
    ]
    return next(
        (text for text in (*flags, *notes) if text),
        "fixed" if word != "known_not_affected" and STATES[word] == "fixed" else "",
    )


def _products(tree: ProductTree) -> dict[str, str]:
    """Return the package URL of each product that has one; a product in another has that of the part."""
    found: dict[str, str] = {}
    for one in (*(tree.names or ()), *_walk(tree.branches)):
        found[one.id] = (one.helper.purl if one.helper else None) or one.name or one.id
    for relation in tree.relationships or ():
        if relation.product:
            own = relation.product.helper.purl if relation.product.helper else None
            found[relation.product.id] = own or found.get(relation.part, relation.part)
    return found


def _walk(branches: "list[Branch] | None") -> Iterator[Product]:
    for one in branches or ():
        if one.product:
            yield one.product
        yield from _walk(one.branches)

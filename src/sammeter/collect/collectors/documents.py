"""Governed documents: those whose front matter says what kind of document they are, with the labels typed there."""

import re
from collections.abc import Iterator
from datetime import date

from sammeter.collect.headings import headings
from sammeter.collect.registry import File, collector, files
from sammeter.facts.docs import Item
from sammeter.text import Node, yaml

KINDS = (
    "attack-checklist", "build-guide", "coe-charter", "compliance-register", "decommission-process", "defect-policy",
    "deploy-guide", "detection-process", "disclosure-process", "eol-process", "guideline", "incident-classification", "ir-plan",
    "patch-process", "pentest-report", "principles-checklist", "retention-schedule", "review-criteria", "review-method",
    "risk-appetite", "risk-classification", "standard", "strategy", "supplier-template", "testing-playbook", "tm-methodology",
)  # fmt: skip
"""The document kinds of data/facts.yaml, which collectors may not import; a test compares the two."""

_FOREIGN = re.compile(
    r"(?:\A|/)(?:vendor|node_modules|(?:third|3rd)[-_]?party|\.yarn|testdata|test[-_]?data|fixtures?|__fixtures__|tests?|__tests__|specs?|"
    r"examples?|samples?|demos?|templates?|archived?|site-packages)/", re.IGNORECASE,
)  # fmt: skip
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_KIND = re.compile(r"^(?:kind|type)[ \t]*:[ \t]*[\"']?([a-z-]+)[\"']?[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?Z?)?\Z")


@collector(reads=files("**/*.md", "**/*.adoc", "**/*.rst", size=1 << 20), yields=[Item], complete=[])
def collect(file: File) -> Iterator[Item]:
    """Yield a document whose front matter names its kind; a file name or a keyword is never proof of one."""
    if _FOREIGN.search(file.path) or not file.data.startswith((b"---", b"\xef\xbb\xbf---")):
        return
    text = file.text()
    front = _FRONT.match(text)
    if front is None or not any(kind in KINDS for kind in _KIND.findall(front[1])):
        return
    label = yaml.read(f"---\n{front[1]}".encode(), where=file.path, limits=file.limits)
    kind = label["kind"].text() if label["kind"].text() in KINDS else label["type"].text()
    if kind in KINDS:
        yield Item(where=file.at(1), id=_text(label, "id", "identifier") or file.path, doc_kind=kind, owner=_text(label, "owner"),
                   owner_role=_text(label, "owner_role", "owner-role"), approved_at=_day(label, "approved_at", "approved"),
                   reviewed_at=_day(label, "reviewed_at", "last_reviewed", "reviewed"), sections=headings(text[front.end():]))  # fmt: skip


def _text(label: Node, *names: str) -> str | None:
    """Return the first of these labels that is a plain text."""
    values = (label[name].value for name in names)
    return next((value for value in values if isinstance(value, str)), None)


def _day(label: Node, *names: str) -> str | None:
    stated = (_text(label, *names) or "").strip()
    match = _DAY.match(stated)
    if not match or not _exists(match[1]):
        return None
    return f"{match[1]}T00:00:00Z"


def _exists(day: str) -> bool:
    year, month, number = (int(part) for part in day.split("-"))
    if not (1 < year < date.max.year and 1 <= month <= 12):
        return False
    return 1 <= number <= (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days

"""From the typed record that a collector yields to the fact that rules see."""

from dataclasses import fields
from typing import ClassVar, Protocol

from sammeter.facts.record import Fact, Value


class Record(Protocol):
    """A frozen dataclass of one fact kind: `where` it was seen, and fields of which None is not known."""

    kind: ClassVar[str]

    @property
    def where(self) -> str:
        """The place: ``path:line``, a commit or a tag."""
        ...


def fact(record: Record, source: str) -> Fact:
    """Return the record as a fact of `source`; a field that is None is left out, since it is not known."""
    values: dict[str, Value] = {}
    for field in fields(record):  # type: ignore[arg-type] # every Record is a dataclass
        value = getattr(record, field.name)
        if value is not None and field.name != "where":
            values[_RENAMED.get((record.kind, field.name), field.name)] = value
    return Fact(kind=record.kind, where=record.where, source=source, fields=values)


_RENAMED = {
    ("vcs.files", "kind_of"): "kind", ("ci.steps", "kind_of"): "kind", ("docs.items", "doc_kind"): "kind",
    ("scan.runs", "kind_of"): "kind", ("scan.findings", "kind_of"): "kind", ("secrets.findings", "kind_of"): "kind",
    ("secrets.findings", "found_in"): "where", ("tests.suites", "kind_of"): "kind", ("tests.cases", "kind_of"): "kind",
    ("vuln.feeds", "kind_of"): "kind", ("iac.stack", "kind_of"): "kind",
}  # fmt: skip
"""Fields that rules know as `kind`, a name that the records already use for their own kind."""

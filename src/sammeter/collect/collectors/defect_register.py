"""The register of defects, as `sammeter defects export --format facts` writes it."""

from collections.abc import Iterator

from sammeter.collect.registry import File, Whole, Yielded, collector, documents
from sammeter.collect.times import stated_time
from sammeter.facts.tracker import Defect, Project
from sammeter.text import Node

FORM = "sammeter-defects/1"
_CLASSES = ("critical", "high", "low", "medium")


@collector(reads=documents("**/*.json"), yields=[Defect, Project], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield the register's deadlines and every defect in it: it shows all that it holds."""
    if FORM.encode() not in file.data:
        return
    root = file.json()
    if not isinstance(root.value, dict) or root["form"].value != FORM:
        return
    classes = tuple(one.text() for one in root["sla_classes"])
    yield Project(where=file.path, scheme="severity", scheme_classes=_CLASSES, sla_set=bool(classes), sla_policy=root["sla"].text() or None,
                  sla_classes=classes, has_fp_state=True, has_duplicate_state=True, synced_at=stated_time(root["synced_at"].text()))  # fmt: skip
    for one in root["defects"]:
        yield _defect(one)
    yield Whole(kind=Defect.kind, where=file.path)


def _defect(one: Node) -> Defect:
    def time(name: str) -> str | None:
        text = one[name].text()
        return stated_time(text) if text else ""

    return Defect(where=one.where, id=one["id"].text(), created_at=time("created_at"), closed_at=time("closed_at"), severity=one["severity"].text(),
                  status=one["status"].text(), source=one["source"].text(), category=one["category"].text(), component=one["component"].text() or None,
                  due_at=time("due_at"), breached=one["breached"].value is True, triaged_at=time("triaged_at"), triaged_by=one["triaged_by"].text(),
                  duplicate_of=one["duplicate_of"].text(), false_positive=one["false_positive"].value is True)  # fmt: skip

"""Exceptions as sammeter keeps them: dated departures that somebody else approved."""

from collections.abc import Iterator

from sammeter.collect.foreign import is_foreign
from sammeter.collect.people import person
from sammeter.collect.registry import File, Yielded, collector, files
from sammeter.collect.times import stated_time
from sammeter.facts.risk import Accepted
from sammeter.text import Node, yaml

_MARKS = (b"exceptions:", b"approver_role:")


@collector(reads=files("**/*.yaml", "**/*.yml"), yields=[Accepted], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield each entry of a file of exceptions, without a role where nobody but the requester approved it."""
    if not all(mark in file.data for mark in _MARKS) or is_foreign(file.path):
        return
    root = yaml.read(file.data, where=file.path, limits=file.limits)
    if not isinstance(root.value, dict) or not isinstance(root["exceptions"].value, list):
        return
    yield from (_accepted(one) for one in root["exceptions"] if one["approver_role"])


def _accepted(one: Node) -> Accepted:
    said = {name: one[name].text() for name in ("requirement", "criterion", "defect", "path")}
    whole = not said["defect"] and not said["path"]
    alone = person(one["approver"].text()).same(person(one["requester"].text()))
    return Accepted(
        where=one.where, subject=said["defect"] or said["path"] or said["requirement"] or said["criterion"], tool="sammeter",
        scope="rule" if whole else "one", reason=one["reason"].text(), approver_role="" if alone else one["approver_role"].text(),
        at=stated_time(one["start"].text()), expires_at=_end(one["end"].text()), compensating=one["measure"].text() or None,
    )  # fmt: skip


def _end(day: str) -> str:
    """Return the end of the last day; nothing where none is stated, which is no end."""
    return stated_time(f"{day}T23:59:59") or "" if day else ""

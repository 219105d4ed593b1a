"""The declaration of every fact kind: its fields, where it is read from, and how far one has to look for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FieldType = Literal["text", "texts", "integer", "number", "flag", "time"]
Reach = Literal["clone", "forge", "tools", "exports", "registers", "people"]
"""Kinds of source in the order of how far one has to look: a git clone, the forge's records, tool reports, exports of
running systems, registers that people keep, people themselves."""

REACHES: tuple[Reach, ...] = ("clone", "forge", "tools", "exports", "registers", "people")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of fact: `record` names what one record stands for, `reach` the lowest place to look for it."""

    kind: str
    record: str
    says: str
    read_from: str
    reach: Reach
    fields: Mapping[str, FieldType]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All fact kinds, and the kinds of governed documents that `docs.items` tells apart."""

    kinds: tuple[Kind, ...]
    document_kinds: tuple[str, ...]

    def by_name(self) -> dict[str, Kind]:
        """Return the kinds under their names."""
        return {kind.kind: kind for kind in self.kinds}

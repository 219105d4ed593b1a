"""Everything that ships as data, in one typed pack: compiled from the YAML files once, read as JSON ever after.

The YAML files are the source; `pack.json` beside them is made by `sammeter.data.compile` and a test says it is current.
It exists so that a check answers before one notices: no YAML, no CEL library is needed to read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec

from sammeter.checks.types import Checks
from sammeter.data.editions import Edition
from sammeter.defects.types import Deadlines
from sammeter.errors import DataError
from sammeter.facts import Vocabulary
from sammeter.model import Model
from sammeter.roadmap.template import Template
from sammeter.rules import RuleBook

NAME = "pack.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Model, rules, vocabulary, digests of OWASP's editions, starters for roadmaps, checks with their policies, and the SHA-256 of each file behind it."""

    model: Model
    book: RuleBook
    vocabulary: Vocabulary
    profiles: Mapping[str, Mapping[str, float]]
    upstream: Mapping[str, Edition]
    efforts: Mapping[str, Mapping[str, str]]
    templates: Mapping[str, Template]
    checks: Checks
    sla: Mapping[str, Deadlines]
    sources: Mapping[str, str]


@cache
def load() -> Pack:
    """Return the shipped pack. Raises DataError if the installation is damaged."""
    try:
        return msgspec.json.decode((files("sammeter.data") / NAME).read_bytes(), type=Pack)
    except (OSError, msgspec.MsgspecError) as error:
        raise DataError(
            f"the shipped data cannot be read: {error}", where=NAME, hint="install sammeter again"
        ) from error

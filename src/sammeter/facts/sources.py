"""What people say of sources: that all there is of a kind was handed in."""

from dataclasses import dataclass
from typing import ClassVar

CLAIMS = "sources.claims"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One person's word, given `at`, that all records of the kind `of` are here; it holds until `until`, a time.

    `of_app` is the one application it speaks of where it names one; `everywhere` where it speaks of the whole organisation.
    """

    kind: ClassVar[str] = CLAIMS
    where: str
    of: str
    by: str
    at: str
    until: str
    because: str
    everywhere: bool
    of_app: str | None = None

"""What is accepted instead of mended."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One thing that is accepted or silenced; `reason` and `expires_at` are empty where the record could state them and does not.

    `tool` is the scanner whose file silences it, `scope` how much is silenced: ``one`` finding, a ``rule``, or a ``place``.
    """

    kind: ClassVar[str] = "risk.exceptions"
    where: str
    subject: str
    id: str | None = None
    tool: str | None = None
    scope: str | None = None
    reason: str | None = None
    approver_role: str | None = None
    at: str | None = None
    expires_at: str | None = None
    compensating: str | None = None

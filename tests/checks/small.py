"""Small policies, worlds and exceptions for tests of checks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sammeter.checks import Decision, Policy, Requirement, SignOff, Subject
from sammeter.checks.decide import Known, decide
from sammeter.checks.signoffs import identified
from sammeter.data import Pack, load
from sammeter.facts import Fact, Seen, World

AS_OF = "2026-01-01T00:00:00Z"
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@lru_cache
def pack() -> Pack:
    return load()


def fact(kind: str, number: int = 1, /, **fields: Any) -> Fact:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    return Fact(kind=kind, where=f"{kind}:{number}", source="test", fields=values)


def world(rows: Rows, open_: Sequence[str] = (), as_of: str = AS_OF) -> World:
    return World(as_of=as_of, seen={
        kind: Seen(facts=tuple(fact(kind, number, **row) for number, row in enumerate(some, 1)), complete=kind not in open_)
        for kind, some in rows.items()
    })  # fmt: skip


def known(rows: Rows, open_: Sequence[str] = (), this: Mapping[str, Any] | None = None, gapped: Sequence[str] = (),
          as_of: str = AS_OF) -> Known:  # fmt: skip
    return Known(
        this=fact("inv.apps", id="shop", **(this or {})), world=world(rows, open_, as_of), gapped=frozenset(gapped)
    )


def policy(*requirements: Requirement, **more: Any) -> Policy:
    stated: dict[str, Any] = {"limits": {**pack().book.limits, **pack().checks.limits}, "approvers": {"any": ("risk-owner",)},
                              "exception_days": 90, **more}  # fmt: skip
    return Policy(name="test", point="build", says="a policy of a test", requirements=requirements, **stated)


def shipped(name: str, **more: Any) -> Requirement:
    return replace(pack().checks.requirements[name], **more)


def signoff(**more: Any) -> SignOff:
    stated = {"reason": "a patch is awaited", "requester": "Ann", "approver": "Bob", "approver_role": "risk-owner", "measure": "a filter",
              "start": "2025-12-01", "end": "2026-01-31", **more}  # fmt: skip
    return identified(SignOff(**stated))


def decided(asked: Policy | Requirement, of: Known, *signoffs: SignOff, risk: str = "", artifact: str = "") -> Decision:
    subject = Subject(name="shop", risk_class=risk, artifact=artifact)
    return decide(asked if isinstance(asked, Policy) else policy(asked), of, subject, signoffs)

"""Exceptions: signed-off, dated departures that expire. They let a check pass and never turn unmet into met."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase

from sammeter.answers.statements import same_person
from sammeter.envelope.digests import canonical, sha256
from sammeter.facts import Fact
from sammeter.text.node import split_line

ANY = "any"
"""Stands for every risk class among the approvers of a policy."""
_IDS = ("id", "rule", "component", "purl", "fingerprint", "sha", "aliases", "subject")
"""Fields by which a fact is called what an exception's `defect` calls it."""
_PLACES = ("place", "path")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """One exception as it is kept.

    Its scope is a `requirement` or `criterion`, or single facts: a `defect` (an id, rule, package or fingerprint) or a `path`
    (``*`` stands for anything); what is given has to match together. `app` and `artifact` (``sha256:...``) limit it to one
    application or artifact. It holds from the day `start` to the day `end`, both in full, UTC.
    """

    reason: str
    requester: str
    approver: str
    approver_role: str
    measure: str
    start: str
    end: str
    requirement: str = ""
    criterion: str = ""
    defect: str = ""
    path: str = ""
    artifact: str = ""
    app: str = ""
    id: str = ""
    where: str = ""

    @property
    def of_facts(self) -> bool:
        """Tell whether it excepts single facts, and not a requirement as a whole."""
        return bool(self.defect or self.path)

    def scope(self) -> str:
        """Return what it is about in words: ``no-known-defects, defect CVE-2026-1``."""
        parts = (self.requirement, self.criterion, f"defect {self.defect}" if self.defect else "",
                 f"path {self.path}" if self.path else "", f"artifact {self.artifact}" if self.artifact else "",
                 f"in {self.app}" if self.app else "")  # fmt: skip
        return ", ".join(part for part in parts if part)


def signoff_id(one: SignOff) -> str:
    """Return the digest of what an exception says, wherever it stands."""
    said = {name: getattr(one, name) for name in SignOff.__slots__ if name not in ("id", "where")}
    return sha256(canonical(said))[:16]


def identified(one: SignOff) -> SignOff:
    """Return the exception under its id."""
    return replace(one, id=signoff_id(one))


def mistakes(one: SignOff) -> tuple[str, ...]:
    """Return what is wrong with an exception whatever the policy: nothing for one that can be kept."""
    found: list[str] = []
    if not (one.requirement or one.criterion or one.of_facts):
        found.append("it is about nothing: name a requirement, a criterion, a defect or a path")
    if one.path and not one.path.strip("*/.?"):
        found.append(f"the path '{one.path}' is everything")
    found += [
        f"'{name}' is not said"
        for name in ("reason", "requester", "approver", "approver_role", "measure")
        if not getattr(one, name).strip()
    ]
    days = [_day(one.start), _day(one.end)]
    if None in days:
        found.append("start and end are days: 2026-01-31")
    elif days[0] > days[1]:  # type: ignore[operator] # neither is None
        found.append("it ends before it starts")
    if one.requester.strip() and same_person(one.requester, one.approver):
        found.append("nobody signs off their own request")
    return tuple(found)


def refused(one: SignOff, approvers: Mapping[str, tuple[str, ...]], longest: int, risk_class: str, as_of: str) -> str:
    """Return why an exception does not count at a time under a policy; empty where it does.

    An application whose risk class is not known is held to what everybody may sign (`any`).
    """
    if wrong := mistakes(one):
        return wrong[0]
    allowed = (*approvers.get(ANY, ()), *(approvers.get(risk_class, ()) if risk_class else ()))
    if one.approver_role not in allowed:
        whose = f" for risk class {risk_class}" if risk_class else ""
        return f"{one.approver_role} may not sign it off{whose}"
    start, end, today = date.fromisoformat(one.start), date.fromisoformat(one.end), date.fromisoformat(as_of[:10])
    if (end - start).days >= longest:
        return f"it lasts {(end - start).days + 1} days, and {longest} are allowed"
    if today < start:
        return f"it begins on {one.start}"
    return f"it ended on {one.end}" if today > end else ""


def excepts(one: SignOff, fact: Fact) -> bool:
    """Tell whether a fact is one of those that an exception is about."""
    if not one.of_facts:
        return False
    named = not one.defect or one.defect in _called(fact)
    return named and (not one.path or any(fnmatchcase(place, one.path) for place in _places(fact)))


def _called(fact: Fact) -> set[str]:
    return {name for field in _IDS for name in _texts(fact, field)}


def _places(fact: Fact) -> tuple[str, ...]:
    stated = tuple(place for field in _PLACES for place in _texts(fact, field))
    return (*(split_line(place)[0] for place in stated), split_line(fact.where)[0])


def _texts(fact: Fact, field: str) -> tuple[str, ...]:
    value = fact.fields.get(field)
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) and value else ()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None

"""Findings beside signed-off exceptions: which of them are excepted, by whose leave and for how long yet."""

from collections.abc import Mapping
from dataclasses import replace

from sammeter.facts.record import Fact

EXCEPTIONS = "risk.exceptions"
KINDS = ("vuln.matches", "conf.deviations")
_CALLED = ("id", "rule", "aliases")


def exceptions(facts: Mapping[str, tuple[Fact, ...]], as_of: str) -> dict[str, tuple[Fact, ...]]:
    """Return findings with `exception`, the place of one that holds at `as_of` and names them; else that is not known.

    Only what a role approved counts, for single findings and by their very name: what silences a scanner is no sign-off.
    """
    live = {
        str(one.fields["subject"]).casefold(): one.where
        for one in facts.get(EXCEPTIONS, ())
        if one.fields.get("scope") == "one" and one.fields.get("approver_role") and _holds(one, as_of)
    }
    if not live:
        return {}
    return {kind: tuple(_excepted(one, live) for one in facts[kind]) for kind in KINDS if kind in facts}


def _holds(one: Fact, as_of: str) -> bool:
    start, end = str(one.fields.get("at") or ""), str(one.fields.get("expires_at") or "")
    return bool(start and end) and start <= as_of <= end


def _excepted(one: Fact, live: Mapping[str, str]) -> Fact:
    if "exception" in one.fields:
        return one
    stated = (one.fields.get(name) for name in _CALLED)
    names = {
        name.casefold()
        for value in stated
        for name in ((value,) if isinstance(value, str) else value if isinstance(value, tuple) else ())
    }
    found = next((live[name] for name in sorted(names) if name in live), None)
    return replace(one, fields={**one.fields, "exception": found}) if found else one

"""What tools call the state of a threat, in one vocabulary."""

_STATES = {
    "open": "open", "unchecked": None, "in-discussion": "open", "in-progress": "open", "exposed": "open", "recommended": "open",
    "mitigated": "mitigated", "implemented": "mitigated", "mitigate": "mitigated", "closed": "mitigated",
    "accepted": "accepted", "accept": "accepted", "not-applicable": "not-applicable", "notapplicable": "not-applicable",
    "not applicable": "not-applicable", "na": "not-applicable", "false-positive": "not-applicable", "rejected": "not-applicable",
}  # fmt: skip
SETTLED = frozenset({"mitigated", "accepted", "not-applicable"})


def status(text: str) -> str | None:
    """Return a state, None where nobody set one or the word is not known."""
    return _STATES.get(text.strip().casefold())

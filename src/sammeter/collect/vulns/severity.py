"""Severities in one scale: words of several sources, and CVSS 3.0 and 3.1 base vectors (FIRST) computed."""

import re
from math import ceil

_WORDS = {
    "none": "none", "info": "info", "informational": "info", "negligible": "info", "unimportant": "info", "low": "low", "minor": "low",
    "medium": "medium", "moderate": "medium", "high": "high", "important": "high", "critical": "critical",
}  # fmt: skip
_ORDER = ("none", "info", "low", "medium", "high", "critical")
_VECTOR = re.compile(r"CVSS:3\.[01]((?:/[A-Z]{1,3}:[A-Z])+)\Z")
_PLAIN = {"AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2}, "AC": {"L": 0.77, "H": 0.44}, "UI": {"N": 0.85, "R": 0.62}}
_RIGHTS = {"U": {"N": 0.85, "L": 0.62, "H": 0.27}, "C": {"N": 0.85, "L": 0.68, "H": 0.5}}
_IMPACT = {"H": 0.56, "L": 0.22, "N": 0.0}


def of_word(word: str | None) -> str | None:
    """Return the word of the scale, None for one that says nothing (``unknown``)."""
    return _WORDS.get((word or "").strip().casefold())


def of_score(score: float) -> str:
    """Return the qualitative rating of a CVSS score (3.1 section 5; the same bounds in 4.0)."""
    bounds = ((0.1, "none"), (4.0, "low"), (7.0, "medium"), (9.0, "high"))
    return next((word for bound, word in bounds if score < bound), "critical")


def of_vector(vector: str | None) -> str | None:
    """Return the rating of a CVSS 3 base vector; None for any other, version 4 included, which is not computed."""
    score = base_score(vector or "")
    return None if score is None else of_score(score)


def worst(*words: str | None) -> str | None:
    """Return the highest of those that are known."""
    return max((word for word in words if word), key=_ORDER.index, default=None)


def base_score(vector: str) -> float | None:
    """Return the base score of a CVSS 3.0 or 3.1 vector after its specification's equations, None for what is none."""
    found = _VECTOR.match(vector.strip())
    if found is None:
        return None
    values = dict(part.split(":") for part in found[1].strip("/").split("/"))
    scope = values.get("S", "")
    factors = [_PLAIN[name].get(values.get(name, "")) for name in _PLAIN]
    factors.append(_RIGHTS.get(scope, {}).get(values.get("PR", "")))
    impacts = [_IMPACT.get(values.get(name, "")) for name in ("C", "I", "A")]
    if None in factors or None in impacts:
        return None
    exploitability, lost = 8.22, 1.0
    for factor in factors:
        exploitability *= factor or 0.0
    for part in impacts:
        lost *= 1 - (part or 0.0)
    return _combined(1 - lost, exploitability, changed=scope == "C")


def _combined(sub_score: float, exploitability: float, *, changed: bool) -> float:
    impact = 7.52 * (sub_score - 0.029) - 3.25 * (sub_score - 0.02) ** 15 if changed else 6.42 * sub_score
    if impact <= 0:
        return 0.0
    return _rounded_up(min((impact + exploitability) * (1.08 if changed else 1.0), 10.0))


def _rounded_up(value: float) -> float:
    """Round up to one decimal as appendix A of CVSS 3.1 does, free of binary fractions."""
    whole = round(value * 100_000)
    return whole / 100_000 if whole % 10_000 == 0 else ceil(whole / 10_000) / 10

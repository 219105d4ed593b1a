"""Values as reports state them, in the forms that facts have: times in UTC, severities in six words, short digests."""

import hashlib
import re
from datetime import UTC, datetime

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,]\d+)?[ ]?([Zz]|[+-]\d\d:?\d\d|UTC)(?:[ ]UTC)?\Z", re.ASCII
)
_SEVERITIES = {
    "critical": "critical", "high": "high", "medium": "medium", "moderate": "medium", "low": "low", "info": "info",
    "informational": "info", "negligible": "low", "none": "none",
}  # fmt: skip
_CWE = re.compile(r"(?:\A|[^a-z])cwe[-_:/ ]{0,2}0{0,4}([1-9][0-9]{0,4})(?![0-9])", re.IGNORECASE)


def moment(stated: str | None) -> str | None:
    """Return a stated time in UTC to the second, None where it is none, has no zone, or no calendar has it."""
    match = _TIME.match((stated or "").strip())
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    if not (1 < year < 9999 and 1 <= month <= 12 and 1 <= day <= _days(year, month) and hour < 24 and minute < 60):
        return None
    zone = "+00:00" if match[7].upper() in ("Z", "UTC") else match[7]
    if int(zone[1:3]) > 23 or int(zone[-2:]) > 59:
        return None
    read = datetime.fromisoformat(f"{match[1]}-{match[2]}-{match[3]}T{match[4]}:{match[5]}:{min(second, 59):02}{zone}")
    return read.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _days(year: int, month: int) -> int:
    first = datetime(year, month, 1, tzinfo=UTC)
    return (datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC) - first).days


def severity(stated: str | None) -> str | None:
    """Return a stated severity in one of the words that rules know, None for any other word."""
    return _SEVERITIES.get((stated or "").strip().casefold())


def cvss(score: float) -> str | None:
    """Return the severity word of a CVSS score (bands of CVSS 3.1, section 5), None outside 0 to 10."""
    if not 0 <= score <= 10:
        return None
    return next(word for least, word in ((9, "critical"), (7, "high"), (4, "medium"), (0.1, "low"), (0, "none")) if score >= least)  # fmt: skip


def weakness(*stated: str) -> str | None:
    """Return the first CWE number in texts such as ``external/cwe/cwe-079`` as ``CWE-79``, None if there is none."""
    return next((f"CWE-{match[1]}" for text in stated if (match := _CWE.search(text))), None)


def digest(*parts: str) -> str:
    """Return a short digest that stays the same from run to run as long as the parts do."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:24]

"""Values as reports state them, in the forms that facts have: times in UTC, severities in six words, short digests."""

import hashlib
import re
from datetime import UTC, datetime

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,]\d+)?[ ]?([Zz]|[+-]\d\d:?\d\d|UTC)?(?:[ ]UTC)?\Z", re.ASCII
)
_FIRST_ZONE = "+14:00"
_MAIL = re.compile(
    r"[A-Za-z]{3},? (\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d:\d\d:\d\d)(?: (GMT|UTC|[+-]\d{4}))?\Z", re.ASCII
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEVERITIES = {
    "critical": "critical", "high": "high", "medium": "medium", "moderate": "medium", "low": "low", "info": "info",
    "informational": "info", "negligible": "low", "none": "none",
}  # fmt: skip
_CWE = re.compile(r"(?:\A|[^a-z])cwe[-_:/ ]{0,2}0{0,4}([1-9][0-9]{0,4})(?![0-9])", re.IGNORECASE)


def moment(stated: str | None) -> str | None:
    """Return a stated time in UTC to the second, None where it is none, has no zone, or no calendar has it."""
    match = _match(stated)
    return _utc(match, match[7]) if match and match[7] else None


def no_earlier(stated: str | None) -> str | None:
    """Return a stated time in UTC; one without a zone as the earliest moment that it can be anywhere (UTC+14)."""
    match = _match(stated)
    return _utc(match, match[7] or _FIRST_ZONE) if match else None


def _match(stated: str | None) -> re.Match[str] | None:
    match = _TIME.match(_numbers((stated or "").strip()[:64]))
    if not match:
        return None
    year, month, day, hour, minute, _ = (int(part) for part in match.groups()[:6])
    sound = 1 < year < 9999 and 1 <= month <= 12 and 1 <= day <= _days(year, month) and hour < 24 and minute < 60
    return match if sound else None


def _numbers(stated: str) -> str:
    """Return a time in the words of mail headers (RFC 5322) in numbers, any other text as it is."""
    match = _MAIL.match(stated)
    if not match or match[2].casefold() not in _MONTHS:
        return stated
    month = _MONTHS.index(match[2].casefold()) + 1
    zone = "Z" if match[5] in ("GMT", "UTC") else match[5] or ""
    return f"{match[3]}-{month:02}-{int(match[1]):02}T{match[4]}{zone}"


def _utc(match: re.Match[str], zone: str) -> str | None:
    zone = "+00:00" if zone.upper() in ("Z", "UTC") else zone
    if int(zone[1:3]) > 23 or int(zone[-2:]) > 59:
        return None
    second = min(int(match[6]), 59)
    read = datetime.fromisoformat(f"{match[1]}-{match[2]}-{match[3]}T{match[4]}:{match[5]}:{second:02}{zone}")
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

"""Times as documents state them, in the one spelling of facts."""

from datetime import UTC, datetime


def stated_time(text: str | None) -> str | None:
    """Return a stated date or time as RFC 3339 in UTC, None where it is none: not known, and no fault of ours.

    A time without a zone is taken for UTC.
    """
    try:
        read = datetime.fromisoformat((text or "").strip())
        moment = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment.year >= 1970 else None

"""The one place that reads the clock."""

from datetime import UTC, datetime, timedelta

from sammeter.errors import DataError

FORM = "%Y-%m-%dT%H:%M:%SZ"


def today() -> str:
    """Return today 00:00 UTC as RFC 3339."""
    return datetime.now(UTC).strftime("%Y-%m-%dT00:00:00Z")


def as_moment(text: str, *, where: str) -> str:
    """Return a date or time of a user as RFC 3339 in UTC. Raises DataError with an example."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise DataError(f"'{text}' is no date", where=where, hint="write 2026-01-31 or 2026-01-31T12:00:00Z") from error
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC).strftime(FORM)


def now() -> str:
    """Return this moment as RFC 3339 in UTC, whole seconds."""
    return datetime.now(UTC).strftime(FORM)


def after(at: str) -> str:
    """Return this moment, or the second after `at` where that is later: what is said next never shares its second."""
    if not at:
        return now()
    return max(now(), (datetime.strptime(at, FORM).replace(tzinfo=UTC) + timedelta(seconds=1)).strftime(FORM))

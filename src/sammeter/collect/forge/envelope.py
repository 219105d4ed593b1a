"""The envelope of an exported endpoint: what was asked, since when, and what the forge did not show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sammeter.collect.registry import File, Whole, Yielded
from sammeter.errors import SourceError
from sammeter.facts import Gap
from sammeter.facts.forge import Export
from sammeter.text import Node

SCHEMA = "sammeter-forge/1"
DAYS = {"pulls": 180, "merge_requests": 180, "commits": 180, "runs": 180, "pipelines": 180, "deployments": 365}
"""How far back an endpoint has to be read to show all of its kind; the others have no past."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One document of ``sammeter collect forge``; `items` are the forge's own objects, with their places."""

    path: str
    source: str
    endpoint: str
    repository: str
    since: str
    fetched_at: str
    full_view: bool
    missing: tuple[str, ...]
    items: tuple[Node, ...]

    def whole(self) -> bool:
        """Tell whether everything of the endpoint is here, for as long as its kind asks."""
        if not self.full_view or self.missing:
            return False
        days = DAYS.get(self.endpoint)
        if days is None:
            return True
        if not self.since:
            return False
        first = datetime.fromisoformat(self.fetched_at or "1970-01-01T00:00:00Z") - timedelta(days=days)
        return self.since <= first.strftime("%Y-%m-%dT%H:%M:%SZ")


def is_envelope(data: bytes, source: str) -> bool:
    """Tell by a look at the bytes whether a document may be an envelope of that forge."""
    return SCHEMA.encode() in data and f'"{source}"'.encode() in data


def read(root: Node, file: File) -> Envelope | None:
    """Return the envelope that a document is, None for another document. Raises SourceError (wrong types)."""
    if not isinstance(root.value, dict) or root["schema"].value != SCHEMA:
        return None
    return Envelope(
        path=file.path, source=root["source"].text(), endpoint=root["endpoint"].text(), repository=root["repository"].text(),
        since=moment(root["since"]) or "", fetched_at=moment(root["fetched_at"]) or "", full_view=root["full_view"].value is True,
        missing=tuple(one.text() for one in root["missing"]), items=tuple(root["items"]),
    )  # fmt: skip


def claims(envelope: Envelope, kind: str, *, whole: bool, commits: tuple[str, ...] | None = None) -> Iterator[Yielded]:
    """Yield the export itself, a Gap for each thing that the forge did not show, and the claim to be whole."""
    yield Export(
        where=envelope.path, source=envelope.source, endpoint=envelope.endpoint, of=kind, repository=envelope.repository or None,
        since=envelope.since or None, until=envelope.fetched_at or None, whole=whole, commits=commits,
    )  # fmt: skip
    for reason in envelope.missing:
        yield Gap(where=envelope.path, reason="not shown", detail=reason,
                  hint="export again with a token that may read it", kinds=(kind,))  # fmt: skip
    if whole:
        yield Whole(kind=kind, where=envelope.path)


def moment(node: Node) -> str | None:
    """Return a time of the forge as RFC 3339 in UTC, None where there is none. Raises SourceError (no time)."""
    text = node.text()
    if not text:
        return None
    try:
        read_ = datetime.fromisoformat(text)
    except ValueError as error:
        raise SourceError(f"'{text[:40]}' is no time", where=node.where, reason="malformed") from error
    if read_.tzinfo is None or not 1970 <= read_.year < 9999:
        raise SourceError(f"'{text[:40]}' is no time with a zone", where=node.where, reason="malformed")
    return read_.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def flag(node: Node) -> bool | None:
    """Return a flag of the forge, bare or as ``{"enabled": true}``; None where it does not say."""
    inner = node["enabled"] if isinstance(node.value, dict) else node
    return inner.value if isinstance(inner.value, bool) else None


def number(node: Node) -> int | None:
    """Return a count, None where there is none. Raises SourceError (no whole number)."""
    if node.value is None:
        return None
    if isinstance(node.value, bool) or not isinstance(node.value, int):
        raise node.wrong("a whole number")
    return node.value


def sha(node: Node) -> str:
    """Return an object name in lower case, empty where there is none. Raises SourceError (no object name)."""
    text = node.text().lower()
    if text and (not 7 <= len(text) <= 64 or set(text) - set("0123456789abcdef")):
        raise SourceError("no object name of git", where=node.where, reason="malformed")
    return text

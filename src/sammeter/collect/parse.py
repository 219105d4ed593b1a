"""Raw git objects to Commit and Tag: bytes as they stand in the object database, whatever somebody put there."""

import re
from datetime import UTC, datetime

from sammeter.collect.source import Commit

_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
_ARMOUR = re.compile(r"^-----BEGIN (?:PGP SIGNATURE|PGP MESSAGE|SSH SIGNATURE|SIGNED MESSAGE)-----\s*$", re.MULTILINE)
_WORDS = ("author", "committer", "gpgsig", "gpgsig-sha256")


def readable(raw: bytes) -> str:
    r"""Return a name as text that can be stored and printed; bytes that are not UTF-8 are shown as ``\xe9``."""
    return raw.decode("utf-8", "backslashreplace")


def instant(seconds: int) -> str:
    """Return a time in UTC, empty for one that no calendar has."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, OSError, ValueError):
        return ""


def parse_commit(raw: bytes) -> Commit | None:
    """Return the commit in a chunk of ``rev-list --header``: its digest on the first line, then the object."""
    text = raw.decode("utf-8", "replace").lstrip("\n")
    head, _, message = text.partition("\n\n")
    sha, _, rest = head.partition("\n")
    if not _SHA.match(sha):
        return None
    parents: list[str] = []
    values = dict.fromkeys(_WORDS, "")
    for line in rest.split("\n"):
        word, _, value = line.partition(" ")
        if word == "parent":
            parents.append(value)
        elif word in values:
            values[word] = value
    author, authored = _person(values["author"])
    committer, committed = _person(values["committer"])
    message = "\n".join(line.removeprefix("    ") for line in message.split("\n"))
    return Commit(sha=sha, parents=tuple(parents), author=author, committer=committer, authored_at=authored,
                  committed_at=committed, signed=values["gpgsig"] or values["gpgsig-sha256"], message=message)  # fmt: skip


def parse_tag(raw: bytes) -> tuple[str, str]:
    """Return the time and the armoured signature of a tag object, each empty if there is none."""
    text = raw.decode("utf-8", "replace")
    head, _, message = text.partition("\n\n")
    tagger = next((line for line in head.split("\n") if line.startswith("tagger ")), "")
    starts = [match.start() for match in _ARMOUR.finditer(message)]
    return _person(tagger)[1], message[starts[-1]:] if starts else ""  # fmt: skip


def _person(line: str) -> tuple[str, str]:
    who, _, when = line.rpartition("> ")
    seconds = when.split(" ")[0]
    return f"{who}>" if who else line, instant(int(seconds)) if re.fullmatch(r"-?[0-9]{1,18}", seconds) else ""

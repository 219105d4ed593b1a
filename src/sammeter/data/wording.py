"""Whether a text shares six words in a row with OWASP's files: known by digests only, no text of theirs is kept."""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from importlib.resources import files

NAME = "runs.bin"
LENGTH = 6
SIZE = 5
"""Words in a run, and bytes kept of each digest."""


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, without apostrophes and signs."""
    return re.findall(r"[a-z0-9]+", re.sub(r"['\u2019]", "", text.lower()))


def runs(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield every run of six words with its digest."""
    found = words(text)
    for start in range(len(found) - LENGTH + 1):
        run = " ".join(found[start : start + LENGTH])
        yield run, blake2b(run.encode(), digest_size=SIZE).digest()


def shared(text: str, known: frozenset[bytes]) -> list[str]:
    """Return the runs of `text` whose digests are known."""
    return [run for run, digest in runs(text) if digest in known]


def pack(texts: Iterable[str]) -> bytes:
    """Return the sorted digests of all runs of some texts, one after the other."""
    return b"".join(sorted({digest for text in texts for _, digest in runs(text)}))


def unpack(data: bytes) -> frozenset[bytes]:
    """Return the digests that `pack` wrote."""
    return frozenset(data[start : start + SIZE] for start in range(0, len(data), SIZE))


def owasp() -> frozenset[bytes]:
    """Return the digests of OWASP's model files of the versions that sammeter knows."""
    return unpack((files("sammeter.data") / NAME).read_bytes())

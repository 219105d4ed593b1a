"""What an edition of OWASP's model asks, in OWASP's texts or as digests of them."""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """An answer set of OWASP's: its GUID, its answers in order (texts or digests) and their values."""

    id: str
    texts: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of OWASP's: GUIDs, question and criteria (texts or digests), and the letter of its answer set."""

    activity: str
    question: str
    text: str
    answers: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of OWASP's model: the hash of its files, and what it asks, by our activity ids."""

    content: str
    answer_sets: Mapping[str, Options]
    questions: Mapping[str, Asked]


def digest(text: str) -> str:
    """Return 16 hex digits that stand for a text; white space and the form of quotes do not count."""
    plain = unicodedata.normalize("NFC", text).translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})
    return hashlib.sha256(" ".join(plain.split()).encode()).hexdigest()[:16]


def digested(edition: Edition) -> Edition:
    """Return the edition with a digest in place of every text."""
    return replace(
        edition,
        answer_sets={k: replace(v, texts=tuple(map(digest, v.texts))) for k, v in edition.answer_sets.items()},
        questions={k: replace(v, text=digest(v.text), criteria=tuple(map(digest, v.criteria)))
                   for k, v in edition.questions.items()},
    )  # fmt: skip

"""Texts at the width they have room for, and the words that need explaining."""

import re
from datetime import date
from unicodedata import combining, east_asian_width

from sammeter.model import Model
from sammeter.text.escape import terminal

OWN: tuple[tuple[str, str], ...] = (
    ("declared", "what people say, as an answer or as a yes or no to one criterion"),
    ("evidenced", "what was measured, what facts indicate and a person confirmed, or what was stated with live proof"),
    ("possible", "the score if everything that is unknown turned out to be met"),
    ("indicated", "the facts agree, but only a person can confirm it"),
    ("unknown", "nobody looked, or what was read cannot show it; neither good nor bad"),
    ("settled", "no unknown can change the answer any more"),
    ("contradiction", "a statement and a measurement that exclude each other; neither overwrites the other"),
    ("live proof", "a document that is there, unchanged since it was named, and not lapsed"),
)
"""Words of this report itself."""

_BROAD = "MW@%\u2014"
"""Signs of Latin type that are about twice as wide as the others."""
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


def cut(text: str, width: int) -> str:
    """Return `text` on one line, at most `width` wide, with … where something was left out; broad signs count two."""
    flat = terminal(text)
    if sum(map(_wide, flat)) <= width:
        return flat
    kept, used = [], 1
    for sign in flat:
        used += _wide(sign)
        if used > width:
            break
        kept.append(sign)
    return "".join(kept).rstrip(" ,;:.") + "…"


def day(moment: str) -> str:
    """Return a day as people write it, whatever the locale: ``22 November 2026``."""
    try:
        found = date.fromisoformat(moment[:10])
    except ValueError:
        return moment[:10]
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def _wide(sign: str) -> int:
    if combining(sign):
        return 0
    return 2 if east_asian_width(sign) in "WF" or sign in _BROAD else 1


def glossary(model: Model) -> tuple[tuple[str, str], ...]:
    """Return our own words, then the model's terms that its questions and criteria use, by name."""
    texts = "\n".join(text for one in model.activities() for text in (one.title, one.question, *one.criteria))
    used = [(term, says) for term, says in model.glossary.items() if _uses(texts, term)]
    return (*OWN, *sorted(used, key=lambda pair: pair[0].casefold()))


def _uses(texts: str, term: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(term)}s?(?!\w)", texts, re.IGNORECASE) is not None

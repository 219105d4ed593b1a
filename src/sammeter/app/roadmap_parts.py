"""Parts that files of roadmaps are made of: answers by activity, numbers, dates, texts; each mistake with its line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fractions import Fraction

from sammeter.data.reader import Mistakes
from sammeter.model import Model
from sammeter.roadmap.words import number
from sammeter.text import Node

PAGE = "see docs/reference/roadmap-file.md"
WORDS = {"0": Fraction(0), "no": Fraction(0), "0.25": Fraction(1, 4), "some": Fraction(1, 4), "0.5": Fraction(1, 2),
         "half": Fraction(1, 2), "1": Fraction(1), "most": Fraction(1), "all": Fraction(1)}  # fmt: skip
"""How answers may be written; a file holds numbers, a command line the words too."""
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2}0*)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OTHER = re.compile(r"([A-Z]-[A-Z]{2})-([AB])-([123])(?:-1)?")
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Parts:
    """Reads single values and keeps what is wrong; a value that cannot be read is None or left out."""

    model: Model
    mistakes: Mistakes

    def names(self) -> list[str]:
        """Return the ids of all activities."""
        return [activity.id for activity in self.model.activities()]

    def version(self, node: Node) -> None:
        """Keep a mistake unless the file is of the model that this sammeter holds."""
        found = text_of(node)
        if found != self.model.version:
            self.mistakes.add(f"model '{cut(found)}', this sammeter holds {self.model.version}", where=node.where,
                              hint=f"write: model: {self.model.version}")  # fmt: skip

    def activity(self, node: Node, name: str) -> bool:
        """Tell whether an activity is known; if not, with the one that was probably meant."""
        if name in self.names():
            return True
        self.mistakes.add(f"unknown activity '{cut(name)}'", where=node.where, hint=nearest(name, self.names()))
        return False

    def answers(self, node: Node) -> dict[str, Fraction]:
        """Return answers by activity; null is a blank."""
        found: dict[str, Fraction] = {}
        if node and not isinstance(node.value, dict):
            self.mistakes.add(
                f"{node.kind()} where answers by activity are expected", where=node.where, hint="write {G-SM-1-A: 0.5}"
            )
            return found
        for name, value in node.mapping().items():
            if self.activity(value, name) and value:
                worth = self.answer(value, name)
                found |= {} if worth is None else {name: worth}
        return found

    def answer(self, node: Node, name: str) -> Fraction | None:
        """Return what an answer is worth."""
        worth = answer_of(text_of(node)) if not isinstance(node.value, bool) else None
        if worth is None:
            cited = node.kind() if isinstance(node.value, (bool, dict, list)) else f"'{cut(text_of(node))}'"
            self.mistakes.add(f"{name}: {cited} is no answer", where=node.where, hint="one of 0, 0.25, 0.5, 1")
        return worth

    def amount(self, node: Node, name: str) -> Fraction | None:
        """Return a number from 0 with at most two places; None if nothing is there."""
        if not node:
            return None
        found = text_of(node)
        if isinstance(node.value, bool) or not _NUMBER.fullmatch(found):
            self.mistakes.add(f"{name}: '{cut(found) or node.kind()}' is no number from 0 on", where=node.where,
                              hint="write a number with at most two places, such as 12.5")  # fmt: skip
            return None
        return Fraction(found)

    def date(self, node: Node, name: str) -> str:
        """Return a date; empty if it is none."""
        found = text_of(node)
        if is_date(found):
            return found
        if node and not isinstance(node.value, (dict, list)):
            self.mistakes.add(f"{name}: '{cut(found)}' is no date", where=node.where, hint="write 2027-01-31")
        return ""

    def text(self, node: Node, name: str) -> str:
        """Return a text of a length that people read."""
        found = text_of(node)
        if len(found) > _LONGEST:
            self.mistakes.add(
                f"{name}: {len(found):,} signs, more than {_LONGEST:,}",
                where=node.where,
                hint="keep the story elsewhere and name its place",
            )
        return found[:_LONGEST]


def is_date(text: str) -> bool:
    """Tell whether this is a day of the calendar, written as in RFC 3339."""
    try:
        return bool(_DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def answer_of(text: str) -> Fraction | None:
    """Return what an answer is worth, written as a number or a word."""
    trimmed = re.sub(r"(\.[0-9]*?)0+$", r"\1", text.strip().lower()).removesuffix(".")
    return WORDS.get(trimmed)


def text_of(node: Node) -> str:
    """Return a scalar as text, and nothing for anything else."""
    return "" if isinstance(node.value, (dict, list)) else node.text()


def cut(text: str) -> str:
    """Return the beginning of a text that may be of any length."""
    return text if len(text) <= 60 else f"{text[:60]}..."


def nearest(name: str, names: list[str]) -> str:
    """Name the activity that was probably meant."""
    other = _OTHER.fullmatch(name.upper())
    near = [f"{other[1]}-{other[3]}-{other[2]}"] if other else get_close_matches(name.upper()[:60], names, n=1)
    return f"did you mean {near[0]}?" if near else "sammeter model list shows the activities"


def written(answers: Mapping[str, Fraction]) -> dict[str, str]:
    """Return answers as they are written in files."""
    return {name: number(worth) for name, worth in answers.items()}

"""The file that sammwise saves (owaspsamm/sammwise, `saveResponses` and `saveText`), in and out.

One JSON object: ``question1`` to ``question90`` with what the answer is worth, absent where unanswered, and three texts.
Questions are counted as the survey shows them: practice by practice, stream A before B, level by level.
"""

import json
import re

from sammeter.errors import DataError
from sammeter.exchange.types import VALUES, Filled, Known, Organisation, Remark
from sammeter.text import Limits, Node
from sammeter.text import json as reader

LIMITS = Limits(size=8 << 20)
PRACTICES = ("G-SM", "G-PC", "G-EG", "D-TA", "D-SR", "D-SA", "I-SB", "I-SD", "I-DM", "V-AA", "V-RT", "V-ST",
             "O-IM", "O-EM", "O-OM")  # fmt: skip
ORDER = tuple(f"{practice}-{level}-{stream}" for practice in PRACTICES for stream in "AB" for level in (1, 2, 3))
_TEXTS = {"name": "Company Name", "scope": "Project name", "description": "Description of Project"}
_QUESTION = re.compile(r"question([1-9][0-9]?)\Z")
_SCORES = {0: 0, 0.25: 1, 0.5: 2, 1: 3}


def is_sammwise(node: Node) -> bool:
    """Tell whether a JSON document is of this format."""
    return isinstance(node.value, dict) and any(key in _TEXTS.values() or _QUESTION.match(key) for key in node.value)


def read(data: bytes, known: Known, *, where: str) -> Filled:
    """Return what is answered. Raises SourceError, and one DataError with all keys that are not known."""
    node = reader.read(data, where=where, limits=LIMITS)
    if not isinstance(node.value, dict):
        raise DataError(f"{node.kind()} where sammwise saves an object", where=node.where, hint="save the file again")
    answers, remarks, texts, mistakes = dict[str, int](), list[Remark](), dict[str, str](), list[DataError]()
    fields = {key: name for name, key in _TEXTS.items()}
    for key, value in node.value.items():
        question = _QUESTION.match(key)
        if key in fields and not isinstance(value.value, (dict, list)):
            texts[fields[key]] = value.text()
        elif question and int(question[1]) <= len(ORDER):
            _answer(ORDER[int(question[1]) - 1], value, answers, remarks)
        else:
            mistakes.append(DataError(f"unknown key '{key[:40]}'", where=value.where,
                                      hint="sammwise saves question1 to question90 and three texts"))  # fmt: skip
    if mistakes:
        raise DataError(f"{len(mistakes)} mistakes", where=mistakes[0].where, hint=mistakes[0].hint,
                        mistakes=tuple(mistakes))  # fmt: skip
    says = f"the format names no edition of the model; read as {known.newest}"
    return Filled(model=known.newest, answers={name: answers[name] for name in ORDER if name in answers},
                  organisation=Organisation(**texts), remarks=(Remark(where=where, says=says), *remarks))  # fmt: skip


def _answer(name: str, node: Node, answers: dict[str, int], remarks: list[Remark]) -> None:
    value = node.value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value in _SCORES:
        answers[name] = _SCORES[value]
    elif node:
        cited = node.kind() if isinstance(value, (dict, list, bool)) else f"'{node.text()[:40]}'"
        remarks.append(Remark(where=node.where, says=f"{name}: {cited} is no answer; left blank", lost=True))


def write(filled: Filled) -> bytes:
    """Return the answers as sammwise loads them; what is blank is left out."""
    found: dict[str, int | float | str] = {}
    for number, name in enumerate(ORDER, 1):
        if name in filled.answers:
            worth = float(VALUES[filled.answers[name]])
            found[f"question{number}"] = int(worth) if worth.is_integer() else worth
    for field, key in _TEXTS.items():
        if text := getattr(filled.organisation, field):
            found[key] = text
    return (json.dumps(found, ensure_ascii=False) + "\n").encode()

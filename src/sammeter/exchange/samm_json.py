"""The .samm format of open-sammy (`.samm/core/schema.json` of OWASP/open-sammy, format 1.0.0), in and out.

It holds one answer a question under ids like ``G-SM-A-1``, absent where unanswered, and comments by stream in the
extension "Assessment Stream Remarks". It names no edition of the model, and holds no plans.
"""

import json
import re
from datetime import date

from sammeter.errors import DataError, SourceError
from sammeter.exchange.types import VALUES, Filled, Known, Organisation, Remark
from sammeter.text import Limits, Node
from sammeter.text import json as reader

LIMITS = Limits(size=32 << 20)
_CODE = re.compile(r"([GDIVO]-[A-Z]{2})-([AB])-([123])\Z")
_STREAM = re.compile(r"([GDIVO]-[A-Z]{2})-([AB])\Z")
_OURS = re.compile(r"([GDIVO]-[A-Z]{2}-[123]-[AB]): ")
_SCORES = {0: 0, 0.25: 1, 0.5: 2, 1: 3}
_FRAMEWORK, _REMARKS = "Assessment Framework", "Assessment Stream Remarks"


def is_samm(node: Node) -> bool:
    """Tell whether a JSON document is of this format."""
    return "assessment" in node or "formatVersion" in node


def read(data: bytes, known: Known, *, where: str) -> Filled:
    """Return what is answered, and comments by stream as notes of the stream's first activity.

    A comment that starts with an activity id, as `write` makes them, is the note of that activity. Raises SourceError
    and one DataError with all mistakes.
    """
    node = reader.read(data, where=where, limits=LIMITS)
    mistakes: list[DataError] = []
    try:
        return _read(node, known, where, mistakes)
    except SourceError as error:
        mistakes.append(DataError(error.message, where=error.where, hint=error.hint or "see the .samm format 1.0.0"))
        raise _all(mistakes) from error


def _read(node: Node, known: Known, where: str, mistakes: list[DataError]) -> Filled:
    assessment = node["assessment"]
    version = node["formatVersion"]
    if not re.fullmatch(r"1(\.\d+)*", version.text()):
        mistakes.append(DataError(f"format '{version.text()[:40]}' is not read", where=version.where,
                                  hint='sammeter reads "formatVersion": "1.0.0"'))  # fmt: skip
    extensions = [*node["extensions"], *assessment["extensions"]]
    _refuse_other_frameworks(extensions, mistakes)
    answers, remarks = _answers(assessment["answers"], known, mistakes)
    notes = _notes(extensions, known, mistakes)
    if mistakes:
        raise _all(mistakes)
    says = f"the format names no edition of the model; read as {known.newest}"
    return Filled(
        model=known.newest,
        answers=answers,
        organisation=Organisation(
            name=assessment["organization"].text(), scope=assessment["scope"].text(), date=assessment["date"].text()
        ),
        notes=notes,
        remarks=(Remark(where=where, says=says), *remarks),
    )


def _all(mistakes: list[DataError]) -> DataError:
    return DataError(f"{len(mistakes)} mistakes", where=mistakes[0].where, hint=mistakes[0].hint,
                     mistakes=tuple(mistakes))  # fmt: skip


def _refuse_other_frameworks(extensions: list[Node], mistakes: list[DataError]) -> None:
    for one in extensions:
        name = one["assessmentFramework"]
        if one["name"].text() == _FRAMEWORK and "SAMM" not in name.text().upper():
            mistakes.append(DataError(f"an assessment by '{name.text()[:40]}', not by SAMM", where=name.where,
                                      hint="export an assessment by OWASP SAMM"))  # fmt: skip


def _answers(node: Node, known: Known, mistakes: list[DataError]) -> tuple[dict[str, int], list[Remark]]:
    found, remarks, seen = dict[str, int](), list[Remark](), set[str]()
    for item in node:
        code = item["questionCode"]
        match = _CODE.match(code.text())
        name = f"{match[1]}-{match[3]}-{match[2]}" if match else ""
        if name not in known.activities():
            mistakes.append(DataError(f"unknown question '{code.text()[:40]}'", where=code.where,
                                      hint="codes are like G-SM-A-1"))  # fmt: skip
        elif name in seen:
            mistakes.append(DataError(f"question {code.text()} is answered twice", where=code.where, hint="leave one"))
        seen.add(name)
        score = item["answerScore"]
        at = None if isinstance(score.value, (bool, str)) else _position(score)
        if at is not None:
            found[name] = at
        elif score:
            says = f"{name}: {_cited(score)} is no answer; left blank"
            remarks.append(Remark(where=score.where, says=says, lost=True))
    return found, remarks


def _position(node: Node) -> int | None:
    return _SCORES.get(node.value) if isinstance(node.value, (int, float)) else None


def _cited(node: Node) -> str:
    return f"'{node.text()[:40]}'" if isinstance(node.value, (str, int, float)) else node.kind()


def _notes(extensions: list[Node], known: Known, mistakes: list[DataError]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for one in extensions:
        if one["name"].text() != _REMARKS:
            continue
        for stream, remarks in one["assessmentStreamRemarks"].mapping().items():
            match = _STREAM.match(stream)
            first = f"{match[1]}-1-{match[2]}" if match else ""
            if first not in known.activities():
                mistakes.append(DataError(f"unknown stream '{stream[:40]}'", where=remarks.where,
                                          hint="streams are like G-SM-A"))  # fmt: skip
                continue
            for remark in remarks:
                text = remark["text"].text()
                ours = _OURS.match(text)
                name = ours[1] if ours and ours[1] in known.activities() else first
                found.setdefault(name, []).append(text[ours.end() :] if ours and name == ours[1] else text)
    return {name: "\n".join(texts) for name, texts in found.items()}


def write(filled: Filled, order: tuple[str, ...], *, today: str) -> bytes:
    """Return the answers as .samm, in the model's order; `today` (RFC 3339 date) where no date is given.

    Notes become comments of their stream that start with the activity's id.
    """
    answers = [{"questionCode": _code(name), "answerScore": float(VALUES[filled.answers[name]])}
               for name in order if name in filled.answers]  # fmt: skip
    remarks: dict[str, list[dict[str, str]]] = {}
    for name in order:
        if filled.notes.get(name):
            comment = {"text": f"{name}: {filled.notes[name]}", "type": "COMMENT"}
            remarks.setdefault(_code(name).rpartition("-")[0], []).append(comment)
    extensions: list[dict[str, object]] = []
    if remarks:
        extensions.append({"name": _REMARKS, "version": "1.0.0", "assessmentStreamRemarks": remarks})
    extensions.append({"name": _FRAMEWORK, "version": "1.0.0", "assessmentFramework": "SAMM"})
    document = {
        "formatVersion": "1.0.0",
        "assessment": {
            "version": "1.0.0",
            "organization": filled.organisation.name,
            "scope": filled.organisation.scope,
            "date": filled.organisation.date if is_date(filled.organisation.date) else today,
            "answers": answers,
        },
        "extensions": extensions,
    }
    return (json.dumps(document, indent=4, ensure_ascii=False) + "\n").encode()


def is_date(text: str) -> bool:
    """Tell whether a text is an RFC 3339 date, as the format wants it."""
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _code(name: str) -> str:
    function, practice, level, stream = name.split("-")
    return f"{function}-{practice}-{stream}-{level}"

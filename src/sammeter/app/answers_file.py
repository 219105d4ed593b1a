"""The file of answers, sammeter's own: read with every mistake and its line, written with the same bytes each time."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from sammeter.data import Pack, load
from sammeter.data.older import editions
from sammeter.data.reader import Mistakes
from sammeter.errors import SourceError
from sammeter.exchange.types import BENCHMARK, VALUES, Filled, Organisation
from sammeter.model import Model
from sammeter.text import Limits, Node, yaml
from sammeter.text import json as json_reader

LIMITS = Limits(size=32 << 20)
_OTHER = re.compile(r"([A-Z]-[A-Z]{2})-([AB])-([123])(?:-1)?")
"""Ids as the workbook (G-SM-A-1-1) and the .samm format (G-SM-A-1) write them."""
_KEYS = ("model", "answers", "phases", "organisation", "notes", "benchmark", "source")
_PHASES, _ADVISED = 100, 200
"""More phases than anybody plans, and more mistakes than anybody wants advice on."""
_POSITIONS = {"0": 0, "0.0": 0, "no": 0, "0.25": 1, "0.5": 2, "0.50": 2, "1": 3, "1.0": 3}
_ESCAPED = re.compile('[\x00-\x1f"\\\\\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file that answers were imported from: its name and the SHA-256 of its bytes."""

    file: str
    sha256: str


def read(data: bytes, *, where: str) -> Filled:
    """Return what the file holds; JSON where the name ends so, else YAML. Raises one DataError with every mistake."""
    pack, mistakes = load(), Mistakes()
    node = _read(data, where, mistakes)
    mistakes.settle(where)
    _keys(node, mistakes)
    version = _edition(node["model"], pack, mistakes)
    model = pack.model
    answers = _answers(node["answers"], model, mistakes)
    phases = tuple(_answers(phase, model, mistakes) for phase in _phases(node["phases"], mistakes))
    organisation = _texts(node["organisation"], tuple(one.name for one in fields(Organisation)), mistakes)
    notes = _texts(node["notes"], tuple(activity.id for activity in model.activities()), mistakes)
    benchmark = _texts(node["benchmark"], BENCHMARK, mistakes)
    source = _texts(node["source"], ("file", "sha256"), mistakes)
    if not re.fullmatch(r"([0-9a-f]{64})?", source.get("sha256", "")):
        mistakes.add("sha256 is no 64 hex digits", where=node["source"]["sha256"].where, hint="leave source out")
    mistakes.settle(where)
    return Filled(model=version, answers=answers, organisation=Organisation(**organisation), notes=notes, phases=phases,
                  benchmark=benchmark)  # fmt: skip


def _read(data: bytes, where: str, mistakes: Mistakes) -> Node:
    read_as = json_reader.read if where.endswith(".json") else yaml.read
    try:
        node = read_as(data, where=where, limits=LIMITS)
    except SourceError as error:
        mistakes.add(error.message, where=error.where, hint=error.hint or "see docs/reference/score-file.md")
        return Node(None, where)
    if not isinstance(node.value, dict):
        mistakes.add(
            f"{node.kind()} where model and answers are expected",
            where=node.where,
            hint="see docs/reference/score-file.md",
        )
    return node


def _keys(node: Node, mistakes: Mistakes) -> None:
    for key, value in node.mapping().items():
        if key not in _KEYS:
            mistakes.add(f"unknown key '{_cut(key)}'", where=value.where, hint=f"one of {', '.join(_KEYS)}")
    if "answers" not in node:
        mistakes.add("there are no answers", where=node.where, hint='write answers: {"G-SM-1-A": 0.5}')


def _edition(node: Node, pack: Pack, mistakes: Mistakes) -> str:
    """Return the edition; all that are known count alike, since no answer ever changed its worth."""
    version = node.text() if not isinstance(node.value, (dict, list)) else "?"
    known = dict.fromkeys((*editions(), pack.model.version))
    if version not in known:
        mistakes.add(f"model '{_cut(version)}', this sammeter knows {next(iter(known))} to {pack.model.version}", where=node.where,
                     hint=f"write: model: {pack.model.version}")  # fmt: skip
    return version


def _phases(node: Node, mistakes: Mistakes) -> list[Node]:
    if node and not isinstance(node.value, list):
        mistakes.add(f"{node.kind()} where a list of phases is expected", where=node.where)
        return []
    phases = node.items()
    if len(phases) > _PHASES:
        mistakes.add(f"{len(phases):,} phases, more than {_PHASES}", where=phases[_PHASES].where)
    return phases[:_PHASES]


def _answers(node: Node, model: Model, mistakes: Mistakes) -> dict[str, int]:
    """Return the positions of the answers that are given; null is a blank."""
    found: dict[str, int] = {}
    if node and not isinstance(node.value, dict):
        mistakes.add(f"{node.kind()} where answers by activity are expected", where=node.where)
        return found
    names = [activity.id for activity in model.activities()]
    for name, value in node.mapping().items():
        if name not in names:
            near = _nearest(name, names) if len(mistakes.found) < _ADVISED else ""
            mistakes.add(f"unknown activity '{_cut(name)}'", where=value.where, hint=near)
        elif value:
            at = _position(value)
            if at is None:
                mistakes.add(f"{name}: {_cited(value)} is no answer", where=value.where, hint="one of 0, 0.25, 0.5, 1")
            else:
                found[name] = at
    return found


def _position(node: Node) -> int | None:
    """Read an answer's worth; the text 'No' of YAML is an answer too."""
    if isinstance(node.value, (bool, dict, list)):
        return None
    return _POSITIONS.get(node.text().strip().lower())


def _texts(node: Node, names: tuple[str, ...], mistakes: Mistakes) -> dict[str, str]:
    """Return a mapping of texts under known names; null is none."""
    if node and not isinstance(node.value, dict):
        mistakes.add(f"{node.kind()} where texts by name are expected", where=node.where)
        return {}
    found = {}
    for name, value in node.mapping().items():
        if name not in names:
            hint = _nearest(name, list(names)) if len(mistakes.found) < _ADVISED else ""
            mistakes.add(f"unknown name '{_cut(name)}'", where=value.where, hint=hint)
        elif isinstance(value.value, (dict, list)):
            mistakes.add(f"{name}: {value.kind()} where text is expected", where=value.where)
        elif value.text():
            found[name] = value.text()
    return found


def _cited(node: Node) -> str:
    return node.kind() if isinstance(node.value, (bool, dict, list)) else f"'{_cut(node.text())}'"


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}..."


def _nearest(name: str, names: list[str]) -> str:
    from difflib import get_close_matches

    other = _OTHER.fullmatch(name.upper())
    if other:
        return f"did you mean {other[1]}-{other[3]}-{other[2]}?"
    near = get_close_matches(name.upper(), names, n=1) or get_close_matches(name.lower(), names, n=1)
    if not near and len(names) < 20:
        return f"one of {', '.join(names)}"
    return f"did you mean {near[0]}?" if near else "sammeter model list shows the activities"


def document(filled: Filled, source: Source | None = None) -> dict[str, Any]:
    """Return the file as plain data: keys and activities always in the same order, what is empty left out."""
    model = load().model
    names = [activity.id for activity in model.activities()]
    organisation = {one.name: getattr(filled.organisation, one.name) for one in fields(Organisation)}
    found: dict[str, Any] = {"model": filled.model, "answers": _worths(filled.answers, names)}
    if filled.phases:
        found["phases"] = [_worths(phase, names) for phase in filled.phases]
    texts = {
        "organisation": {name: text for name, text in organisation.items() if text},
        "notes": {name: filled.notes[name] for name in names if name in filled.notes},
        "benchmark": {name: filled.benchmark[name] for name in BENCHMARK if name in filled.benchmark},
        "source": {"file": source.file, "sha256": source.sha256} if source else {},
    }
    return found | {key: value for key, value in texts.items() if value}


def _worths(answers: Mapping[str, int], names: list[str]) -> dict[str, float]:
    return {name: float(VALUES[answers[name]]) for name in names if name in answers}


def as_yaml(filled: Filled, source: Source | None = None) -> bytes:
    """Return the file as YAML 1.2; texts in double quotes, so that nothing in them is markup."""
    lines = []
    for key, value in document(filled, source).items():
        if isinstance(value, str):
            lines.append(f"{key}: {_quoted(value)}")
        elif isinstance(value, list):
            lines.append(f"{key}:")
            lines += [f"- {{{', '.join(f'{name}: {worth:g}' for name, worth in phase.items())}}}" for phase in value]
        else:
            lines.append(f"{key}:" if value else f"{key}: {{}}")
            lines += [f"  {name}: {one if isinstance(one, str) else format(one, 'g')}" for name, one in
                      ((n, _quoted(v) if isinstance(v, str) else v) for n, v in value.items())]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def as_json(filled: Filled, source: Source | None = None) -> bytes:
    """Return the file as JSON."""
    return (json.dumps(document(filled, source), indent=1, ensure_ascii=False) + "\n").encode()


def _quoted(text: str) -> str:
    def code(found: re.Match[str]) -> str:
        return f"\\{found[0]}" if found[0] in '"\\' else "\\n" if found[0] == "\n" else f"\\u{ord(found[0]):04x}"

    return f'"{_ESCAPED.sub(code, text)}"'

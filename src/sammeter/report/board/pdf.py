"""The report as PDF: tagged, PDF/UA-1, made by typst with the fonts that typst brings along and nothing else.

Texts reach the template as JSON and are never markup. Nothing is downloaded, no font of the machine is used, no time is
written: the same view gives the same bytes everywhere. What no font can show is written as its code.
"""

import json
import re
from dataclasses import fields, is_dataclass
from fractions import Fraction
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from sammeter.errors import DataError
from sammeter.report.board.brief import brief
from sammeter.report.board.svg import coverage, swatch
from sammeter.report.board.svg import figures as picture
from sammeter.report.board.view import CELLS, Board, Figures
from sammeter.report.board.words import cut, day
from sammeter.scoring import shown
from sammeter.text.escape import terminal

if TYPE_CHECKING:
    import typst

STANDARD: Literal["ua-1"] = "ua-1"
_UNSEEN = re.compile(r'the text `"((?:\\.|[^"\\])+)"` could not be displayed')
CONFLICTS = 6
"""The template measures how many of these have room."""
_STEP = 20
_LONG = re.compile(rf"[^\s/-]{{{_STEP + 1},}}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ROUNDS = 20
_PROBE = b"#set document(title: [probe])\n#for one in json(bytes(sys.inputs.data)) [#one \\\n]\n"


def render(board: Board) -> bytes:
    """Return the PDF. Raises DataError where typst is not installed."""
    compiler = _compiler()
    spell = _Spelling(_not_shown(compiler, _plain(board)))
    text = json.dumps(_spelt(_document(board, spell), spell), ensure_ascii=False)
    template = files("sammeter.report").joinpath("templates/board.typ").read_bytes()
    return _bytes(compiler.compile(template, format="pdf", sys_inputs={"data": text}, pdf_standards=STANDARD))


class _Spelling:
    """Texts as the fonts can show them: a run of signs that no font has is written as their codes."""

    def __init__(self, unseen: set[str]) -> None:
        self.run = re.compile(f"[{re.escape(''.join(sorted(unseen)))}]+") if unseen else None

    def __call__(self, text: str) -> str:
        """Return the text; what was spelt once stays as it is."""
        return self.run.sub(_codes, text) if self.run else text


def _codes(run: re.Match[str]) -> str:
    return "\u27e8" + " ".join(f"U+{ord(sign):04X}" for sign in run[0]) + "\u27e9"


def _compiler() -> "typst.Compiler":
    try:
        import typst
    except ImportError as error:
        raise DataError(
            "PDF needs typst, which is not installed", where="--format pdf", hint="pip install 'sammeter[pdf]'"
        ) from error
    return typst.Compiler(b"", font_paths=typst.Fonts(include_system_fonts=False), ignore_system_fonts=True)


def _bytes(made: "bytes | list[bytes] | None") -> bytes:
    if not isinstance(made, bytes):
        raise TypeError("typst made no single file")
    return made


def _not_shown(compiler: "typst.Compiler", data: dict[str, Any]) -> set[str]:
    """Return the signs that no font can show: typst names them, as PDF/UA-1 forbids a sign without a glyph."""
    import typst

    signs = {sign for text in _texts(data) for sign in text if ord(sign) > 0x7E}
    missing: set[str] = set()
    for _ in range(_ROUNDS):
        left = sorted(signs - missing)
        try:
            compiler.compile(_PROBE, format="pdf", sys_inputs={"data": json.dumps(left)}, pdf_standards=STANDARD)
        except typst.TypstError as error:
            named = {sign for found in _UNSEEN.findall(error.diagnostic) for sign in _named(found)} & set(left)
            if not named:
                raise
            missing |= named
        else:
            return missing
    return signs


def _named(found: str) -> str:
    """Read a text as typst quotes it, codes and all."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), found).replace("\\\\", "\\")


def _texts(data: Any) -> "list[str]":
    if isinstance(data, dict):
        return [text for value in data.values() for text in _texts(value)]
    if isinstance(data, list):
        return [text for value in data for text in _texts(value)]
    return [data] if isinstance(data, str) else []


def _spelt(data: Any, spell: _Spelling) -> Any:
    if isinstance(data, dict):
        return {key: _spelt(value, spell) for key, value in data.items()}
    if isinstance(data, list):
        return [_spelt(value, spell) for value in data]
    return _LONG.sub(_breakable, spell(data)) if isinstance(data, str) and not data.startswith("<svg") else data


def _breakable(found: re.Match[str]) -> str:
    """Let a long word break at the end of a line; a digest stays whole, it has room."""
    word = found[0]
    return word if _DIGEST.fullmatch(word) else "\u200b".join(re.findall(f".{{1,{_STEP}}}", word))


def _document(board: Board, spell: _Spelling) -> dict[str, Any]:
    """Return everything that the template names, as plain data."""
    short = brief(board, spell, CONFLICTS)
    full = board.extent == "full"
    return {
        "title": cut(spell(board.title), 160), "full": full, "cells": {name: list(one) for name, one in CELLS.items()},
        "brief": _plain(short.board), "more_conflicts": short.more_conflicts,
        "all": _plain(board) if full else None, "criteria": board.criteria,
        "coverage": coverage(board.parts, "c"), "coverage_says": ", ".join(f"{part.count} {part.word}" for part in board.parts),
        "swatches": {part.word: swatch(part, "s") for part in board.parts},
        "dates": {"as_of": day(board.head.as_of), "at": day(board.head.at), "read": day(board.head.collected_at)},
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """Return dataclasses as objects, scores as people read them, and every text on one line without controls."""
    if isinstance(value, Figures):
        return {
            "declared": value.declared_shown, "evidenced": value.evidenced_shown, "possible": value.possible_shown,
            "settled": value.settled, "of": value.of, "says": value.says, "svg": picture(value, "f"),
        }  # fmt: skip
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Fraction):
        return shown(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return terminal(value) if isinstance(value, str) else value

"""Text that came from outside, made harmless for the place where it is printed."""

import json
import re

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~=-]|(?<=:)/(?=/)|(?<=www)\.)", re.IGNORECASE)
_NUMBERED = re.compile(r"\A(\s*\d+)([.)])")


def terminal(text: str) -> str:
    """Return `text` on one line without terminal controls or direction marks; each is shown as its code."""
    flat = text.replace("\n", "\\n").replace("\t", " ")
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", flat)


def markdown(text: str) -> str:
    """Return `text` as Markdown that shows it literally, without markup, links, lists or HTML, and calls nobody."""
    plain = _NUMBERED.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", terminal(text)))
    return plain.replace("&", "&amp;").replace("\\<", "&lt;").replace("\\>", "&gt;").replace("@", "@&#8203;")


def coded(text: str) -> str:
    """Return `text` with lines, but without other controls or direction marks, each shown as its code; markup is the writer's."""
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def json_controls(data: bytes) -> bytes:
    r"""Return JSON in which every control and direction mark inside a text is written as its ``\u`` code."""

    def written(found: re.Match[str]) -> str:
        return found[0] if found[0] in "\r\n" else json.dumps(found[0])[1:-1]

    return _CONTROLS.sub(written, data.decode()).encode()


def csv_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe before ``= + - @`` and control signs."""
    shown = _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    return (
        f"'{shown}" if shown.lstrip(" \t\r\n")[:1] in ("=", "+", "-", "@") or shown[:1] in ("\t", "\r", "\n") else shown
    )

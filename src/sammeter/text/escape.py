"""Text that came from outside, made harmless for the place where it is printed."""

import re

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~-])")


def terminal(text: str) -> str:
    """Return `text` on one line without terminal controls or direction marks; each is shown as its code."""
    flat = text.replace("\n", "\\n").replace("\t", " ")
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", flat)


def markdown(text: str) -> str:
    """Return `text` as Markdown that shows it literally, without markup, links or HTML."""
    return _MARKDOWN.sub(r"\\\1", terminal(text)).replace("&", "&amp;").replace("\\<", "&lt;").replace("\\>", "&gt;")

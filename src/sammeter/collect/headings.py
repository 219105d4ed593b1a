"""The headings of a document, as far as its lines show them."""

import re

_FENCE = re.compile(r"\s{0,3}(```|~~~|----|\.\.\.\.)")
_MARKED = re.compile(r"\s{0,3}(?:#{1,6}|={1,6})\s+(\S.*?)\s*#*\s*\Z")
_UNDERLINE = re.compile(r"(=|-|~|\^|\*|\")\1{2,}\s*\Z")
_NUMBERING = re.compile(r"\A(?:\d+(?:\.\d+)*\.?|[a-z]\)|[ivx]+\.)\s+")
_MORE = 200
_LONG = 400


def headings(text: str) -> tuple[str, ...]:
    """Return the headings of Markdown, AsciiDoc or reStructuredText, lower-case, without numbering and decoration."""
    found: dict[str, None] = {}
    fence = before = ""
    for whole in text.split("\n"):
        line = whole[:_LONG]
        match = _FENCE.match(line)
        if match and (fence or match[1] in ("```", "~~~") or not before.strip()):
            fence = "" if fence == match[1] else fence or match[1]
            before = ""
        elif not fence:
            if heading := _MARKED.match(line):
                found[_normal(heading[1])] = None
            elif before.strip() and _UNDERLINE.match(line):
                found[_normal(before)] = None
            before = line
    return tuple(name for name in found if name)[:_MORE]


def _normal(heading: str) -> str:
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|[*_`{}]", r"\1", heading).strip().casefold()
    return " ".join(re.sub(r"[^\w\s&/-]+", " ", _NUMBERING.sub("", plain)).split())

"""JSON5 from outside: put into the words of JSON line by line, then read as strictly as JSON."""

import re

from sammeter.errors import SourceError
from sammeter.text import json
from sammeter.text.limits import DEFAULT, Limits
from sammeter.text.node import Node
from sammeter.text.plain import decode

_TOKEN = re.compile(
    r"""(?P<space>[\s\u2028\u2029]+|//[^\n\u2028\u2029]*|/\*(?:[^*]|\*(?!/))*\*/)
      |(?P<text>"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')
      |(?P<mark>[{}\[\]:,])
      |(?P<number>[+-]?(?:0[xX][0-9a-fA-F]{1,16}|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?)(?![\w$]))
      |(?P<word>[A-Za-z_$][\w$]*)""",
    re.VERBOSE,
)
_COLON = re.compile(r"(?:\s|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)*:")
_ESCAPE = re.compile(r"\\(\r\n|x[0-9a-fA-F]{2}|[\s\S])|([\"\x00-\x1f])")
_ESCAPED = {
    "'": "'",
    "v": "\\u000b",
    "0": "\\u0000",
    "\n": "",
    "\r\n": "",
    "\r": "",
    "\u2028": "",
    "\u2029": "",
    '"': '\\"',
}
_KEPT = "\\/bfnrt"


def read(data: bytes, *, where: str, limits: Limits = DEFAULT) -> Node:
    """Return the JSON5 document in `data` (comments, bare keys, single quotes, trailing commas, hexadecimal numbers).

    Infinity and NaN, duplicate keys and whatever exceeds `limits` are refused. Raises SourceError with the place.
    """
    text = decode(data, where=where, limits=limits)
    return json.read("".join(_as_json(text, where)).encode("utf-8", "surrogatepass"), where=where,
                     limits=Limits(size=6 * limits.size, depth=limits.depth, nodes=limits.nodes))  # fmt: skip


def _as_json(text: str, where: str) -> list[str]:
    """Return the JSON tokens of a JSON5 text; newlines stay, so that a fault is found on its line."""
    out: list[str] = []
    comma = -1
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            line = text.count("\n", 0, position) + 1
            raise SourceError(f"no JSON5: unexpected {text[position]!r}", where=f"{where}:{line}", reason="malformed")
        kind, token, position = match.lastgroup, match.group(), match.end()
        if kind == "space":
            out.append("\n" * token.count("\n") or " ")
            continue
        if token in ("}", "]") and comma >= 0 and _worth(out, comma):
            out[comma] = ""
        comma = len(out) if token == "," else -1  # noqa: S105 - no password
        out.append(_put(kind or "", token, text, position))
    return out


def _worth(out: list[str], comma: int) -> bool:
    """Tell whether a value stands before this comma, so that it may trail."""
    before = next((token for token in reversed(out[:comma]) if token.strip()), "")
    return before not in ("", "{", "[", ",", ":")


def _put(kind: str, token: str, text: str, position: int) -> str:
    if kind == "text":
        return '"' + _ESCAPE.sub(_escape, token[1:-1]) + '"'
    if kind == "word":
        return f'"{token}"' if _COLON.match(text, position) else token
    return _number(token) if kind == "number" else token


def _escape(match: re.Match[str]) -> str:
    char = match[1]
    if char is None:
        return '\\"' if match[2] == '"' else f"\\u{ord(match[2]):04x}"
    if len(char) == 3:
        return f"\\u00{char[1:]}"
    if char in _KEPT:
        return f"\\{char}"
    return _ESCAPED.get(char, "\\u" if char == "u" else char)


def _number(token: str) -> str:
    sign, digits = ("-", token[1:]) if token[0] == "-" else ("", token.lstrip("+"))
    if digits[:2] in ("0x", "0X"):
        return f"{sign}{int(digits, 16)}"
    whole, dot, rest = digits.partition(".")
    if not dot:
        return f"{sign}{digits}"
    fraction = rest if rest[:1].isdigit() else f"0{rest}"
    return f"{sign}{whole or '0'}.{fraction}"

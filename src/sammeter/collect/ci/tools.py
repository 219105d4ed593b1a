"""Which tool an action, an image or a command is, and whether it fails on what it finds, as far as that is stated."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

Options = Mapping[str, str | None]
"""Inputs of an action or options of a command, in lower case; None: given, with a value that is not known."""

_SEVERITIES = {
    "critical": "critical", "high": "high", "error": "high", "medium": "medium", "moderate": "medium",
    "warning": "medium", "low": "low", "info": "any", "any": "any", "negligible": "any", "unknown": "any", "all": "any",
    "note": "any", "informational": "any", "style": "any", "untriaged": "any",
}  # fmt: skip
_ORDER = ("any", "low", "medium", "high", "critical")
_CVSS = ((10.0001, None), (9, "critical"), (7, "high"), (4, "medium"), (0.0001, "low"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool in one use of it.

    `fails`: whether a finding fails the step when nothing is said (None: it depends on what is not in the definition);
    `soft`/`hard`: options with which it never/always does, as ``name``, ``name=value`` or ``name!=value``;
    `level`: options that name the least severity it fails on; `fail_on`: the documented default of that.
    """

    name: str
    kind: str
    fails: bool | None = None
    fail_on: str | None = None
    soft: tuple[str, ...] = ()
    hard: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    publishes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A recognised use of a tool: `blocking` is what the tool alone does, before what surrounds it is looked at."""

    tool: str
    kind: str
    blocking: bool | None = None
    fail_on: str | None = None
    publishes: bool | None = None


def use(tool: Tool, options: Options) -> Use:
    """Return how a tool behaves with these options."""
    blocking = _blocking(tool, options)
    threshold = _threshold(tool, options) if blocking is not False else None
    if threshold == "":
        blocking, threshold = False, None
    publishes = None
    if tool.kind == "publish":
        publishes = _any(tool.publishes, options) if tool.publishes else True
    return Use(tool=tool.name, kind=tool.kind, blocking=blocking, fail_on=threshold, publishes=publishes)


def _blocking(tool: Tool, options: Options) -> bool | None:
    soft, hard = _any(tool.soft, options), _any(tool.hard, options)
    if soft is not False:
        return None if soft is None else False
    if hard is not False:
        return hard
    return tool.fails


def _any(specs: tuple[str, ...], options: Options) -> bool | None:
    results = [holds(spec, options) for spec in specs]
    return True if True in results else None if None in results else False


def holds(spec: str, options: Options) -> bool | None:
    """Tell whether ``name``, ``name=a|b`` or ``name!=a|b`` is true of the options; None where a value is not known."""
    name, equals, wanted = spec.partition("=")
    differs = name.endswith("!")
    name = name.removesuffix("!")
    if name not in options:
        return False
    value = options[name]
    if value is None:
        return None
    if not equals:
        return value.strip().lower() not in ("false", "0", "no")
    return (value.strip().lower() in wanted.split("|")) != differs


def _threshold(tool: Tool, options: Options) -> str | None:
    """Return the least severity that fails the step, the empty text where the stated one can never be reached."""
    for name in tool.level:
        if name in options:
            value = options[name]
            return None if value is None else severity(value)
    return tool.fail_on


def severity(value: str) -> str | None:
    """Return the least severity that a list of words or a CVSS score names; empty: none can reach it; None: unknown."""
    text = value.strip().lower()
    if re.fullmatch(r"\d{1,3}(\.\d+)?", text):
        return next(("" if word is None else word for least, word in _CVSS if float(text) >= least), "any")
    if text in ("none", "never", "off"):
        return ""
    words = [_SEVERITIES.get(word) for word in re.split(r"[,\s|]+", text) if word]
    known = [word for word in words if word]
    return min(known, key=_ORDER.index) if known and len(known) == len(words) else None


@dataclass(frozen=True, slots=True)
class Rule:
    """When a tool is meant: leading words (each one of several), conditions on options, and the tool."""

    words: tuple[frozenset[str], ...]
    options: tuple[str, ...]
    tool: Tool

    def fits(self, options: Options, *candidates: tuple[str, ...]) -> bool:
        """Tell whether one of the readings of a command line begins with the words and all conditions hold."""
        starts = any(
            len(words) >= len(self.words)
            and all(word in wanted for word, wanted in zip(words, self.words, strict=False))
            for words in candidates
        )
        return starts and all(self._allowed(spec, options) for spec in self.options)

    @staticmethod
    def _allowed(spec: str, options: Options) -> bool:
        return holds(spec[1:], options) is False if spec.startswith("!") else holds(spec, options) is not False


def table(rows: Mapping[str, Tool]) -> dict[str, tuple[Rule, ...]]:
    """Compile rows whose key reads ``head word|other -option=value !-option``; the first row that fits wins."""
    found: dict[str, list[Rule]] = {}
    for key, tool in rows.items():
        heads, *rest = key.split()
        words = tuple(frozenset(word.split("|")) for word in rest if not word.startswith(("-", "!", "@")))
        conditions = tuple(word.replace("@", "", 1) for word in rest if word.startswith(("-", "!", "@")))
        for head in heads.split("|"):
            found.setdefault(head, []).append(Rule(words, conditions, tool))
    return {head: tuple(rules) for head, rules in found.items()}

"""Parts beside lists of what is permitted: approved or not, and whether the licence is one of the permitted ones."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sammeter.facts.record import Fact, Value

_TOKEN = re.compile(r"\(|\)|\bAND\b|\bOR\b|\bWITH\s+\S+|[^\s()]+")
_TOKENS = 500
_UNKNOWN = {"", "NOASSERTION", "unknown"}


def join(facts: Mapping[str, tuple[Fact, ...]], as_of: str) -> dict[str, tuple[Fact, ...]]:
    """Return `sbom.parts` with `approved` and `license_policy` where a list says so.

    A part is approved by a list that names it; it is not by one that refuses it, or that refuses all of its kind which
    it does not name. A licence is ``allowed`` or ``denied`` after the lists of licences.
    """
    del as_of
    parts, lists = facts.get("sbom.parts", ()), facts.get("sbom.allowlist", ())
    if not parts or not lists:
        return {}
    packages = [_List.of(one) for one in lists if one.fields.get("permits") == "packages"]
    licenses = [one for one in lists if one.fields.get("permits") == "licenses"]
    return {"sbom.parts": tuple(_judged(one, packages, licenses) for one in parts)}


def _judged(part: Fact, packages: "list[_List]", licenses: list[Fact]) -> Fact:
    more: dict[str, Value] = {}
    said = [one.says(part) for one in packages]
    if any(one is not None for one in said) and "approved" not in part.fields:
        more["approved"] = False not in said
    license_ = str(part.fields.get("license", ""))
    if licenses and license_ not in _UNKNOWN and (policy := _policy(license_, licenses)):
        more["license_policy"] = policy
    return replace(part, fields={**part.fields, **more}) if more else part


@dataclass(frozen=True, slots=True)
class _List:
    """A list of packages, ready to be asked."""

    names: frozenset[str]
    denied: frozenset[str]
    strict: frozenset[str]
    of_imports: bool

    @classmethod
    def of(cls, one: Fact) -> "_List":
        """Return the list; `strict` are the kinds of packages of which it refuses what it does not name."""
        names = frozenset(_texts(one, "names"))
        kinds = (
            frozenset(name.split("/")[0] for name in names) if one.fields.get("strict") is True else frozenset[str]()
        )
        return cls(names, frozenset(_texts(one, "denied")), kinds, one.fields.get("tool") == "depguard")

    def says(self, part: Fact) -> bool | None:
        """Tell whether a part is approved, None where the list does not say."""
        if self.of_imports and part.fields.get("direct") is not True:
            return None
        purl = str(part.fields.get("purl", "")).partition("?")[0]
        called = _called(purl)
        if called & self.denied:
            return False
        return True if called & self.names else False if purl.split("/")[0] in self.strict else None


def _called(purl: str) -> frozenset[str]:
    """Return the names that a list may call a package by; a Go list names modules by what their path begins with."""
    bare = _unversioned(purl)
    names = [purl, bare, bare.rpartition("/")[2]]
    if bare.startswith("pkg:golang/"):
        parts = bare.split("/")
        names += ["/".join(parts[:length]) for length in range(2, len(parts))]
    return frozenset(names)


def _unversioned(purl: str) -> str:
    head, mark, _ = purl.rpartition("@")
    return head if mark and not head.endswith("/") else purl


def _texts(fact: Fact, name: str) -> tuple[str, ...]:
    value = fact.fields.get(name)
    return value if isinstance(value, tuple) else ()


_WORDS = {True: "allowed", False: "denied", None: ""}


def _policy(license_: str, lists: list[Fact]) -> str:
    """Return ``denied`` if a list refuses the expression, ``allowed`` if one permits it and none refuses it, else nothing."""
    outcomes: list[str] = []
    for one in lists:
        allowed, denied = set(_texts(one, "names")), set(_texts(one, "denied"))
        if allowed:
            kept = satisfied(license_, allowed.__contains__)
            outcomes.append(_WORDS[kept] if kept is not False or one.fields.get("strict") is True else "")
        elif denied:
            outcomes.append(_WORDS[satisfied(license_, _Refusing(denied))])
    return "denied" if "denied" in outcomes else "allowed" if "allowed" in outcomes else ""


class _Refusing:
    """Permits what a list does not refuse."""

    def __init__(self, refused: set[str]) -> None:
        self.refused = refused

    def __call__(self, name: str) -> bool:
        return name not in self.refused


def satisfied(expression: str, permits: Callable[[str], bool]) -> bool | None:
    """Tell whether an SPDX expression can be kept to with permitted licences alone: one of an OR, all of an AND.

    None for what is no expression.
    """
    tokens = _TOKEN.findall(expression)
    if not _sound(tokens):
        return None
    choices: list[list[bool]] = [[True]]
    outer: list[list[list[bool]]] = []
    for number, token in enumerate(tokens):
        if token == "(":  # noqa: S105 - a bracket
            outer.append(choices)
            choices = [[True]]
        elif token == ")":  # noqa: S105 - a bracket
            inner = any(all(one) for one in choices)
            choices = outer.pop()
            choices[-1].append(inner)
        elif token == "OR":  # noqa: S105 - a word of SPDX
            choices.append([True])
        elif token != "AND" and not token.startswith("WITH "):  # noqa: S105 - a word of SPDX
            follows = tokens[number + 1] if number + 1 < len(tokens) else ""
            choices[-1].append(
                permits(f"{token} {follows}") or permits(token) if follows.startswith("WITH ") else permits(token)
            )
    return any(all(one) for one in choices)


def _sound(tokens: list[str]) -> bool:
    """Tell whether brackets close as they open, words stand between licences, and there are not too many."""
    depth, after_name = 0, False
    for token in tokens:
        opens, joins = token == "(", token in ("AND", "OR")  # noqa: S105 - a bracket
        if token == ")" or token.startswith("WITH "):  # noqa: S105 - a bracket
            if not after_name:
                return False
            depth -= token == ")"  # noqa: S105 - a bracket
        elif opens or not joins:
            if after_name:
                return False
            depth += opens
            after_name = not opens
        elif not after_name:
            return False
        else:
            after_name = False
        if depth < 0:
            return False
    return depth == 0 and after_name and len(tokens) <= _TOKENS

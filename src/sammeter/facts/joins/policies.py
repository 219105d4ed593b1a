"""Parts beside lists of what is permitted: approved or not, and whether the licence is one of the permitted ones."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

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
    packages = [one for one in lists if one.fields.get("permits") == "packages"]
    licenses = [one for one in lists if one.fields.get("permits") == "licenses"]
    return {"sbom.parts": tuple(_judged(one, packages, licenses) for one in parts)}


def _judged(part: Fact, packages: list[Fact], licenses: list[Fact]) -> Fact:
    more: dict[str, Value] = {}
    said = [_approved(part, one) for one in packages]
    if any(one is not None for one in said) and "approved" not in part.fields:
        more["approved"] = False not in said
    license_ = str(part.fields.get("license", ""))
    if licenses and license_ not in _UNKNOWN and (policy := _policy(license_, licenses)):
        more["license_policy"] = policy
    return replace(part, fields={**part.fields, **more}) if more else part


def _approved(part: Fact, one: Fact) -> bool | None:
    purl = str(part.fields.get("purl", "")).partition("?")[0]
    bare = _unversioned(purl)
    names, denied = _texts(one, "names"), _texts(one, "denied")
    if _named(purl, bare, denied):
        return False
    if _named(purl, bare, names):
        return True
    if one.fields.get("tool") == "depguard" and part.fields.get("direct") is not True:
        return None
    kinds = {name.split("/")[0] for name in names}
    return False if one.fields.get("strict") is True and purl.split("/")[0] in kinds else None


def _named(purl: str, bare: str, names: tuple[str, ...]) -> bool:
    """Tell whether a list names the package; a Go list names modules by what their path begins with."""
    last = bare.rpartition("/")[2]
    for name in names:
        own = _unversioned(name)
        if name in (purl, bare) or (own == bare and name != own and purl == name):
            return True
        if bare.startswith("pkg:golang/") and bare.startswith(f"{name}/"):
            return True
        if not name.startswith("pkg:") and name in (last, bare):
            return True
    return False


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

"""Lists of permitted dependencies and licences that tools enforce: what is on them, and whether they refuse the rest."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from sammeter.collect.foreign import is_foreign
from sammeter.collect.lock.locked import listing, mapping
from sammeter.collect.purl import of_name, parse
from sammeter.collect.registry import File, collector, files
from sammeter.collect.times import stated_time
from sammeter.facts.sbom import Allowlist
from sammeter.text import Node

_LISTED = 2_000
_ABOUT = re.compile(r"\s*(?:#|//|;).*\b(?:criteria|policy|guideline)", re.IGNORECASE)
_DOCUMENT = re.compile(r"(?:https?://\S+|[\w./-]+\.(?:md|adoc|rst|html|txt)\Z)", re.IGNORECASE)
_TOP, _LONG = 60, 300


@collector(
    reads=files("**/deny.toml", "**/.cargo/deny.toml", ".github/dependency-review-config.y*ml", "**/.licensee.json", "**/dependency_decisions.yml",
                "**/.golangci.y*ml", "**/pyproject.toml", "**/liccheck.ini"),
    yields=[Allowlist], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[Allowlist]:
    """Yield one fact for each list of packages and each of licences that has entries."""
    if is_foreign(file.path):
        return
    name = file.path.rpartition("/")[2].casefold().replace(".yaml", ".yml")
    if reader := _READERS.get(name):  # the pattern of YAML files fits .yxml as well
        yield from reader(file)


def _list(
    file: File, tool: str, permits: str, *, names: Any = (), denied: Any = (), **more: Any
) -> Iterator[Allowlist]:
    """Yield a list that permits or refuses anything."""
    allowed, refused = tuple(dict.fromkeys(names)), tuple(dict.fromkeys(denied))
    if allowed or refused:
        yield Allowlist(where=file.path, tool=tool, permits=permits, entries=len(allowed), names=allowed[:_LISTED], denied=refused[:_LISTED] or None,
                        criteria_doc=_criteria(file), **more)  # fmt: skip


def _criteria(file: File) -> str | None:
    """Return the first document that a comment on criteria or policy at the top of the file names."""
    about = [line for line in file.text().splitlines()[:_TOP] if len(line) <= _LONG and _ABOUT.match(line)]
    words = (word.strip("()<>,;\"'`") for line in about for word in line.split())
    return next((word for word in words if _DOCUMENT.match(word)), None)


def _cargo_deny(file: File) -> Iterator[Allowlist]:
    root = file.toml()
    licenses, bans = mapping(root.get("licenses"), file.path), mapping(root.get("bans"), file.path)
    yield from _list(file, "cargo-deny", "licenses", names=_texts(licenses.get("allow"), file), denied=_texts(licenses.get("deny"), file),
                     strict=True)  # fmt: skip
    allowed = [str(of_name("cargo", name)) for name in _crates(bans.get("allow"), file)]
    denied = [str(of_name("cargo", name)) for name in _crates(bans.get("deny"), file)]
    yield from _list(file, "cargo-deny", "packages", names=allowed, denied=denied, strict=bool(allowed))


def _crates(stated: Any, file: File) -> Iterator[str]:
    """Yield crate names, written as texts or as tables with ``name`` or ``crate``."""
    for one in listing(stated, file.path):
        held = (
            one if isinstance(one, str) else mapping(one, file.path).get("crate") or mapping(one, file.path).get("name")
        )
        if isinstance(held, str):
            yield re.split(r"[@:]", held)[0]


def _texts(stated: Any, file: File) -> list[str]:
    return [one for one in listing(stated, file.path) if isinstance(one, str)]


def _dependency_review(file: File) -> Iterator[Allowlist]:
    root = file.yaml()
    denied = [str(found) for text in _words(root["deny-packages"]) if (found := parse(text))]
    allowed, refused = _words(root["allow-licenses"]), _words(root["deny-licenses"])
    yield from _list(file, "dependency-review", "licenses", names=allowed, denied=refused, strict=bool(allowed))
    yield from _list(file, "dependency-review", "packages", denied=denied, strict=False)


def _words(node: Node) -> list[str]:
    """Return a list, or a text with commas as GitHub's action takes it."""
    return [word.strip() for one in node.many() for word in one.text().split(",") if word.strip()]


def _licensee(file: File) -> Iterator[Allowlist]:
    root = file.json()
    yield from _list(file, "licensee", "licenses", names=[one.text() for one in root["licenses"]["spdx"]], strict=True)
    yield from _list(
        file,
        "licensee",
        "packages",
        names=[str(of_name("npm", name)) for name in root["packages"].mapping()],
        strict=False,
    )


def _license_finder(file: File) -> Iterator[Allowlist]:
    """Decisions are lists of an action, a name and who decided when and why."""
    approved: list[str] = []
    permitted: list[str] = []
    times: list[str] = []
    for one in file.yaml():
        parts = one.items()
        action = parts[0].text() if len(parts) > 1 else ""
        if action in (":approve", ":permit", ":whitelist"):
            (approved if action == ":approve" else permitted).append(parts[1].text())
            times += [at for part in parts[2:] if (at := stated_time(part[":when"].text().replace(" Z", "Z")))]
    at = max(times, default=None)
    yield from _list(file, "license_finder", "licenses", names=permitted, strict=True, updated_at=at)
    yield from _list(file, "license_finder", "packages", names=approved, strict=False, updated_at=at)


def _golangci(file: File) -> Iterator[Allowlist]:
    """Read depguard, below ``linters-settings`` or, since version 2, ``linters.settings``.

    What it refuses are imports in some files of the own code; a package may well come in through another.
    """
    root = file.yaml()
    guard = root["linters-settings"]["depguard"] or (
        root["linters"]["settings"]["depguard"] if root["linters"] else root["linters"]
    )
    for rule in guard["rules"].mapping().values():
        allowed = [str(of_name("golang", one.text())) for one in rule["allow"] if not one.text().startswith("$")]
        denied = [str(of_name("golang", one["pkg"].text())) for one in rule["deny"] if one["pkg"].text()]
        mode = rule["list-mode"].text()
        yield from _list(
            file, "depguard", "packages", names=allowed, strict=mode in ("strict", "original", "") and not denied
        )
        yield from _list(file, "depguard", "imports", denied=denied)


def _pyproject(file: File) -> Iterator[Allowlist]:
    """Read the settings of liccheck."""
    settings = mapping(mapping(file.toml().get("tool"), file.path).get("liccheck"), file.path)
    packages = mapping(settings.get("authorized_packages"), file.path)
    yield from _list(file, "liccheck", "licenses", names=_texts(settings.get("authorized_licenses"), file),
                     denied=_texts(settings.get("unauthorized_licenses"), file), strict=True)  # fmt: skip
    yield from _list(
        file, "liccheck", "packages", names=[str(of_name("pypi", name)) for name in packages], strict=False
    )


def _liccheck(file: File) -> Iterator[Allowlist]:
    section, key, found = "", "", dict[str, list[str]]()
    for line in file.text().splitlines():
        if heading := re.match(r"\[([\w ]+)\]\s*\Z", line):
            section, key = heading[1].casefold(), ""
        elif setting := re.match(r"([\w.-]+)\s*[:=]\s*(.*)\Z", line):
            key = setting[1]
            found.setdefault(f"{section}/{key}", []).extend([setting[2]] if setting[2] else [])
        elif key and line.strip() and line[0].isspace() and not line.strip().startswith(("#", ";")):
            found[f"{section}/{key}"].append(line.strip())
    packages = [key.partition("/")[2] for key in found if key.startswith("authorized packages/")]
    yield from _list(file, "liccheck", "licenses", names=found.get("licenses/authorized_licenses", ()),
                     denied=found.get("licenses/unauthorized_licenses", ()), strict=True)  # fmt: skip
    yield from _list(
        file, "liccheck", "packages", names=[str(of_name("pypi", name)) for name in packages], strict=False
    )


_READERS: dict[str, Callable[[File], Iterator[Allowlist]]] = {
    "deny.toml": _cargo_deny, "dependency-review-config.yml": _dependency_review, ".licensee.json": _licensee,
    "dependency_decisions.yml": _license_finder, ".golangci.yml": _golangci, "pyproject.toml": _pyproject, "liccheck.ini": _liccheck,
}  # fmt: skip

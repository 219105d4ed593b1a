"""npm (package-lock 1 to 3, shrinkwrap), Yarn (classic and later), pnpm."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sammeter.collect.lock.locked import Locked, lines, mapping, pointer, text
from sammeter.collect.registry import File

_WANTED = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_YARN_KEY = re.compile(r'"?((?:@[^/"@\s]+/)?[^/"@\s:,]+)@([^"\n]*)')
_YARN_FIELD = re.compile(r"  (version|resolution|integrity|checksum|linkType|resolved):? ([^\n]*)")
_PNPM_KEY = re.compile(
    r"""  (['"]?)/?((?:@[^/@\s'"]+/)?[^/@\s'":]+)[@/]([0-9][^()'":_\s]*)(?:[_(][^'":]*)?\1:\s*(?:\{\}\s*)?\Z"""
)
_PNPM_WANTED = re.compile(r"""(\s+)(['"]?)((?:@[^/'"]+/)?[^/'":\s]+)\2:(?:\s|\Z)""")


def npm(file: File) -> Iterator[Locked]:
    """Read package-lock.json and npm-shrinkwrap.json."""
    root = mapping(file.plain(), file.path)
    if "packages" in root:
        yield from _packages(mapping(root["packages"], pointer(file.path, "packages")), file.path)
    else:
        yield from _tree(mapping(root.get("dependencies"), pointer(file.path, "dependencies")), file.path)


def _packages(packages: Mapping[str, Any], path: str) -> Iterator[Locked]:
    """Versions 2 and 3: a key without node_modules is the project itself or a workspace of it."""
    wanted: set[str] = set()
    for key, one in packages.items():
        if "node_modules/" not in key:
            own = mapping(one, pointer(path, "packages", key))
            wanted |= {
                name for group in _WANTED for name in mapping(own.get(group), pointer(path, "packages", key, group))
            }
    for key, one in packages.items():
        place = pointer(path, "packages", key)
        own = mapping(one, place)
        if "node_modules/" not in key or not own.get("version"):
            continue
        name = key.rpartition("node_modules/")[2]
        yield Locked(kind="npm", name=text(own.get("name"), place) or name, version=text(own["version"], place), where=place,
                     direct=key.count("node_modules/") == 1 and name in wanted, scope=_scope(own), hashed="integrity" in own)  # fmt: skip


def _scope(own: Mapping[str, Any]) -> str:
    return "dev" if own.get("dev") else "optional" if own.get("optional") or own.get("devOptional") else "required"


def _tree(found: Mapping[str, Any], path: str) -> Iterator[Locked]:
    """Version 1: what the project itself wants stands in package.json only."""
    for name, one in found.items():
        place = pointer(path, "dependencies", name)
        own = mapping(one, place)
        version = text(own.get("version"), place)
        if re.match(r"\d", version):
            yield Locked(
                kind="npm", name=name, version=version, where=place, scope=_scope(own), hashed="integrity" in own
            )
        yield from _tree(mapping(own.get("dependencies"), place), path)


def yarn(file: File) -> Iterator[Locked]:
    """Read yarn.lock of Yarn 1 and of later versions; these say in their workspaces what is wanted."""
    entries = list(_blocks(lines(file)))
    later = any("resolution" in fields for _, _, fields, _ in entries)
    wanted = {
        name for _, _, fields, names in entries if "@workspace:" in fields.get("resolution", "") for name in names
    }
    for line, name, fields, _ in entries:
        resolution = fields.get("resolution", "")
        version = fields.get("version", "")
        if not version or (later and "@npm:" not in resolution):
            continue
        real = resolution.rpartition("@npm:")[0] if later else name
        hashed = bool(fields.get("checksum") or fields.get("integrity"))
        yield Locked(kind="npm", name=real or name, version=version, where=file.at(line), hashed=hashed,
                     direct=name in wanted if wanted else None)  # fmt: skip


def _blocks(content: list[str]) -> Iterator[tuple[int, str, dict[str, str], list[str]]]:
    """Yield line, name, fields and wanted names of each entry; both forms indent by two spaces."""
    current: tuple[int, str, dict[str, str], list[str]] | None = None
    group = ""
    for number, line in enumerate(content, 1):
        if line and not line[0].isspace():
            if current:
                yield current
            found = _YARN_KEY.match(line)
            real = re.match(r"npm:((?:@[^/]+/)?[^@/\"\s]+)@", found[2]) if found else None
            current = (number, real[1] if real else found[1], {}, []) if found and not line.startswith("#") else None
            group = ""
        elif current and (field := _YARN_FIELD.match(line)):
            current[2][field[1]] = field[2].strip().strip('"')
        elif current and re.match(r"  \w", line):
            group = line.strip().rstrip(":")
        elif current and group in _WANTED and (name := re.match(r'    "?((?:@[^/"]+/)?[^/":\s]+)"?[: ]', line)):
            current[3].append(name[1])
    if current:
        yield current


def pnpm(file: File) -> Iterator[Locked]:
    """Read pnpm-lock.yaml 5 to 9, which pnpm writes line by line in one form."""
    content = lines(file)
    wanted = set(_pnpm_wanted(content))
    section, current = "", None
    for number, line in enumerate(content, 1):
        if line and not line[0].isspace():
            section = line.rstrip().rstrip(":")
        if section != "packages":
            continue
        if found := _PNPM_KEY.match(line):
            if current:
                yield current
            current = Locked(
                kind="npm",
                name=found[2],
                version=found[3],
                where=file.at(number),
                direct=found[2] in wanted,
                hashed=False,
            )
        elif current:
            current = _pnpm_field(current, line)
    if current:
        yield current


def _pnpm_field(current: Locked, line: str) -> Locked:
    scope = {"    dev: true": "dev", "    dev: false": "required", "    optional: true": "optional"}.get(line)
    if not scope and "integrity:" not in line:
        return current
    return Locked(kind="npm", name=current.name, version=current.version, where=current.where, direct=current.direct,
                  hashed=current.hashed or "integrity:" in line, scope=scope or current.scope)  # fmt: skip


def _pnpm_wanted(content: list[str]) -> Iterator[str]:
    """Yield the names below dependencies, devDependencies and optionalDependencies of the importers."""
    depth = -1
    for line in content:
        if line.startswith(("packages:", "snapshots:")):
            return
        indent = len(line) - len(line.lstrip())
        if line.strip().rstrip(":") in _WANTED and line.rstrip().endswith(":"):
            depth = indent
        elif line.strip() and indent <= depth:
            depth = -1
        elif depth >= 0 and indent == depth + 2 and (found := _PNPM_WANTED.match(line)):
            yield found[3]

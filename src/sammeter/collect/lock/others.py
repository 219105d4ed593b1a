"""Cargo, Go, Bundler, Composer, Gradle, Maven, NuGet, Mix, SwiftPM."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from sammeter.collect.lock.locked import Locked, lines, listing, mapping, pointer, text
from sammeter.collect.registry import File

_MODULE = re.compile(r"\s*([^\s\"=>(]+)\s+(v[0-9][^\s]*)\s*(//\s*indirect\b)?")
_REPLACED = re.compile(r"\s*(\S+)(?:\s+v\S+)?\s*=>\s*(\S+)(?:\s+(v\S+))?")
_GEM = re.compile(r"    ([^\s(]+) \(([^)]+)\)\Z")
_GEM_PLATFORM = re.compile(r"-(?:java|x86|x64|arm|aarch|universal|jruby|mingw|darwin).*\Z")
_GRADLE = re.compile(r"([^:=\s#]+:[^:=\s]+):([^:=\s]+)=(\S*)\Z")
_MIX = re.compile(r'\s*"([^"]+)":\s*\{:hex,\s*:([\w]+),\s*"([^"]+)",\s*"([0-9a-f]*)"')
_POM = "{http://maven.apache.org/POM/4.0.0}"
_SCOPES = {"test": "dev", "provided": "optional", "system": "required", "runtime": "required", "compile": "required"}


def cargo(file: File) -> Iterator[Locked]:
    """Read Cargo.lock: a package without a source is of this workspace and says what is wanted."""
    packages = [mapping(one, file.path) for one in listing(file.toml().get("package"), file.path)]
    own = [one for one in packages if not one.get("source")]
    wanted = {
        text(need, file.path).split(" ")[0] for one in own for need in listing(one.get("dependencies"), file.path)
    }
    for number, one in enumerate(packages):
        if one.get("source"):
            name = text(one.get("name"), file.path)
            yield Locked(kind="cargo", name=name, version=text(one.get("version"), file.path), where=pointer(file.path, "package", str(number)),
                         direct=name in wanted if own else None, hashed=bool(one.get("checksum")))  # fmt: skip


def go(file: File) -> Iterator[Locked]:
    """Read go.mod, which names indirect modules since Go 1.17; go.sum also holds modules that were only looked at."""
    section, found, replaced = "", list[Locked](), dict[str, tuple[str, str]]()
    for number, line in enumerate(lines(file), 1):
        word = line.split(" ", 1)[0].strip()
        if word in ("require", "replace", "exclude", "retract", "tool", "godebug"):
            section, rest = word, line[len(word) :]
            if not rest.strip().startswith("("):
                _go_line(section, rest, file.at(number), found, replaced)
                section = ""
        elif word == ")" or (word and not line[0].isspace()):
            section = ""
        else:
            _go_line(section, line, file.at(number), found, replaced)
    for one in found:
        name, version = replaced.get(one.name, (one.name, one.version))
        if not name.startswith((".", "/")):
            yield Locked(kind="golang", name=name, version=version, where=one.where, direct=one.direct)


def _go_line(section: str, line: str, where: str, found: list[Locked], replaced: dict[str, tuple[str, str]]) -> None:
    if section == "require" and (module := _MODULE.match(line)) and "." in module[1]:
        found.append(Locked(kind="golang", name=module[1], version=module[2], where=where, direct=not module[3]))
    elif section == "replace" and (change := _REPLACED.match(line)):
        replaced[change[1]] = (change[2], change[3] or "")


def bundler(file: File) -> Iterator[Locked]:
    """Read Gemfile.lock."""
    content = lines(file)
    wanted = {line.strip().split(" ")[0].rstrip("!") for line in _section(content, "DEPENDENCIES")}
    hashed = {line.strip().split(" ")[0] for line in _section(content, "CHECKSUMS") if "sha256=" in line}
    section, seen = "", set[tuple[str, str]]()
    for number, line in enumerate(content, 1):
        if line and not line[0].isspace():
            section = line.strip()
        elif section == "GEM" and (gem := _GEM.match(line)):
            version = _GEM_PLATFORM.sub("", gem[2])
            if (gem[1], version) not in seen:
                seen.add((gem[1], version))
                yield Locked(
                    kind="gem",
                    name=gem[1],
                    version=version,
                    where=file.at(number),
                    direct=gem[1] in wanted,
                    hashed=gem[1] in hashed,
                )


def _section(content: list[str], name: str) -> Iterator[str]:
    inside = False
    for line in content:
        if line and not line[0].isspace():
            inside = line.strip() == name
        elif inside and line.strip():
            yield line


def composer(file: File) -> Iterator[Locked]:
    """Read composer.lock, the only lock file here that states licences."""
    root = mapping(file.plain(), file.path)
    for group, scope in (("packages", "required"), ("packages-dev", "dev")):
        for number, one in enumerate(listing(root.get(group), pointer(file.path, group))):
            place = pointer(file.path, group, str(number))
            own = mapping(one, place)
            licenses = [text(name, place) for name in listing(own.get("license"), place)]
            yield Locked(kind="composer", name=text(own.get("name"), place), version=text(own.get("version"), place).removeprefix("v"), where=place,
                         scope=scope, hashed=bool(mapping(own.get("dist"), place).get("shasum")),
                         license=" OR ".join(licenses) if "license" in own else None)  # fmt: skip


def gradle(file: File) -> Iterator[Locked]:
    """Read gradle.lockfile; a part that only test configurations use is for development."""
    for number, line in enumerate(lines(file), 1):
        if found := _GRADLE.match(line.strip()):
            uses = [one for one in found[3].split(",") if one]
            scope = (
                "dev"
                if uses and all(one.casefold().startswith(("test", "androidtest", "jmh")) for one in uses)
                else None
            )
            yield Locked(kind="maven", name=found[1], version=found[2], where=file.at(number), scope=scope)


def maven(file: File) -> Iterator[Locked]:
    """Read pom.xml: what is wanted directly; what that brings along Maven finds out when it builds."""
    root = file.xml()
    if root.tag not in (f"{_POM}project", "project"):
        return
    space = _POM if root.tag.startswith("{") else ""
    values = {f"${{{one.tag.removeprefix(space)}}}": (one.text or "").strip() for one in root.findall(f"{space}properties/*")}  # fmt: skip
    for name in ("version", "groupId"):
        own = root.findtext(f"{space}{name}") or root.findtext(f"{space}parent/{space}{name}") or ""
        values[f"${{project.{name}}}"] = own.strip()
    for number, one in enumerate(root.findall(f"{space}dependencies/{space}dependency"), 1):
        fields = _pom_fields(one, space, values)
        if fields.get("groupId") and fields.get("artifactId"):
            yield Locked(kind="maven", name=f"{fields['groupId']}:{fields['artifactId']}", version=fields.get("version", ""),
                         where=f"{file.path}#dependency {number}", direct=True, scope=_SCOPES.get(fields.get("scope", "compile")))  # fmt: skip


def _pom_fields(dependency: Element, space: str, values: dict[str, str]) -> dict[str, str]:
    """Return the fields of a dependency; one whose value stands in another file is empty."""
    stated = {one.tag.removeprefix(space): (one.text or "").strip() for one in dependency}
    found = {name: values.get(value, value) for name, value in stated.items()}
    return {name: "" if "${" in value else value for name, value in found.items()}


def nuget(file: File) -> Iterator[Locked]:
    """Read packages.lock.json."""
    root = mapping(file.plain(), file.path)
    seen: set[tuple[str, str]] = set()
    for framework, packages in mapping(root.get("dependencies"), pointer(file.path, "dependencies")).items():
        for name, one in mapping(packages, pointer(file.path, "dependencies", framework)).items():
            place = pointer(file.path, "dependencies", framework, name)
            own = mapping(one, place)
            version = text(own.get("resolved"), place)
            if version and (name, version) not in seen:
                seen.add((name, version))
                yield Locked(kind="nuget", name=name, version=version, where=place, direct=own.get("type") == "Direct",
                             hashed=bool(own.get("contentHash")))  # fmt: skip


def mix(file: File) -> Iterator[Locked]:
    """Read mix.lock, an Elixir term, by its lines."""
    for number, line in enumerate(lines(file), 1):
        if found := _MIX.match(line):
            yield Locked(kind="hex", name=found[2], version=found[3], where=file.at(number), hashed=bool(found[4]))


def swift(file: File) -> Iterator[Locked]:
    """Read Package.resolved, versions 1 to 3."""
    root = mapping(file.plain(), file.path)
    pins = listing(root["pins"] if "pins" in root else mapping(root.get("object"), file.path).get("pins"), file.path)
    for number, one in enumerate(pins):
        place = pointer(file.path, "pins", str(number))
        own = mapping(one, place)
        url = text(own.get("location") or own.get("repositoryURL"), place)
        version = text(mapping(own.get("state"), place).get("version"), place)
        name = re.sub(r"\A(?:https?://|ssh://|git@)|\.git\Z", "", url).replace(":", "/")
        if name and version:
            yield Locked(
                kind="swift",
                name=name,
                version=version,
                where=place,
                hashed=bool(mapping(own.get("state"), place).get("revision")),
            )

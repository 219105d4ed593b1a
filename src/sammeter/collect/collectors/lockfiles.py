"""Lock files: the exact versions of what an application is built from."""

from collections.abc import Callable, Iterator
from itertools import islice

from sammeter.collect.foreign import is_foreign
from sammeter.collect.lock import javascript, others, python
from sammeter.collect.lock.locked import Locked
from sammeter.collect.purl import of_name
from sammeter.collect.registry import File, Yielded, collector, files
from sammeter.facts import Gap
from sammeter.facts.sbom import Part

PARTS = 20_000
_READERS: dict[str, Callable[[File], Iterator[Locked]]] = {
    "package-lock.json": javascript.npm, "npm-shrinkwrap.json": javascript.npm, "yarn.lock": javascript.yarn, "pnpm-lock.yaml": javascript.pnpm,
    "poetry.lock": python.poetry, "uv.lock": python.uv, "pdm.lock": python.pdm, "pipfile.lock": python.pipfile, "pylock.toml": python.pylock,
    "cargo.lock": others.cargo, "go.mod": others.go, "gemfile.lock": others.bundler, "gems.locked": others.bundler,
    "composer.lock": others.composer, "gradle.lockfile": others.gradle, "pom.xml": others.maven, "packages.lock.json": others.nuget,
    "mix.lock": others.mix, "package.resolved": others.swift,
}  # fmt: skip


@collector(
    reads=files(*(f"**/{name}" for name in _READERS), "**/requirements*.txt", "**/requirements/*.txt", "**/constraints*.txt", "**/pylock.*.toml",
                size=32 << 20, nodes=2_000_000),
    yields=[Part], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield each locked package of a file of this repository's own, at most PARTS."""
    if is_foreign(file.path):
        return
    found = _reader(file.path)(file)
    for one in islice(found, PARTS):
        if one.name:
            yield _part(one)
    if rest := sum(1 for _ in found):
        yield Gap(where=file.path, reason="too many", detail=f"{rest:,} more parts than the {PARTS:,} taken")
    if file.path.casefold().endswith("pom.xml"):
        yield Gap(where=file.path, reason="not resolved", detail="direct dependencies only; Maven resolves the rest when it builds",
                  hint="let the build write a bill of materials and hand it in with --evidence")  # fmt: skip


def _reader(path: str) -> Callable[[File], Iterator[Locked]]:
    name = path.rpartition("/")[2].casefold()
    return _READERS.get(name) or (python.pylock if name.startswith("pylock.") else python.requirements)


def _part(one: Locked) -> Part:
    package = of_name(one.kind, one.name, one.version)
    return Part(where=one.where, purl=str(package), layer=package.layer, version=one.version, direct=one.direct, scope=one.scope,
                license=one.license, hashed=one.hashed)  # fmt: skip

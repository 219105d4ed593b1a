"""A tree of pipeline definitions on disk, read by the real collectors and the runner."""

from collections.abc import Mapping
from pathlib import Path

from tests.collect.deciding import verdict
from tests.collect.repositories import AS_OF

from sammeter.collect.folder import FolderTree
from sammeter.collect.registry import load
from sammeter.collect.run import Cache, NoCache, run
from sammeter.facts import Fact
from sammeter.facts.collected import Collected
from sammeter.facts.join import join

GITHUB = ".github/workflows/ci.yml"


def written(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder and return it."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def read(folder: Path, files: Mapping[str, str | bytes], cache: Cache | None = None) -> Collected:
    """Return what the collectors of pipelines find in these files."""
    tree = FolderTree(root=written(folder, files), name="a")
    readers = [one for one in load() if one.name.startswith("ci_")]
    return run(tree, readers, as_of=AS_OF, cache=cache or NoCache())


def verdict_of(folder: Path, rule: str, files: Mapping[str, str | bytes]) -> str:
    """Return what a shipped rule says of these files."""
    return verdict(rule, join(read(folder, files), as_of=AS_OF))


def of(found: Collected, kind: str) -> list[Fact]:
    """Return the facts of a kind."""
    return [fact for fact in found.facts if fact.kind == kind]


def steps(found: Collected) -> list[tuple[str, object, object, object]]:
    """Return place, tool, stage and blocking of each step."""
    return [
        (f.where, f.fields.get("tool"), f.fields.get("stage"), f.fields.get("blocking")) for f in of(found, "ci.steps")
    ]


def gaps(found: Collected, reason: str = "unresolved include") -> list[str]:
    """Return the details of the gaps with this reason."""
    return [gap.detail for gap in found.gaps if gap.reason == reason]


def pipeline(found: Collected, path: str) -> Mapping[str, object]:
    """Return the fields of the pipeline at a path."""
    return next(fact.fields for fact in of(found, "ci.pipelines") if fact.fields["id"] == path)

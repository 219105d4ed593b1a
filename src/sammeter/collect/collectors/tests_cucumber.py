"""Cucumber JSON: scenarios with their results and tags."""

from collections.abc import Iterator

import msgspec

from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.scans.stated import no_earlier
from sammeter.collect.testing.marks import Marks
from sammeter.collect.testing.report import Frame, Ran, facts
from sammeter.facts.tests import Case, Suite


class Outcome(msgspec.Struct):
    """How a step ended."""

    status: str | None = None


class Step(msgspec.Struct):
    """One step, or one hook."""

    result: Outcome | None = None


class Tag(msgspec.Struct):
    """A tag with its sign."""

    name: str | None = None


class Element(msgspec.Struct, rename={"started": "start_timestamp"}):
    """A scenario, or a background, which is part of the scenario after it."""

    type: str | None = None
    name: str | None = None
    line: int | None = None
    tags: list[Tag] | None = None
    steps: list[Step] | None = None
    before: list[Step] | None = None
    after: list[Step] | None = None
    started: str | None = None


class Feature(msgspec.Struct):
    """One feature file."""

    uri: str | None = None
    name: str | None = None
    tags: list[Tag] | None = None
    elements: list[Element] | None = None


@collector(reads=documents("**/*.json"), yields=[Suite, Case], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield the suites by kind and the marked scenarios of a report."""
    text = file.text()
    if not text.lstrip("\ufeff \t\r\n").startswith("[") or '"elements"' not in text or '"keyword"' not in text:
        return
    features = file.shaped(list[Feature])
    ran = [one for feature in features for one in _scenarios(feature, file.path)]
    times = [one.at for one in ran if one.at]
    frame = Frame(
        where=file.path, name=file.path, at=max(times, default=None), commit=None, framework="cucumber", whole=True
    )
    yield from facts(frame, ran)


def _scenarios(feature: Feature, path: str) -> Iterator[Ran]:
    """Yield the scenarios; a background before one counts as its first steps."""
    before: list[Step] = []
    for one in feature.elements or ():
        if one.type == "background":
            before = one.steps or []
            continue
        found = Marks()
        for tag in (*(feature.tags or ()), *(one.tags or ())):
            found.tag(tag.name or "")
        steps = [*(one.before or ()), *before, *(one.steps or ()), *(one.after or ())]
        yield Ran(where=path, name=f"{feature.name or ''}: {one.name or ''}"[:300], result=_result(steps), marks=found,
                  at=no_earlier(one.started))  # fmt: skip
        before = []


def _result(steps: list[Step]) -> str | None:
    """Return how a scenario ended: one without a step, or with one that is undefined or pending, tested nothing."""
    words = {(one.result.status if one.result else None) or "" for one in steps}
    if words & {"failed", "ambiguous"}:
        return "fail"
    if not words or words & {"skipped", "pending", "undefined"}:
        return "skip"
    return "pass" if words == {"passed"} else None

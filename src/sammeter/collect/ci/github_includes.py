"""What a GitHub workflow uses of its own tree: composite actions and reusable workflows, put in where they are used."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sammeter.collect.ci.github_workflow import Job, Workflow, WorkStep, jobs_of, steps_of, uses_in
from sammeter.collect.ci.growth import DEEPEST, Growth, Left, put, texts
from sammeter.collect.registry import File
from sammeter.text import Node

_INPUT = re.compile(r"\$\{\{\s*inputs\.([\w-]+)\s*\}\}")
_ASKED = re.compile(r"(!?)\s*inputs\.([\w-]+)(?:\s*(==|!=)\s*(true|false|'[^']*'))?\s*\Z")
_WORKFLOWS = ".github/workflows/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The jobs of a workflow with all that they use of the tree put in, and what they use from elsewhere."""

    jobs: tuple[Job, ...]
    left: tuple[Left, ...]


def named(work: Workflow) -> Iterator[str]:
    """Yield the paths at which what a file uses of its own tree may stand."""
    for node in uses_in(work):
        if node.text().startswith("./"):
            yield from _places(node.text())


def opened(work: Workflow, beside: Mapping[str, File]) -> Opened:
    """Return the jobs that a workflow runs in the end. Raises SourceError where they grow too far."""
    opening = _Opening(beside=beside)
    jobs = [one for job in work.jobs for one in opening.job(job, (work.path,))]
    return Opened(jobs=tuple(jobs), left=tuple(opening.left))


def _places(name: str) -> tuple[str, ...]:
    path = posixpath.normpath(name.partition("@")[0])
    if path.endswith((".yml", ".yaml")):
        return (path,)
    folder = "" if path == "." else f"{path}/"
    return (f"{folder}action.yml", f"{folder}action.yaml")


@dataclass(slots=True, kw_only=True)
class _Opening:
    """Follows what is used; `trail` are the files that are being read, from the workflow down."""

    beside: Mapping[str, File]
    growth: Growth = field(default_factory=Growth)
    left: list[Left] = field(default_factory=list)

    def job(self, job: Job, trail: tuple[str, ...]) -> Iterator[Job]:
        """Yield a job with the steps of actions put in; where it calls a workflow here, that one's jobs before it."""
        self.growth.take(job.node.where, parts=1)
        called = self._called(job, trail) if job.calls else None
        if called is None:
            yield replace(job, steps=tuple(one for step in job.steps for one in self._step(step, trail)))
            return
        yield from called
        yield replace(job, calls=Node(None, job.calls.where), needs=(*job.needs, *(one.id for one in called)))

    def _called(self, job: Job, trail: tuple[str, ...]) -> list[Job] | None:
        name = job.calls.text()
        file = self._file(job.calls, trail) if name.startswith("./") else None
        if file is None:
            if not name.startswith("./"):
                self.left.append(Left(where=job.calls.where, name=name, why="is defined elsewhere"))
            return None
        root = file.yaml()
        given = _given(
            root["on"]["workflow_call"]["inputs"] if "workflow_call" in root["on"] else Node(None, ""), job.node
        )
        inner = [one for one in jobs_of(self._with(root, given)) if not _refused(one.node, given)]
        return [one for each in inner for one in self.job(_below(job, each, given), (*trail, file.path))]

    def _step(self, step: WorkStep, trail: tuple[str, ...]) -> Iterator[WorkStep]:
        name = step.uses.text()
        self.growth.take(step.node.where, parts=1)
        if not name.startswith("./"):
            if "/.github/workflows/" in name:
                self.left.append(Left(where=step.uses.where, name=name, why="is defined elsewhere"))
            yield step
            return
        file = self._file(step.uses, trail)
        root = file.yaml() if file else Node(None, "")
        if file is None or root["runs"]["using"].text() != "composite":
            yield replace(step, program=file is not None)
            return
        given = _given(root["inputs"], step.node)
        for inner in steps_of(self._with(root, given)["runs"]["steps"]):
            if not _refused(inner.node, given):
                yield from self._step(_inside(step, inner), (*trail, file.path))

    def _file(self, uses: Node, trail: tuple[str, ...]) -> File | None:
        """Return the file that stands under a name here; what is not here, and what names itself, is left open."""
        found = next((self.beside[path] for path in _places(uses.text()) if path in self.beside), None)
        own = next((path for path in _places(uses.text()) if path in trail), "")
        why = f"uses itself: {' > '.join((*trail[trail.index(own) :], own))}" if own else ""
        why = why or (
            "is nested too deep" if found and len(trail) > DEEPEST else "" if found else "is not in this tree"
        )
        if why:
            self.left.append(Left(where=uses.where, name=uses.text(), why=why))
        return None if why else found

    def _with(self, root: Node, given: Mapping[str, str]) -> Node:
        return put(root, _INPUT, lambda name: given.get(name.lower()), self.growth)


def _given(declared: Node, user: Node) -> dict[str, str]:
    """Return the inputs as they are passed, else by their defaults; one that has neither is the empty text."""
    defaults = {name.lower(): node["default"].text() if node else "" for name, node in declared.mapping().items()}
    return {**defaults, **texts(user["with"].mapping())}


def _refused(node: Node, given: Mapping[str, str]) -> bool:
    """Tell whether the inputs alone keep a job or step from running."""
    condition = node["if"].text().strip().removeprefix("${{").removesuffix("}}").strip()
    if "||" in condition or "(" in condition:
        return False
    return any(_unmet(part.strip(), given) for part in condition.split("&&"))


def _unmet(condition: str, given: Mapping[str, str]) -> bool:
    found = _ASKED.match(condition)
    value = given.get(found[2].lower()) if found else None
    if not found or value is None or "${{" in value:
        return False
    if not found[3]:
        return (value.lower() in ("", "false")) is not bool(found[1])
    same = value.lower() == found[4].strip("'").lower()
    return not found[1] and same is not (found[3] == "==")


def _below(caller: Job, job: Job, given: Mapping[str, str]) -> Job:
    """Return a job of a called workflow as the caller runs it, under the name that a run lists."""
    shown = f"{caller.shown} / {job.shown}" if caller.shown and job.shown else ""
    environment = job.environment
    asked = re.fullmatch(r"\$\{\{\s*inputs\.([\w-]+)\s*\}\}", environment or "")
    if asked:
        environment = given.get(asked[1].lower(), environment)
    needs = (*caller.needs, *(f"{caller.id}/{one}" for one in job.needs))
    return replace(job, id=f"{caller.id}/{job.id}", needs=needs, shown=shown, environment=environment or None)


def _inside(outer: WorkStep, step: WorkStep) -> WorkStep:
    """Return a step of an action as the step that uses it runs it."""
    both = (outer.soft, step.soft)
    soft = True if True in both else None if None in both else False
    return replace(step, soft=soft, shown=outer.name())

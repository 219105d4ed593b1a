"""A GitHub workflow or composite action as its triggers, jobs and steps, without judging them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sammeter.collect.ci.commands import Shell
from sammeter.text import Node

_TRIGGERS = {
    "pull_request": "pull-request", "pull_request_target": "pull-request", "release": "release", "schedule": "schedule",
    "workflow_dispatch": "manual", "workflow_call": "call", "workflow_run": "workflow-run", "issue_comment": "comment",
    "discussion_comment": "comment", "pull_request_review_comment": "comment", "commit_comment": "comment",
}  # fmt: skip
_NEVER = re.compile(r"\A\s*(?:\$\{\{\s*)?false\s*(?:\}\})?\s*\Z")
_POSIX = re.compile(r"(?:\A|/)(?:ba|da|z|a|k)?sh(?:\s|\Z)")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkStep:
    """One step: an action or a script, where it stands, and whether its failure is let pass (None: not known).

    `shown` is the name of the step that it stands for, where an action of this tree brought it; `program` tells that it
    uses an action of this tree which is a program or an image.
    """

    node: Node
    uses: Node
    run: Node
    soft: bool | None
    shell: Shell
    shown: str | None = None
    program: bool = False

    def name(self) -> str:
        """Return the name under which a run lists the step, empty where an expression makes it."""
        if self.shown is not None:
            return self.shown
        text = self.node["name"].text() or f"Run {self.uses.text() or self.run.text().strip().partition(chr(10))[0]}"
        return "" if "${{" in text else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job that can run at all; `shown` is the name under which a run lists it, empty where that is not known."""

    id: str
    shown: str
    node: Node
    needs: tuple[str, ...]
    soft: bool | None
    environment: str | None
    calls: Node
    steps: tuple[WorkStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """A workflow file: `events` as written, `triggers` in sammeter's words, `jobs` that can run, `all_uses` as text."""

    path: str
    root: Node
    events: tuple[str, ...]
    triggers: tuple[str, ...]
    jobs: tuple[Job, ...]
    composite: bool = False

    @property
    def called(self) -> bool:
        """Whether only other files start it, so that it runs as a part of them."""
        return self.composite or self.triggers == ("call",)


def workflow(path: str, root: Node) -> Workflow:
    """Return a workflow file taken apart. Raises SourceError where a part is of the wrong type."""
    events = _events(root["on"])
    jobs = tuple(jobs_of(root))
    triggers = tuple(dict.fromkeys(word for event, node in events.items() for word in _trigger(event, node)))
    return Workflow(path=path, root=root, events=tuple(events), triggers=triggers, jobs=jobs)


def jobs_of(root: Node) -> Iterator[Job]:
    """Yield the jobs of a workflow file that can run at all. Raises SourceError."""
    shell = _default_shell(root)
    for name, node in root["jobs"].mapping().items():
        job = _job(name, node, shell) if node else None
        if job is not None:
            yield job


def composite(path: str, root: Node) -> Workflow:
    """Return a composite action as a workflow of one job without triggers. Raises SourceError."""
    steps = tuple(steps_of(root["runs"]["steps"]))
    job = Job(
        id="action",
        shown="",
        node=root["runs"],
        needs=(),
        soft=None,
        environment=None,
        calls=Node(None, path),
        steps=steps,
    )
    return Workflow(path=path, root=root, events=(), triggers=(), jobs=(job,), composite=True)


def uses_in(work: Workflow) -> Iterator[Node]:
    """Yield every ``uses:`` of the file, also in jobs that never run."""
    for job in work.root["jobs"].mapping().values() if not work.composite else (work.root["runs"],):
        for holder in (job, *flat(job["steps"])):
            if holder["uses"]:
                yield holder["uses"]


def flat(steps: Node) -> Iterator[Node]:
    """Yield the steps of a job, those that stand in a ``parallel`` group too. Raises SourceError."""
    for step in steps:
        if step:
            yield from flat(step["parallel"]) if "parallel" in step else (step,)


def _events(on: Node) -> dict[str, Node]:
    if isinstance(on.value, dict):
        return on.mapping()
    return {event.text(): Node(None, event.where) for event in on.many()}


def _trigger(event: str, node: Node) -> tuple[str, ...]:
    if event != "push":
        return (_TRIGGERS.get(event, "other"),)
    tagged = "tags" in node
    branches = any(key in node for key in ("branches", "branches-ignore"))
    return ("push", "tag") if tagged and branches else ("tag",) if tagged else ("push",)


def _job(name: str, node: Node, shell: str) -> Job | None:
    if _never(node):
        return None
    environment = node["environment"]
    named = environment["name"] if isinstance(environment.value, dict) else environment
    own = _default_shell(node) or shell or _runner_shell(node["runs-on"])
    shown = node["name"].text() or name
    return Job(
        id=name, shown="" if "${{" in shown else shown, node=node, needs=tuple(need.text() for need in node["needs"].many()),
        soft=_true(node["continue-on-error"]), environment=named.text() if named else None, calls=node["uses"],
        steps=tuple(steps_of(node["steps"], own)),
    )  # fmt: skip


def steps_of(steps: Node, shell: str = "") -> Iterator[WorkStep]:
    """Yield the steps of a job or action that can run at all; `shell` starts scripts that name none. Raises SourceError."""
    for node in flat(steps):
        if not _never(node):
            own = node["shell"].text() or shell
            yield WorkStep(node=node, uses=node["uses"], run=node["run"], soft=_true(node["continue-on-error"]),
                           shell=_shell(own))  # fmt: skip


def _default_shell(node: Node) -> str:
    return node["defaults"]["run"]["shell"].text()


def _runner_shell(runs_on: Node) -> str:
    labels = runs_on.many() if not isinstance(runs_on.value, dict) else runs_on["labels"].many()
    return "pwsh" if any("windows" in label.text().lower() for label in labels) else ""


def _shell(name: str) -> Shell:
    """Return how GitHub starts a shell: plain ``bash -e`` when none is named, with pipefail when bash is."""
    if not name:
        return Shell()
    if name in ("bash", "sh"):
        return Shell(pipefail=name == "bash")
    if _POSIX.search(name):
        plain = Shell(errexit=bool(re.search(r"\s-\w*e", name)) or "errexit" in name, pipefail="pipefail" in name)
        return plain if "{0}" in name else replace(plain, known=False)
    return Shell(known=False)


def _never(node: Node) -> bool:
    condition = node["if"]
    return condition.value is False or (isinstance(condition.value, str) and bool(_NEVER.match(condition.value)))


def _true(node: Node) -> bool | None:
    """Read a flag that may be an expression: None is 'not known'."""
    text = node.text().strip().lower()
    return {"": False, "false": False, "true": True}.get(text)

"""A CircleCI configuration as the jobs that its workflows run, with commands and parameters put in, without judging."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sammeter.collect.ci.commands import Shell
from sammeter.errors import SourceError
from sammeter.text import Node

BUILT_IN = frozenset({
    "checkout", "setup-remote-docker", "save-cache", "restore-cache", "store-artifacts", "store-test-results",
    "persist-to-workspace", "attach-workspace", "add-ssh-keys",
})  # fmt: skip
"""Steps that run nothing of the project's own; they are also written with underscores."""
_PLACE = re.compile(r"<<\s*([\w.-]+)\s*>>")
_NEVER_BRANCH = ("/.*/", "/^.*$/", "*")
DEEPEST = 12
MOST_STEPS = 20_000
MOST_TEXT = 8 << 20
LONGEST = 1 << 20
MOST_PARAMETERS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One script that a job runs: `text` with parameters put in, `node` where it stands, `stops` tells whether its failure ends the job."""

    node: Node
    text: str
    shell: Shell
    stops: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A step, job or command that an orb or an unknown name provides."""

    name: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A job as one workflow runs it: with what starts it (empty: not known) and the contexts whose secrets it gets.

    `name` is the workflow with the job's name in it, `after` the names of the jobs there that it waits for.
    """

    triggers: tuple[str, ...]
    contexts: tuple[Node, ...]
    steps: tuple[Script | Foreign, ...] = ()
    approval: bool = False
    name: tuple[str, str] = ("", "")
    after: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Budget:
    """Counts what the jobs of a file grow to, all together; a file that grows too far is refused."""

    steps: int = 0
    text: int = 0

    def take(self, where: str, *, steps: int = 0, text: int = 0) -> None:
        self.steps += steps
        self.text += text
        if self.steps > MOST_STEPS or self.text > MOST_TEXT:
            raise SourceError("its commands grow too far", where=where, reason="too large")


@dataclass(slots=True, kw_only=True)
class _Expansion:
    """Follows commands; `base` are the parameters of the pipeline."""

    commands: Mapping[str, Node]
    base: Mapping[str, Node]
    shell: Shell
    budget: "_Budget"

    def steps(self, holder: Node, given: Mapping[str, Node], depth: int) -> Iterator[Script | Foreign]:
        for step in holder.many():
            self.budget.take(holder.where, steps=1)
            if depth > DEEPEST:
                raise SourceError("commands call each other without end", where=holder.where, reason="too deep")
            yield from self._step(step, given, depth)

    def _step(self, step: Node, given: Mapping[str, Node], depth: int) -> Iterator[Script | Foreign]:
        if isinstance(step.value, dict):
            for name, body in list(step.mapping().items())[:1]:
                yield from self._named(name, body, given, depth)
        elif lent := _whole(step, given):
            yield from self.steps(lent, {}, depth + 1)
        elif step:
            yield from self._named(step.text(), Node(None, step.where), given, depth)

    def _named(self, name: str, body: Node, given: Mapping[str, Node], depth: int) -> Iterator[Script | Foreign]:
        if name in ("run", "deploy"):
            yield from self._script(body, given)
        elif name in ("when", "unless"):
            yield from self._conditional(body, given, depth, wanted=name == "when")
        elif name == "steps":
            yield from self.steps(_whole(body, given) or body, given, depth + 1)
        elif name in self.commands:
            command = self.commands[name]
            passed = {key: _put(node, given) for key, node in _named_values(body).items()}
            yield from self.steps(command["steps"], {**self.base, **_parameters(command, passed)}, depth + 1)
        elif name.replace("_", "-") not in BUILT_IN:
            yield Foreign(name=name, where=body.where)

    def _conditional(
        self, body: Node, given: Mapping[str, Node], depth: int, *, wanted: bool
    ) -> Iterator[Script | Foreign]:
        """Yield the steps under a condition; where it cannot be told, whether they ever stop a run is not known."""
        holds = _holds(body["condition"], given)
        if holds is not None and holds is not wanted:
            return
        for step in self.steps(body["steps"], given, depth + 1):
            yield replace(step, stops=None) if holds is None and isinstance(step, Script) and step.stops else step

    def _script(self, body: Node, given: Mapping[str, Node]) -> Iterator[Script]:
        command = body["command"] if isinstance(body.value, dict) else body
        named = body["shell"].text() if isinstance(body.value, dict) else ""
        soft = isinstance(body.value, dict) and body["background"].text() == "true"
        if isinstance(body.value, dict) and body["when"].text() == "on_fail":
            return
        if command:
            shell = _shell(named) if named else self.shell
            text = _put(command, given).text()
            self.budget.take(command.where, text=len(text))
            yield Script(node=command, text=text, shell=shell, stops=not soft)


def runs(root: Node) -> Iterator[Run]:
    """Yield each job as each workflow runs it; without workflows it is the job ``build``. Raises SourceError."""
    jobs, budget = root["jobs"].mapping(), _Budget()
    flows = [node for name, node in root["workflows"].mapping().items() if name != "version" and node]
    if not flows and "build" in jobs:
        yield _run(root, "build", Node(None, jobs["build"].where), ("push",), budget)
    for number, flow in enumerate(flows):
        started = _started(flow, root)
        if started is None:
            continue
        for entry in flow["jobs"].many():
            pairs = entry.mapping() if isinstance(entry.value, dict) else {entry.text(): Node(None, entry.where)}
            for name, body in pairs.items():
                own = _filtered(body["filters"], started)
                if own is not None:
                    yield replace(
                        _run(root, name, body, own, budget),
                        name=(str(number), body["name"].text() or name),
                        after=tuple(_required(body["requires"])),
                    )


def _required(requires: Node) -> Iterator[str]:
    for one in requires.many():
        yield from one.mapping() if isinstance(one.value, dict) else (one.text(),)


def _parameters(holder: Node, passed: Mapping[str, Node]) -> dict[str, Node]:
    """Return the parameters of a job or command: their defaults, with what was passed on top."""
    known = {key: node["default"] for key, node in holder["parameters"].mapping().items() if "default" in node}
    if len(known) + len(passed) > MOST_PARAMETERS:
        raise SourceError("more parameters than anybody writes", where=holder.where, reason="too large")
    return {**known, **passed}


def _run(root: Node, name: str, body: Node, triggers: tuple[str, ...], budget: _Budget) -> Run:
    budget.take(body.where, steps=1)
    job = root["jobs"].mapping().get(name)
    kind = body["type"].text() or (job["type"].text() if job else "")
    if kind == "approval":
        return Run(triggers=triggers, contexts=(), steps=(), approval=True)
    contexts = tuple(body["context"].many())
    if job is None:
        steps: tuple[Script | Foreign, ...] = (Foreign(name=name, where=body.where),)
        return Run(triggers=triggers, contexts=contexts, steps=steps, approval=False)
    base = _pipeline_parameters(root)
    varied = {key: Node(None, node.where) for key, node in body["matrix"]["parameters"].mapping().items()}
    passed = {**{key: _put(node, base) for key, node in body.mapping().items()}, **varied}
    given = {**base, **_parameters(job, passed)}
    expansion = _Expansion(commands=root["commands"].mapping(), base=base, shell=_job_shell(root, job), budget=budget)
    found = [
        step
        for part in (body["pre-steps"], job["steps"], body["post-steps"])
        for step in expansion.steps(part, given, 0)
    ]
    return Run(triggers=triggers, contexts=contexts, steps=tuple(found), approval=False)


def _started(flow: Node, root: Node) -> tuple[str, ...] | None:
    """Return what starts a workflow: empty where a condition decides that is not known, None if nothing ever does."""
    defaults = _pipeline_parameters(root)
    for word in ("when", "unless"):
        if word in flow:
            if _asks_schedule(flow[word]) and word == "when":
                return ("schedule",)
            literal = flow[word].text().lower() if not isinstance(flow[word].value, (dict, list)) else "?"
            if literal in ("true", "false"):
                if (literal == "true") is not (word == "when"):
                    return None
            elif _holds(flow[word], defaults) is not (word == "when"):
                return ()
    if flow["triggers"]:
        return ("schedule",)
    return ("push",)


def _pipeline_parameters(root: Node) -> dict[str, Node]:
    """Return the parameters of the pipeline with their defaults, which is what a push starts it with."""
    return {f"pipeline.parameters.{key}": node for key, node in _parameters(root, {}).items()}


def _asks_schedule(condition: Node) -> bool:
    """Tell whether a condition is that a schedule started the pipeline, and not its opposite."""
    if not isinstance(condition.value, dict):
        return False
    compared = [node.text() for node in condition["equal"].items() if not isinstance(node.value, (dict, list))]
    inner = [part for part in condition["and"].items() if isinstance(part.value, dict)]
    return "scheduled_pipeline" in compared or any(_asks_schedule(part) for part in inner)


def _filtered(filters: Node, started: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return what starts a job of a workflow: tags only where asked for; None if its filters let nothing in."""
    if started != ("push",) or not filters:
        return started
    if not isinstance(filters.value, dict):
        return ()
    no_branch = any(one.text() in _NEVER_BRANCH for one in _listed(filters["branches"], "ignore"))
    tagged = bool(_listed(filters["tags"], "only")) or bool(_listed(filters["tags"], "ignore"))
    tagged = tagged and not any(one.text() in _NEVER_BRANCH for one in _listed(filters["tags"], "ignore"))
    return (("push",) if not no_branch else ()) + (("tag",) if tagged else ()) or None


def _listed(node: Node, key: str) -> list[Node]:
    return node[key].many() if isinstance(node.value, dict) else []


def _holds(condition: Node, given: Mapping[str, Node]) -> bool | None:
    """Tell whether a condition is true: literally, or by a parameter that is known; None where it cannot be told."""
    if isinstance(condition.value, (dict, list)):
        return None
    text = _put(condition, given).text().strip().lower()
    return None if "$" in text else text not in ("false", "", "0")


def _whole(node: Node, given: Mapping[str, Node]) -> Node | None:
    """Return the list of steps that a parameter stands for."""
    found = _PLACE.fullmatch(node.text().strip()) if isinstance(node.value, str) else None
    lent = given.get(found[1].removeprefix("parameters.")) if found else None
    return lent if lent is not None and isinstance(lent.value, list) else None


def _put(node: Node, given: Mapping[str, Node]) -> Node:
    """Return a value with its parameters put in; what is not known becomes a variable of the shell."""
    if not isinstance(node.value, str):
        return node
    lent = _whole(node, given)
    if lent is not None:
        return lent
    grown = len(node.value) + sum(len(_value(found[1], given)) for found in _PLACE.finditer(node.value))
    if grown > LONGEST:
        raise SourceError("its parameters grow too far", where=node.where, reason="too large")
    return Node(_PLACE.sub(lambda found: _value(found[1], given), node.value), node.where)


def _named_values(body: Node) -> dict[str, Node]:
    return body.mapping() if isinstance(body.value, dict) else {}


def _value(name: str, given: Mapping[str, Node]) -> str:
    node = given.get(name.removeprefix("parameters."))
    if node is None or not node or isinstance(node.value, (dict, list)) or "<<" in node.text():
        return "" if node is not None and node.value == "" else "$" + re.sub(r"\W", "_", name)
    return node.text()


def _job_shell(root: Node, job: Node) -> Shell:
    """Return how scripts of a job are started: ``bash -eo pipefail``, unless job or executor name another shell."""
    executor = job["executor"]
    name = executor["name"].text() if isinstance(executor.value, dict) else executor.text()
    used = root["executors"].mapping().get(name)
    named = job["shell"].text() or (used["shell"].text() if used else "")
    if named:
        return _shell(named)
    return Shell(pipefail=True, known=used is not None or not name)


def _shell(name: str) -> Shell:
    if not re.search(r"(?:\A|/)(?:ba|da|z|a|k)?sh(?:\s|\Z)", name):
        return Shell(known=False)
    return Shell(errexit=bool(re.search(r"\s-\w*e", name)) or "errexit" in name, pipefail="pipefail" in name)

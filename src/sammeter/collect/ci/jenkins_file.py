"""A declarative Jenkinsfile as its triggers, stages and steps, without judging them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sammeter.collect.ci.groovy_calls import Call, calls
from sammeter.collect.ci.groovy_words import Token
from sammeter.errors import SourceError

SHELLS = frozenset({"sh", "bat", "powershell", "pwsh"})
_AROUND = frozenset({
    "script", "timeout", "retry", "dir", "ws", "withEnv", "withCredentials", "node", "container", "timestamps", "ansiColor", "wrap", "lock",
    "inside", "docker.withRegistry", "docker.withServer", "docker.withTool", "withDockerRegistry", "withDockerContainer", "withDockerServer",
    "withMaven", "withSonarQubeEnv", "sshagent", "nodejs", "configFileProvider", "withGradle", "withAWS", "withKubeConfig", "withKubeCredentials",
    "withVault", "withAnt", "tool", "stage", "parallel", "throttle", "podTemplate", "withChecks", "xvfb", "withGo", "rvm", "steps", "withRun", "always",
    "success", "cleanup", "milestone", "withCoverityEnv", "publishChecks", "gitlabCommitStatus", "gitlabBuilds", "githubNotify", "rtMavenRun",
})  # fmt: skip
"""Steps that run their block once, whatever else they do."""
_BRANCHES = frozenset(
    {
        "if",
        "else",
        "for",
        "while",
        "switch",
        "case",
        "each",
        "eachWithIndex",
        "times",
        "collect",
        "findAll",
        "waitUntil",
    }
)
_SAVED = frozenset({"try", "catch", "finally"})
_TRIGGERS = {"cron": "schedule", "parameterizedCron": "schedule", "pollSCM": "push", "githubPush": "push", "gitlab": "push", "bitbucketPush": "push",
             "upstream": "other", "GenericTrigger": "other"}  # fmt: skip
_WHEN = {
    "branch": "push",
    "buildingTag": "tag",
    "tag": "tag",
    "changeRequest": "pull-request",
    "triggeredBy": "schedule",
}
_ORDER = frozenset({"beforeAgent", "beforeInput", "beforeOptions"})
_AFTER_FAILURE = frozenset(
    {"failure", "unstable", "aborted", "unsuccessful", "regression", "fixed", "changed", "notBuilt"}
)
_SCRIPTED = SHELLS | {"node", "stage", "parallel", "podTemplate"}
MOST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One step that does something; `soft` lets its failure pass (None: not known), `sure` is False under a condition."""

    call: Call
    soft: bool | None = False
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage that holds steps: what its ``when`` lets in (empty: anything), its steps, and how often it waits for a person."""

    name: str
    line: int
    triggers: tuple[str, ...]
    actions: tuple[Action, ...]
    waits: int
    sure: bool
    calls: tuple[Call, ...]


@dataclass(slots=True, kw_only=True)
class Jenkinsfile:
    """A file: its triggers and stages if it is declarative, its shared libraries, and calls that stand beside.

    `scripted` tells that it runs something itself without being declarative: a node, a stage, a script, several branches.
    """

    declarative: bool
    scripted: bool
    triggers: tuple[str, ...] = ()
    stages: list[Stage] = field(default_factory=list)
    libraries: list[Token] = field(default_factory=list)
    beside: list[Call] = field(default_factory=list)
    environment: list[Call] = field(default_factory=list)


def jenkinsfile(text: str, where: str) -> Jenkinsfile:
    """Return a file taken apart. Raises SourceError (broken, too deep, too large)."""
    found = calls(text, where)
    pipeline = next((one for one in found if one.name == "pipeline" and one.body is not None), None)
    libraries = [name for one in flat(found) for name in _library(one)]
    beside = [one for one in found if one is not pipeline and not _harmless(one)]
    scripted = pipeline is None and (not beside or any(one.name in _SCRIPTED for one in flat(found)))
    file = Jenkinsfile(declarative=pipeline is not None, scripted=scripted, libraries=libraries, beside=beside)
    if pipeline is not None:
        body = pipeline.body or []
        told = [word for part in _parts(body, "triggers") for one in part if (word := _TRIGGERS.get(one.name))]
        file.stages = list(_stages(body, "", sure=True))
        if len(file.stages) > MOST:
            raise SourceError("more stages than anybody writes", where=where, reason="too large")
        several = any(one.triggers and "schedule" not in one.triggers for one in file.stages)
        file.triggers = tuple(dict.fromkeys([*told, *(["push"] if several else [])]))
        file.environment = [one for part in _parts(body, "environment") for one in part]
    return file


def flat(found: Iterable[Call]) -> Iterator[Call]:
    """Yield calls with those inside their arguments and blocks."""
    for one in found:
        yield one
        yield from flat(one.inner)
        yield from flat(one.body or ())


def _library(call: Call) -> Iterator[Token]:
    """Yield the names under which shared libraries are loaded: ``@Library('a@v')``, ``library 'a@v'``, ``lib('a@v')``."""
    if call.name in ("Library", "library", "lib"):
        texts = [text for one in call.arguments if one.name in ("", "identifier", "value") for text in one.texts]
        yield from texts or [Token(kind="text", text="a library named when it runs", line=call.line)]


def _harmless(call: Call) -> bool:
    """Tell whether a call beside the pipeline starts nothing: an import, an assignment, a declared method, a property."""
    return call.name.endswith("=") or call.name in ("import", "Library", "library", "_", "properties", "Field", "NonCPS") or (
        call.body is not None and call.name not in ("node", "stage", "timestamps", "timeout", "parallel", "try", "if", "ansiColor", "withEnv")
    )  # fmt: skip


def _parts(body: list[Call], name: str) -> Iterator[list[Call]]:
    for one in body:
        if one.name == name and one.body is not None:
            yield one.body


def _stages(body: list[Call], name: str, *, sure: bool, let: tuple[str, ...] = ()) -> Iterator[Stage]:
    """Yield the stages below a pipeline, a stage, or a matrix, each with what the ``when`` around it lets in."""
    for one in body:
        if one.name == "stage" and one.body is not None:
            first = one.first()
            yield from _stage(one, first.text.text if first and first.text else name, sure=sure, let=let)
        elif one.name in ("stages", "parallel", "matrix") and one.body is not None:
            yield from _stages(one.body, name, sure=sure, let=let)


def _stage(stage: Call, name: str, *, sure: bool, let: tuple[str, ...]) -> Iterator[Stage]:
    body = stage.body or []
    asked, plain = _when(body)
    here, certain = asked or let, sure and plain
    steps = [one for part in _parts(body, "steps") for one in part]
    actions = tuple(_actions(steps, Action(call=stage, sure=certain)))
    after = [one for part in _parts(body, "post") for one in part if one.name not in _AFTER_FAILURE]
    actions += tuple(_actions(after, Action(call=stage, soft=None, sure=certain)))
    waits = sum(one.name == "input" for one in body) + sum(one.call.name == "input" for one in actions)
    own = [one for one in body if one.name not in ("stages", "parallel", "matrix")]
    if actions or waits:
        yield Stage(
            name=name,
            line=stage.line,
            triggers=here,
            actions=actions,
            waits=waits,
            sure=certain,
            calls=tuple(flat(own)),
        )
    yield from _stages(body, name, sure=certain, let=here)


def _when(body: list[Call]) -> tuple[tuple[str, ...], bool]:
    """Return what the conditions of a stage let in, and whether they are all of a kind that says when it runs."""
    conditions = [one for part in _parts(body, "when") for one in part if one.name not in _ORDER]
    known = tuple(dict.fromkeys(_WHEN[one.name] for one in conditions if one.name in _WHEN))
    timed = [one for one in conditions if one.name == "triggeredBy"]
    other = any("TimerTrigger" not in (arg.text.text if arg.text else "") for one in timed for arg in one.arguments[:1])
    return ((), False) if other else (known, all(one.name in _WHEN for one in conditions))


def _actions(body: Iterable[Call], around: Action) -> Iterator[Action]:
    """Yield the steps of a block with what surrounds each of them."""
    for one in body:
        inner = (
            [*one.inner, *(one.body or ())]
            if one.name.endswith("=") or one.name in ("if", "parallel")
            else one.body or []
        )
        if one.name in _BRANCHES:
            yield from _actions(inner, replace(around, sure=False))
        elif one.name in _SAVED:
            yield from _actions(inner, replace(around, soft=None))
        elif one.name in ("catchError", "warnError"):
            yield from _actions(inner, replace(around, soft=_caught(one)))
        elif one.name in _AROUND or one.name.endswith("="):
            yield from _actions(inner, around)
        else:
            yield replace(around, call=one)
            yield from _actions(one.body or (), replace(around, sure=False))


def _caught(call: Call) -> bool | None:
    """Tell whether a caught error lets the build succeed; by default ``catchError`` fails it in the end."""
    if call.name == "warnError":
        return True
    told = call.get("buildResult")
    result = told.text.text if told and told.text else told.plain if told else ""
    return True if result in ("SUCCESS", "UNSTABLE", "null") else None

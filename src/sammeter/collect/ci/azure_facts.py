"""From the jobs of an Azure pipeline to its facts and to what it leaves open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sammeter.collect.ci import release
from sammeter.collect.ci.azure_jobs import AzureJob, AzureStep, jobs, triggers
from sammeter.collect.ci.azure_template import Expanded
from sammeter.collect.ci.certainty import together
from sammeter.collect.ci.commands import commands
from sammeter.collect.ci.growth import texts
from sammeter.collect.ci.recognition import hides, in_command
from sammeter.collect.ci.source_lines import Lines
from sammeter.collect.ci.tools import Options, Use
from sammeter.collect.ci.tools_azure import in_task, known_task, task_name, words_of
from sammeter.collect.registry import Yielded
from sammeter.facts import Gap
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step
from sammeter.text import Node

_EXACT = re.compile(r"@\d+\.\d+\.\d+\Z")
_CONNECTION = re.compile(r"subscription|connectedservice|serviceconnection|serviceendpoint|containerregistry|githubconnection|publishfeedcredentials|"
                         r"externalendpoint|azureresourcemanagerconnection", re.IGNORECASE)  # fmt: skip
_FROM_OUTSIDE = re.compile(r"\$\((?:Build\.(?:SourceBranchName|SourceBranch|SourceVersionMessage|SourceVersionAuthor)|"
                           r"System\.PullRequest\.SourceBranch)\)", re.IGNORECASE)  # fmt: skip
EXAMPLES = 3


@dataclass(slots=True, kw_only=True)
class _Done:
    """A job with the tools found in it and the places of what it does not show."""

    job: AzureJob
    found: list[tuple[Use, str, bool | None, AzureStep]] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)

    def kinds(self) -> set[str]:
        return {use.kind for use, *_ in self.found}

    def deploys(self) -> bool:
        """Tell whether the job is a deployment to an environment that does more than guard a registry."""
        return self.job.environment is not None and not release.only_guards(self.job.environment, self.kinds())


def facts(whole: Expanded, lines: Lines) -> Iterator[Yielded]:
    """Yield the facts of a pipeline with the templates of its tree put in. Raises SourceError."""
    started = triggers(whole.root)
    done = [_done(job, lines) for job in jobs(whole.root)]
    yield _pipeline(whole, lines, done, started)
    for one in done:
        yield from _steps(one, lines.path, started)
    yield from _hardening(whole, lines, done)
    yield from _secrets(whole.root, lines.path, done)
    yield from _gaps(whole, lines.path, done)


def _done(job: AzureJob, lines: Lines) -> _Done:
    done = _Done(job=job)
    for step in job.steps:
        stops = None if not step.sure else None if step.soft is None else not step.soft
        if step.script is not None:
            _script(done, step, step.script, lines, stops=stops)
        elif step.file:
            done.hidden.append((step.file[:60], step.node.where))
        elif step.task:
            _task(done, step, stops=stops)
    return done


def _script(done: _Done, step: AzureStep, script: Node, lines: Lines, *, stops: bool | None) -> None:
    for command in commands(_shown(script.text()), step.shell):
        where = lines.place(script, command.line)
        for use in in_command(command.words):
            done.found.append((use, where, together(use.blocking, command.stops, stops), step))
        if hides(command.words):
            done.hidden.append((" ".join(command.words[:2])[:60], where))


def _shown(script: str) -> str:
    """Return a script with its macros ``$(name)`` as variables, since they are no commands."""
    return re.sub(r"\$\(([\w.-]{1,200})\)", lambda found: "$" + re.sub(r"\W", "_", found[1]), script)


def _task(done: _Done, step: AzureStep, *, stops: bool | None) -> None:
    inputs = _inputs(step.node["inputs"])
    found = in_task(step.task, inputs)
    done.found.extend((use, step.node.where, together(use.blocking, stops), step) for use in found)
    words = words_of(step.task, inputs)
    if (words and hides(words)) or not (found or words or known_task(step.task)):
        done.hidden.append((step.task.partition("@")[0][:60], step.node.where))


def _inputs(inputs: Node) -> Options:
    """Return inputs in lower case; what is made when it runs is not known."""
    return {key: None if "$" in text else text for key, text in texts(inputs.mapping()).items() if text}


def _steps(one: _Done, path: str, started: tuple[str, ...] | None) -> Iterator[Step]:
    stage = release.stage(started or (), one.kinds(), deploys=one.deploys())
    for use, where, blocking, step in one.found:
        sure = step.sure or stage != "build"
        yield Step(where=where, pipeline=path, kind_of=use.kind, tool=use.tool, stage=stage if sure else None, blocking=blocking,
                   fail_on=use.fail_on if blocking is not False else None, publishes=use.publishes if step.sure else None,
                   job=one.job.shown or None, step=step.name or None)  # fmt: skip


def _pipeline(whole: Expanded, lines: Lines, done: list[_Done], started: tuple[str, ...] | None) -> Pipeline:
    tasks = _tasks(done)
    elsewhere = [one for one in whole.left if "@" in one.name]
    exact = sum(bool(_EXACT.search(step.task)) for step in tasks)
    hidden = bool(whole.left) or any(one.hidden for one in done)
    makes = [_makes(one, started, hidden=hidden) for one in done]
    total = len(tasks) + len(elsewhere)
    return Pipeline(
        where=f"{lines.path}:1", id=lines.path, system="azure-pipelines", triggers=started,
        builds_release=True if True in makes else None if None in makes or hidden or not done else False,
        deploys_tiers=_tiers(done), manual_steps=_manual(whole, done) if done else None,
        template_central=True if _central(whole) else None if elsewhere else False,
        pinned_share=round(exact / total, 4) if total else None, from_vcs=True, includes_resolved=not whole.left,
        includes=(*whole.used, *(one.name.removeprefix("template ") for one in whole.left)), uses_total=total, uses_pinned=exact,
    )  # fmt: skip


def _makes(one: _Done, started: tuple[str, ...] | None, *, hidden: bool) -> bool | None:
    published = [use.publishes if step.sure else None for use, _, _, step in one.found if use.kind == "publish"]
    return release.builds_release(started or (), one.kinds(), published, hidden=hidden or started is None)


def _tasks(done: list[_Done]) -> list[AzureStep]:
    return [step for one in done for step in one.job.steps if step.node["task"]]


def _central(whole: Expanded) -> bool:
    base = whole.root["extends"]
    return isinstance(base.value, dict) and "@" in base["template"].text()


def _tiers(done: list[_Done]) -> tuple[str, ...] | None:
    names = [one.job.environment.partition(".")[0] for one in done if one.job.environment and one.deploys()]
    return tuple(dict.fromkeys(release.tier(name) for name in names if "$" not in name)) or None


def _manual(whole: Expanded, done: list[_Done]) -> int | None:
    """Count the steps that wait for a person, where the file can tell: whatever the server guards may ask for one."""
    guarded = (
        any(one.job.environment is not None for one in done)
        or bool(_groups(whole.root, done))
        or bool(_connections(done))
    )
    asked = [step for one in done for step in one.job.steps if task_name(step.task) == "manualvalidation"]
    return None if whole.left or guarded or any(not step.sure for step in asked) else len(asked)


def _hardening(whole: Expanded, lines: Lines, done: list[_Done]) -> Iterator[Hardening]:
    area = "deploy" if any(one.deploys() or "deploy" in one.kinds() for one in done) else "build"
    loose = [one.where for one in whole.left if "@" in one.name]
    loose += [step.node.where for step in _tasks(done) if not _EXACT.search(step.node["task"].text())]
    if loose or _tasks(done):
        yield Hardening(where=(loose or [f"{lines.path}:1"])[0], target=lines.path, area=area, check="pinned-uses",
                        result="fail" if loose else "pass", weight="medium")  # fmt: skip
    scripts = [step.script for one in done for step in one.job.steps if step.script is not None]
    taken = next(((node, hit) for node in scripts if (hit := _FROM_OUTSIDE.search(node.text()))), None)
    if taken is not None:
        where = lines.place(taken[0], taken[0].text().count("\n", 0, taken[1].start()))
        yield Hardening(
            where=where, target=lines.path, area=area, check="script-injection", result="fail", weight="medium"
        )
    elif scripts:
        yield Hardening(where=scripts[0].where, target=lines.path, area=area, check="script-injection", result="pass", weight="medium")  # fmt: skip


def _groups(root: Node, done: list[_Done]) -> list[tuple[Node, bool]]:
    """Return the variable groups and whether each is lent to one job or stage only."""
    stages = [one for one in root["stages"].many() if isinstance(one.value, dict)]
    holders = [
        (root, len(done) == 1),
        *((one, True) for one in stages),
        *((one.job.node, True) for one in done),
    ]
    return [
        (group["group"], scoped)
        for holder, scoped in holders
        for group in holder["variables"].many()
        if isinstance(group.value, dict) and group["group"]
    ]


def _connections(done: list[_Done]) -> list[Node]:
    """Return the inputs of tasks that name a connection kept by the server."""
    return [
        node
        for one in done for step in one.job.steps
        for key, node in step.node["inputs"].mapping().items()
        if _CONNECTION.search(key) and not isinstance(node.value, (dict, list)) and node
    ]  # fmt: skip


def _secrets(root: Node, path: str, done: list[_Done]) -> Iterator[SecretRef]:
    found: dict[tuple[str, str | None], SecretRef] = {}
    for node, scoped in _groups(root, done):
        found.setdefault(
            (node.text(), None), SecretRef(where=node.where, pipeline=path, name=node.text(), scoped=scoped)
        )
    for node in _connections(done):
        one = SecretRef(where=node.where, pipeline=path, name=node.text(), store="forge-secret")
        found.setdefault((node.text(), "forge-secret"), one)
    for job in done:
        for step in job.job.steps:
            if task_name(step.task) == "azurekeyvault":
                name = texts(step.node["inputs"].mapping()).get("keyvaultname", step.task)
                one = SecretRef(where=step.node.where, pipeline=path, name=name, store="vault", scoped=True)
                found.setdefault((name, "vault"), one)
    yield from found.values()


def _gaps(whole: Expanded, path: str, done: list[_Done]) -> Iterator[Gap]:
    for one in whole.left:
        yield Gap(where=one.where, reason="unresolved include", detail=f"{one.name} {one.why}",
                  hint="assess that repository too" if "@" in one.name else "",
                  kinds=("ci.steps", "ci.hardening", "ci.secret_refs"))  # fmt: skip
    hidden = [place for one in done for place in one.hidden]
    if hidden:
        names = list(dict.fromkeys(name for name, _ in hidden))
        more = f" and {len(names) - EXAMPLES} more" if len(names) > EXAMPLES else ""
        yield Gap(where=hidden[0][1], reason="not shown", detail=f"{', '.join(names[:EXAMPLES])}{more}: what they run is not in {path}",
                  hint="call tools by their own command", kinds=("ci.steps",))  # fmt: skip
    yield Gap(where=path, reason="kept by the server", kinds=("ci.secret_refs",),
              detail="variables, approvals and checks of environments and connections are not in the file")  # fmt: skip

"""An expanded azure-pipelines.yml as its triggers and jobs, without judging them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sammeter.collect.ci.azure_template import UNSURE
from sammeter.collect.ci.commands import Shell
from sammeter.collect.ci.tools_azure import task_name
from sammeter.text import Node

_BARE = Shell(errexit=False)
"""How an agent starts bash: without ``-e``, so that only the last command's failure counts."""
_FOREIGN = Shell(errexit=False, known=False)
_INLINE = {
    "bash": "script",
    "cmdline": "script",
    "powershell": "script",
    "azurecli": "inlinescript",
    "azurepowershell": "inline",
    "shellscript": "",
}
_FILES = ("filepath", "scriptpath", "script")


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureStep:
    """One step: a task with its inputs or a script; `file` names the script file that it runs, `soft` lets failures pass.

    `name` is what a run lists it under, `sure` False where only some runs hold it.
    """

    node: Node
    task: str = ""
    script: Node | None = None
    file: str = ""
    shell: Shell = _FOREIGN
    soft: bool | None = False
    sure: bool = True
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureJob:
    """One job that can run: `environment` is what it deploys to, `needs` the jobs and stages it waits for."""

    id: str
    node: Node
    environment: str | None
    steps: tuple[AzureStep, ...]
    sure: bool
    shown: str


def jobs(root: Node) -> Iterator[AzureJob]:
    """Yield the jobs of a pipeline. Raises SourceError where a part is of the wrong type."""
    yield from _stages(root, sure=True)
    base = root["extends"]
    handed = base["parameters"] if isinstance(base.value, dict) else Node(None, root.where)
    if isinstance(handed.value, dict):
        yield from _stages(handed, sure=False)


def triggers(root: Node) -> tuple[str, ...] | None:
    """Return what the file says starts a pipeline; None where it only says what does not, since the server may say more."""
    found = [*_pushes(root["trigger"], told="trigger" in root)]
    if root["pr"] and root["pr"].value not in ("none", []):
        found.append("pull-request")
    if root["schedules"]:
        found.append("schedule")
    resources = root["resources"]
    started = resources["pipelines"].many() if isinstance(resources.value, dict) else []
    if any(isinstance(one.value, dict) and one["trigger"].value not in (None, "none") for one in started):
        found.append("other")
    return tuple(dict.fromkeys(found)) or None


def _pushes(trigger: Node, *, told: bool) -> tuple[str, ...]:
    if not told:
        return ("push",)
    if not isinstance(trigger.value, dict):
        return () if trigger.value in (None, "none", []) else ("push",)
    tags = bool(trigger["tags"])
    only_tags = tags and not trigger["branches"]
    return (("push",) if not only_tags else ()) + (("tag",) if tags else ())


def _stages(root: Node, *, sure: bool) -> Iterator[AzureJob]:
    for stage in _mappings(root, "stages"):
        if not _never(stage):
            yield from _jobs(stage, root, sure=sure and UNSURE not in stage, prefix=stage["stage"].text())
    yield from _jobs(root, root, sure=sure, prefix="")


def _jobs(holder: Node, root: Node, *, sure: bool, prefix: str) -> Iterator[AzureJob]:
    for node in _mappings(holder, "jobs"):
        if not _never(node) and not node["template"]:
            yield _job(node, _pool(node, holder, root), sure=sure and UNSURE not in node, prefix=prefix)
    if holder["steps"]:
        yield _job(Node({"steps": holder["steps"]}, holder.where), _pool(holder, root), sure=sure, prefix=prefix)


def _job(node: Node, pool: str, *, sure: bool, prefix: str) -> AzureJob:
    name = node["job"].text() or node["deployment"].text()
    environment = node["environment"]
    named = environment["name"] if isinstance(environment.value, dict) else environment
    soft = _soft(node["continueOnError"])
    steps = tuple(replace(one, soft=_either(soft, one.soft), sure=one.sure and sure) for one in _steps(node, pool))
    shown = node["displayName"].text() or name
    return AzureJob(id=".".join(filter(None, (prefix, name))), node=node, steps=steps, sure=sure, shown="" if "$" in shown else shown,
                    environment=named.text() if named else "" if node["deployment"] else None)  # fmt: skip


def _steps(node: Node, pool: str) -> Iterator[AzureStep]:
    strategy = node["strategy"]
    held = [node]
    for kind in ("runOnce", "rolling", "canary"):
        phases = strategy[kind] if isinstance(strategy.value, dict) else Node(None, node.where)
        for key, phase in phases.mapping().items() if isinstance(phases.value, dict) else ():
            if key in ("preDeploy", "deploy", "routeTraffic", "postRouteTraffic"):
                held.append(phase)
    for holder in held:
        for step in _mappings(holder, "steps"):
            if not _never(step) and not step["template"]:
                yield _step(step, pool)


def _step(node: Node, pool: str) -> AzureStep:
    name = node["displayName"].text()
    told = AzureStep(
        node=node, soft=_soft(node["continueOnError"]), sure=UNSURE not in node, name="" if "$" in name else name
    )
    for key in ("bash", "script", "pwsh", "powershell"):
        if node[key]:
            shell = (
                _BARE
                if key == "bash" or (key == "script" and re.search("ubuntu|linux|mac", pool, re.IGNORECASE))
                else _FOREIGN
            )
            return replace(told, script=node[key], shell=shell)
    task = node["task"].text()
    inputs = {key.lower(): value for key, value in node["inputs"].mapping().items()}
    kind = task_name(task)
    if kind not in _INLINE:
        return replace(told, task=task)
    inline = inputs.get(_INLINE[kind])
    by_file = any(
        inputs[key].text().lower() in ("filepath", "scriptpath")
        for key in ("targettype", "scriptlocation", "scripttype")
        if key in inputs
    )
    if inline is not None and inline and not by_file and not isinstance(inline.value, (dict, list)):
        plain = kind == "bash" or (
            kind == "azurecli" and "scripttype" in inputs and inputs["scripttype"].text() == "bash"
        )
        return replace(told, script=inline, shell=_BARE if plain else _FOREIGN)
    file = next((inputs[key].text() for key in _FILES if key in inputs), "")
    return replace(told, file=file or task)


def _mappings(holder: Node, key: str) -> list[Node]:
    return [one for one in holder[key].many() if isinstance(one.value, dict)]


def _pool(*holders: Node) -> str:
    """Return the image of the nearest pool, empty where none is named."""
    for holder in holders:
        pool = holder["pool"]
        if pool:
            return pool["vmImage"].text() if isinstance(pool.value, dict) else ""
    return ""


def _never(node: Node) -> bool:
    return node["condition"].text().strip().lower() == "false" or node["enabled"].text().lower() == "false"


def _soft(node: Node) -> bool | None:
    return {"": False, "false": False, "true": True}.get(node.text().strip().lower())


def _either(*soft: bool | None) -> bool | None:
    return True if True in soft else None if None in soft else False

"""From a workflow taken apart to its facts and to what it leaves open."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sammeter.collect.ci import hardening, release
from sammeter.collect.ci.certainty import together
from sammeter.collect.ci.commands import commands
from sammeter.collect.ci.github_includes import opened
from sammeter.collect.ci.github_secrets import secrets
from sammeter.collect.ci.github_workflow import Job, Workflow, WorkStep, uses_in
from sammeter.collect.ci.growth import Left
from sammeter.collect.ci.recognition import hides, in_action, in_command, known_action
from sammeter.collect.ci.source_lines import Lines
from sammeter.collect.ci.tools import Options, Use
from sammeter.collect.ci.tools_actions import LOCAL_CLUSTERS
from sammeter.collect.registry import Yielded
from sammeter.facts import Gap
from sammeter.facts.ci import Pipeline, Step
from sammeter.text import Node

_CLUSTER_COMMANDS = {("kind", "create"), ("minikube", "start"), ("k3d", "cluster")}
_CLUSTER_TOOLS = {"kubectl", "helm", "helmfile", "kapp", "skaffold", "ko", "docker", "crane", "terraform", "kustomize"}
_APPROVALS = ("trstringer/manual-approval",)
EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A recognised use, where it stands, and whether its failure ends the pipeline."""

    use: Use
    where: str
    blocking: bool | None
    step: str = ""


@dataclass(slots=True, kw_only=True)
class JobUses:
    """What one job runs: tools, and what the definition does not show."""

    job: Job
    found: list[Found] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    cluster: bool = False

    def kinds(self) -> set[str]:
        """Return the kinds of tools in the job; what is installed into the job's own cluster is no deployment."""
        return {found.use.kind for found in self.kept()}

    def kept(self) -> list[Found]:
        """Return the uses without those that only fill the cluster that the job itself started for a test."""
        return [f for f in self.found if not (self.cluster and _for_cluster(f.use))]


@dataclass(slots=True, kw_only=True)
class Reading:
    """One workflow file with what is found in it."""

    work: Workflow
    lines: Lines


def _for_cluster(use: Use) -> bool:
    return use.kind in ("sign", "provenance") or (use.kind in ("deploy", "publish") and use.tool in _CLUSTER_TOOLS)


def facts(reading: Reading) -> Iterator[Yielded]:
    """Yield the pipeline, its steps, checks and secrets, and a Gap for what it runs and does not show.

    What only others call (a composite action, a workflow without a trigger of its own) runs with its callers: their
    pipelines hold its steps.
    """
    work = reading.work
    seen = opened(work, reading.lines.beside)
    jobs = [_job(reading, job) for job in seen.jobs]
    deploying = _deploying(jobs)
    hidden = [place for job in jobs for place in job.hidden]
    if not work.composite:
        yield _pipeline(work, jobs, deploying, resolved=not seen.left, hidden=bool(hidden))
    if not work.called:
        for job in jobs:
            yield from _steps(work, job, deploys=job.job.id in deploying)
    yield from _gaps(work, seen.left, hidden if not work.called else [])
    yield from hardening.checks(work, reading.lines, "deploy" if deploying else "build")
    yield from secrets(work)


def _gaps(work: Workflow, left: tuple[Left, ...], hidden: list[tuple[str, str]]) -> Iterator[Gap]:
    for one in left:
        yield Gap(where=one.where, reason="unresolved include", detail=f"{one.name} {one.why}",
                  hint="assess that repository too" if not one.name.startswith("./") else "",
                  kinds=("ci.steps", "ci.secret_refs"))  # fmt: skip
    if hidden:
        names = ", ".join(dict.fromkeys(name for name, _ in hidden[:EXAMPLES]))
        more = f" and {len(hidden) - EXAMPLES} more" if len(hidden) > EXAMPLES else ""
        yield Gap(where=hidden[0][1], reason="not shown", detail=f"{names}{more}: what they run is not in {work.path}",
                  hint="call tools by their own action or command", kinds=("ci.steps",))  # fmt: skip


def _job(reading: Reading, job: Job) -> JobUses:
    uses = JobUses(job=job)
    if job.calls:
        _known(uses, job.calls, job.node["with"], stops=True)
    for step in job.steps:
        stops = _not(job.soft if not reading.work.composite else None, step.soft)
        if step.uses:
            _action(uses, step, stops=stops)
        elif step.run:
            _script(uses, step, reading.lines, stops=stops)
    return uses


def _not(*soft: bool | None) -> bool | None:
    """Return whether a failure goes through: not if one of `soft` lets it pass."""
    return False if True in soft else None if None in soft else True


def _job_shown(job: Job) -> str | None:
    """Return the name under which a run lists the job; None where an expression makes it or another file holds it."""
    return None if job.calls else job.shown or None


def _action(uses: JobUses, step: WorkStep, *, stops: bool | None) -> None:
    text = step.uses.text()
    found = _known(uses, step.uses, step.node["with"], stops=stops, step=step.name())
    if step.program or not (found or text.startswith("./") or _is_include(text) or known_action(text)):
        uses.hidden.append((text.partition("@")[0], step.uses.where))


def _known(uses: JobUses, name: Node, inputs: Node, *, stops: bool | None, step: str = "") -> bool:
    """Take the tools that an action or a workflow from elsewhere is known to run; tell whether there are any."""
    text = name.text()
    found = list(in_action(text, _inputs(inputs)))
    uses.cluster = uses.cluster or text.partition("@")[0].lower() in LOCAL_CLUSTERS
    uses.found.extend(
        Found(use=use, where=name.where, blocking=together(use.blocking, stops), step=step) for use in found
    )
    return bool(found)


def _inputs(inputs: Node) -> Options:
    """Return inputs in lower case; an expression is not known, an empty text counts as not given."""
    plain = ((key.lower(), node) for key, node in inputs.mapping().items() if not isinstance(node.value, (dict, list)))
    return {key: None if "${{" in node.text() else node.text() for key, node in plain if node.text()}


def _script(uses: JobUses, step: WorkStep, lines: Lines, *, stops: bool | None) -> None:
    for command in commands(step.run.text(), step.shell):
        where = lines.place(step.run, command.line)
        uses.cluster = uses.cluster or command.words[:2] in _CLUSTER_COMMANDS
        found = list(in_command(command.words))
        for use in found:
            uses.found.append(
                Found(use=use, where=where, blocking=together(use.blocking, command.stops, stops), step=step.name())
            )
        if hides(command.words):
            uses.hidden.append((" ".join(command.words[:2])[:60], where))


def _deploying(jobs: list[JobUses]) -> set[str]:
    """Return the jobs that deploy: an environment that is no registry, a deploying tool, or after such a job."""
    direct = {
        uses.job.id
        for uses in jobs
        if "deploy" in uses.kinds()
        or (uses.job.environment and not release.only_guards(uses.job.environment, uses.kinds()))
    }
    grown = set(direct)
    for _ in jobs:
        after = {uses.job.id for uses in jobs if grown & set(uses.job.needs)} - grown
        if not after:
            break
        grown |= after
    return grown


def _steps(work: Workflow, uses: JobUses, *, deploys: bool) -> Iterator[Step]:
    stage = release.stage(work.triggers, uses.kinds(), deploys=deploys)
    for found in uses.kept():
        yield Step(where=found.where, pipeline=work.path, kind_of=found.use.kind, tool=found.use.tool, stage=stage,
                   blocking=found.blocking, fail_on=found.use.fail_on if found.blocking is not False else None,
                   publishes=found.use.publishes, job=_job_shown(uses.job), step=found.step or None)  # fmt: skip


def _pipeline(work: Workflow, jobs: list[JobUses], deploying: set[str], *, resolved: bool, hidden: bool) -> Pipeline:
    uses = [node.text() for node in uses_in(work)]
    outside = [name for name in uses if not name.startswith("./")]
    pinned = sum(bool(hardening.PINNED.search(name)) for name in outside)
    found = [item.use for job in jobs for item in job.kept()]
    return Pipeline(
        where=f"{work.path}:1", id=work.path, system="github-actions", triggers=work.triggers,
        builds_release=release.builds_release(work.triggers, {use.kind for use in found},
                                              [use.publishes for use in found if use.kind == "publish"],
                                              hidden=hidden or not resolved),
        deploys_tiers=_tiers(jobs, deploying), manual_steps=_manual(work, jobs, resolved=resolved),
        template_central=_central(work.jobs), pinned_share=round(pinned / len(outside), 4) if outside else 1.0, from_vcs=True,
        includes_resolved=resolved, includes=tuple(dict.fromkeys(n for n in uses if _is_include(n))),
        uses_total=len(outside), uses_pinned=pinned,
    )  # fmt: skip


def _is_include(name: str) -> bool:
    return name.startswith("./") or "/.github/workflows/" in name


def _tiers(jobs: list[JobUses], deploying: set[str]) -> tuple[str, ...] | None:
    """Return the tiers that environments name; None where none is declared, since a script may deploy unseen."""
    names = [uses.job.environment for uses in jobs if uses.job.environment and uses.job.id in deploying
             and not release.only_guards(uses.job.environment, uses.kinds())]  # fmt: skip
    known = tuple(dict.fromkeys(release.tier(name) for name in names if "${{" not in name))
    return known or None


def _manual(work: Workflow, jobs: list[JobUses], *, resolved: bool) -> int | None:
    """Count the steps that wait for a person, where the file can tell: environments may ask for one on the server."""
    approvals = sum(step.uses.text().lower().startswith(_APPROVALS) for uses in jobs for step in uses.job.steps)
    if not resolved or any(uses.job.environment for uses in jobs):
        return None
    if not work.called and ("call" in work.triggers or set(work.triggers) <= {"comment", "other"}):
        return None
    return approvals + (work.triggers == ("manual",))


def _central(jobs: tuple[Job, ...]) -> bool | None:
    """Tell whether all jobs come from another repository's workflow (True), none (False), or some (None)."""
    calls = [bool(job.calls) and not job.calls.text().startswith("./") for job in jobs]
    return True if calls and all(calls) else None if any(calls) else False

"""From the jobs and includes of a .gitlab-ci.yml to its facts and to what it leaves open."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sammeter.collect.ci import release
from sammeter.collect.ci.certainty import together
from sammeter.collect.ci.commands import Shell, commands
from sammeter.collect.ci.gitlab_includes import Include, lent
from sammeter.collect.ci.gitlab_jobs import GitlabJob, condition_triggers, jobs, triggers
from sammeter.collect.ci.gitlab_merge import Merged
from sammeter.collect.ci.growth import Left
from sammeter.collect.ci.recognition import hides, in_command
from sammeter.collect.ci.source_lines import Lines
from sammeter.collect.ci.tools import Use
from sammeter.collect.registry import Yielded
from sammeter.facts import Gap
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step
from sammeter.text import Node
from sammeter.text.node import split_line

PIPELINE = ".gitlab-ci.yml"
_STORES = {"vault": "vault", "azure_key_vault": "vault", "gcp_secret_manager": "vault", "aws_secrets_manager": "vault",
           "akeyless": "vault", "gitlab_secrets_manager": "forge-secret"}  # fmt: skip
EXAMPLES = 3


@dataclass(slots=True, kw_only=True)
class _Done:
    """A job with the tools found in it and the first places of what it does not show."""

    job: GitlabJob
    triggers: tuple[str, ...]
    found: list[tuple[Use, str, bool | None]] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)

    def kinds(self) -> set[str]:
        return {use.kind for use, _, _ in self.found}


def facts(merged: Merged, lines: Lines) -> Iterator[Yielded]:
    """Yield the facts of one configuration with the files of the tree that it includes."""
    done = [_done(job, lines) for job in _all_jobs(merged)]
    known = _started(merged.root, done)
    yield _pipeline(merged, lines, done, known)
    for one in done:
        yield from _steps(one)
    yield from _lent_steps(merged.root, merged.included)
    yield from _hardening(merged.included)
    yield from _secrets(done)
    yield from _gaps(lines.path, done, merged.left)


def _all_jobs(merged: Merged) -> Iterator[GitlabJob]:
    for job in jobs(merged.root):
        yield replace(job, sure=split_line(job.where)[0] not in merged.unsure)
    for child in merged.children:
        yield from (replace(job, sure=False) for job in jobs(child))


def _done(job: GitlabJob, lines: Lines) -> _Done:
    done = _Done(job=job, triggers=triggers(job))
    stops = _stops(job)
    script = ""
    places: list[str] = []
    for part in job.scripts:
        text = part.text().rstrip("\n")
        places.extend(lines.place(part, offset) for offset in range(text.count("\n") + 1))
        script += text + "\n"
    for command in commands(script, Shell(errexit=True, pipefail=True)):
        where = places[min(command.line, len(places) - 1)]
        for use in in_command(command.words):
            done.found.append((use, where, together(use.blocking, command.stops, stops)))
        if hides(command.words):
            done.hidden.append((" ".join(command.words[:2])[:60], where))
    return done


def _stops(job: GitlabJob) -> bool | None:
    """Tell whether a failing job fails the pipeline: manual jobs do not, unless they say so."""
    if not job.sure:
        return None
    allowed = job.get("allow_failure")
    ruled = [
        rule["allow_failure"]
        for rule in job.get("rules").many()
        if isinstance(rule.value, dict) and "allow_failure" in rule
    ]
    if isinstance(allowed.value, dict):
        return None
    if ruled:
        return (
            False if all(node.value is True for node in ruled) and len(ruled) == len(job.get("rules").many()) else None
        )
    if allowed:
        return {"true": False, "false": True}.get(allowed.text())
    if not job.whole:
        return None
    return job.get("when").text() != "manual"


def _manual(job: GitlabJob) -> bool | None:
    rules = [rule["when"].text() for rule in job.get("rules").many() if isinstance(rule.value, dict)]
    started = [when for when in rules if when != "never"]
    if not job.sure and "manual" in (*started, job.get("when").text()):
        return None
    if started:
        return True if set(started) == {"manual"} else None if "manual" in started else False
    return job.get("when").text() == "manual" if job.whole or job.get("when") else None


def _environment(job: GitlabJob) -> tuple[str, str] | None:
    """Return the environment that a job deploys to, and its stated tier; stopping one is no deployment."""
    node = job.get("environment")
    if not isinstance(node.value, dict):
        return (node.text(), "") if node else None
    if node["action"].text() in ("stop", "prepare", "verify", "access"):
        return None
    return (node["name"].text(), node["deployment_tier"].text()) if node["name"] else None


def _stage(one: _Done) -> str | None:
    stage = release.stage(one.triggers, one.kinds(), deploys=_environment(one.job) is not None)
    return stage if (one.job.whole and one.job.sure) or stage != "build" else None


def _steps(one: _Done) -> Iterator[Step]:
    for use, where, blocking in one.found:
        yield Step(where=where, pipeline=PIPELINE, kind_of=use.kind, tool=use.tool, stage=_stage(one), blocking=blocking,
                   fail_on=use.fail_on if blocking is not False else None, publishes=use.publishes, job=one.job.id)  # fmt: skip


def _lent_steps(root: Node, included: tuple[Include, ...]) -> Iterator[Step]:
    for include in included:
        use = lent(include, root["variables"])
        if use is not None:
            yield Step(where=include.where, pipeline=PIPELINE, kind_of=use.kind, tool=use.tool, blocking=use.blocking,
                       stage="deploy" if use.kind == "dast" else "build")  # fmt: skip


def _started(root: Node, done: list[_Done]) -> tuple[str, ...]:
    """Return the triggers of the pipeline: what its workflow rules let in, else what its jobs ask for."""
    rules = [
        rule
        for rule in root["workflow"]["rules"].many()
        if isinstance(rule.value, dict) and rule["when"].text() != "never"
    ]
    let_in = [word for rule in rules for word in condition_triggers(rule["if"].text())]
    return tuple(
        dict.fromkeys([*let_in, *(word for one in done for word in one.triggers if not let_in or word != "push")])
    )


def _pipeline(merged: Merged, lines: Lines, done: list[_Done], known: tuple[str, ...]) -> Pipeline:
    included, root = merged.included, merged.root
    outside = [one for one in included if one.origin in ("remote", "project", "component")]
    resolved = not merged.left and all(one.job.whole for one in done)
    hidden = not resolved or any(one.hidden for one in done)
    manual = [_manual(one.job) for one in done]
    makes = [_makes(one, hidden=hidden) for one in done]
    started = bool(root["workflow"]) or bool(done)
    return Pipeline(
        where=f"{lines.path}:1", id=PIPELINE, system="gitlab-ci", triggers=known if started else None,
        builds_release=True if True in makes else None if None in makes or hidden else False,
        deploys_tiers=_tiers(done),
        manual_steps=None if not resolved or None in manual else manual.count(True),
        template_central=_central(included),
        pinned_share=round(sum(one.pinned for one in outside) / len(outside), 4) if outside else None,
        from_vcs=True, includes_resolved=resolved, includes=tuple(one.name for one in included),
        uses_total=len(outside), uses_pinned=sum(one.pinned for one in outside),
    )  # fmt: skip


def _makes(one: _Done, *, hidden: bool) -> bool | None:
    return release.builds_release(
        one.triggers, one.kinds(), [u.publishes for u, _, _ in one.found if u.kind == "publish"], hidden=hidden
    )


def _central(included: tuple[Include, ...]) -> bool | None:
    """Tell whether templates kept elsewhere are used: projects and components surely are such, a URL may be one."""
    origins = {one.origin for one in included}
    return True if origins & {"project", "component"} else None if origins & {"remote", "template"} else False


def _tiers(done: list[_Done]) -> tuple[str, ...] | None:
    named = [found for one in done if (found := _environment(one.job)) is not None]
    tiers = [release.tier(tier or name.partition("/$")[0]) for name, tier in named if tier or not name.startswith("$")]
    return tuple(dict.fromkeys(tiers)) or None


def _hardening(included: tuple[Include, ...]) -> Iterator[Hardening]:
    outside = [one for one in included if one.origin in ("remote", "project", "component")]
    if outside:
        loose = [one for one in outside if not one.pinned]
        yield Hardening(where=(loose or outside)[0].where, target=PIPELINE, area="build", check="pinned-uses",
                        result="fail" if loose else "pass", weight="medium")  # fmt: skip


def _secrets(done: list[_Done]) -> Iterator[SecretRef]:
    for one in done:
        for name, node in one.job.get("secrets").mapping().items():
            store = next((word for key, word in _STORES.items() if key in node), None)
            yield SecretRef(where=node.where, pipeline=PIPELINE, name=name, store=store, scoped=True)
        for name, node in one.job.get("id_tokens").mapping().items():
            yield SecretRef(where=node.where, pipeline=PIPELINE, name=name, store="oidc", scoped=True)


def _gaps(path: str, done: list[_Done], left: tuple[Left, ...]) -> Iterator[Gap]:
    for one in left:
        yield Gap(where=one.where, reason="unresolved include", detail=f"{one.name} {one.why}",
                  hint="assess the merged configuration", kinds=("ci.steps", "ci.hardening", "ci.secret_refs"))  # fmt: skip
    partly = [one.job for one in done if not one.job.whole]
    if partly and not left:
        more = f" and {len(partly) - 1} more" if len(partly) > 1 else ""
        yield Gap(where=partly[0].where, reason="unresolved include", kinds=("ci.steps",),
                  detail=f"job {partly[0].id}{more}: what they extend is defined nowhere here")  # fmt: skip
    hidden = [place for one in done for place in one.hidden]
    if hidden:
        names = ", ".join(dict.fromkeys(name for name, _ in hidden[:EXAMPLES]))
        more = f" and {len(hidden) - EXAMPLES} more" if len(hidden) > EXAMPLES else ""
        yield Gap(where=hidden[0][1], reason="not shown", detail=f"{names}{more}: what they run is not in {path}",
                  hint="call tools by their own command", kinds=("ci.steps",))  # fmt: skip
    yield Gap(where=path, reason="kept by the server", detail="variables of the project and its groups are not in the file",
              kinds=("ci.secret_refs",))  # fmt: skip

"""From the jobs that a CircleCI configuration runs to its facts and to what it leaves open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sammeter.collect.ci import release
from sammeter.collect.ci.certainty import together
from sammeter.collect.ci.circle_config import Foreign, Run, Script, runs
from sammeter.collect.ci.commands import commands
from sammeter.collect.ci.recognition import hides, in_command
from sammeter.collect.ci.source_lines import Lines
from sammeter.collect.ci.tools import Use
from sammeter.collect.registry import Yielded
from sammeter.facts import Gap
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step
from sammeter.text import Node

PINNED = re.compile(r"@\d+\.\d+\.\d+\Z")
"""A published version of an orb with all three numbers never changes; shorter ones, ``volatile`` and ``dev:`` do."""
EXAMPLES = 3


@dataclass(slots=True, kw_only=True)
class _Done:
    """One job of one workflow with the tools found in it and the places of what it does not show."""

    run: Run
    found: list[tuple[Use, str, bool | None]] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    foreign: list[Foreign] = field(default_factory=list)

    def kinds(self) -> set[str]:
        return {use.kind for use, _, _ in self.found}


def facts(root: Node, lines: Lines) -> Iterator[Yielded]:
    """Yield the facts of a configuration; what orbs and a continued configuration run is a Gap. Raises SourceError."""
    done = [_done(run, lines) for run in runs(root)]
    orbs = root["orbs"].mapping()
    goes_on = root["setup"].text() == "true"
    yield _pipeline(root, lines, done, resolved=not orbs and not goes_on and not any(one.foreign for one in done))
    yield from dict.fromkeys(step for one in done for step in _steps(one, lines.path))
    yield from _pinned(orbs, lines.path)
    yield from dict.fromkeys(
        SecretRef(where=node.where, pipeline=lines.path, name=node.text()) for one in done for node in one.run.contexts
    )
    yield from _gaps(root, lines.path, done)


def _done(run: Run, lines: Lines) -> _Done:
    done = _Done(run=run)
    for step in run.steps:
        if isinstance(step, Foreign):
            done.foreign.append(step)
        else:
            _script(done, step, lines)
    return done


def _script(done: _Done, step: Script, lines: Lines) -> None:
    moved = step.text.count("\n") != step.node.text().count("\n")
    for command in commands(step.text, step.shell):
        where = step.node.where if moved else lines.place(step.node, command.line)
        for use in in_command(command.words):
            done.found.append((use, where, together(use.blocking, command.stops, step.stops)))
        if hides(command.words):
            done.hidden.append((" ".join(command.words[:2])[:60], where))


def _steps(one: _Done, path: str) -> Iterator[Step]:
    stage = release.stage(one.run.triggers, one.kinds(), deploys=False)
    if one.foreign and stage == "build":
        stage = None
    for use, where, blocking in one.found:
        yield Step(where=where, pipeline=path, kind_of=use.kind, tool=use.tool, stage=stage, blocking=blocking,
                   fail_on=use.fail_on if blocking is not False else None, publishes=use.publishes)  # fmt: skip


def _pipeline(root: Node, lines: Lines, done: list[_Done], *, resolved: bool) -> Pipeline:
    orbs = root["orbs"].mapping()
    names = tuple(node.text() for node in orbs.values() if not isinstance(node.value, dict))
    known = [_is_pinned(name) for name in names]
    hidden = not resolved or any(one.hidden for one in done)
    makes = [_makes(one, hidden=hidden) for one in done]
    whole = root["setup"].text() != "true" and bool(done)
    return Pipeline(
        where=f"{lines.path}:1", id=lines.path, system="circleci",
        triggers=tuple(dict.fromkeys(word for one in done for word in one.run.triggers)) or None,
        builds_release=True if True in makes else None if None in makes or hidden or not done else False,
        manual_steps=_manual(done, makes) if whole and resolved else None,
        template_central=None if orbs or not whole else False,
        pinned_share=round(known.count(True) / len(known), 4) if known and None not in known else None,
        from_vcs=True, includes_resolved=resolved, includes=names,
        uses_total=len(names), uses_pinned=known.count(True) if None not in known else None,
    )  # fmt: skip


def _manual(done: list[_Done], makes: list[bool | None]) -> int | None:
    """Count the approvals; where releases are made, only those before them: of any other it is not known what waits."""
    approvals = {one.run.name for one in done if one.run.approval}
    if not approvals or not any(made is not False for made in makes):
        return len(approvals)
    waits = {one.run.name: {(one.run.name[0], name) for name in one.run.after} for one in done}
    open_ = [one.run.name for one, made in zip(done, makes, strict=True) if made]
    before: set[tuple[str, str]] = set()
    while open_:
        name = open_.pop()
        if name not in before:
            before.add(name)
            open_.extend(waits.get(name, ()))
    return len(approvals & before) or None


def _makes(one: _Done, *, hidden: bool) -> bool | None:
    publishes = [use.publishes for use, _, _ in one.found if use.kind == "publish"]
    return release.builds_release(one.run.triggers, one.kinds(), publishes, hidden=hidden)


def _is_pinned(name: str) -> bool | None:
    """Tell whether an orb's version is fixed; of a version that is a parameter, or an orb by URL, it is not known."""
    return None if "<<" in name or "://" in name else bool(PINNED.search(name))


def _pinned(orbs: dict[str, Node], path: str) -> Iterator[Hardening]:
    named = [(node, _is_pinned(node.text())) for node in orbs.values() if not isinstance(node.value, dict)]
    loose = [node for node, pinned in named if pinned is False]
    if loose or (named and all(pinned for _, pinned in named)):
        yield Hardening(where=(loose or [named[0][0]])[0].where, target=path, area="build", check="pinned-uses",
                        result="fail" if loose else "pass", weight="medium")  # fmt: skip


def _gaps(root: Node, path: str, done: list[_Done]) -> Iterator[Gap]:
    kinds = ("ci.steps", "ci.hardening", "ci.secret_refs")
    orbs = root["orbs"].mapping()
    for name, node in orbs.items():
        text = f"orb {name}, written here," if isinstance(node.value, dict) else f"orb {node.text()}"
        yield Gap(where=node.where, reason="unresolved include", detail=f"{text} is not read",
                  hint="assess the processed configuration", kinds=kinds)  # fmt: skip
    other = {step.name: step for one in done for step in one.foreign if step.name.partition("/")[0] not in orbs}
    for step in other.values():
        yield Gap(
            where=step.where, reason="unresolved include", detail=f"{step.name[:60]} is not defined here", kinds=kinds
        )
    if root["setup"].text() == "true":
        yield Gap(where=root["setup"].where, reason="unresolved include", kinds=("ci.pipelines", *kinds),
                  detail="the pipeline goes on with a configuration made while it runs")  # fmt: skip
    hidden = [place for one in done for place in one.hidden]
    if hidden:
        names = list(dict.fromkeys(name for name, _ in hidden))
        more = f" and {len(names) - EXAMPLES} more" if len(names) > EXAMPLES else ""
        yield Gap(where=hidden[0][1], reason="not shown", detail=f"{', '.join(names[:EXAMPLES])}{more}: what they run is not in {path}",
                  hint="call tools by their own command", kinds=("ci.steps",))  # fmt: skip
    yield Gap(where=path, reason="kept by the server", detail="variables of the project and its contexts are not in the file",
              kinds=("ci.secret_refs",))  # fmt: skip

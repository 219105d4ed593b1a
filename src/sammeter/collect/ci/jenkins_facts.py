"""From the stages of a Jenkinsfile to its facts and to what it leaves open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sammeter.collect.ci import release
from sammeter.collect.ci.certainty import together
from sammeter.collect.ci.commands import Shell, commands
from sammeter.collect.ci.groovy_calls import Argument, Call
from sammeter.collect.ci.groovy_words import Token
from sammeter.collect.ci.jenkins_file import SHELLS, Action, Jenkinsfile, Stage, flat
from sammeter.collect.ci.recognition import hides, in_command
from sammeter.collect.ci.tools import Options, Use, use
from sammeter.collect.ci.tools_jenkins import PREPARE, PUSHED, in_step
from sammeter.collect.registry import Yielded
from sammeter.facts import Gap
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step

KINDS = ("ci.pipelines", "ci.steps", "ci.hardening", "ci.secret_refs")
_PINNED = re.compile(r"@[0-9a-f]{40}\Z")
_FROM_OUTSIDE = re.compile(
    r"\$\{?(?:env\.)?(?:BRANCH_NAME|CHANGE_(?:TITLE|BRANCH|AUTHOR\w*)|GIT_BRANCH|ghprb\w+|gitlabSourceBranch|gitlabMergeRequest\w+)\b"
)
_VAULTS = frozenset({"withVault", "withAzureKeyvault", "withSecretsManager"})
EXAMPLES = 3


@dataclass(slots=True, kw_only=True)
class _Done:
    """A stage with the tools found in it and the places of what it does not show."""

    stage: Stage
    found: list[tuple[Use, str, bool | None, bool]] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    loaded: list[tuple[str, str]] = field(default_factory=list)

    def kinds(self) -> set[str]:
        return {use.kind for use, *_ in self.found}


def facts(file: Jenkinsfile, path: str) -> Iterator[Yielded]:
    """Yield the facts of a declarative pipeline; of a scripted one only that it is there, and a Gap for all it does."""
    done = [_done(stage, path) for stage in file.stages]
    left = _left(file, path, done)
    yield _pipeline(file, path, done, resolved=not left)
    for one in done:
        yield from _steps(file, one, path)
    yield from _hardening(file, path)
    yield from _secrets(file, path)
    yield from left
    yield from _gaps(path, done)


def _done(stage: Stage, path: str) -> _Done:
    done = _Done(stage=stage)
    for action in stage.actions:
        name, where = action.call.name, f"{path}:{action.call.line}"
        if name in SHELLS:
            _script(done, action, path)
        elif name == "load":
            done.loaded.append((_text(action.call) or "a file", where))
        else:
            _step(done, action, where)
    return done


def _step(done: _Done, action: Action, where: str) -> None:
    name = action.call.name
    found = in_step(name, _options(action.call)) or ([use(PUSHED, {})] if name.endswith("push") else [])
    stops = _stops(action)
    done.found.extend((one, where, together(one.blocking, stops), action.sure) for one in found)
    method = "." in name and not name.startswith("docker.") and action.call.body is None
    if not (found or name in PREPARE or method) and action.call.called:
        done.hidden.append((f"step {name}"[:60], where))


def _stops(action: Action) -> bool | None:
    return None if not action.sure or action.soft is None else not action.soft


def _script(done: _Done, action: Action, path: str) -> None:
    token = _script_text(action.call)
    if token is None:
        done.hidden.append((f"a script of {action.call.name} made when it runs", f"{path}:{action.call.line}"))
        return
    told = action.call.get("returnStatus")
    stops = None if told is not None and told.plain != "false" else _stops(action)
    for command in commands(token.text, _shell(action.call.name, token.text)):
        where = f"{path}:{token.line + (command.line if token.block else 0)}"
        for one in in_command(command.words):
            done.found.append((one, where, together(one.blocking, command.stops, stops), action.sure))
        if hides(command.words):
            done.hidden.append((" ".join(command.words[:2])[:60], where))


def _script_text(call: Call) -> Token | None:
    argument = call.get("script") or call.first()
    return argument.text if argument is not None else None


def _shell(step: str, script: str) -> Shell:
    """Return how Jenkins starts a script: ``sh -xe``, unless its first line names another way."""
    if step != "sh":
        return Shell(known=False)
    first = script.lstrip("\n").partition("\n")[0] if script.startswith("#!") else ""
    if not first:
        return Shell()
    if not re.search(r"(?:/|\s)(?:ba|da|z|a|k)?sh(?:\s|\Z)", first):
        return Shell(known=False)
    return Shell(errexit=bool(re.search(r"\s-\w*e", first)), pipefail="pipefail" in first)


def _text(call: Call) -> str:
    first = call.first()
    return first.text.text[:60] if first and first.text else ""


def _options(call: Call) -> Options:
    return {one.name.lower(): _value(one) for one in call.arguments if one.name}


def _value(argument: Argument) -> str | None:
    text = argument.text.text if argument.text else argument.plain
    return text if text and "$" not in text else None


def _started(file: Jenkinsfile, stage: Stage) -> tuple[str, ...]:
    """Return what starts a stage; a schedule alone says nothing, since the server may build changes as well."""
    return stage.triggers or (file.triggers if "push" in file.triggers else ())


def _steps(file: Jenkinsfile, one: _Done, path: str) -> Iterator[Step]:
    stage = release.stage(_started(file, one.stage), one.kinds(), deploys=False)
    for found, where, blocking, sure in one.found:
        yield Step(where=where, pipeline=path, kind_of=found.kind, tool=found.tool, stage=stage if sure or stage != "build" else None,
                   blocking=blocking, fail_on=found.fail_on if blocking is not False else None,
                   publishes=found.publishes if sure else None, job=one.stage.name or None)  # fmt: skip


def _pipeline(file: Jenkinsfile, path: str, done: list[_Done], *, resolved: bool) -> Pipeline:
    hidden = not resolved or any(one.hidden for one in done)
    makes = [_makes(file, one, hidden=hidden) for one in done]
    names = tuple(dict.fromkeys(token.text for token in file.libraries))
    pinned = sum(bool(_PINNED.search(name)) for name in names)
    only_library = not file.declarative and not file.scripted
    return Pipeline(
        where=f"{path}:1", id=path, system="jenkins", triggers=file.triggers or None,
        builds_release=True if True in makes else None if None in makes or hidden or not done else False,
        manual_steps=_manual(file, done) if resolved and done else None,
        template_central=True if only_library else None if names or not file.declarative else False,
        pinned_share=round(pinned / len(names), 4) if names else None, from_vcs=True, includes_resolved=resolved,
        includes=names, uses_total=len(names), uses_pinned=pinned,
    )  # fmt: skip


def _makes(file: Jenkinsfile, one: _Done, *, hidden: bool) -> bool | None:
    published = [found.publishes if sure else None for found, _, _, sure in one.found if found.kind == "publish"]
    return release.builds_release(
        _started(file, one.stage), one.kinds(), published, hidden=hidden or not _started(file, one.stage)
    )


def _manual(file: Jenkinsfile, done: list[_Done]) -> int | None:
    """Count where the stages wait for a person; where none does, whether one must start them is on the server."""
    waits = [one.stage for one in done if one.stage.waits]
    if any(
        not stage.sure or not all(action.sure for action in stage.actions if action.call.name == "input")
        for stage in waits
    ):
        return None
    count = sum(stage.waits for stage in waits)
    return count if count or "push" in file.triggers else None


def _hardening(file: Jenkinsfile, path: str) -> Iterator[Hardening]:
    loose = [token for token in file.libraries if not _PINNED.search(token.text)]
    if file.libraries:
        yield Hardening(where=f"{path}:{(loose or file.libraries)[0].line}", target=path, area="build", check="pinned-uses",
                        result="fail" if loose else "pass", weight="medium")  # fmt: skip
    scripts = [
        token
        for stage in file.stages
        for one in stage.actions
        if one.call.name in SHELLS and (token := _script_text(one.call))
    ]
    taken = next((token for token in scripts if _FROM_OUTSIDE.search(token.raw)), None)
    if scripts:
        yield Hardening(where=f"{path}:{(taken or scripts[0]).line}", target=path, area="build", check="script-injection",
                        result="fail" if taken else "pass", weight="medium")  # fmt: skip


def _secrets(file: Jenkinsfile, path: str) -> Iterator[SecretRef]:
    """Yield each credential once: lent to the whole pipeline by its environment, or to one stage or block."""
    found: dict[str, SecretRef] = {}
    wide = len(file.stages) < EXAMPLES - 1
    held = [(one, wide) for one in flat(file.environment)]
    held += [(one, True) for stage in file.stages for one in stage.calls]
    for call, scoped in held:
        for token in _credentials(call):
            found.setdefault(token.text, SecretRef(where=f"{path}:{token.line}", pipeline=path, name=token.text[:200],
                                                   store="vault" if call.name in _VAULTS else "forge-secret", scoped=scoped))  # fmt: skip
        if call.name in _VAULTS:
            found.setdefault(
                call.name,
                SecretRef(where=f"{path}:{call.line}", pipeline=path, name=call.name, store="vault", scoped=True),
            )
    yield from found.values()


def _credentials(call: Call) -> Iterator[Token]:
    if call.name == "credentials":
        first = call.first()
        yield from [first.text] if first and first.text else ()
    told = call.get("credentialsId")
    if told is not None and told.text is not None:
        yield told.text


def _left(file: Jenkinsfile, path: str, done: list[_Done]) -> list[Gap]:
    """Return a Gap for each thing that is kept elsewhere or is not read: libraries, scripted parts, loaded files."""
    names: dict[str, Token] = {}
    for token in file.libraries:
        names.setdefault(token.text, token)
    left = [Gap(where=f"{path}:{token.line}", reason="unresolved include", detail=f"shared library {name[:100]} is not read",
                hint="assess that repository too", kinds=KINDS[1:]) for name, token in names.items()]  # fmt: skip
    left += [Gap(where=where, reason="unresolved include", detail=f"{name} is not read", kinds=KINDS[1:])
             for one in done for name, where in one.loaded]  # fmt: skip
    if not file.declarative:
        first = next(iter(file.beside), None)
        scripted = file.scripted or first is None
        said = (
            "a scripted pipeline is not read"
            if scripted or first is None
            else f"{first.name[:60]} is a step of a shared library"
        )
        left.append(Gap(where=f"{path}:{first.line if first else 1}", reason="not read yet" if scripted else "unresolved include",
                        detail=said, hint="a declarative pipeline is read", kinds=KINDS))  # fmt: skip
    elif file.beside:
        one = file.beside[0]
        left.append(Gap(where=f"{path}:{one.line}", reason="not read yet", detail=f"{one.name[:60]} beside the pipeline is not read",
                        kinds=KINDS[1:]))  # fmt: skip
    return left


def _gaps(path: str, done: list[_Done]) -> Iterator[Gap]:
    hidden = [place for one in done for place in one.hidden]
    if hidden:
        names = list(dict.fromkeys(name for name, _ in hidden))
        more = f" and {len(names) - EXAMPLES} more" if len(names) > EXAMPLES else ""
        yield Gap(where=hidden[0][1], reason="not shown", detail=f"{', '.join(names[:EXAMPLES])}{more}: what they run is not in {path}",
                  hint="call tools by their own command", kinds=("ci.steps",))  # fmt: skip
    yield Gap(where=path, reason="kept by the server", kinds=("ci.secret_refs",),
              detail="what starts the job, its credentials and its parameters are not all in the file")  # fmt: skip

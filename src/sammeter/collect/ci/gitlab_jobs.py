"""A merged .gitlab-ci.yml as its jobs with ``extends`` and ``!reference`` followed, without judging them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sammeter.text import Node

_WORDS = frozenset({
    "stages", "variables", "workflow", "default", "include", "image", "services", "cache", "before_script", "after_script", "spec",
    "types", "artifacts",
})  # fmt: skip
_SOURCES = {"merge_request_event": "merge-request", "schedule": "schedule", "push": "push", "web": "manual", "trigger": "other",
            "pipeline": "other", "api": "other", "external_pull_request_event": "pull-request"}  # fmt: skip
_ONLY = {"tags": "tag", "merge_requests": "merge-request", "schedules": "schedule", "branches": "push", "pushes": "push", "web": "manual",
         "triggers": "other", "api": "other", "pipelines": "other", "external_pull_requests": "pull-request"}  # fmt: skip
DEEPEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class GitlabJob:
    """One job that can run: `whole` tells whether all that it extends and refers to was read.

    `sure` is False where only some runs hold the job, since a file is included under a condition or by another job.
    """

    id: str
    where: str
    keys: Mapping[str, Node]
    scripts: tuple[Node, ...]
    whole: bool
    sure: bool = True

    def get(self, key: str, where: str = "") -> Node:
        """Return what stands under a key, an empty value if nothing does."""
        return self.keys.get(key) or Node(None, where)


def jobs(root: Node) -> Iterator[GitlabJob]:
    """Yield the jobs of a configuration: hidden ones (``.name``) only lend their keys. Raises SourceError."""
    bodies = {
        name: node for name, node in root.mapping().items() if name not in _WORDS and isinstance(node.value, dict)
    }
    known = dict(root.mapping())
    for name, node in bodies.items():
        if name.startswith(".") or not (
            {"script", "extends", "trigger", "run", "before_script"} & node.mapping().keys()
        ):
            continue
        keys, whole = _extended(node, bodies, 0)
        if _never(keys):
            continue
        scripts, found = _scripts(keys, root, known)
        yield GitlabJob(id=name, where=node.where, keys=keys, scripts=scripts, whole=whole and found)


def triggers(job: GitlabJob) -> tuple[str, ...]:
    """Return what starts a job, as far as its rules say; a job without rules runs on every push."""
    found: list[str] = []
    for rule in job.get("rules").many():
        if isinstance(rule.value, dict) and rule["when"].text() != "never":
            found.extend(condition_triggers(rule["if"].text()))
    only = job.get("only")
    named = only["refs"] if isinstance(only.value, dict) else only
    found.extend(_ONLY.get(word.text(), "push") for word in named.many() if not isinstance(word.value, (dict, list)))
    return tuple(dict.fromkeys(found)) or ("push",)


def condition_triggers(condition: str) -> Iterator[str]:
    """Yield the triggers that a rule's condition asks for; without one it is any push."""
    sources = re.findall(r"\$CI_PIPELINE_SOURCE\s*==\s*[\"'](\w+)[\"']", condition)
    for source in sources:
        yield _SOURCES.get(source, "other")
    tag = re.search(r"\$CI_COMMIT_TAG(?!\s*(?:==\s*null|!=|!~|\w))", condition) and not re.search(
        r"\$CI_COMMIT_TAG\s*==\s*null", condition
    )
    if tag:
        yield "tag"
    if "$CI_MERGE_REQUEST" in condition:
        yield "merge-request"
    if not sources and not tag and "$CI_MERGE_REQUEST" not in condition:
        yield "push"


def _extended(node: Node, bodies: Mapping[str, Node], depth: int) -> tuple[dict[str, Node], bool]:
    merged: dict[str, Node] = {}
    whole = depth < DEEPEST
    for parent in node["extends"].many() if whole else ():
        body = bodies.get(parent.text())
        if body is None:
            whole = False
            continue
        inherited, complete = _extended(body, bodies, depth + 1)
        merged.update(inherited)
        whole = whole and complete
    merged.update({key: value for key, value in node.mapping().items() if key != "extends"})
    return merged, whole


def _never(keys: Mapping[str, Node]) -> bool:
    when, rules = keys.get("when"), keys.get("rules")
    if rules is not None and isinstance(rules.value, list) and rules.value:
        return all(isinstance(rule.value, dict) and rule["when"].text() == "never" for rule in rules)
    return when is not None and when.text() == "never"


def _scripts(keys: Mapping[str, Node], root: Node, known: Mapping[str, Node]) -> tuple[tuple[Node, ...], bool]:
    """Return the lines of before_script and script; those of after_script cannot fail a job and are left out."""
    found: list[Node] = []
    whole = True
    default = root["default"]["before_script"] or root["before_script"]
    for part in (keys.get("before_script") or default, keys.get("script")):
        if part is not None:
            for line in _flat(part, known, 0):
                found.append(line)
                whole = whole and bool(line)
    return tuple(line for line in found if line), whole


def _flat(part: Node, known: Mapping[str, Node], depth: int) -> Iterator[Node]:
    """Yield the lines of a script; an empty one for a ``!reference`` that leads out of it."""
    for line in part.many():
        if not isinstance(line.value, list):
            if not isinstance(line.value, dict):
                yield line
            continue
        referred = _referred(line, known)
        if depth >= DEEPEST:
            yield Node(None, line.where)
        else:
            yield from _flat(referred if referred is not None else line, known, depth + 1)


def _referred(line: Node, known: Mapping[str, Node]) -> Node | None:
    """Return what ``!reference [job, key]`` names; nested lists are only lists."""
    items = line.items()
    if not 2 <= len(items) <= 3 or any(isinstance(item.value, (dict, list)) for item in items):
        return None
    holder = known.get(items[0].text())
    if holder is None:
        return Node([Node(None, line.where)], line.where) if items[0].text().startswith(".") else None
    for item in items[1:]:
        holder = holder[item.text()] if isinstance(holder.value, dict) else Node(None, line.where)
    return holder or Node([Node(None, line.where)], line.where)

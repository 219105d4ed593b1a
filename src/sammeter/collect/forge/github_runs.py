"""Workflow runs of GitHub, with the jobs and steps that ran and that failed."""

from collections.abc import Iterator

from sammeter.collect.forge.envelope import moment, sha
from sammeter.facts.ci import Run
from sammeter.text import Node

_EVENTS = {"pull_request": "pull-request", "pull_request_target": "pull-request", "workflow_dispatch": "manual",
           "workflow_run": "workflow-run", "push": "push", "schedule": "schedule", "release": "release",
           "merge_group": "merge-queue"}  # fmt: skip
_FAILED = ("failure", "timed_out", "startup_failure")
_RAN = ("success", *_FAILED)


def runs(items: Iterator[Node]) -> Iterator[Run]:
    """Yield the finished runs; one that still goes on, or waits, has no result yet and is left out."""
    for item in items:
        raw = item["run"] or item
        if raw["conclusion"].text():
            yield _run(item, raw)


def _run(item: Node, raw: Node) -> Run:
    conclusion = raw["conclusion"].text()
    jobs = item["jobs"].items() if "run" in item and "jobs" in item else None
    return Run(
        where=item.where, pipeline=raw["path"].text().partition("@")[0], commit=sha(raw["head_sha"]) or None,
        at=moment(raw["run_started_at"]) or moment(raw["created_at"]),
        result="failure" if conclusion in _FAILED else conclusion, event=_EVENTS.get(raw["event"].text(), "other"),
        ran=None if jobs is None else _named(jobs, _RAN), failed=None if jobs is None else _named(jobs, _FAILED),
    )  # fmt: skip


def _named(jobs: list[Node], conclusions: tuple[str, ...]) -> tuple[str, ...]:
    """Return the jobs, and the steps in them (``job :: step``), that ended so."""
    found: list[str] = []
    for job in jobs:
        name = job["name"].text()
        if job["conclusion"].text() in conclusions:
            found.append(name)
        found += [f"{name} :: {one['name'].text()}" for one in job["steps"] if one["conclusion"].text() in conclusions]
    return tuple(dict.fromkeys(found))

"""Pipeline definitions with the runs of them: what last went through, which step ran, which kind of check stopped a run."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta

from sammeter.facts.joins.changes import GITLAB, ran, step_name
from sammeter.facts.record import Fact, Value

RULES, PIPELINES, STEPS, RUNS = "forge.branch_rules", "ci.pipelines", "ci.steps", "ci.runs"
_WHOLE_PIPELINE = "pipeline"
"""The check by which GitLab asks for the whole pipeline to pass."""


SEEDED, SEEDED_DAYS = "seeded", 180
"""The event of a run on a known-bad change, and how long such a proof counts."""


def runs(facts: dict[str, tuple[Fact, ...]], as_of: str) -> dict[str, tuple[Fact, ...]]:
    """Return pipelines with `last_success_at`, steps with `ran_at` and `required`, runs with `stopped_by`.

    A step ran only where a run lists it by name; what a run does not list stays unknown. A seeded run counts for 180 days.
    """
    if any(run.fields.get("event") == SEEDED for run in facts.get(RUNS, ())):
        facts = {**facts, RUNS: tuple(run for run in facts[RUNS] if not _outdated(run, as_of))}
        return {RUNS: facts[RUNS], **_joined(facts)}
    return _joined(facts)


def _outdated(run: Fact, as_of: str) -> bool:
    if run.fields.get("event") != SEEDED:
        return False
    first = datetime.fromisoformat(as_of) - timedelta(days=SEEDED_DAYS)
    return not first.strftime("%Y-%m-%dT%H:%M:%SZ") <= str(run.fields.get("at", "")) <= as_of


def _joined(facts: dict[str, tuple[Fact, ...]]) -> dict[str, tuple[Fact, ...]]:
    made: dict[str, tuple[Fact, ...]] = {}
    by_pipeline: defaultdict[str, list[Fact]] = defaultdict(list)
    for run in facts.get(RUNS, ()):
        by_pipeline[str(run.fields.get("pipeline", ""))].append(run)
    if RUNS in facts and PIPELINES in facts:
        made[PIPELINES] = tuple(_pipeline(one, by_pipeline[str(one.fields.get("id"))]) for one in facts[PIPELINES])
    if STEPS in facts and (RUNS in facts or RULES in facts):
        checks = {check for one in facts.get(RULES, ()) for check in _texts(one, "checks")}
        made[STEPS] = tuple(_step(one, by_pipeline[str(one.fields.get("pipeline"))], checks) for one in facts[STEPS])
    if RUNS in facts and STEPS in facts:
        made[RUNS] = tuple(_run(one, facts[STEPS]) for one in facts[RUNS])
    return made


def _pipeline(fact: Fact, runs_: list[Fact]) -> Fact:
    times = [str(run.fields["at"]) for run in runs_ if run.fields.get("result") == "success" and run.fields.get("at")]
    return _with(fact, {"last_success_at": max(times)} if times else {})


def _step(fact: Fact, runs_: list[Fact], checks: set[str]) -> Fact:
    name, job = step_name(fact), str(fact.fields.get("job", ""))
    found: dict[str, Value] = {}
    times = [str(run.fields["at"]) for run in runs_ if run.fields.get("at") and name and ran(name, _texts(run, "ran"))]
    if times:
        found["ran_at"] = max(times)
    whole = _WHOLE_PIPELINE in checks and fact.fields.get("pipeline") == GITLAB
    if job and (ran(job, checks) or (whole and fact.fields.get("blocking") is True)):
        found["required"] = True
    return _with(fact, found)


def _run(fact: Fact, steps: tuple[Fact, ...]) -> Fact:
    if fact.fields.get("result") == "success":
        return _with(fact, {"stopped_by": ()})
    failed = _texts(fact, "failed")
    own = [one for one in steps if one.fields.get("pipeline") == fact.fields.get("pipeline")]
    hits = [one for one in own if (name := step_name(one)) and ran(name, failed) and _alone(one, own)]
    kinds = tuple(dict.fromkeys(str(one.fields["kind"]) for one in hits if one.fields.get("kind")))
    return _with(fact, {"stopped_by": kinds} if kinds else {})


def _alone(step: Fact, own: list[Fact]) -> bool:
    """Tell whether a failed step or job says which kind of tool failed: it holds no other kind, and it can stop a run."""
    same = {one.fields.get("kind") for one in own if step_name(one) == step_name(step)}
    return len(same) == 1 and step.fields.get("blocking") is not False


def _with(fact: Fact, found: dict[str, Value]) -> Fact:
    return replace(fact, fields={**fact.fields, **found}) if found else fact


def _texts(fact: Fact, field: str) -> tuple[str, ...]:
    value = fact.fields.get(field)
    return value if isinstance(value, tuple) else ()

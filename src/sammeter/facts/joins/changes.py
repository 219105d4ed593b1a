"""Commits with what a forge knows of them: who read them before they were merged, and which security tests ran."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sammeter.facts.record import Fact, Value

CHANGES, REVIEWS, EXPORTS, RUNS, STEPS = "vcs.changes", "forge.reviews", "forge.exports", "ci.runs", "ci.steps"
GITLAB = ".gitlab-ci.yml"
_LISTS = ("pulls", "merge_requests")
_SUITE = ("security-test", "dast", "fuzz")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forge:
    """Reviews by the commits that they put on a branch; `listed` commits were seen there beside all reviews since."""

    reviews: dict[str, list[Fact]]
    listed: frozenset[str]
    since: str | None
    tested: frozenset[str]


def changes(facts: dict[str, tuple[Fact, ...]], as_of: str) -> dict[str, tuple[Fact, ...]]:  # noqa: ARG001 - a join's form
    """Return the changes with `reviewed`, `review_before_build` and `security_suite_ran` as far as a forge shows them.

    A commit that no change request brought is known to be unread only if all change requests of its time were
    exported, and the export lists it on the branch. What the history itself shows as read stays so.
    """
    if not any(facts.get(kind) for kind in (REVIEWS, EXPORTS, RUNS)) or CHANGES not in facts:
        return {}
    forge = _forge(facts)
    short = tuple(replace(one, fields={key: value for key, value in one.fields.items() if key != "commits"})
                  for one in facts.get(EXPORTS, ()))  # fmt: skip
    return {CHANGES: tuple(_change(one, forge) for one in facts[CHANGES]), **({EXPORTS: short} if short else {})}


def _forge(facts: dict[str, tuple[Fact, ...]]) -> _Forge:
    reviews: defaultdict[str, list[Fact]] = defaultdict(list)
    for review in facts.get(REVIEWS, ()):
        for sha in _texts(review, "commits"):
            reviews[sha].append(review)
    exports = facts.get(EXPORTS, ())
    lists = [one for one in exports if one.fields.get("endpoint") in _LISTS and one.fields.get("whole")]
    branch = frozenset(sha for one in exports for sha in _texts(one, "commits") if _of(lists, one))
    since = max((str(one.fields.get("since", "")) for one in lists), default=None)
    return _Forge(reviews=reviews, listed=branch, since=since, tested=_tested(facts))


def _of(lists: list[Fact], commits: Fact) -> bool:
    """Tell whether the commits of a branch and a whole list of change requests are of one repository."""
    return any(one.fields.get("repository") == commits.fields.get("repository") for one in lists)


def _tested(facts: dict[str, tuple[Fact, ...]]) -> frozenset[str]:
    """Return the commits on which a step ran that is known to be a security test."""
    wanted = [(one.fields.get("pipeline"), name) for one in facts.get(STEPS, ()) if one.fields.get("kind") in _SUITE
              for name in [step_name(one)] if name]  # fmt: skip
    return frozenset(
        str(run.fields["commit"]) for run in facts.get(RUNS, ()) if run.fields.get("commit")
        if any(run.fields.get("pipeline") == pipeline and ran(name, _texts(run, "ran")) for pipeline, name in wanted)
    )  # fmt: skip


def step_name(step: Fact) -> str:
    """Return the name under which a run lists a step; for GitLab, whose runs list no more, its job; empty if not known."""
    job, name = step.fields.get("job"), step.fields.get("step")
    if job and name:
        return f"{job} :: {name}"
    return str(job or "") if step.fields.get("pipeline") == GITLAB else ""


def ran(name: str, names: Iterable[str]) -> bool:
    """Tell whether a step or job is among those of a run; a job of a matrix runs as ``job (value, ...)``."""
    job, mark, step = name.partition(" :: ")
    for one in names:
        other, other_mark, other_step = one.partition(" :: ")
        if (other == job or other.startswith(f"{job} (")) and (mark, step) == (other_mark, other_step):
            return True
    return False


def _change(fact: Fact, forge: _Forge) -> Fact:
    sha = str(fact.fields.get("sha", ""))
    found: dict[str, Value] = {}
    reviews = forge.reviews.get(sha, [])
    for field, of in (("reviewed", "read"), ("review_before_build", "before_merge")):
        known = _told(reviews, of) if reviews else _direct(fact, forge)
        if known is not None:
            found[field] = known
    if fact.fields.get("reviewed") is True:
        found["reviewed"] = True
        if found.get("review_before_build") is False:
            del found["review_before_build"]
    heads = {str(one.fields["head"]) for one in reviews if one.fields.get("head")}
    if forge.tested & {sha, *heads}:
        found["security_suite_ran"] = True
    return replace(fact, fields={**fact.fields, **found}) if found else fact


def _told(reviews: list[Fact], field: str) -> bool | None:
    """Return what the change requests that brought a commit say together: one that was read is enough."""
    values = [one.fields.get(field) for one in reviews]
    return True if True in values else None if None in values else False


def _direct(fact: Fact, forge: _Forge) -> bool | None:
    known = forge.since is not None and str(fact.fields.get("at", "")) >= forge.since
    return False if known and fact.fields.get("sha") in forge.listed else None


def _texts(fact: Fact, field: str) -> tuple[str, ...]:
    value = fact.fields.get(field)
    return value if isinstance(value, tuple) else ()

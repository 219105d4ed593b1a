"""Protected branches, environments, deployments, members and pipelines of GitLab."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from sammeter.collect.ci.release import tier
from sammeter.collect.forge.envelope import flag, moment, number, sha
from sammeter.collect.forge.gitlab_requests import account
from sammeter.collect.people import is_bot, pseudonym
from sammeter.facts.ci import Run
from sammeter.facts.forge import Access, BranchRule, Deployment, Environment
from sammeter.text import Node

_TIERS = {"production": "prod", "staging": "staging", "testing": "test", "development": "development"}
_ROLES = {
    5: "minimal",
    10: "guest",
    15: "planner",
    20: "reporter",
    30: "developer",
    40: "maintainer",
    50: "owner",
    60: "admin",
}
_SOURCES = {"push": "push", "merge_request_event": "merge-request", "schedule": "schedule", "web": "manual"}
_RESULTS = {"success": "success", "failed": "failure", "canceled": "cancelled", "skipped": "skipped"}
DEVELOPER = 30
PIPELINE = ".gitlab-ci.yml"


def rule(item: Node) -> BranchRule:
    """Return the rules of a branch: nobody may push to it, how many have to approve, and what takes an approval back.

    An author who may approve counts for none of the approvals; rules that each request may change bind nobody.
    """
    seen = isinstance(item["protected"].value, list)
    full = seen and bool(item["approvals"]) and isinstance(item["approval_rules"].value, list)
    protected, settings, name = item["protected"].items(), item["approvals"], item["branch"]["name"].text()
    required = bool(protected) and all(_nobody(one) for one in protected)
    fixed = flag(settings["disable_overriding_approvers_per_merge_request"])
    force = not protected or any(flag(one["allow_force_push"]) is not False for one in protected)
    piped = flag(item["project"]["only_allow_merge_if_pipeline_succeeds"])
    return BranchRule(
        where=item.where, branch=name, pr_required=required if seen else None, min_approvals=_approvals(item, name) if full else None,
        stale_dismissed=flag(settings["reset_approvals_on_push"]),
        owner_review=any(flag(one["code_owner_approval_required"]) is True for one in protected) if seen else None,
        admins_bound=False if seen and not required else fixed if seen else None, force_push=force if seen else None,
        checks=("pipeline",) if piped else () if piped is False else None,
        bypass_count=_pushers(protected) if seen else None, full_view=full,
    )  # fmt: skip


def _nobody(protected: Node) -> bool:
    levels = protected["push_access_levels"].items()
    return bool(levels) and all(number(one["access_level"]) == 0 and not _somebody(one) for one in levels)


def _somebody(level: Node) -> bool:
    return any(level[key] for key in ("user_id", "group_id", "deploy_key_id"))


def _pushers(protected: list[Node]) -> int:
    levels = [one for branch in protected for one in branch["push_access_levels"]]
    return sum(number(one["access_level"]) != 0 or _somebody(one) for one in levels)


def _approvals(item: Node, name: str) -> int:
    asked = [number(one["approvals_required"]) or 0 for one in item["approval_rules"] if _applies(one, name)]
    own = flag(item["approvals"]["merge_requests_author_approval"]) is True
    return max(0, max(asked, default=0) - own)


def _applies(rule_: Node, name: str) -> bool:
    named = [one["name"].text() for one in rule_["protected_branches"]]
    return rule_["rule_type"].text() != "report_approver" and (
        not named or any(fnmatchcase(name, one) for one in named)
    )


def environment(item: Node) -> Environment:
    """Return an environment: without protection every developer can deploy to it."""
    raw, name = item["environment"], item["environment"]["name"].text()
    seen, protected = isinstance(item["protected"].value, list), item["protected"].items()
    levels = [one for other in protected for one in other["deploy_access_levels"]]
    approvers = tuple(_who(one) for other in protected for one in other["approval_rules"])
    own = flag(item["project"]["allow_pipeline_trigger_approve_deployment"])
    return Environment(
        where=item.where, name=name, tier=_TIERS.get(raw["tier"].text(), tier(name)),
        deployers=tuple(_who(one) for one in levels) if seen else None, approvers=approvers if seen else None,
        open_to_all_writers=(not levels or any(_role(one) == DEVELOPER for one in levels)) if seen else None,
        self_review_blocked=None if not seen else False if not approvers else None if own is None else not own,
    )  # fmt: skip


def _role(level: Node) -> int | None:
    return None if level["user_id"] or level["group_id"] else number(level["access_level"])


def _who(level: Node) -> str:
    for key in ("user_id", "group_id"):
        if level[key]:
            return f"{key.removesuffix('_id')}:{level[key].text()}"
    return _ROLES.get(number(level["access_level"]) or 0, "other")


def deployments(items: Iterator[Node]) -> Iterator[Deployment]:
    """Yield the deployments that went through; a pipeline did those that a job is named of."""
    for item in items:
        if item["status"].text() != "success":
            continue
        name, who = item["environment"]["name"].text(), account(item["user"])
        yield Deployment(
            where=item.where, env=name, tier=_TIERS.get(item["environment"]["tier"].text(), tier(name)), at=moment(item["created_at"]),
            actor=(who if is_bot(who) else pseudonym(who)) if who else None, automated=True if item["deployable"] else None,
            approved_by=_approver(item) if "approvals" in item else None, commit=sha(item["sha"]) or None,
        )  # fmt: skip


def _approver(item: Node) -> str | None:
    for one in item["approvals"]:
        if one["status"].text() == "approved":
            return pseudonym(account(one["user"])) if account(one["user"]) else None
    return ""


def access(item: Node, project: str) -> Access:
    """Return the role that an account has on the project."""
    who = account(item)
    return Access(where=item.where, system=f"gitlab:{project}", principal=who if is_bot(who) else pseudonym(who),
                  human=not is_bot(who), role=_ROLES.get(number(item["access_level"]) or 0))  # fmt: skip


def runs(items: Iterator[Node]) -> Iterator[Run]:
    """Yield the finished pipelines; one that goes on or waits for a person has no result yet and is left out."""
    for item in items:
        raw = item["pipeline"] or item
        result = _RESULTS.get(raw["status"].text())
        if result:
            jobs = item["jobs"].items() if "pipeline" in item and "jobs" in item else None
            failed = [one for one in jobs or [] if one["status"].text() == "failed"]
            done = [one for one in jobs or [] if one["status"].text() == "success"]
            yield Run(
                where=item.where, pipeline=PIPELINE if raw["source"].text() != "parent_pipeline" else "child pipeline",
                commit=sha(raw["sha"]) or None, at=moment(raw["created_at"]), result=result,
                event=_SOURCES.get(raw["source"].text(), "other"),
                ran=None if jobs is None else _names([*done, *failed]),
                failed=None if jobs is None else _names([one for one in failed if flag(one["allow_failure"]) is False]),
            )  # fmt: skip


def _names(jobs: list[Node]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one["name"].text() for one in jobs))

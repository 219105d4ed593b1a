"""Environments, deployments and rights of GitHub."""

from collections.abc import Iterator

from sammeter.collect.ci.release import tier
from sammeter.collect.forge.envelope import flag, moment, sha
from sammeter.collect.forge.github_pulls import account
from sammeter.collect.people import is_bot, pseudonym
from sammeter.facts.forge import Access, Deployment, Environment
from sammeter.text import Node

_DONE = ("success", "inactive")


def environment(item: Node) -> Environment:
    """Return an environment; whoever reviews its deployments is who lets one go.

    Without reviewers and without a branch policy, everybody who can write can deploy with a workflow of their own; a
    branch policy alone leaves that to the rules of the branches. Where administrators may pass by the rules, it is not
    known whether people can release their own work.
    """
    rules = item["protection_rules"].items()
    asked = [one for one in rules if one["type"].text() == "required_reviewers"]
    reviewers = tuple(_reviewer(one) for rule in asked for one in rule["reviewers"])
    known = "protection_rules" in item
    return Environment(
        where=item.where, name=item["name"].text(), tier=tier(item["name"].text()),
        deployers=reviewers if reviewers or (known and not _policy(item)) else None, approvers=reviewers if known else None,
        open_to_all_writers=_open(item, reviewed=bool(reviewers)) if known else None,
        self_review_blocked=_blocked(item, asked) if known else None,
    )  # fmt: skip


def _policy(item: Node) -> bool:
    return bool(item["deployment_branch_policy"]) or "deployment_branch_policy" not in item


def _open(item: Node, *, reviewed: bool) -> bool | None:
    return False if reviewed else None if _policy(item) else True


def _blocked(item: Node, asked: list[Node]) -> bool | None:
    if not asked or any(flag(one["prevent_self_review"]) is False for one in asked):
        return False
    told = all(flag(one["prevent_self_review"]) for one in asked) and flag(item["can_admins_bypass"]) is False
    return True if told else None


def _reviewer(node: Node) -> str:
    inner = node["reviewer"]
    if node["type"].text() == "Team":
        return f"team:{inner['slug'].text() or inner['name'].text()}"
    return pseudonym(inner["login"].text())


def deployments(items: Iterator[Node]) -> Iterator[Deployment]:
    """Yield the deployments that went through, or of which that is not shown."""
    for item in items:
        raw = item["deployment"] or item
        states = [one["state"].text() for one in item["statuses"]] if "deployment" in item else []
        if "statuses" not in item or any(state in _DONE for state in states):
            yield _deployment(item, raw)


def _deployment(item: Node, raw: Node) -> Deployment:
    creator = account(raw["creator"])
    name = raw["environment"].text()
    return Deployment(
        where=item.where, env=name, tier=_tier(raw, name), at=moment(raw["created_at"]),
        actor=(creator if is_bot(creator) else pseudonym(creator)) if creator else None,
        automated=True if raw["performed_via_github_app"] or (creator and is_bot(creator)) else None,
        approved_by=_approver(item, name) if "approvals" in item else None, commit=sha(raw["sha"]) or None,
    )  # fmt: skip


def _tier(raw: Node, name: str) -> str:
    return "prod" if flag(raw["production_environment"]) else tier(name)


def _approver(item: Node, environment_: str) -> str | None:
    """Return who approved the run for this environment; empty where nobody was asked."""
    for one in item["approvals"]:
        named = [env["name"].text() for env in one["environments"]]
        if one["state"].text() == "approved" and environment_ in named:
            return pseudonym(account(one["user"])) if account(one["user"]) else None
    return ""


def access(item: Node, repository: str) -> Access:
    """Return the role that an account has on the repository."""
    who = account(item)
    return Access(where=item.where, system=f"github:{repository}", principal=who if is_bot(who) else pseudonym(who),
                  human=not is_bot(who), role=item["role_name"].text() or None)  # fmt: skip

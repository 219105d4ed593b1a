"""What must hold before a merge on GitHub: branch protection and rulesets, whose demands add up."""

from collections.abc import Iterator
from dataclasses import dataclass

from sammeter.collect.forge.envelope import flag, number
from sammeter.facts.forge import BranchRule
from sammeter.text import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What one mechanism asks; `bypass` counts who may pass by it (administrators as one), None: not shown."""

    pull: bool = False
    approvals: int = 0
    stale: bool = False
    owners: bool = False
    no_force: bool = False
    checks: tuple[str, ...] = ()
    bypass: int | None = 0


def rule(item: Node) -> BranchRule:
    """Return the rules of a branch: what is asked by any mechanism; what is not asked only where all were shown.

    `protection_seen` of the client is ``read``, ``none`` (the forge says that there is none) or ``hidden`` (no right).
    """
    mechanisms = list(_mechanisms(item))
    full = item["protection_seen"].text() in ("read", "none") and isinstance(item["rules"].value, list)
    asked = _union(mechanisms)
    return BranchRule(
        where=item.where, branch=item["branch"]["name"].text() or _named(item), pr_required=_known(asked.pull, full=full),
        min_approvals=asked.approvals if full or asked.approvals else None, stale_dismissed=_known(asked.stale, full=full),
        owner_review=_known(asked.owners, full=full), admins_bound=_bound(mechanisms, full=full),
        force_push=False if asked.no_force else True if full else None,
        checks=asked.checks if full or asked.checks else None, bypass_count=_bypass(mechanisms) if full else None, full_view=full,
    )  # fmt: skip


def _named(item: Node) -> str:
    return item["protection"]["url"].text().removesuffix("/protection").rpartition("/branches/")[2]


def _known(asked: bool, *, full: bool) -> bool | None:  # noqa: FBT001 - one answer
    return True if asked else False if full else None


def _union(mechanisms: list[Demands]) -> Demands:
    return Demands(
        pull=any(one.pull for one in mechanisms), approvals=max((one.approvals for one in mechanisms), default=0),
        stale=any(one.stale for one in mechanisms), owners=any(one.owners for one in mechanisms),
        no_force=any(one.no_force for one in mechanisms),
        checks=tuple(dict.fromkeys(check for one in mechanisms for check in one.checks)),
    )  # fmt: skip


def _bound(mechanisms: list[Demands], *, full: bool) -> bool | None:
    """Tell whether administrators are held to all that is asked of a pull request: by mechanisms that nobody passes by."""
    asked = _reading(_union(mechanisms))
    if _reading(_union([one for one in mechanisms if one.bypass == 0])) == asked:
        return True if full and asked[0] else False if full else None
    sure = _reading(_union([one for one in mechanisms if not one.bypass])) != asked
    return False if full and sure else None


def _reading(asked: Demands) -> tuple[bool, int, bool, bool]:
    return asked.pull, asked.approvals, asked.stale, asked.owners


def _bypass(mechanisms: list[Demands]) -> int | None:
    counts = [one.bypass for one in mechanisms]
    return None if None in counts else sum(one or 0 for one in counts)


def _mechanisms(item: Node) -> Iterator[Demands]:
    if item["protection"]:
        yield _protection(item["protection"])
    details = {number(one["id"]): one for one in item["rulesets"]}
    grouped: dict[int | None, list[Node]] = {}
    for one in item["rules"]:
        grouped.setdefault(number(one["ruleset_id"]), []).append(one)
    for identity, rules in grouped.items():
        yield _ruleset(rules, details.get(identity))


def _protection(node: Node) -> Demands:
    reviews, status = node["required_pull_request_reviews"], node["required_status_checks"]
    allowed = reviews["bypass_pull_request_allowances"]
    passing = sum(len(allowed[kind].items()) for kind in ("users", "teams", "apps"))
    contexts = [one["context"].text() for one in status["checks"]] or [one.text() for one in status["contexts"]]
    return Demands(
        pull=bool(reviews), approvals=number(reviews["required_approving_review_count"]) or 0,
        stale=flag(reviews["dismiss_stale_reviews"]) is True, owners=flag(reviews["require_code_owner_reviews"]) is True,
        no_force=flag(node["allow_force_pushes"]) is False, checks=tuple(contexts),
        bypass=None if flag(node["enforce_admins"]) is None else passing + (flag(node["enforce_admins"]) is False),
    )  # fmt: skip


def _ruleset(rules: list[Node], detail: Node | None) -> Demands:
    named = {one["type"].text(): one["parameters"] for one in rules}
    pull = named.get("pull_request", Node({}, rules[0].where))
    checks = named.get("required_status_checks", Node({}, rules[0].where))["required_status_checks"]
    return Demands(
        pull="pull_request" in named, approvals=number(pull["required_approving_review_count"]) or 0,
        stale=flag(pull["dismiss_stale_reviews_on_push"]) is True, owners=flag(pull["require_code_owner_review"]) is True,
        no_force="non_fast_forward" in named, checks=tuple(one["context"].text() for one in checks),
        bypass=len(detail["bypass_actors"].items()) if detail is not None and "bypass_actors" in detail else None,
    )  # fmt: skip

"""Deployments with who wrote what they brought."""

from dataclasses import replace

from sammeter.facts.record import Fact

DEPLOYMENTS, REVIEWS = "forge.deployments", "forge.reviews"


def deployments(facts: dict[str, tuple[Fact, ...]], as_of: str) -> dict[str, tuple[Fact, ...]]:  # noqa: ARG001 - a join's form
    """Return the deployments with `code_author`, as far as the change request of their commit is known.

    Where the person who approved wrote any change merged since the deployment before, that person is named, so that
    four eyes are never claimed of one person; else the author of the newest change. What the first deployment on record
    brought is not known to begin anywhere: it stays open where the approver wrote any change before it.
    """
    if DEPLOYMENTS not in facts or REVIEWS not in facts:
        return {}
    ordered = sorted(facts[DEPLOYMENTS], key=lambda one: str(one.fields.get("at", "")))
    before: dict[object, str] = {}
    made: list[Fact] = []
    for one in ordered:
        made.append(_authored(one, facts[REVIEWS], before.get(one.fields.get("env"), "")))
        before[one.fields.get("env")] = str(one.fields.get("at", ""))
    return {DEPLOYMENTS: tuple(made)}


def _authored(fact: Fact, reviews: tuple[Fact, ...], before: str) -> Fact:
    newest = next((one for one in reviews if fact.fields.get("commit") in _texts(one, "commits")), None)
    if newest is None or not newest.fields.get("author") or "authors" not in newest.fields:
        return fact
    until = str(newest.fields.get("merged_at", ""))
    brought = [one for one in reviews if before <= str(one.fields.get("merged_at", "")) <= until]
    approver, own = fact.fields.get("approved_by"), _wrote(newest)
    helped = bool(approver) and any(approver in _wrote(one) for one in brought)
    if helped and not before and approver not in own:
        return fact
    return replace(fact, fields={**fact.fields, "code_author": (approver or "") if helped else newest.fields["author"]})


def _wrote(review: Fact) -> set[str]:
    return {*_texts(review, "authors"), str(review.fields.get("author", ""))}


def _texts(fact: Fact, field: str) -> tuple[str, ...]:
    value = fact.fields.get(field)
    return value if isinstance(value, tuple) else ()

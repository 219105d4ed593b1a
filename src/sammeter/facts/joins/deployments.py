"""Deployments with who wrote what they brought."""

from dataclasses import replace

from sammeter.facts.record import Fact

DEPLOYMENTS, REVIEWS = "forge.deployments", "forge.reviews"


def deployments(facts: dict[str, tuple[Fact, ...]], as_of: str) -> dict[str, tuple[Fact, ...]]:  # noqa: ARG001 - a join's form
    """Return the deployments with `code_author`, as far as the change request of their commit is known.

    Where the person who approved wrote any change merged since the deployment before, that person is named, so that
    four eyes are never claimed of one person; else the author of the newest change.
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
    brought = [one for one in reviews if (before or until) <= str(one.fields.get("merged_at", "")) <= until]
    wrote = {
        name for one in (newest, *brought) for name in (*_texts(one, "authors"), str(one.fields.get("author", "")))
    }
    approver = fact.fields.get("approved_by")
    author = approver if approver and approver in wrote else newest.fields["author"]
    return replace(fact, fields={**fact.fields, "code_author": author})


def _texts(fact: Fact, field: str) -> tuple[str, ...]:
    value = fact.fields.get(field)
    return value if isinstance(value, tuple) else ()

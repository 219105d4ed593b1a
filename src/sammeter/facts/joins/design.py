"""Models beside the history of their files: when each last changed, and that it is under version control."""

from dataclasses import replace

from sammeter.facts.record import Fact, Value

KINDS = ("design.threat_models", "design.models")
FILES, REPOSITORIES = "vcs.files", "vcs.repos"


def design(facts: dict[str, tuple[Fact, ...]], as_of: str) -> dict[str, tuple[Fact, ...]]:  # noqa: ARG001 - a join's form
    """Return the models with `updated_at` and `in_vcs`, as far as the history shows them; what a model states itself stays."""
    changed = {str(one.fields.get("path")): one.fields.get("changed_at") for one in facts.get(FILES, ())}
    kept = bool(facts.get(REPOSITORIES))
    return {
        kind: tuple(_dated(one, changed, in_vcs=kept and kind == KINDS[0]) for one in facts[kind])
        for kind in KINDS
        if kind in facts
    }


def _dated(model: Fact, changed: dict[str, Value | None], *, in_vcs: bool) -> Fact:
    found: dict[str, Value] = {"in_vcs": True} if in_vcs else {}
    at = changed.get(str(model.fields.get("path")))
    if at is not None and "updated_at" not in model.fields:
        found["updated_at"] = at
    return replace(model, fields={**model.fields, **found}) if found else model

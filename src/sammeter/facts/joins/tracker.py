"""Defects beside the tests that name them."""

from collections.abc import Mapping
from dataclasses import replace

from sammeter.facts.record import Fact

DEFECTS, CASES = "tracker.defects", "tests.cases"


def tracker(facts: Mapping[str, tuple[Fact, ...]], as_of: str) -> dict[str, tuple[Fact, ...]]:  # noqa: ARG001 - a join's form
    """Return defects with `test_linked` where a test that passed names the defect by its id; else that is not known."""
    named = {
        str(one.fields["defect"]).casefold()
        for one in facts.get(CASES, ())
        if one.fields.get("defect") and one.fields.get("result") == "pass"
    }
    if not named or DEFECTS not in facts:
        return {}
    return {
        DEFECTS: tuple(
            replace(one, fields={**one.fields, "test_linked": True})
            if str(one.fields.get("id", "")).casefold() in named and "test_linked" not in one.fields
            else one
            for one in facts[DEFECTS]
        )
    }

"""SARIF, CycloneDX and OSCAL documents hold to their public schemas, and none of them shows an unknown as good."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from sammeter.report import cyclonedx, oscal, sarif
from sammeter.report.assessment import Assessment
from sammeter.report.words import verdict
from tests.report.assessments import HOSTILE, assessment

SCHEMAS = Path(__file__).parents[1] / "data" / "schemas"
TREES: dict[str, Callable[[], Assessment]] = {
    "usual": lambda: assessment(declared=True),
    "silent": assessment,
    "hostile": lambda: assessment(text="".join(HOSTILE), declared=True),
}


def schema(name: str) -> dict[str, Any]:
    """Return a schema, its classes of letters and digits written as Python's `re` knows them."""
    text = (SCHEMAS / name).read_text(encoding="utf-8").replace(r"\\p{L}", r"[^\\W\\d_]").replace(r"\\p{N}", r"\\d")
    found: dict[str, Any] = json.loads(text)
    return found


def check(document: Any, name: str) -> None:
    licences = {"$schema": "http://json-schema.org/draft-07/schema#", "type": "string"}
    registry: Registry[Any] = Registry().with_resources([
        ("http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json", Resource.from_contents(schema("jsf-0.82.schema.json"))),
        ("http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json", Resource.from_contents(licences, DRAFT7)),
    ])  # fmt: skip
    validator: Any = jsonschema.validators.validator_for(schema(name))
    errors = sorted(validator(schema(name), registry=registry).iter_errors(document), key=str)
    assert not errors, "\n".join(f"{list(error.absolute_path)}: {error.message[:200]}" for error in errors[:5])


@pytest.mark.parametrize("name", TREES)
@pytest.mark.parametrize(
    ("form", "public"),
    [(sarif, "sarif-2.1.0-rtm.5.json"), (cyclonedx, "bom-1.6.schema.json"), (oscal, "oscal-ar-1.0.6.json")],
)
def test_a_document_holds_to_its_public_schema(form: Any, public: str, name: str) -> None:
    given = TREES[name]()
    document = json.loads(form.render(given))
    check(document, public)
    assert form.render(given) == form.render(TREES[name]())


@pytest.mark.parametrize(
    ("form", "public", "spoil"),
    [
        (sarif, "sarif-2.1.0-rtm.5.json", lambda d: d["runs"][0]["results"][0].update(level="awful")),
        (cyclonedx, "bom-1.6.schema.json", lambda d: d["declarations"]["claims"][0].update(verdict="met")),
        (oscal, "oscal-ar-1.0.6.json", lambda d: d["assessment-results"]["results"][0].pop("start")),
    ],
)
def test_the_check_itself_sees_a_fault(form: Any, public: str, spoil: Any) -> None:
    document = json.loads(form.render(assessment(declared=True)))
    spoil(document)
    with pytest.raises(AssertionError):
        check(document, public)


def by_verdict(given: Assessment, word: str) -> set[str]:
    return {name for name, one in given.standings().items() if verdict(one) == word}


def test_oscal_finds_only_what_is_settled() -> None:
    given = assessment(declared=True)
    result = json.loads(oscal.render(given))["assessment-results"]["results"][0]
    states = {one["target"]["target-id"]: one["target"]["status"]["state"] for one in result["findings"]}
    assert {name for name, state in states.items() if state == "satisfied"} == by_verdict(given, "met")
    assert {name for name, state in states.items() if state == "not-satisfied"} == by_verdict(given, "unmet")
    observed = {one["title"] for one in result["observations"]}
    assert observed == set(given.standings()) - by_verdict(given, "unknown")


def test_cyclonedx_attests_conformance_only_where_it_is_settled_and_puts_evidence_on_its_side() -> None:
    given = assessment(declared=True)
    declared = json.loads(cyclonedx.render(given))["declarations"]
    rows = {row["requirement"].removeprefix("requirement-"): row for row in declared["attestations"][0]["map"]}
    assert {name for name, row in rows.items() if row.get("conformance", {}).get("score") == 1} == by_verdict(
        given, "met"
    )
    assert {name for name, row in rows.items() if "counterClaims" in row} == by_verdict(given, "unmet")
    claims = {claim["bom-ref"].removeprefix("claim-"): claim for claim in declared["claims"]}
    for name in by_verdict(given, "unmet"):
        assert any(ref.startswith("evidence-") for ref in claims[name]["counterEvidence"])
    known = {one["bom-ref"] for one in declared["evidence"]}
    refs = {
        ref for claim in declared["claims"] for key in ("evidence", "counterEvidence") for ref in claim.get(key, [])
    }
    assert refs == known

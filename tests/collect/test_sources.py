"""Claims of completeness: a person's word makes an empty list knowledge, as long as it holds, and is named wherever it counts."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.collect.decisions import handed_in, values, verdict
from tests.collect.sarif import log, scan
from tests.rules.shipped import shipped

from sammeter.answers import Grade
from sammeter.answers.grades import stand
from sammeter.facts import Fact, Gap
from sammeter.facts.collected import Collected
from sammeter.facts.join import Joined, join
from sammeter.rules import Verdict
from sammeter.rules.decide import decide

WORD = """complete:
  - kinds: [{kinds}]
    by: Jane Doe
    at: 2026-06-20
    because: every scanner of the shop uploads here
"""
RUN = log(scan("CodeQL", driver={"rules": [{"id": "a"}]}))
RULE = "V-ST-2-A.1"


def word(kinds: str = "docs.items", more: str = "") -> str:
    return WORD.format(kinds=kinds) + more


def said(path: Path, text: str, **documents: str | bytes) -> Collected:
    return handed_in(path, {"complete.yaml": text, **documents})


def about(found: Collected) -> list[Gap]:
    return [gap for gap in found.gaps if gap.where.startswith("reports/complete.yaml")]


def org(rule: str, found: Collected) -> Verdict:
    one = shipped().book.by_id()[rule]
    return decide(one, join(found, as_of=found.as_of).org, shipped().book.limits).verdict


def test_a_claim_is_read_with_who_says_so_since_when_and_until_when(tmp_path: Path) -> None:
    got = said(tmp_path, word("scan.runs, scan.findings"))
    assert values(got, "sources.claims", "@", "of", "by", "at", "until", "everywhere") == [
        ("reports/complete.yaml:2", kind, "Jane Doe", "2026-06-20T00:00:00Z", "2026-07-22T00:00:00Z", False)
        for kind in ("scan.runs", "scan.findings")
    ]  # fmt: skip


def test_another_document_with_such_a_word_is_none(tmp_path: Path) -> None:
    got = said(tmp_path, "complete: true\nname: other\n")
    assert values(got, "sources.claims", "of") == []
    assert [gap.reason for gap in about(got)] == ["not recognised"]


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        (word("scan.run"), "no collector yields 'scan.run'"),
        (word("sources.claims"), "no collector yields 'sources.claims'"),
        (word("scan.runs").replace("    by: Jane Doe\n", ""), "'by' is not said"),
        (word("scan.runs").replace("because: every", "because: ''\n    reason: every"), "'reason' is not one of"),
        (word("scan.runs").replace("2026-06-20", "soon"), "'at' is no day"),
        (word("scan.runs", "    until: 2027-06-20\n"), "it is said for more than 92 days"),
        (word("scan.runs", "    until: 2026-06-19\n"), "'until' is no day after 'at'"),
        (word(""), "it names no kinds"),
        ("complete:\n  kinds: [scan.runs]\n", "a mapping where a list is expected"),
    ],
)
def test_a_claim_that_is_wrong_counts_nothing_and_says_where(tmp_path: Path, text: str, detail: str) -> None:
    got = said(tmp_path, text)
    (gap,) = about(got)
    assert gap.where.startswith("reports/complete.yaml:")
    assert gap.detail.startswith(detail)
    assert values(got, "sources.claims", "of") == []


def test_near_names_are_suggested(tmp_path: Path) -> None:
    assert about(said(tmp_path, word("scan.run")))[0].hint == "did you mean 'scan.runs'?"


def seen(found: Collected, as_of: str = "") -> Joined:
    return join(found, as_of=as_of or found.as_of)


def test_by_word_a_kind_is_complete_of_the_application_and_not_of_the_organisation(tmp_path: Path) -> None:
    found = seen(said(tmp_path, word()))
    assert (found.unit.seen["docs.items"].complete, found.org.seen["docs.items"].complete) == (True, False)
    assert [one.fields["by"] for one in found.unit.seen["docs.items"].word] == ["Jane Doe"]
    assert not found.unit.measured().seen["docs.items"].complete


def test_said_of_the_organisation_it_is_complete_of_both(tmp_path: Path) -> None:
    found = seen(said(tmp_path, word(more="    organisation: true\n")))
    assert found.unit.seen["docs.items"].complete
    assert found.org.seen["docs.items"].complete


def test_said_of_another_application_it_is_of_neither(tmp_path: Path) -> None:
    found = seen(said(tmp_path, word(more="    application: till\n")))
    assert not found.unit.seen["docs.items"].complete
    assert not found.org.seen["docs.items"].complete


@pytest.mark.parametrize("as_of", ["2026-06-19T00:00:00Z", "2026-07-22T00:00:00Z"])
def test_before_its_day_and_after_its_end_it_counts_nothing(tmp_path: Path, as_of: str) -> None:
    assert not seen(said(tmp_path, word()), as_of=as_of).unit.seen["docs.items"].complete


def test_what_could_not_be_read_outweighs_the_word(tmp_path: Path) -> None:
    got = said(tmp_path, word())
    gap = Gap(where="policies/a.md", reason="encoding", kinds=("docs.items",))
    assert not seen(replace(got, gaps=(gap,))).unit.seen["docs.items"].complete


def test_what_a_collector_claims_needs_no_word(tmp_path: Path) -> None:
    got = said(tmp_path, word())
    assert seen(replace(got, complete=("docs.items",))).unit.seen["docs.items"].word == ()


def test_completeness_that_follows_from_a_word_rests_on_it(tmp_path: Path) -> None:
    got = said(tmp_path, word("sbom.parts"))
    feed = Fact(kind="vuln.feeds", where="f:1", source="t", fields={"components_covered_share": 1.0})
    found = seen(replace(got, facts=(*got.facts, feed), looked=(*got.looked, "vuln.matches")))
    assert [one.fields["of"] for one in found.unit.seen["vuln.matches"].word] == ["sbom.parts"]


def test_no_strategy_anywhere_is_unmet_only_by_word(tmp_path: Path) -> None:
    assert org("G-SM-2-A.1", handed_in(tmp_path / "a", {})) is Verdict.UNKNOWN
    assert org("G-SM-2-A.1", said(tmp_path / "b", word(more="    organisation: true\n"))) is Verdict.UNMET


def test_what_a_word_decided_names_it_and_is_no_measurement(tmp_path: Path) -> None:
    found = seen(said(tmp_path, word(more="    organisation: true\n")))
    rule = shipped().book.by_id()["G-SM-2-A.1"]
    outcome = decide(rule, found.org, shipped().book.limits)
    assert [one.where for one in outcome.because] == ["reports/complete.yaml:2"]
    assert stand(rule, outcome, None, "").grade is Grade.CONFIRMED


def test_a_verdict_that_stands_without_it_does_not_name_it(tmp_path: Path) -> None:
    run = {"a.sarif": RUN}
    plain = handed_in(tmp_path / "a", run)
    claimed = handed_in(tmp_path / "b", {**run, "complete.yaml": word("scan.findings")})
    assert verdict(RULE, plain) == verdict(RULE, claimed)
    rule = shipped().book.by_id()[RULE]
    outcome = decide(rule, seen(claimed).unit, shipped().book.limits, seen(claimed).this)
    assert all(one.kind != "sources.claims" for one in outcome.because)

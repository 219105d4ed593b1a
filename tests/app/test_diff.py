"""Two baselines and what lies between them: each change goes back to its fact, person, proof, review, clock or rule."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from sammeter.answers import Proof
from sammeter.answers.changes import Cause, Change, Difference
from sammeter.app.assess import collect
from sammeter.app.baseline_rows import Baseline
from sammeter.app.diff import compared, diff
from sammeter.app.diff_pages import document, markdown_page, text_page
from sammeter.app.reading import Wanted
from sammeter.data import Pack, load
from tests.app.kept import ADA, AS_OF, baseline, collected, folder_of, proved, review, statement
from tests.cli.command import FILES, repository

PACK = load()
LATER = "2026-03-01T00:00:00Z"
OWNED = "V-ST-1-B.1"
"""A criterion that the code owners of the small repository indicate."""


def change(found: Difference, id_: str, what: str = "verdict") -> Change:
    return next(one for one in found.changes if (one.id, one.what) == (id_, what))


def cause(found: Difference, id_: str, what: str = "verdict") -> Cause:
    causes = change(found, id_, what).causes
    assert len(causes) == 1, causes
    return causes[0]


def without_owners() -> dict[str, str]:
    return {name: text for name, text in FILES.items() if "CODEOWNERS" not in name}


def with_rule(id_: str, pack: Pack = PACK, **changed: object) -> Pack:
    rules = tuple(replace(rule, **changed) if rule.id == id_ else rule for rule in pack.book.rules)  # type: ignore[arg-type] # fields of a rule
    return replace(pack, book=replace(pack.book, rules=rules))


def check_inverse(a: Baseline, b: Baseline, pack: Pack = PACK) -> Difference:
    there = diff(a, b, pack)
    assert diff(b, a, pack) == there.inverse()
    return there


def test_a_baseline_does_not_differ_from_itself(tmp_path: Path) -> None:
    said = folder_of(tmp_path / "own", statement("G-SM-1-A", "0.5"))
    one = baseline(collected(tmp_path / "shop"), (said,))
    assert not diff(one, one, PACK)
    assert "No criterion, measure or answer differs." in text_page(compared(one, one, PACK))


def test_a_fact_is_named_with_its_place_before_and_after(tmp_path: Path) -> None:
    a = baseline(collected(tmp_path / "one"))
    b = baseline(collected(tmp_path / "two", without_owners(), as_of=LATER), as_of=LATER)
    found = check_inverse(a, b)
    assert (change(found, OWNED).before, change(found, OWNED).after) == ("indicated", "unknown")
    why = cause(found, OWNED)
    assert why.kind == "fact"
    assert any(trace.where.startswith(".github/CODEOWNERS:") and "@acme/core" in trace.says for trace in why.before)
    assert "CODEOWNERS:1" in text_page(compared(a, b, PACK))


def test_the_same_commit_read_later_is_said_to_be_the_same(tmp_path: Path) -> None:
    """History is read in a window up to the clock, so that the facts differ though nobody changed anything."""
    a = baseline(collected(tmp_path / "shop"))
    seen = replace(collect(Wanted(path=repository(tmp_path / "again"), as_of="2026-12-01T00:00:00Z"))[0], name="shop")
    assert seen.revision == a.collected.revision
    found = check_inverse(a, baseline(seen, as_of="2026-12-01T00:00:00Z"))
    why = cause(found, "X-27")
    assert why.kind == "fact"
    assert any(one.says.startswith("the commit is the same") for one in why.after)


def test_a_person_is_named_with_the_day_and_the_statement(tmp_path: Path) -> None:
    seen = collected(tmp_path / "shop")
    first, second = statement("G-SM-1-A", "0.5"), statement("G-SM-1-A", "1", at="2026-02-10T09:00:00Z", by="Bob")
    said = folder_of(tmp_path / "own", first, second)
    a, b = baseline(seen, (said,)), baseline(seen, (said,), as_of=LATER)
    found = check_inverse(a, b)
    why = cause(found, "G-SM-1-A", "declared")
    assert why.kind == "person"
    assert [(one.by, one.at, one.id) for one in why.before] == [(ADA, first.at, first.id)]
    assert [(one.by, one.at, one.id) for one in why.after] == [("Bob", second.at, second.id)]
    text = text_page(compared(a, b, PACK))
    assert "declared 0.50 -> 1.00" in text
    assert second.id in text


def test_what_was_withdrawn_goes_back_to_who_withdrew_it(tmp_path: Path) -> None:
    seen = collected(tmp_path / "shop")
    said = folder_of(
        tmp_path / "own", statement("G-SM-1-A", "0.5"), statement("G-SM-1-A", "withdrawn", at="2026-02-10T09:00:00Z")
    )
    found = check_inverse(baseline(seen, (said,)), baseline(seen, (said,), as_of=LATER))
    assert change(found, "G-SM-1-A", "declared").after == ""
    assert cause(found, "G-SM-1-A", "declared").after[0].says == "G-SM-1-A withdrawn"


def with_proof(tmp_path: Path, until: str = "") -> tuple[Path, Path]:
    proof = tmp_path / "proof.pdf"
    proof.write_text("done")
    digest = hashlib.sha256(b"done").hexdigest()
    stated = proved(statement("G-SM-1-A.1", "yes", until=until), Proof(what="../proof.pdf", sha256=digest))
    return folder_of(tmp_path / "own", stated), proof


def test_a_proof_that_changed_is_named_and_nobody_is_blamed(tmp_path: Path) -> None:
    seen = collected(tmp_path / "shop")
    said, proof = with_proof(tmp_path)
    a = baseline(seen, (said,))
    proof.write_text("other")
    b = baseline(seen, (said,), as_of=LATER)
    found = check_inverse(a, b)
    assert (change(found, "G-SM-1-A.1").before, change(found, "G-SM-1-A.1").after) == ("met", "unknown")
    why = cause(found, "G-SM-1-A.1")
    assert why.kind == "proof"
    assert "changed after it was named" in why.after[0].says
    assert [one.about for one in found.strengths if one.lapsed] == ["G-SM-1-A.1"]


def test_a_statement_that_lapsed_is_told_as_such(tmp_path: Path) -> None:
    seen = collected(tmp_path / "shop")
    said, _ = with_proof(tmp_path, until="2026-02-15")
    a, b = baseline(seen, (said,)), baseline(seen, (said,), as_of=LATER)
    found = check_inverse(a, b)
    why = cause(found, "G-SM-1-A.1")
    assert why.kind == "lapse"
    assert why.after[0].says == "lapsed on 2026-02-15"
    text = text_page(compared(a, b, PACK))
    assert "What lapsed or no longer holds\n  v G-SM-1-A.1, said by Ada" in text
    assert "What holds again" in text_page(compared(b, a, PACK))


def test_a_question_that_applies_again_because_the_reason_lapsed_is_told(tmp_path: Path) -> None:
    excluded = statement("G-SM-1-A", "n/a", note="no such thing here", until="2026-02-15")
    said = folder_of(tmp_path / "own", excluded, review(excluded))
    seen = collected(tmp_path / "shop")
    found = check_inverse(baseline(seen, (said,)), baseline(seen, (said,), as_of=LATER))
    why = cause(found, "G-SM-1-A", "applies")
    assert (why.kind, why.after[0].says, why.after[0].id) == ("lapse", "lapsed on 2026-02-15", excluded.id)
    assert [(one.about, one.lapsed) for one in found.strengths] == [("G-SM-1-A", True)]


def test_a_review_is_named_with_who_gave_it(tmp_path: Path) -> None:
    seen = collected(tmp_path / "shop")
    excluded = statement("G-SM-1-A", "n/a", note="no such thing here")
    said = folder_of(tmp_path / "own", excluded, review(excluded, at="2026-02-12T09:00:00Z"))
    found = check_inverse(baseline(seen, (said,)), baseline(seen, (said,), as_of=LATER))
    why = cause(found, "G-SM-1-A", "applies")
    assert (why.kind, why.after[0].by) == ("review", "Bob")


def test_the_clock_alone_is_told_as_the_clock(tmp_path: Path) -> None:
    a = baseline(collected(tmp_path / "shop"))
    b = baseline(a.collected, as_of="2028-01-01T00:00:00Z")
    found = check_inverse(a, b)
    assert found.changes
    assert {one.kind for each in found.changes for one in each.causes} == {"clock"}
    assert cause(found, found.changes[0].id).before[0].at == AS_OF


def test_a_changed_rule_is_not_blamed_on_a_person_or_a_fact(tmp_path: Path) -> None:
    seen = collected(tmp_path / "shop")
    pack = with_rule(OWNED, class_="observable", settles=("met",))
    said = folder_of(tmp_path / "own", statement("G-SM-1-A", "1", at="2026-02-10T09:00:00Z"))
    a, b = baseline(seen, (said,)), baseline(seen, (said,), as_of=LATER, pack=pack)
    found = check_inverse(a, b, pack)
    assert (change(found, OWNED).before, change(found, OWNED).after) == ("indicated", "met")
    why = cause(found, OWNED)
    assert why.kind == "rule"
    assert why.before[0].says.startswith("rule ")
    assert why.before != why.after
    assert "a: the rules changed since" in compared(a, b, pack).warnings


def test_a_rule_that_changed_between_two_old_baselines_is_found_from_either_side(tmp_path: Path) -> None:
    """Both are replayed by today's rules; the second says something else than was recorded."""
    seen = collected(tmp_path / "shop")
    pack = with_rule(OWNED, class_="observable", settles=("met",))
    found = check_inverse(baseline(seen, pack=pack), baseline(seen, as_of=LATER))
    assert (change(found, OWNED).before, cause(found, OWNED).kind) == ("met", "rule")


def test_a_changed_limit_is_named_with_both_values(tmp_path: Path) -> None:
    seen = collected(tmp_path / "shop")
    said, _ = with_proof(tmp_path)
    limits = {**PACK.book.limits, "statement": 5.0}
    pack = replace(PACK, book=replace(PACK.book, limits=limits))
    found = check_inverse(baseline(seen, (said,)), baseline(seen, (said,), pack=pack), pack)
    why = cause(found, "G-SM-1-A.1")
    assert why.kind == "rule"
    assert why.before[0].says == f"limit statement {PACK.book.limits['statement']:g}"
    assert why.after[0].says == "limit statement 5"


def test_another_model_is_named(tmp_path: Path) -> None:
    seen = collected(tmp_path / "shop")
    a = baseline(seen)
    old = replace(a, head=replace(a.head, model="2.1.0"), recorded=replace(a.recorded, verdicts={}))
    why = cause(check_inverse(old, baseline(seen, as_of=LATER)), OWNED)
    assert why.before[0].says == "SAMM 2.1.0"


def test_what_was_recorded_and_cannot_be_replayed_is_called_unexplained(tmp_path: Path) -> None:
    a = baseline(collected(tmp_path / "shop"))
    verdicts = {**a.recorded.verdicts, OWNED: replace(a.recorded.verdicts[OWNED], verdict="met")}
    forged = replace(a, recorded=replace(a.recorded, verdicts=verdicts))
    why = cause(check_inverse(forged, replace(a, head=replace(a.head, as_of=LATER))), OWNED)
    assert "altered" in why.after[0].says


def test_two_causes_at_once_are_both_named(tmp_path: Path) -> None:
    said = folder_of(tmp_path / "own", statement(OWNED, "yes", at="2026-02-10T09:00:00Z"))
    a = baseline(collected(tmp_path / "one", without_owners()), (said,))
    b = baseline(collected(tmp_path / "two", as_of=LATER), (said,), as_of=LATER)
    kinds = [one.kind for one in change(check_inverse(a, b), OWNED).causes]
    assert kinds == ["fact", "person"]


def test_criteria_that_an_answer_implies_are_folded_in_text_and_kept_in_json(tmp_path: Path) -> None:
    seen = collected(tmp_path / "shop")
    said = folder_of(tmp_path / "own", statement("G-SM-1-A", "1", at="2026-02-10T09:00:00Z"))
    both = compared(baseline(seen, (said,)), baseline(seen, (said,), as_of=LATER), PACK)
    text, data = text_page(both), json.loads(json.dumps(document(both)))
    assert "G-SM-1-A.1" not in text
    assert "criteria that follow from an answer" in text
    assert "G-SM-1-A.1" in {one["id"] for one in data["changes"]}
    assert data["schema"] == "sammeter-diff/1"
    assert data["scores"]["overall"]["after"]["declared"] != data["scores"]["overall"]["before"]["declared"]


def test_other_applications_are_told(tmp_path: Path) -> None:
    a = baseline(collected(tmp_path / "shop"))
    b = baseline(replace(collected(tmp_path / "web"), name="web"))
    assert "different applications" in compared(a, b, PACK).warnings[0]


def test_silence_beside_statements_is_told(tmp_path: Path) -> None:
    seen = collected(tmp_path / "shop")
    said = folder_of(tmp_path / "own", statement("G-SM-1-A", "1"))
    one, other = baseline(seen, (said,)), baseline(seen, name="b")
    assert "nothing is declared in b" in compared(one, other, PACK).warnings[0]
    assert compared(one, one, PACK).warnings == compared(other, other, PACK).warnings == ()


@pytest.mark.parametrize("said_by", ["<script>alert(1)</script>", "\x1b[31mred\x1b[0m", "a|b\nc"])
def test_names_from_outside_steer_neither_terminal_nor_markdown(tmp_path: Path, said_by: str) -> None:
    seen = collected(tmp_path / "shop")
    said = folder_of(tmp_path / "own", statement("G-SM-1-A", "1", at="2026-02-10T09:00:00Z", by=said_by))
    both = compared(baseline(seen, (said,)), baseline(seen, (said,), as_of=LATER), PACK)
    page = markdown_page(both)
    assert "<script" not in page
    assert "\x1b" not in page + text_page(both)
    rows = [line for line in page.splitlines() if line.startswith("| G")]
    assert rows
    assert all(row.replace("\\|", "").count("|") == 4 for row in rows)

"""`assess --declared`: contradictions first, figures side by side, and no false accusation."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import repository, sammeter

HEAD = {"form": "sammeter-facts/1", "name": "shop", "revision": "", "at": "", "as_of": "2026-11-25T00:00:00Z",
        "looked": ["sbom.docs", "docs.contacts"], "complete": ["sbom.docs"]}  # fmt: skip
OLD_LIST: dict[str, Any] = {
    "fact": {"kind": "sbom.docs", "source": "sbom", "where": "old/sbom.cdx.json:1",
             "fields": {"digest": "d0", "for_latest_release": False, "transitive": True, "versioned_share": 1.0, "layers": ["app"]}},
}  # fmt: skip
BY = 'by: "Ada", role: "lead", at: "2026-11-02T10:00:00Z"'


def assess(folder: Path, *lines: str, form: str = "json", **files: str) -> Any:
    """Assess an application whose only bill of materials is of an old release, with these statements."""
    said = folder / "statements"
    said.mkdir(exist_ok=True)
    (said / "I-SB.yaml").write_text("".join(f"- {{{line}, {BY}}}\n" for line in lines), encoding="utf-8")
    for name, text in files.items():
        (said / name).write_text(text, encoding="utf-8")
    rows = (json.dumps(row) for row in (HEAD, OLD_LIST))
    (folder / "facts.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = sammeter("assess", "--replay", "facts.jsonl", "--declared", "statements", "--format", form, cwd=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if form == "json" else done.stdout


def test_a_yes_that_was_seen_not_to_hold_is_an_over_claim_with_its_place(tmp_path: Path) -> None:
    found = assess(tmp_path, 'about: I-SB-1-B.1, answer: "yes"')
    (one,) = found["contradictions"]
    assert (one["kind"], one["criterion"], one["stated_by"]) == ("over-claim", "I-SB-1-B.1", "Ada")
    assert one["stated_where"] == "statements/I-SB.yaml:1"
    assert [seen["where"] for seen in one["because"]] == ["old/sbom.cdx.json:1"]
    assert found["verdicts"]["I-SB-1-B.1"]["verdict"] == "unmet"


def test_contradictions_come_before_anything_else_on_screen(tmp_path: Path) -> None:
    lines = assess(tmp_path, 'about: I-SB-1-B.1, answer: "yes"', form="text").splitlines()
    assert lines[2] == "Contradictions (1): what people declare against what was seen"
    assert lines[3] == "  ! I-SB-1-B.1 over-claim: Ada said yes to I-SB-1-B.1 on 2026-11-02"
    assert lines[4] == "      seen: unmet, old/sbom.cdx.json:1"


@pytest.mark.parametrize("answer", ["0.25", "0.5", "1"])
def test_an_organisation_that_does_it_somewhere_is_not_refuted_by_one_application(tmp_path: Path, answer: str) -> None:
    found = assess(tmp_path, f"about: I-SB-1-B, answer: {answer}")
    assert found["contradictions"] == []
    assert found["answers"]["I-SB-1-B"]["declared"] == {"0.25": "0.25", "0.5": "0.50", "1": "1.00"}[answer]


@pytest.mark.parametrize("counted", ["unit: shop, answer: 1", "units: [shop, till], answer: 0.25"])
def test_an_answer_that_counted_this_application_by_name_is_refuted_by_it(tmp_path: Path, counted: str) -> None:
    (one,) = assess(tmp_path, f"about: I-SB-1-B, {counted}")["contradictions"]
    assert (one["kind"], one["criterion"], one["via"]) == ("over-claim", "I-SB-1-B.1", "I-SB-1-B")
    assert one["says"].endswith("and every yes to it asks for I-SB-1-B.1")


@pytest.mark.parametrize(("answer", "doubted"), [("0.5", []), ("1", ["I-SB-1-B.1 is unmet for shop"])])
def test_criteria_that_were_ticked_for_the_organisation_are_no_claim_about_each_application(
    tmp_path: Path, answer: str, doubted: list[str]
) -> None:
    found = assess(tmp_path, f"about: I-SB-1-B, answer: {answer}", 'about: I-SB-1-B.1, answer: "yes"')
    assert found["contradictions"] == []
    assert [point["says"] for doubt in found["doubts"] for point in doubt["seen"]] == doubted


def test_in_part_of_one_application_is_not_refuted_by_one_criterion(tmp_path: Path) -> None:
    assert assess(tmp_path, "about: I-SB-1-B, answer: 0.5, unit: shop")["contradictions"] == []


def test_what_was_said_of_another_application_is_not_used_and_that_is_told(tmp_path: Path) -> None:
    line = "about: I-SB-1-B, answer: 1, unit: till"
    assert assess(tmp_path, line)["answers"]["I-SB-1-B"]["declared"] is None
    text = assess(tmp_path, line, form="text")
    assert "said of other applications than shop, not used here: till" in text


def test_proof_that_changed_lowers_what_is_evidenced_and_says_so(tmp_path: Path) -> None:
    report = "the board decided"
    digest = hashlib.sha256(report.encode()).hexdigest()
    line = f'about: G-SM-1-A.1, answer: "yes", proof: [{{what: board.txt, sha256: {digest}}}]'
    before = assess(tmp_path, line, **{"board.txt": report})
    assert before["verdicts"]["G-SM-1-A.1"] | {"because": 0, "rule": 0} == {
        "verdict": "met", "flags": [], "grade": "E1", "rule": 0, "origin": "sammeter", "because": 0, "missing": before["verdicts"]["G-SM-1-A.1"]["missing"],
    }  # fmt: skip
    after = assess(tmp_path, line, **{"board.txt": report + "!"})
    assert (after["verdicts"]["G-SM-1-A.1"]["verdict"], after["verdicts"]["G-SM-1-A.1"]["grade"]) == ("unknown", "E0")
    assert after["declared"]["criteria"][0]["weak"] == "board.txt changed after it was named"
    assert "board.txt changed after it was named" in assess(tmp_path, line, form="text")


def test_what_does_not_apply_keeps_the_raw_score_and_adds_the_share_of_what_is_achievable(tmp_path: Path) -> None:
    alone = ('about: I-SB-1-B, answer: 1, unit: ""', 'about: I-SB-1-A, answer: n/a, note: "we build nothing"')
    waiting = assess(tmp_path, *alone)
    assert waiting["scores"]["overall"]["achievable"] is None
    (id_,) = [one for one in waiting["declared"]["waiting"] if one != waiting["declared"]["waiting"][0]]
    accept = f'- {{accepts: {id_}, by: Bob, role: auditor, at: "2026-11-03T10:00:00Z"}}\n'
    agreed = assess(tmp_path, *alone, **{"review.yaml": accept})
    assert agreed["scores"]["overall"]["declared"] == waiting["scores"]["overall"]["declared"] == "0.033333333333"
    assert agreed["scores"]["overall"]["achievable"]["score"] == "2.966666666667"
    assert agreed["scores"]["overall"]["achievable"]["declared"] == "0.011235955056"
    (excluded,) = agreed["declared"]["not_applicable"]
    assert (excluded["by"], excluded["approver"], excluded["reason"]) == ("Ada", "Bob", "we build nothing")


def test_a_filled_workbook_or_answers_file_is_declared_without_proof_and_lifts_nothing(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text(
        'model: 2.2.0\norganisation: {lead: Carol, date: "2026-10-01"}\nanswers: {I-SB-1-B: 1, G-SM-1-A: 0.5}\n',
        encoding="utf-8",
    )
    before = assess(tmp_path, "about: I-SB-2-A, answer: 0")
    done = sammeter("assess", "--replay", "facts.jsonl", "--declared", "answers.yaml", "--format", "json", cwd=tmp_path)
    found = json.loads(done.stdout)
    assert found["answers"]["I-SB-1-B"]["declared"] == "1.00"
    assert [(one["by"], one["at"], one["proved"]) for one in found["declared"]["answers"]] == [
        ("Carol", "2026-10-01T00:00:00Z", False), ("Carol", "2026-10-01T00:00:00Z", False),
    ]  # fmt: skip
    assert found["scores"]["overall"]["supported"] == "0.00"
    assert found["scores"]["overall"]["evidenced"] == before["scores"]["overall"]["evidenced"]
    assert found["contradictions"] == []
    assert [doubt["activity"] for doubt in found["doubts"]] == ["I-SB-1-B"]
    assert found["declared"]["waiting"] == []


def test_answers_to_questions_of_an_older_edition_are_told(tmp_path: Path) -> None:
    assess(tmp_path, "about: I-SB-2-A, answer: 0")
    (tmp_path / "old.yaml").write_text("model: 2.1.0\nanswers: {G-SM-2-A: 0.5, I-SB-1-A: 1}\n", encoding="utf-8")
    done = sammeter("assess", "--replay", "facts.jsonl", "--declared", "old.yaml", cwd=tmp_path)
    assert (
        "warning: old.yaml was filled in for SAMM 2.1.0; G-SM-2-A ask something else in 2.2.0: sammeter migrate old.yaml --to 2.2.0"
        in done.stderr
    )
    (tmp_path / "new.yaml").write_text("model: 2.2.0\nanswers: {G-SM-2-A: 0.5}\n", encoding="utf-8")
    assert sammeter("assess", "--replay", "facts.jsonl", "--declared", "new.yaml", cwd=tmp_path).stderr == ""


@pytest.mark.parametrize(("name", "content", "code", "words"), [
    ("empty.yaml", "model: 2.2.0\nanswers: {}\n", 2, "no answer in it"),
    ("torn.xlsx", "PK\x03\x04torn", 4, "torn.xlsx"),
    ("other.yaml", "name: shop\n", 2, "other.yaml:1"),
    ("gone", "", 2, "there are no statements"),
])  # fmt: skip
def test_a_file_that_declares_nothing_is_refused_by_name(
    tmp_path: Path, name: str, content: str, code: int, words: str
) -> None:
    assess(tmp_path, "about: I-SB-2-A, answer: 0")
    if content:
        (tmp_path / name).write_text(content, encoding="latin-1")
    done = sammeter("assess", "--replay", "facts.jsonl", "--declared", name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr


def test_all_mistakes_of_a_folder_are_told_at_once_by_line(tmp_path: Path) -> None:
    said = tmp_path / "statements"
    said.mkdir()
    (said / "I-SB.yaml").write_text(
        f"- {{about: I-SB-9-A, answer: 1, {BY}}}\n- {{about: I-SB-1-A, answer: often, {BY}}}\n"
        '- {about: I-SB-1-A, answer: 1, by: "", role: lead, at: "2999-01-01T00:00:00Z"}\n'
        f"- {{id: s-000000000000, about: I-SB-1-A, answer: 1, {BY}}}\n"
        f"- {{about: I-SB-1-A, answer: n/a, {BY}}}\n"
        '- {accepts: s-111111111111, by: Bob, role: x, at: "2026-11-03T10:00:00Z"}\n',
        encoding="utf-8",
    )
    done = sammeter("assess", "--declared", "statements", cwd=repository(tmp_path / "shop").parent)
    assert done.returncode == 2
    for line in ("1: 'I-SB-9-A' is no question or criterion", "2: I-SB-1-A: 'often' is no answer", "3: by nobody",
                 "3: 2999-01-01T00:00:00Z is in the future", "4: was changed after it was written", "5: n/a without a reason",
                 "6: there is no statement s-111111111111"):  # fmt: skip
        assert f"error: statements/I-SB.yaml:{line}" in done.stderr
    assert done.stdout == ""


def test_what_speaks_against_an_answer_without_refuting_it_is_a_question(tmp_path: Path) -> None:
    repository(tmp_path / "shop")
    said = tmp_path / "said"
    said.mkdir()
    for answer, doubted in (("1", ["I-SB-2-A"]), ("0.25", [])):
        (said / "I-SB.yaml").write_text(f"- {{about: I-SB-2-A, answer: {answer}, {BY}}}\n", encoding="utf-8")
        done = sammeter("assess", "shop", "--declared", "said", "--format", "json", cwd=tmp_path)
        found = json.loads(done.stdout)
        assert [one["activity"] for one in found["doubts"]] == doubted
        assert found["contradictions"] == []

"""Governed documents: only front matter makes one, and words never do."""

from pathlib import Path

from tests.collect.repositories import collect_case, reasons, rows

from sammeter.collect.collectors.documents import KINDS
from sammeter.collect.headings import headings
from sammeter.text import yaml

VOCABULARY = Path(__file__).parents[2] / "src" / "sammeter" / "data" / "facts.yaml"


def test_front_matter_gives_kind_owner_and_dates_and_the_text_its_headings() -> None:
    found = collect_case("documents", "governed")
    assert rows(found, "where", "id", "kind", "owner", "owner_role", "approved_at", "reviewed_at", "sections") == [
        ("docs/secure-coding.md:1", "SEC-7", "standard", "Anna Ash", "ciso", "2026-02-03T00:00:00Z", None,
         ("scope", "who has to follow it", "exceptions")),
        ("policy.adoc:1", "policy.adoc", "incident-classification", None, None, None, None, ("classes of incidents", "severity")),
    ]  # fmt: skip
    assert found.complete == ()


def test_names_and_words_are_never_proof_of_a_document() -> None:
    found = collect_case("documents", "words_only")
    assert (found.facts, found.gaps) == ((), ())


def test_labels_of_a_wrong_type_are_not_known_and_broken_front_matter_is_a_gap() -> None:
    found = collect_case("documents", "broken")
    assert (rows(found, "where", "id", "owner"), reasons(found)) == (
        [("docs/b.md:1", "docs/b.md", None)],
        ["malformed"],
    )


def test_what_nobody_can_read_from_a_file_is_left_out() -> None:
    fields = collect_case("documents", "governed").facts[0].fields
    assert {"live", "readers", "approver_roles", "changed_at", "revisions_1y", "links", "derived_from"}.isdisjoint(
        fields
    )


def test_headings_of_three_languages_are_normal() -> None:
    assert headings("Title\n=====\n\n## 2.1 *A* [b](c) #\n~~~\n# code\n~~~\n== Adoc\n\n---\n") == (
        "title",
        "a b",
        "adoc",
    )


def test_the_kinds_are_those_of_the_vocabulary() -> None:
    stated = yaml.read(VOCABULARY.read_bytes(), where="facts.yaml")["document_kinds"]
    assert tuple(node.text() for node in stated) == KINDS

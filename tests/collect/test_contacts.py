"""Contacts for weaknesses: what a policy file, a security.txt and an insights file name."""

from pathlib import Path

import pytest
from tests.collect.repositories import Repository, collect, collect_case, reasons, rows


@pytest.mark.parametrize(
    ("case", "where", "contact"),
    [
        ("mail", "SECURITY.md:10", "security@shop.example"),
        ("advisory_by_reference", "security.md:5", "https://github.com/shop/shop/security/advisories/new"),
        ("private_reporting", ".github/SECURITY.md:5", "private vulnerability reporting"),
        ("confidential_issue", "SECURITY.md:6", "https://gitlab.shop.example/shop/-/issues/new?confidential=1"),
        ("bracketed", "SECURITY.md:6", "https://gitlab.shop.example/shop/-/issues/new?issue[confidential]=1"),
        ("commented", "SECURITY.md:11", "https://shop.example/dev/vuln-disclosure.html"),
        ("chat", "SECURITY.md:5", "https://shop.slack.com/archives/C0"),
        ("spelled", "docs/SECURITY.rst:7", "shop-security@lists.shop.example"),
        ("template", "SECURITY.md:1", ""),
    ],
)
def test_a_policy_names_its_first_way_to_report_or_none(case: str, where: str, contact: str) -> None:
    found = collect_case("contacts", case)
    assert rows(found, "where", "purpose", "source", "contact") == [
        (where, "vulnerability", "security-policy", contact)
    ]
    assert (found.gaps, found.complete) == ((), ())


def test_a_security_txt_says_contact_and_expiry_and_nothing_of_its_signature_counts() -> None:
    assert rows(collect_case("contacts", "security_txt"), "where", "contact", "expires_at") == [
        ("static/.well-known/security.txt:5", "security@shop.example", "2027-01-31T22:59:00Z")
    ]


def test_a_date_that_no_calendar_has_is_not_known() -> None:
    assert rows(collect_case("contacts", "security_txt_without_contact"), "contact", "expires_at") == [("", None)]


def test_insights_of_version_1_prefer_the_mail_and_show_that_they_expired() -> None:
    assert rows(collect_case("contacts", "insights_1"), "where", "contact", "expires_at", "verified_at") == [
        ("SECURITY-INSIGHTS.yml:7", "team@shop.example", "2025-07-30T01:00:00Z", "2024-07-30T00:00:00Z")
    ]


def test_insights_of_version_2_that_name_no_way_leave_it_unknown() -> None:
    assert sorted(rows(collect_case("contacts", "insights_2"), "contact", "verified_at"), key=str) == [
        ("sec@shop.example", None), (None, "2025-11-25T00:00:00Z"),
    ]  # fmt: skip


def test_files_that_cannot_be_read_are_gaps() -> None:
    found = collect_case("contacts", "broken")
    assert (found.facts, sorted(reasons(found))) == ((), ["encoding", "malformed"])


def test_a_contact_in_a_test_or_vendored_tree_is_not_this_repositorys(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "r")
    for place in ("tests/data/.well-known/security.txt", "vendor/lib/.well-known/security.txt"):
        (repo.path / place).parent.mkdir(parents=True)
        (repo.path / place).write_text("Contact: mailto:them@example.org\n", encoding="utf-8")
    repo.git("add", "-A")
    repo.commit("files")
    assert not collect("contacts", repo.path).facts

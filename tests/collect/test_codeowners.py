"""CODEOWNERS of GitHub and GitLab: patterns, owners, sections, and which of them matter."""

import pytest
from tests.collect.repositories import collect_case, reasons, rows

from sammeter.collect.collectors.codeowners import covers_sensitive


def test_lines_are_rules_and_a_line_without_owners_owns_nothing() -> None:
    found = collect_case("codeowners", "github")
    assert rows(found, "where", "pattern", "owners", "sensitive") == [
        (".github/CODEOWNERS:2", "*", ("@shop/core",), True),
        (".github/CODEOWNERS:4", "/.github/", ("@shop/release", "security@shop.example"), True),
        (".github/CODEOWNERS:5", "/docs/", (), False),
        (".github/CODEOWNERS:6", "*.css", ("@anna",), False),
        (".github/CODEOWNERS:7", "my file.txt", ("@bea",), False),
    ]
    assert found.complete == ("docs.codeowners",)


def test_sections_hand_their_owners_down() -> None:
    assert rows(collect_case("codeowners", "gitlab"), "pattern", "owners", "sensitive") == [
        ("/ci/", ("@builders",), True),
        ("meson.build", ("@mia",), True),
        ("*.md", ("@writers",), False),
        ("!vendor/x.md", ("@nobody",), False),
        ("/src/tls/", ("@tom",), True),
    ]


def test_a_file_that_is_no_text_is_a_gap() -> None:
    assert reasons(collect_case("codeowners", "broken")) == ["encoding"]


@pytest.mark.parametrize(
    ("pattern", "sensitive"),
    [
        ("*", True), ("/**", True), (".github/workflows/", True), ("Dockerfile", True), ("/deploy/", True), ("src/auth/**", True),
        ("**/crypto/*", True), ("*.tf", True), ("/infra", True), (".gitlab-ci.yml", True), ("Jenkinsfile", True), ("SECURITY.md", True),
        ("*.js", False), ("/src/", False), ("authors.txt", False), ("/keyboard/", False), ("!/deploy/", False), ("/circle/", False),
    ],
)  # fmt: skip
def test_a_pattern_matters_where_it_speaks_of_build_deployment_or_security(pattern: str, *, sensitive: bool) -> None:
    assert covers_sensitive(pattern) is sensitive

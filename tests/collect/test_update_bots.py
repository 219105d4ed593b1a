"""Update bots: Dependabot and Renovate as their configuration says."""

from tests.collect.repositories import collect_case, reasons, rows


def test_dependabot_entries_that_may_open_nothing_are_off() -> None:
    found = collect_case("update_bots", "dependabot")
    assert rows(found, "where", "tool", "ecosystems", "enabled") == [
        (".github/dependabot.yml:3", "dependabot", ("gomod", "github-actions"), True),
        (".github/dependabot.yml:3", "dependabot", ("npm",), False),
    ]
    assert found.complete == ()


def test_renovate_is_read_as_json5_and_its_managers_are_its_ecosystems() -> None:
    assert rows(collect_case("update_bots", "renovate_json5"), "where", "tool", "ecosystems", "enabled") == [
        (".renovaterc.json5#", "renovate", ("flux", "helm-values"), True)
    ]


def test_renovate_is_off_by_a_word_or_by_a_preset() -> None:
    assert sorted(rows(collect_case("update_bots", "renovate_off"), "where", "ecosystems", "enabled")) == [
        (".github/renovate.json5#", None, False),
        ("package.json#/renovate", None, True),
        ("renovate.json#", None, False),
    ]


def test_a_package_without_the_bot_says_nothing() -> None:
    found = collect_case("update_bots", "package_without")
    assert (found.facts, found.gaps) == ((), ())


def test_a_broken_configuration_is_a_gap_and_not_a_bot() -> None:
    found = collect_case("update_bots", "broken")
    assert (found.facts, sorted(reasons(found))) == ((), ["duplicate key", "malformed", "wrong type"])

"""Every shipped rule against its cases and the good, empty and poorer worlds of its practice."""

from functools import cache

import pytest

from sammeter.facts import World
from tests.rules.shipped import shipped
from tests.rules.worlds import FOLDER, Asker, good
from tests.workbook import PRACTICES


@cache
def world_of(practice: str) -> World:
    return good(practice)


def test_the_data_files_have_no_mistake() -> None:
    assert shipped().mistakes == ()


def test_every_practice_has_rules_for_all_its_criteria() -> None:
    assert {rule.id for rule in shipped().book.rules if not rule.id.startswith("X-")} == set(shipped().model.criteria())


@pytest.mark.parametrize("practice", [*PRACTICES, "X"])
def test_every_practice_has_a_good_world(practice: str) -> None:
    assert (FOLDER / f"{practice}.yaml").exists()


@pytest.mark.parametrize("id_", sorted(rule.id for rule in shipped().book.rules))
def test_a_rule_says_of_its_worlds_what_it_should(id_: str) -> None:
    practice = "X" if id_.startswith("X-") else "-".join(id_.split("-")[:2])
    if not (FOLDER / f"{practice}.yaml").exists():
        pytest.fail(f"tests/data/worlds/{practice}.yaml is missing")
    rule = shipped().book.by_id()[id_]
    assert list(Asker(shipped().book, shipped().vocabulary).faults(rule, world_of(practice))) == []

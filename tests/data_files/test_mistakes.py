"""Mistakes in data files: all of all files at once, each with file, line and what to do."""

import json
from typing import Any

import pytest

from sammeter.data.compile import compile_pack
from sammeter.errors import DataError
from tests.data_files.folders import data_files, lines, rules


def mistakes(files: dict[str, bytes]) -> list[str]:
    with pytest.raises(DataError) as caught:
        compile_pack(files)
    assert all(one.hint for one in caught.value.mistakes), [str(one) for one in caught.value.mistakes if not one.hint]
    return [str(one) for one in caught.value.mistakes]


def with_rule(change: dict[str, Any], number: int = 0) -> dict[str, bytes]:
    """Return all files with one rule of I-SB changed: rule 0 stands on line 10."""
    file = rules("I-SB")
    file["rules"][number] = {key: value for key, value in (file["rules"][number] | change).items() if value is not None}
    return data_files() | {"rules/I-SB.yaml": lines(file)}


def test_plain_rules_for_the_whole_model_are_without_a_mistake() -> None:
    pack = compile_pack(data_files())
    assert len(pack.book.rules) == 295
    assert set(pack.upstream) == {"2.0.16", "2.1.0", "2.2.0"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reach": "moon"}, "rules/I-SB.yaml:10: 'moon' is not a word for this field"),
        ({"advise": "x"}, "rules/I-SB.yaml:10: unknown field 'advise'"),
        ({"says": None}, "rules/I-SB.yaml:10: field 'says' is missing"),
        ({"fresh_days": "often"}, "rules/I-SB.yaml:10: a whole number is expected, not 'often'"),
        ({"says": ["x"]}, "rules/I-SB.yaml:10: text is expected, not list"),
        ({"when": "ci.pipeline.exists(p, true)"}, "rules/I-SB.yaml:10: unknown name 'ci.pipeline'"),
        ({"when": "size(ci.steps"}, "rules/I-SB.yaml:10: no CEL condition"),
        ({"advice": ""}, "rules/I-SB.yaml:10: I-SB-1-A.1 lacks advice"),
        ({"class": "observable"}, "rules/I-SB.yaml:10: I-SB-1-A.1 has no condition"),
        ({"says": "Look at the QQX"}, "rules/I-SB.yaml:10: I-SB-1-A.1 uses 'QQX', which is not in the glossary"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(change: dict[str, Any], said: str) -> None:
    assert any(one.startswith(said) for one in mistakes(with_rule(change))), mistakes(with_rule(change))


def test_a_rule_too_few_is_shown_at_the_criterion_and_one_too_many_at_the_rule() -> None:
    found = mistakes(with_rule({"id": "I-SB-9-A.1"}))
    assert any("I-SB-1-A.1 has no rule" in one and one.startswith("model/practices/I-SB.yaml:") for one in found)
    assert "rules/I-SB.yaml:10: I-SB-9-A.1 is no criterion of the model" in found


def test_mistakes_of_several_files_come_together() -> None:
    files = with_rule({"reach": "moon"}) | {
        "rules/I-SD.yaml": b"practice: I-SD\nactivities: []\nrules: [}\n",
        "profiles.yaml": b"assessor: [1]\n",
    }
    files["rules/I-DM.yaml"] = b"practice: I-DM\n"
    first = mistakes(files)
    assert any(one.startswith("profiles.yaml:1:") for one in first)
    del files["profiles.yaml"]
    files["profiles.yaml"] = data_files()["profiles.yaml"]
    found = mistakes(files)
    for place in ("rules/I-SB.yaml:10:", "rules/I-SD.yaml:3:", "rules/I-DM.yaml:1:"):
        assert any(one.startswith(place) for one in found), place


def test_texts_of_the_model_that_repeat_are_empty_or_use_unknown_terms_name_their_lines() -> None:
    files = data_files()
    name = "model/practices/I-SB.yaml"
    text = files[name].decode()
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.strip() == "- Build tools are locked down")
    changed = text.replace("- Build tools are locked down", "- The description matches today's build")
    assert any(
        one.startswith(f"{name}:{line}: I-SB-1-A.5 repeats the criterion of")
        for one in mistakes(files | {name: changed.encode()})
    )
    unknown = text.replace("- Build tools are locked down", "- Build tools follow the ZZTOP guide")
    assert any(
        one.startswith(f"{name}:{line}: I-SB-1-A.5 uses 'ZZTOP'") for one in mistakes(files | {name: unknown.encode()})
    )
    empty = text.replace("- Build tools are locked down", "- ''")
    assert any(
        one.startswith(f"{name}:{line}: I-SB-1-A.5 has an empty criterion")
        for one in mistakes(files | {name: empty.encode()})
    )


def test_needs_of_unknown_activities_are_named() -> None:
    files = data_files()
    name = "model/practices/I-SB.yaml"
    files[name] = files[name].replace(b"    - V-ST-1-A\n", b"    - V-ST-7-A\n")
    assert any("I-SB-3-B needs unknown activity 'V-ST-7-A'" in one for one in mistakes(files))


def test_two_rules_for_one_criterion_are_refused() -> None:
    assert "rules/I-SB.yaml:10: I-SB-1-A.2 has more than one rule" in mistakes(with_rule({"id": "I-SB-1-A.2"}))


def test_a_share_of_something_else_is_refused() -> None:
    found = mistakes(with_rule({"when": "share(ci.steps.filter(s, s.blocking), ci.runs) > 0.5", "class": "observable"}))
    assert any("has a share() whose part is no filter of the whole" in one for one in found)


def test_a_duplicate_key_and_a_missing_file_are_mistakes_like_others() -> None:
    files = data_files()
    del files["model/glossary.yaml"]
    files["facts.yaml"] += b"kinds: []\n"
    found = mistakes(files)
    assert any(one.startswith("facts.yaml:") and "stands twice" in one for one in found)
    assert "model/glossary.yaml: the file is missing" in found


def test_rule_files_of_tests_keep_to_one_line_a_rule() -> None:
    file = lines(rules("I-SB")).decode().splitlines()
    assert json.loads(file[9].removeprefix("- "))["id"] == "I-SB-1-A.1"

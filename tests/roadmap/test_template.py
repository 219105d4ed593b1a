"""Templates are checked against the model."""

from dataclasses import replace

import pytest

from sammeter.data import load
from sammeter.data.compile import compile_pack, sources
from sammeter.data.wording import owasp, shared
from sammeter.errors import DataError
from sammeter.roadmap.needs import needs_of
from sammeter.roadmap.plan import targets_of
from sammeter.roadmap.template import Template, flaws
from tests.roadmap.small import model

MODEL = model({"G-SM-A": 2, "D-TA-A": 1}, needs={"D-TA-1-A": ("G-SM-1-A",)})
SOUND = Template(title="t", whom="w", why="y", targets={"all": {"G-SM-1-A": "0.5"}, "high": {"D-TA-1-A": "1"}})


def test_a_sound_template_has_no_flaw() -> None:
    assert list(flaws(SOUND, MODEL)) == []


@pytest.mark.parametrize(
    ("targets", "flaw"),
    [
        ({"all": {"G-SM-9-A": "1"}}, ("all", "G-SM-9-A", "is unknown or '1' is no answer")),
        ({"all": {"G-SM-1-A": "0.3"}}, ("all", "G-SM-1-A", "is unknown or '0.3' is no answer")),
        ({"hihg": {"G-SM-1-A": "1"}}, ("hihg", "", "is no risk class")),
        ({"all": {"G-SM-1-A": "1"}, "high": {"G-SM-1-A": "0.5"}}, ("high", "G-SM-1-A", "is lower than for all")),
        ({"all": {"D-TA-1-A": "1"}}, ("all", "D-TA-1-A", "needs G-SM-1-A, which has no target")),
        ({"all": {"G-SM-2-A": "1"}}, ("all", "G-SM-2-A", "needs G-SM-1-A, which has no target")),
    ],
)
def test_each_flaw_is_told(targets: dict[str, dict[str, str]], flaw: tuple[str, str, str]) -> None:
    assert list(flaws(replace(SOUND, targets=targets), MODEL)) == [flaw]


def test_the_shipped_templates_ask_for_breadth_first() -> None:
    pack = load()
    assert len(pack.templates) >= 5
    for key, template in pack.templates.items():
        for risk in template.targets:
            whole = targets_of(template.worths(), risk)
            counts = [sum(worth > 0 for name, worth in whole.items() if name[5] == level) for level in "123"]
            assert counts[0] > counts[1] > counts[2], key
            assert counts[2] <= 9, key
            needs = needs_of(pack.model)
            assert all(whole.get(one) for name in whole for one in needs.of(name, whole[name] * 0)), key


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "templates.yaml",
            b"D-TA-1-B: 0.5",
            b"D-TA-1-C: 0.5",
            "templates.yaml:15: small-product-team, all: D-TA-1-C is unknown",
        ),
        ("efforts.yaml", b"0.5: 0.65", b"0.5: 0.35", "efforts.yaml: days for small, medium, large"),
        ("efforts.yaml", b"small: 5", b"smal: 5", "efforts.yaml: days for small, medium, large"),
        ("efforts.yaml", b"large: 60", b"large: lots", "efforts.yaml: days for small, medium, large"),
        ("efforts.yaml", b"large: 60", b"large: -60", "efforts.yaml: days for small, medium, large"),
    ],
)
def test_flaws_of_the_files_are_told_with_their_place(file: str, old: bytes, new: bytes, words: str) -> None:
    files = sources()
    assert old in files[file]
    with pytest.raises(DataError) as caught:
        compile_pack({**files, file: files[file].replace(old, new, 1)})
    assert [str(one) for one in caught.value.mistakes if str(one).startswith(words)]


def test_no_template_shares_six_words_with_owasp() -> None:
    known = owasp()
    for key, one in load().templates.items():
        assert shared(" ".join((one.title, one.whom, one.why)), known) == [], key

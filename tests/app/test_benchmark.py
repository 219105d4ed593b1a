"""One's own scores beside published ones: no figure without its date, source and n, and none that nobody published."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from sammeter.app.baselines import said_in
from sammeter.app.benchmark import Beside, document, figures_of, of_answers, of_nothing, of_said, text_page
from sammeter.data import load
from sammeter.data.benchmark import ENOUGH, read_figures, shipped
from sammeter.errors import DataError
from tests.app.kept import AS_OF, folder_of, statement

PACK = load()
OURS = """\
- name: Our branch
  date: 2026-03-01
  n: 240
  source: an association's survey
  overall: "1.1"
  practices: {G-SM: "2.00"}
"""


def answers(text: str = "model: 2.2.0\nanswers: {G-SM-1-A: 0.5}\n") -> Beside:
    return of_answers(text.encode(), "a.yaml", PACK, figures_of(PACK))


def test_what_ships_is_dated_sourced_and_counted() -> None:
    found = shipped(PACK.model)
    assert [(one.date, one.n) for one in found] == [("2024-09-25", 30), ("2024-06-26", 25)]
    for one in found:
        assert date.fromisoformat(one.date).isoformat() == one.date
        assert one.address.startswith("https://owaspsamm.org/")
        assert "OWASP SAMM project" in one.source


def test_published_means_agree_with_their_parts_where_all_parts_were_published() -> None:
    """A slip of the pen would show: each mean was rounded, and so was each of its parts."""
    compared = 0
    for one in shipped(PACK.model):
        scores = one.by_id()
        overall = sum((scores[function.id] for function in PACK.model.functions), Fraction(0)) / 5
        assert abs(overall - scores["overall"]) <= Fraction(1, 100)
        for function in PACK.model.functions:
            parts = [scores[practice.id] for practice in PACK.model.practices_of(function.id) if practice.id in scores]
            if len(parts) == 3:
                compared += 1
                assert abs(sum(parts, Fraction(0)) / 3 - scores[function.id]) <= Fraction(1, 100), (
                    one.name,
                    function.id,
                )
    assert compared == 5


def test_n_stands_beside_each_figure_and_too_few_are_marked() -> None:
    text = text_page(answers())
    row = next(line for line in text.splitlines() if "G-SM" in line)
    assert row.split() == ["G-SM", "Strategy", "and", "Metrics", "0.25", "1.23", "(30!)", "1.20", "(25!)"]
    assert text.count(f"too few (fewer than {ENOUGH})") == 2
    assert all(len(line) <= 80 for line in text.splitlines())


def test_what_was_not_published_is_a_dash() -> None:
    row = next(line for line in text_page(answers()).splitlines() if "I-SB" in line)
    assert row.split()[-3:] == ["0.00", "-", "-"]


def test_json_gives_each_figure_its_n_and_the_distance() -> None:
    data = json.loads(json.dumps(document(answers())))
    assert data["figures"][0]["scores"]["G-SM"] == {"average": "1.23", "n": 30, "too_few": True, "distance": "-0.98"}
    assert data["own"]["answered"] == 1
    assert json.loads(json.dumps(document(of_nothing(PACK, figures_of(PACK)))))["own"] is None


def test_what_is_declared_is_compared_and_not_what_is_seen(tmp_path: Path) -> None:
    said = said_in((folder_of(tmp_path / "said", statement("G-SM-1-A", "1")),), PACK)
    beside = of_said(said, PACK, figures_of(PACK), as_of=AS_OF)
    assert beside.own is not None
    assert (beside.own["G-SM"], beside.answered) == (Fraction(1, 2), 1)
    assert of_said((), PACK, figures_of(PACK), as_of=AS_OF).own is None


def test_figures_of_ones_own_source_stand_first_and_enough_are_not_marked() -> None:
    beside = of_nothing(PACK, figures_of(PACK, [("ours.yaml", OURS.encode())]))
    assert next(one.name for one in beside.figures) == "Our branch"
    text = text_page(beside)
    assert "n 240\n" in text
    row = next(line for line in text.splitlines() if "G-SM" in line)
    assert row.split()[-6:] == ["2.00", "(240)", "1.23", "(30!)", "1.20", "(25!)"]
    assert all(len(line) <= 80 for line in text.splitlines())


def test_more_sources_than_a_line_holds_are_in_json_only() -> None:
    beside = of_nothing(PACK, figures_of(PACK, [("a", OURS.encode()), ("b", OURS.encode())]))
    assert "and 1 more in --format json" in text_page(beside)
    assert len(document(beside)["figures"]) == 4


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("date: 2026-03-01", "date: soon", "f.yaml:2: 'soon' is no day"), ("  date: 2026-03-01\n", "", "f.yaml:1: field 'date' is missing"),
        ("n: 240", "n: 0", "f.yaml:3: 0 assessments"), ("  n: 240\n", "", "f.yaml:1: field 'n' is missing"),
        ("source: an association's survey", 'source: ""', "f.yaml:4: source is empty"), ("1.1", "4.0", "f.yaml:5: '4.0' is no score"),
        ("1.1", "3.1", "f.yaml:5: '3.1' is no score"), ("G-SM", "G-ZZ", "f.yaml:6: 'G-ZZ' is none of the practices"),
        ('"2.00"', "1e9", "is no score"), ("name: Our branch", "nome: Our branch", "unknown field 'nome'"),
    ],
)  # fmt: skip
def test_figures_without_date_source_or_n_are_refused_with_their_line(old: str, new: str, says: str) -> None:
    with pytest.raises(DataError) as caught:
        read_figures(OURS.replace(old, new).encode(), "f.yaml", PACK.model)
    assert any(says in str(one) for one in caught.value.mistakes), [str(one) for one in caught.value.mistakes]


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"5", b"\xff", b"- 5\n", b"- name: a\n  date: 2026-01-01\n  n: 1\n  source: s\n"]
)
def test_what_is_no_file_of_figures_is_refused(data: bytes) -> None:
    with pytest.raises(DataError):
        read_figures(data, "f.yaml", PACK.model)
